//! How long functions and files are, outside tests.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// How many of the longest are listed.
const LISTED: usize = 10;

/// The house's measure: a typical function is under ten lines, a file at most three hundred.
const FILE_LIMIT: usize = 300;

/// Something with a length in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Measure {
    lines: usize,
    what: String,
}

/// The lengths of every function and file of the workspace.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    functions: Vec<Measure>,
    files: Vec<Measure>,
}

impl Measures {
    /// Measures `crates/*/src` below `root`. Files named tests.rs, folders named tests, and test modules are left out.
    pub(crate) fn of(root: &Path) -> Result<Self, Box<dyn Error>> {
        let mut measures = Self::default();
        for path in sources(&root.join("crates"))? {
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            let text = fs::read_to_string(&path)?;
            measures.add(&name, &text).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(measures)
    }

    fn add(&mut self, name: &str, text: &str) -> syn::Result<()> {
        let mut finder = Finder { file: name, found: &mut self.functions };
        finder.visit_file(&syn::parse_file(text)?);
        self.files.push(Measure { lines: text.lines().count(), what: name.to_owned() });
        Ok(())
    }
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        table(f, "functions", &self.functions)?;
        table(f, "files", &self.files)?;
        let over = self.files.iter().filter(|file| file.lines > FILE_LIMIT).count();
        writeln!(f, "\n{over} of {} files have more than {FILE_LIMIT} lines", self.files.len())
    }
}

/// The longest, at most 80 columns wide.
fn table(f: &mut fmt::Formatter<'_>, title: &str, measures: &[Measure]) -> fmt::Result {
    let mut longest: Vec<&Measure> = measures.iter().collect();
    longest.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.what.cmp(&b.what)));
    let at = |percent: usize| longest.get(longest.len() * (100 - percent) / 100).map_or(0, |m| m.lines);
    writeln!(f, "\n{} {title}: median {} lines, p90 {}", longest.len(), at(50), at(90))?;
    for measure in longest.iter().take(LISTED) {
        writeln!(f, "  {:>4}  {}", measure.lines, shortened(&measure.what, 80 - 8))?;
    }
    Ok(())
}

/// The end of a long text says more than its beginning.
fn shortened(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let end: String = text.chars().skip(length + 1 - width).collect();
    format!("\u{2026}{end}")
}

/// Collects every function that is not a test.
struct Finder<'a> {
    file: &'a str,
    found: &'a mut Vec<Measure>,
}

impl Finder<'_> {
    fn found(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let lines = body.span().end().line - signature.span().start().line + 1;
        self.found.push(Measure { lines, what: format!("{} {}", self.file, signature.ident) });
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test(&function.attrs) {
            self.found(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            self.found(&function.sig, &function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.found(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// `#[test]`, or `#[cfg(test)]`.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// The Rust files below a folder, in order; tests, benches and build output left out.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if matches!(name, "tests" | "tests.rs" | "benches" | "target") {
            continue;
        }
        if path.is_dir() {
            found.append(&mut sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
/// Documentation does not count.
#[must_use]
fn three() -> u8 {
    3
}
impl A {
    fn one() {}
}
trait B {
    fn none();
    fn two() {
    }
}
mod inner { fn one_more() {} }
#[test]
fn not_this() {
}
#[cfg(test)]
mod tests { fn nor_this() {} }
";

    #[test]
    fn functions_are_found_and_tests_are_not() {
        let mut measures = Measures::default();
        measures.add("a.rs", SOURCE).unwrap();
        let found: Vec<_> = measures.functions.iter().map(|m| (m.what.as_str(), m.lines)).collect();
        assert_eq!(found, [("a.rs three", 3), ("a.rs one", 1), ("a.rs two", 2), ("a.rs one_more", 1)]);
        assert_eq!(measures.files, [Measure { lines: 19, what: "a.rs".to_owned() }]);
    }

    #[test]
    fn broken_source_is_an_error() {
        assert!(Measures::default().add("a.rs", "fn (").is_err());
    }

    #[test]
    fn files_of_tests_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src/state/tests")).unwrap();
        for file in
            ["src/lib.rs", "src/state/mod.rs", "src/state/tests.rs", "src/state/tests/a.rs", "src/a.txt"]
        {
            fs::write(folder.path().join(file), "").unwrap();
        }
        let found = sources(folder.path()).unwrap();
        assert_eq!(found, ["src/lib.rs", "src/state/mod.rs"].map(|file| folder.path().join(file)));
    }

    #[test]
    fn the_table_is_narrow_and_its_longest_first() {
        let mut measures = Measures::default();
        measures.add(&format!("{}.rs", "deep/".repeat(30)), SOURCE).unwrap();
        let text = measures.to_string();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains("4 functions: median 1 lines, p90 3"), "{text}");
        assert!(text.find("three") < text.find("two"), "{text}");
    }
}
