//! What every change must pass, in the order that fails soonest.

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// Runs every section, stops at the first that fails, and prints how long each took.
pub(crate) fn run(root: &Path) -> Result<(), Box<dyn Error>> {
    let mut timings = Vec::new();
    for section in sections(root) {
        println!("\n== {}", section.name);
        let start = Instant::now();
        section.run(root)?;
        timings.push((section.name, start.elapsed()));
    }
    print_timings(&timings);
    Ok(())
}

/// One command of the list.
struct Section {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const SECTIONS: &[Section] = &[
    Section { name: "lock file", arguments: &["fetch", "--locked"], environment: &[] },
    Section { name: "format", arguments: &["fmt", "--all", "--check"], environment: &[] },
    Section { name: "layers", arguments: &["xtask", "layers"], environment: &[] },
    Section {
        name: "clippy",
        arguments: &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
        environment: &[],
    },
    Section {
        name: "documentation",
        arguments: &["doc", "--no-deps", "--workspace", "--all-features"],
        environment: &[("RUSTDOCFLAGS", "-Dwarnings")],
    },
    Section { name: "tests", arguments: &["test", "--workspace"], environment: &[] },
    Section {
        name: "fuzz format",
        arguments: &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"],
        environment: &[],
    },
    Section {
        name: "fuzz build",
        arguments: &["build", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target"],
        environment: &[],
    },
];

/// The fuzz targets are a workspace of their own; without it there is nothing to build.
fn sections(root: &Path) -> impl Iterator<Item = &'static Section> {
    let has_fuzz = root.join("fuzz/Cargo.toml").is_file();
    SECTIONS.iter().filter(move |section| has_fuzz || !section.name.starts_with("fuzz"))
}

impl Section {
    fn run(&self, root: &Path) -> Result<(), Box<dyn Error>> {
        let status = self.command(root).status()?;
        self.judge(status)
    }

    fn command(&self, root: &Path) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(self.arguments).envs(self.environment.iter().copied()).current_dir(root);
        command
    }

    fn judge(&self, status: ExitStatus) -> Result<(), Box<dyn Error>> {
        if status.success() { Ok(()) } else { Err(format!("ci: {} failed ({status})", self.name).into()) }
    }
}

fn print_timings(timings: &[(&str, Duration)]) {
    println!();
    for (name, took) in timings {
        println!("{name:<14} {:>6.1} s", took.as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fuzz_is_built_once_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        assert!(sections(folder.path()).all(|section| !section.name.starts_with("fuzz")));
        std::fs::create_dir(folder.path().join("fuzz")).unwrap();
        std::fs::write(folder.path().join("fuzz/Cargo.toml"), "").unwrap();
        assert!(sections(folder.path()).any(|section| section.name == "fuzz build"));
    }

    #[test]
    fn a_failing_section_is_an_error() {
        let section = Section { name: "nothing", arguments: &["no-such-chore"], environment: &[] };
        let output = section.command(Path::new(".")).output().unwrap();
        let error = section.judge(output.status).unwrap_err().to_string();
        assert!(error.starts_with("ci: nothing failed"), "{error}");
    }
}
