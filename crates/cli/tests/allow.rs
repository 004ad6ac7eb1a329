//! Who of those that prove who they are may come in: `--allow-…` of `serve` and `connect`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

fn town() -> TempDir {
    let folder = TempDir::new().unwrap();
    for arguments in [
        "pki init d",
        "pki issue d server --name localhost",
        "pki issue d client --cn alice --uri spiffe://example.org/people/alice --email alice@example.org",
    ] {
        assert!(run(&folder, arguments).status.success(), "{arguments}");
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

/// A server for one connection.
struct Server(Child, String);

impl Server {
    fn start(folder: &TempDir, more: &str) -> Self {
        let arguments =
            "serve 127.0.0.1:0 --once --cert d/server.crt --key d/server.key --client-ca d/root.crt";
        let mut serve = command(folder, &format!("{arguments} {more}"));
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split('/').nth(2).and_then(|address| address.rsplit(':').next()).expect("a port");
        let address = format!("localhost:{port}");
        Self(child, address)
    }

    /// Alice's visit: the client's exit code and all it said; the server's exit code and its log.
    fn visited(mut self, folder: &TempDir, more: &str) -> ((Option<i32>, String), (Option<i32>, String)) {
        let alice = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
        let output = run(folder, &format!("connect {} {alice}{more}", self.1));
        let said = [output.stdout, output.stderr].concat();
        let mut log = String::new();
        self.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        let code = self.0.wait().unwrap().code();
        ((output.status.code(), String::from_utf8(said).unwrap()), (code, log))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn one_rule_that_fits_is_enough() {
    let folder = town();
    for rules in [
        "--allow-cn alice",
        "--allow-cn bob --allow-uri spiffe://example.org/people/*",
        "--allow-email alice@EXAMPLE.org",
    ] {
        let ((code, said), (served, log)) = Server::start(&folder, rules).visited(&folder, "");
        assert_eq!((code, served), (Some(0), Some(0)), "{rules}: {said}{log}");
        assert!(said.contains("Well met"), "{said}");
    }
}

#[test]
fn who_may_not_come_in_is_denied_access_and_the_log_says_why() {
    let folder = town();
    let rules = "--allow-cn bob --allow-uri spiffe://example.org/* --decisions";
    let ((code, said), (served, log)) = Server::start(&folder, rules).visited(&folder, "");
    assert_eq!((code, served), (Some(3), Some(1)), "{said}{log}");
    assert!(said.contains("access_denied (49)"), "{said}");
    for part in [
        "alert access_denied (49)",
        "subject \"CN=alice\"",
        "not cn:bob: the common name is alice",
        "not uri:spiffe://example.org/*: the SPIFFE ID is spiffe://example.org/people/alice",
        "✓ validity",
    ] {
        assert!(log.contains(part), "{part} in {log}");
    }
}

/// Where strangers are let in to be told so, this is what they are told.
#[test]
fn optional_means_403() {
    let folder = town();
    let rules = "--client-auth optional --allow-cn bob";
    let ((code, said), (served, log)) = Server::start(&folder, rules).visited(&folder, "");
    assert_eq!((code, served), (Some(3), Some(1)), "{said}{log}");
    assert!(said.contains("403 Forbidden") && said.contains("Not allowed"), "{said}");
    assert!(!said.contains("bob"), "the rules are not for strangers: {said}");
    assert!(log.contains("HTTP 403") && log.contains("not cn:bob"), "{log}");
}

#[test]
fn a_client_is_selective_too() {
    let folder = town();
    let good = Server::start(&folder, "--client-auth none").visited(&folder, " --allow-dns localhost");
    assert_eq!(good.0.0, Some(0), "{}", good.0.1);
    let bad = Server::start(&folder, "--client-auth none").visited(&folder, " --allow-dns other.example");
    assert_eq!((bad.0.0, bad.1.0), (Some(1), Some(3)), "{}{}", bad.0.1, bad.1.1);
    assert!(bad.0.1.contains("dns:other.example: it has localhost"), "{}", bad.0.1);
}

#[test]
fn rules_that_make_no_sense() {
    let folder = town();
    let server = "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key";
    for more in [
        "--allow-cn alice",
        "--client-ca d/root.crt --allow-dns *.example.org",
        "--client-ca d/root.crt --allow-uri spiffe://*/alice",
        "--client-ca d/root.crt --allow-spki-sha256 abc",
        "--client-ca d/root.crt --profile strictest",
    ] {
        let output = run(&folder, &format!("{server} {more}"));
        assert_eq!(output.status.code(), Some(2), "{more}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Alice is taken back while she is known: by a list, and by a response.
#[test]
fn who_is_revoked_stays_outside() {
    let folder = town();
    for arguments in ["pki crl d", "pki ocsp d alice"] {
        assert!(run(&folder, arguments).status.success(), "{arguments}");
    }
    let evidence = ["--crl d/root.crl", "--ocsp-response d/alice.ocsp"];
    for known in evidence {
        let ((code, said), (_, log)) = Server::start(&folder, known).visited(&folder, "");
        assert_eq!(code, Some(0), "{known}: {said}{log}");
    }
    for arguments in
        ["pki revoke d alice --reason keyCompromise", "pki crl d --force", "pki ocsp d alice --force"]
    {
        let again = arguments.strip_suffix(" --force").unwrap_or(arguments);
        assert!(
            run(&folder, arguments).status.success() || run(&folder, again).status.success(),
            "{arguments}"
        );
    }
    for known in evidence {
        let ((code, said), (served, log)) = Server::start(&folder, known).visited(&folder, "");
        assert_eq!((code, served), (Some(3), Some(1)), "{known}: {said}{log}");
        assert!(said.contains("certificate_revoked (44)"), "{said}");
        assert!(log.contains("keyCompromise"), "{log}");
    }
    let output = run(&folder, "verify --anchors d/root.crt --purpose client --crl d/root.crl d/alice.crt");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("keyCompromise") && told.contains("CRL 0"), "{told}");
}

/// A list of another authority says nothing.
#[test]
fn what_nobody_knows_is_refused_unless_that_is_let_pass() {
    let folder = town();
    for arguments in ["pki init elsewhere --cn elsewhere", "pki crl elsewhere"] {
        assert!(run(&folder, arguments).status.success(), "{arguments}");
    }
    let verify = "verify --anchors d/root.crt --purpose client --crl elsewhere/root.crl d/alice.crt";
    let output = run(&folder, verify);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("? cannot say: CN=alice"), "{told}");
    let output = run(&folder, &format!("{verify} --soft-fail"));
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("! warning: "), "{told}");
    let ((code, said), (_, log)) =
        Server::start(&folder, "--crl elsewhere/root.crl --soft-fail").visited(&folder, "");
    assert_eq!(code, Some(0), "{said}{log}");
    assert!(log.contains("accepted with a warning"), "{log}");
    let server = "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key";
    for more in ["--crl elsewhere/root.crl", "--client-ca d/root.crt --crl d/server.crt"] {
        let output = run(&folder, &format!("{server} {more}"));
        assert!(matches!(output.status.code(), Some(2 | 5)), "{more}");
    }
}
