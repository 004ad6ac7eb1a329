//! The walk of the README, as a user takes it: `pki`, `serve`, `connect`, and what their exit codes say.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with an authority, a server and alice.
fn town() -> TempDir {
    let folder = TempDir::new().unwrap();
    for arguments in [
        "pki init d",
        "pki issue d server --name localhost",
        "pki issue d client --cn alice --uri spiffe://example.org/alice --p12 alice.p12 --password sesame",
        "pki init elsewhere --cn elsewhere",
        "pki issue elsewhere client --cn mallory",
    ] {
        assert_eq!(run(&folder, arguments).status.code(), Some(0), "{arguments}");
    }
    folder
}

fn command(folder: &TempDir, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast"));
    command.current_dir(folder.path()).args(arguments.split(' ')).stdin(Stdio::null());
    command
}

fn run(folder: &TempDir, arguments: &str) -> Output {
    command(folder, arguments).output().unwrap()
}

/// The exit code and what was said on standard error.
fn outcome(folder: &TempDir, arguments: &str) -> (Option<i32>, String) {
    let output = run(folder, arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// `handfast serve` with alice's authority; ends with its handle.
struct Server(Child, String);

impl Server {
    fn start(folder: &TempDir, more: &str) -> Self {
        let arguments = "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key --client-ca d/root.crt";
        let mut serve = command(folder, &format!("{arguments}{more}"));
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split('/').nth(2).and_then(|address| address.rsplit(':').next()).expect("a port");
        let address = format!("localhost:{port}");
        Self(child, address)
    }

    fn connect(&self, more: &str) -> String {
        format!("connect {} --timeout 10{more}", self.1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn alice_is_let_in_and_knows_it() {
    let folder = town();
    let server = Server::start(&folder, "");
    for who in [" --cert d/alice.crt --key d/alice.key", " --p12 alice.p12 --password sesame"] {
        let output = run(&folder, &server.connect(&format!(" --cacert d/root.crt --get /{who}")));
        let (page, summary) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{summary}");
        assert!(page.contains("CN=alice") && page.contains("spiffe://example.org/alice"), "{page}");
        assert!(summary.contains("verified, and it holds the key"), "{summary}");
        assert!(summary.contains("the server accepted us"), "{summary}");
    }
}

#[test]
fn standard_input_goes_to_the_server() {
    let folder = town();
    let server = Server::start(&folder, " --client-auth none");
    let mut connect = command(&folder, &server.connect(" --cacert d/root.crt"));
    let mut child =
        connect.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    child.stdin.take().unwrap().write_all(request).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&output.stdout));
}

/// What is spoken is the best that both name; TLS 1.2 calls a missing certificate handshake_failure.
#[test]
fn in_either_version() {
    let folder = town();
    let alice = " --cacert d/root.crt --get / --cert d/alice.crt --key d/alice.key";
    for (serve, connect, agreed) in [
        ("", "", Some("TLS 1.3")),
        ("", " --tls 1.2", Some("TLS 1.2")),
        (" --tls 1.2", "", Some("TLS 1.2")),
        (" --tls 1.3", " --tls 1.2", None),
        (" --tls 1.2", " --tls 1.3", None),
    ] {
        let server = Server::start(&folder, serve);
        let (code, said) = outcome(&folder, &server.connect(&format!("{alice}{connect}")));
        match agreed {
            Some(version) => {
                assert_eq!(code, Some(0), "{said}");
                assert!(said.contains(&format!("protocol  {version}, ")), "{said}");
            }
            None => assert!(code == Some(3) && said.contains("protocol_version (70)"), "{said}"),
        }
    }
    let server = Server::start(&folder, " --tls 1.2");
    let (code, said) = outcome(&folder, &server.connect(" --cacert d/root.crt --get /"));
    assert!(code == Some(3) && said.contains("handshake_failure (40)"), "{said}");
    assert!(said.contains("it probably wants a client certificate") && said.contains("--cert"), "{said}");
}

/// RSA key transport needs the word of both sides.
#[test]
fn key_transport_is_asked_for() {
    let folder = town();
    assert_eq!(outcome(&folder, "pki issue d server --name localhost --key rsa2048 --force").0, Some(0));
    let suite = " --tls 1.2 --ciphers TLS_RSA_WITH_AES_256_GCM_SHA384";
    let flag = " --legacy-rsa-key-transport";
    let alice = " --cacert d/root.crt --get / --cert d/alice.crt --key d/alice.key";
    let without = Server::start(&folder, "");
    let (code, said) = outcome(&folder, &without.connect(&format!("{alice}{suite}{flag}")));
    assert!(code == Some(3) && said.contains("handshake_failure (40)"), "{said}");
    let with = Server::start(&folder, flag);
    let (code, said) = outcome(&folder, &with.connect(&format!("{alice}{suite}")));
    assert!(code == Some(2) && said.contains("--legacy-rsa-key-transport"), "{said}");
    let (code, said) = outcome(&folder, &with.connect(&format!("{alice}{suite}{flag}")));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("RSA key transport, without forward secrecy"), "{said}");
    let (code, said) = outcome(&folder, &with.connect(&format!("{alice}{flag} --tls 1.2")));
    assert!(code == Some(0) && said.contains("ECDHE"), "whoever can do better does: {said}");
}

#[test]
fn who_refuses_is_told() {
    let folder = town();
    let server = Server::start(&folder, "");
    let (code, said) = outcome(&folder, &server.connect(" --cacert d/root.crt --get /"));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("certificate_required (116)") && said.contains("--cert"), "{said}");

    let mallory = " --cert elsewhere/mallory.crt --key elsewhere/mallory.key";
    let (code, said) = outcome(&folder, &server.connect(&format!(" --cacert d/root.crt --get /{mallory}")));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("none of the 1 authorities"), "{said}");

    let (code, said) = outcome(&folder, &server.connect(" --cacert elsewhere/root.crt --get /"));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("we refused the server") && said.contains("CN=localhost"), "{said}");

    let (code, said) =
        outcome(&folder, &server.connect(" --cacert d/root.crt --servername other.example --get /"));
    assert_eq!(code, Some(1), "{said}");

    let alice = " --cert d/alice.crt --key d/alice.key --insecure --get /";
    let (code, said) = outcome(&folder, &server.connect(alice));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("NOT VERIFIED"), "{said}");
}

#[test]
fn causes_have_codes() {
    let folder = town();
    // A port that was free a moment ago.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let code = |arguments: &str| run(&folder, arguments).status.code();
    assert_eq!(code(&format!("connect {closed} --cacert d/root.crt --servername localhost")), Some(4));
    assert_eq!(code("connect localhost:1 --cacert missing.crt"), Some(5));
    assert_eq!(code("connect localhost --cacert d/root.crt"), Some(2));
    assert_eq!(
        code("connect localhost:1 --cacert d/root.crt --cert d/alice.crt --key d/server.key"),
        Some(5)
    );
    assert_eq!(code("connect localhost:1 --cacert d/root.crt --p12 alice.p12 --password wrong"), Some(5));
    assert_eq!(code("connect localhost:1 --nonsense"), Some(2));
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = town();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let before = read("d/alice.key");
    assert_eq!(outcome(&folder, "pki issue d client --cn alice").0, Some(5));
    assert_eq!(read("d/alice.key"), before);
    assert_eq!(outcome(&folder, "pki issue d client --cn alice --force").0, Some(0));
    assert_ne!(read("d/alice.key"), before);
    assert_eq!(outcome(&folder, "pki issue nowhere client --cn alice").0, Some(5));
    assert_eq!(outcome(&folder, "pki issue d client --cn bob --not-after yesteryear").0, Some(2));
}

#[test]
fn files_are_named_and_guarded() {
    let folder = town();
    assert_eq!(outcome(&folder, "pki issue d client --cn ../../eve").0, Some(0));
    let names: Vec<_> =
        std::fs::read_dir(folder.path().join("d")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().any(|name| name.to_string_lossy().ends_with("eve.crt")), "{names:?}");
    assert!(is_guarded(&folder.path().join("d/root.key")) && is_guarded(&folder.path().join("alice.p12")));
}

#[cfg(unix)]
fn is_guarded(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777 == 0o600
}

#[cfg(not(unix))]
fn is_guarded(file: &Path) -> bool {
    file.exists()
}
