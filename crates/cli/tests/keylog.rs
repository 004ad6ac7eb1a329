//! `--keylog` against what OpenSSL logs of the same connection: every line equal, in both roles, with every suite.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

const SUITES: [&str; 3] =
    ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

#[test]
fn with_s_server() {
    if !is_installed() {
        return;
    }
    for suite in SUITES {
        let place = Place::new();
        let mut server = place.run(
            "openssl",
            &["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-www"],
            &["-Verify 1 -CAfile root.crt -cert server.crt -key server.key -keylogfile theirs.log"],
        );
        let port = printed(&mut server, "ACCEPT ");
        let mut client = place.run(
            "handfast",
            &["connect", &format!("127.0.0.1:{port}")],
            &[
                "--servername localhost --cacert root.crt --cert alice.crt --key alice.key",
                "--get / --keylog ours.log --ciphers",
                suite,
            ],
        );
        assert_eq!(client.0.wait().expect("it ends").code(), Some(0));
        server.0.wait().expect("it ends");
        place.compare(suite);
    }
}

#[test]
fn with_s_client() {
    if !is_installed() {
        return;
    }
    for suite in SUITES {
        let place = Place::new();
        let mut server = place.run(
            "handfast",
            &["serve", "127.0.0.1:0", "--once"],
            &["--cert server.crt --key server.key --client-ca root.crt --keylog ours.log --ciphers", suite],
        );
        let port = printed(&mut server, "https://127.0.0.1:");
        let mut client = place.run(
            "openssl",
            &["s_client", "-connect", &format!("127.0.0.1:{port}")],
            &["-CAfile root.crt -cert alice.crt -key alice.key -keylogfile theirs.log"],
        );
        let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        client.0.stdin.as_mut().expect("piped").write_all(request).expect("it listens");
        let mut page = String::new();
        client.0.stdout.as_mut().expect("piped").read_to_string(&mut page).expect("a page");
        assert!(page.contains("alice"), "{page}");
        assert_eq!(server.0.wait().expect("it ends").code(), Some(0));
        place.compare(suite);
    }
}

fn is_installed() -> bool {
    let there = Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_ok();
    if !there {
        println!("not run: openssl is not installed");
        assert!(std::env::var_os("CI").is_none(), "in CI openssl must be installed");
    }
    there
}

/// A folder with an authority, a server and alice.
struct Place(TempDir);

/// A program that ends with its handle.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Place {
    fn new() -> Self {
        let place = Self(TempDir::new().expect("a folder"));
        for words in ["init .", "issue . server --name localhost", "issue . client --cn alice"] {
            let mut made = place.run("handfast", &["pki"], &[words]);
            assert_eq!(made.0.wait().expect("it ends").code(), Some(0), "{words}");
        }
        place
    }

    /// Starts a program in the folder, with these arguments and these words.
    fn run(&self, program: &str, arguments: &[&str], words: &[&str]) -> Program {
        let program = if program == "handfast" { env!("CARGO_BIN_EXE_handfast") } else { program };
        let words = words.iter().flat_map(|words| words.split(' '));
        let mut command = Command::new(program);
        command.current_dir(&self.0).args(arguments).args(words).stderr(Stdio::null());
        Program(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts"))
    }

    fn compare(&self, suite: &str) {
        let (ours, theirs) = (self.log("ours.log"), self.log("theirs.log"));
        assert_eq!(ours.len(), 5, "{suite}: {ours:?}");
        assert_eq!(ours, theirs, "{suite}");
    }

    fn log(&self, name: &str) -> BTreeSet<String> {
        let text = fs::read_to_string(self.0.path().join(name)).expect("a log");
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    }
}

/// The port that a server prints in the line with this mark.
fn printed(server: &mut Program, mark: &str) -> u16 {
    let stdout = server.0.stdout.as_mut().expect("piped");
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains(mark)).expect("it listens");
    let port = line.split("127.0.0.1:").nth(1).expect("an address");
    let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a port")
}
