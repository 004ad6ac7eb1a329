//! `--json` and `--html`: the facts of a connection, and the page that is made of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use handfast_study::Report;

use super::secret_file;
use crate::exit::Exit;

/// Files that are written when a connection has ended.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = super::HEADING)]
pub(crate) struct Files {
    /// Write the connection to this file as a page for a browser: every message to the last octet, what was signed, the
    /// key schedule, the certificates, the state diagram. It holds the secrets of the connection. `serve` without --once
    /// puts the number of the connection before the last dot.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the same facts to this file as JSON, for programs; `handfast schema` prints their form.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Leave secrets, and what the applications said, out of --html and --json, to show them to others.
    #[arg(long)]
    redact: bool,
}

impl Files {
    pub(crate) const fn are_wanted(&self) -> bool {
        self.html.is_some() || self.json.is_some()
    }

    /// Writes those that are wanted.
    pub(crate) fn write(&self, report: Report, number: Option<usize>) -> Result<(), Exit> {
        let report = if self.redact { report.redacted() } else { report };
        if let Some(path) = &self.html {
            self.put(&numbered(path, number), &report.page())?;
        }
        if let Some(path) = &self.json {
            self.put(&numbered(path, number), &(report.json() + "\n"))?;
        }
        Ok(())
    }

    fn put(&self, path: &Path, content: &str) -> Result<(), Exit> {
        let written = secret_file::write(path, content.as_bytes(), !self.redact);
        written.map_err(|why| Exit::of_file(path, why))
    }

    /// What was written, for a reader.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Path> {
        self.html.iter().chain(&self.json).map(PathBuf::as_path)
    }
}

/// `page.html` of connection 3 is `page-3.html`.
fn numbered(path: &Path, number: Option<usize>) -> PathBuf {
    let Some(number) = number else { return path.to_owned() };
    let mut name = path.file_stem().map(OsString::from).unwrap_or_default();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::numbered;

    #[test]
    fn connections_are_counted_before_the_last_dot() {
        let name = |path: &str, number| numbered(Path::new(path), number).display().to_string();
        assert_eq!(name("a/page.html", None), "a/page.html");
        assert_eq!(name("a/page.html", Some(3)), "a/page-3.html");
        assert_eq!(name("a.b/page", Some(12)), "a.b/page-12");
    }
}
