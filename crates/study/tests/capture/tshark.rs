//! tshark, as far as it is needed: it reads a file and says what it has found.

use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::NamedTempFile;

/// Whether it is there; in CI it must be.
pub(crate) fn is_installed() -> bool {
    let silent = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let there = silent(Command::new("tshark").arg("--version"));
    if !there {
        eprintln!("not run: tshark is not installed");
        assert!(std::env::var_os("CI").is_none(), "in CI tshark must be installed");
    }
    there
}

/// A capture file for tshark to read.
pub(crate) struct Opened(NamedTempFile);

impl Opened {
    pub(crate) fn new(file: &[u8]) -> Self {
        let mut named = NamedTempFile::new().expect("a file");
        named.write_all(file).expect("written");
        Self(named)
    }

    /// What tshark prints of it, line by line.
    pub(crate) fn lines(&self, arguments: &[&str]) -> Vec<String> {
        let mut command = Command::new("tshark");
        command.arg("-r").arg(self.0.path()).args(["-o", "ip.check_checksum:TRUE"]);
        let output =
            command.args(["-o", "tcp.check_checksum:TRUE"]).args(arguments).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
    }

    /// All values of a field, packet by packet.
    pub(crate) fn values(&self, field: &str) -> Vec<String> {
        self.table(&[field]).concat().concat()
    }

    /// The values of these fields: of each packet, of each field in this order, all that it has.
    pub(crate) fn table(&self, fields: &[&str]) -> Vec<Vec<Vec<String>>> {
        let mut arguments = vec!["-T", "fields", "-E", "aggregator= "];
        arguments.extend(fields.iter().flat_map(|field| ["-e", field]));
        let cell = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
        self.lines(&arguments).iter().map(|line| line.split('\t').map(cell).collect()).collect()
    }

    /// What it warns of or holds for an error.
    pub(crate) fn complaints(&self) -> Vec<String> {
        const WARN: &str = "_ws.malformed || _ws.expert.severity >= 0x00600000";
        self.lines(&["-Y", WARN])
    }
}
