//! The two lines of many tutorials, from end to end: refused by name, and taken by `--profile legacy` with a warning.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

fn run(folder: &TempDir, program: &str, arguments: &str) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(arguments.split(' ')).stdin(Stdio::null()).output().unwrap()
}

/// An authority, localhost and alice, none of them with an extension file. Nothing if there is no openssl.
fn tutorial() -> Option<TempDir> {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("not run: there is no openssl");
        return None;
    }
    let folder = TempDir::new().unwrap();
    let key = "-newkey rsa:2048 -nodes";
    let mut lines = vec![format!("req -x509 {key} -keyout ca.key -out ca.crt -subj /CN=ca -days 365")];
    for name in ["localhost", "alice"] {
        lines.push(format!("req -new {key} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        let issue = format!("x509 -req -in {name}.csr -out {name}.crt -days 365");
        lines.push(format!("{issue} -CA ca.crt -CAkey ca.key -CAcreateserial"));
    }
    for line in lines {
        assert!(run(&folder, "openssl", &line).status.success(), "{line}");
    }
    Some(folder)
}

struct Server(Child, String);

impl Server {
    fn start(folder: &TempDir, more: &str) -> Self {
        let arguments = format!(
            "serve 127.0.0.1:0 --once --cert localhost.crt --key localhost.key --client-ca ca.crt{more}"
        );
        let mut serve = Command::new(env!("CARGO_BIN_EXE_handfast"));
        serve.current_dir(folder.path()).args(arguments.split(' ')).stdin(Stdio::null());
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split('/').nth(2).and_then(|address| address.rsplit(':').next()).expect("a port");
        let address = format!("localhost:{port}");
        Self(child, address)
    }

    /// The client's exit code with all it said, and the server's log.
    fn visited(mut self, folder: &TempDir, more: &str) -> (Option<i32>, String, String) {
        let alice = "--cacert ca.crt --cert alice.crt --key alice.key --get /";
        let arguments = format!("connect {} {alice}{more}", self.1);
        let output = run(folder, env!("CARGO_BIN_EXE_handfast"), &arguments);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let mut log = String::new();
        self.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (output.status.code(), said, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn taken_by_the_lenient_profile_with_a_warning() {
    let Some(folder) = tutorial() else { return };
    let (code, said, log) = Server::start(&folder, " --profile legacy").visited(&folder, " --profile legacy");
    assert_eq!(code, Some(0), "{said}{log}");
    assert!(said.contains("warning   ") && said.contains("common name alone"), "{said}");
    if is_version_1(&folder) {
        assert!(said.contains("X.509 version 1") && log.contains("X.509 version 1"), "{said}{log}");
    }
}

#[test]
fn refused_by_name_otherwise() {
    let Some(folder) = tutorial() else { return };
    let (code, said, _) = Server::start(&folder, " --profile legacy").visited(&folder, "");
    assert_eq!(code, Some(1), "{said}");
    let expected = if is_version_1(&folder) { "not X.509 version 3" } else { "no subjectAltName" };
    assert!(said.contains(expected), "{said}");
    if is_version_1(&folder) {
        let (code, said, log) = Server::start(&folder, "").visited(&folder, " --profile legacy");
        assert_eq!(code, Some(3), "{said}{log}");
        assert!(log.contains("not X.509 version 3") && log.contains("CN=alice"), "{log}");
    }
}

/// OpenSSL up to 3.1 makes version 1, later ones version 3.
fn is_version_1(folder: &TempDir) -> bool {
    let output = run(folder, "openssl", "x509 -in alice.crt -noout -text");
    String::from_utf8_lossy(&output.stdout).contains("Version: 1")
}
