//! Which crate may use which: the house's layers, checked against what cargo knows.

use std::error::Error;
use std::path::Path;
use std::{fmt, fs, io};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Every crate of the workspace with those it may use. Siblings (record, handshake, path) never name each other.
/// Dev-dependencies are free; every other kind counts.
const LAYERS: &[(&str, &[&str])] = &[
    ("handfast-rule", &[]),
    ("handfast-wire", &["handfast-rule"]),
    ("handfast-crypto", &[]),
    ("handfast-record", &["handfast-rule", "handfast-wire", "handfast-crypto"]),
    ("handfast-handshake", &["handfast-rule", "handfast-wire", "handfast-crypto"]),
    ("handfast-path", &["handfast-rule", "handfast-crypto"]),
    ("handfast", BELOW_FACADE),
    ("handfast-study", UP_TO_FACADE),
    ("handfast-pki", &["handfast-crypto", "handfast-path"]),
    ("handfast-cli", EVERYTHING),
    ("handfast-tests", EVERYTHING),
    ("xtask", &["handfast", "handfast-path"]),
];

const BELOW_FACADE: &[&str] = &[
    "handfast-rule",
    "handfast-wire",
    "handfast-crypto",
    "handfast-record",
    "handfast-handshake",
    "handfast-path",
];

const UP_TO_FACADE: &[&str] = &[
    "handfast-rule",
    "handfast-wire",
    "handfast-crypto",
    "handfast-record",
    "handfast-handshake",
    "handfast-path",
    "handfast",
];

const EVERYTHING: &[&str] = &[
    "handfast-rule",
    "handfast-wire",
    "handfast-crypto",
    "handfast-record",
    "handfast-handshake",
    "handfast-path",
    "handfast",
    "handfast-study",
    "handfast-pki",
];

/// Checks the workspace at `root`; the answer is a line for the reader, the error names every fault.
pub(crate) fn check(root: &Path) -> Result<String, Box<dyn Error>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(offline())
        .exec()?;
    let edges = edges(&metadata);
    let faults = faults(&metadata, &edges)?;
    if !faults.is_empty() {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        return Err(lines.join("\n").into());
    }
    Ok(format!("layers: {} crates, {} edges, all allowed", metadata.packages.len(), edges.len()))
}

/// Without dependencies nothing is resolved, so nothing needs the network.
fn offline() -> Vec<String> {
    vec!["--offline".to_owned()]
}

/// One crate of ours uses another, other than for its tests.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: String,
    to: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// The edge is not in the table.
    Forbidden(Edge),
    /// The crate has no row in the table.
    Unknown(String),
    /// The crate does not take the lints of the workspace, `unsafe_code = "forbid"` among them.
    Unlinted(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forbidden(edge) => write!(f, "layers: {} may not use {}", edge.from, edge.to),
            Self::Unknown(name) => {
                write!(f, "layers: {name} has no row in the table of crates/xtask/src/layers.rs")
            }
            Self::Unlinted(name) => write!(f, "layers: {name} lacks `[lints] workspace = true`"),
        }
    }
}

fn edges(metadata: &Metadata) -> Vec<Edge> {
    let ours = |name: &str| metadata.packages.iter().any(|package| package.name.as_str() == name);
    let edges_of = |package: &Package| {
        let used = package.dependencies.iter().filter(|used| used.kind != DependencyKind::Development);
        let used = used.filter(|used| ours(&used.name));
        used.map(|used| Edge { from: package.name.to_string(), to: used.name.clone() }).collect::<Vec<_>>()
    };
    metadata.packages.iter().flat_map(edges_of).collect()
}

fn faults(metadata: &Metadata, edges: &[Edge]) -> io::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for package in &metadata.packages {
        if row(&package.name).is_none() {
            faults.push(Fault::Unknown(package.name.to_string()));
        }
        if !fs::read_to_string(&package.manifest_path)?.contains("[lints]\nworkspace = true\n") {
            faults.push(Fault::Unlinted(package.name.to_string()));
        }
    }
    let wrong =
        edges.iter().filter(|edge| row(&edge.from).is_some_and(|allowed| !allowed.contains(&&*edge.to)));
    faults.extend(wrong.cloned().map(Fault::Forbidden));
    Ok(faults)
}

fn row(name: &str) -> Option<&'static [&'static str]> {
    LAYERS.iter().find(|(crate_name, _)| *crate_name == name).map(|(_, allowed)| *allowed)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A workspace of empty crates, each with the text of its dependency tables.
    fn workspace(crates: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n[workspace.lints]\n";
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        for (name, tables) in crates {
            let source = folder.path().join(name).join("src");
            fs::create_dir_all(&source).unwrap();
            fs::write(source.join("lib.rs"), "").unwrap();
            let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"");
            let manifest = format!("{package}\n[lints]\nworkspace = true\n{tables}\n");
            fs::write(folder.path().join(name).join("Cargo.toml"), manifest).unwrap();
        }
        folder
    }

    fn answer(crates: &[(&str, &str)]) -> Result<String, String> {
        check(workspace(crates).path()).map_err(|error| error.to_string())
    }

    const RECORD: (&str, &str) = ("handfast-record", "");

    #[test]
    fn a_sibling_is_refused() {
        let handshake =
            ("handfast-handshake", "[dependencies]\nhandfast-record = { path = \"../handfast-record\" }");
        let error = answer(&[RECORD, handshake]).unwrap_err();
        assert_eq!(error, "layers: handfast-handshake may not use handfast-record");
    }

    #[test]
    fn a_renamed_a_target_and_a_build_dependency_are_refused() {
        for table in ["dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"] {
            let line =
                "other = { package = \"handfast-record\", path = \"../handfast-record\", optional = true }";
            let wire = format!("[{table}]\n{line}");
            let error = answer(&[RECORD, ("handfast-wire", &wire)]).unwrap_err();
            assert_eq!(error, "layers: handfast-wire may not use handfast-record");
        }
    }

    #[test]
    fn what_the_table_allows_passes() {
        let facade = ("handfast", "[dependencies]\nhandfast-record = { path = \"../handfast-record\" }");
        let tested =
            ("handfast-path", "[dev-dependencies]\nhandfast-record = { path = \"../handfast-record\" }");
        assert_eq!(answer(&[RECORD, facade, tested]).unwrap(), "layers: 3 crates, 1 edges, all allowed");
    }

    #[test]
    fn a_crate_without_the_lints_is_refused() {
        let folder = workspace(&[RECORD]);
        let manifest = folder.path().join("handfast-record/Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap().replace("[lints]\nworkspace = true\n", "");
        fs::write(&manifest, text).unwrap();
        let error = check(folder.path()).unwrap_err().to_string();
        assert_eq!(error, "layers: handfast-record lacks `[lints] workspace = true`");
    }

    #[test]
    fn this_workspace_keeps_its_layers() {
        check(&crate::root()).unwrap();
    }

    #[test]
    fn a_crate_without_a_row_is_refused() {
        let error = answer(&[("handfast-newcomer", "")]).unwrap_err();
        assert!(error.contains("handfast-newcomer has no row"), "{error}");
    }

    #[test]
    fn the_table_names_only_crates_it_has_rows_for() {
        assert!(LAYERS.iter().flat_map(|(_, allowed)| *allowed).all(|name| row(name).is_some()));
    }
}
