//! `--trace`, as a user meets it: what goes to a pipe has no colours, and secrets are shown only on demand.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn demo(options: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_handfast")).arg("demo").args(options).output().expect("it runs");
    text(&output)
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    assert!(!text.contains('\u{1b}'), "escape codes in a pipe");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    text
}

#[test]
fn shows_events_then_fields_then_octets() {
    let [events, fields, octets] = [&["--trace"][..], &["--trace", "-v"], &["-vv"]].map(demo);
    for text in [&events, &fields, &octets] {
        assert!(text.contains("trace · both sides · secrets are not shown"));
        assert!(text.contains("CONNECTED"));
    }
    assert!(!events.contains("legacy_version") && fields.contains("legacy_version: TLS 1.2"));
    assert!(fields.contains("What does this signature prove"));
    assert!(fields.lines().count() > 2 * events.lines().count());
    assert!(octets.lines().count() > fields.lines().count());
}

#[test]
fn says_first_that_secrets_are_shown() {
    let text = demo(&["--trace", "--secrets"]);
    let first = text.lines().find(|line| !line.is_empty()).expect("a line");
    assert!(first.ends_with("SECRETS SHOWN"), "{first}");
    assert!(text.contains("SECRETS ARE SHOWN") && text.contains("The key schedule"));
    assert!(!demo(&["--trace"]).contains("The key schedule"));
}

fn handfast(folder: &TempDir, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast"));
    command.current_dir(folder.path()).args(arguments.split(' ')).stdin(Stdio::null());
    command
}

/// A server and a client, each with a trace of its own; what both wrote to standard error.
fn both(client: &str) -> [String; 2] {
    let folder = TempDir::new().unwrap();
    for arguments in ["pki init d", "pki issue d server --name localhost", "pki issue d client --cn alice"] {
        assert!(handfast(&folder, arguments).output().unwrap().status.success(), "{arguments}");
    }
    let arguments =
        "serve 127.0.0.1:0 --cert d/server.crt --key d/server.key --client-ca d/root.crt --once --trace";
    let mut serve = handfast(&folder, arguments);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let port = line.split('/').nth(2).and_then(|address| address.rsplit(':').next()).expect("a port");
    let arguments = format!("connect localhost:{port} --cacert d/root.crt --get / {client}");
    let connected = handfast(&folder, &arguments).output().unwrap();
    let served = server.wait_with_output().unwrap();
    [served, connected].map(|output| String::from_utf8(output.stderr).unwrap())
}

#[test]
fn each_side_shows_what_it_saw() {
    let [server, client] = both("--cert d/alice.crt --key d/alice.key -v");
    assert!(server.contains("trace · as the server saw it · secrets are not shown"), "{server}");
    assert!(client.contains("trace · as the client saw it · secrets are not shown"), "{client}");
    for trace in [&server, &client] {
        for message in ["1 ClientHello", "2 ServerHello", "4 CertificateRequest", "10 Finished", "CONNECTED"]
        {
            assert!(trace.contains(message), "{message}: {trace}");
        }
        assert!(!trace.contains('\u{1b}') && !trace.contains("The key schedule"));
    }
    assert!(client.contains("subject: CN=localhost") && !server.contains("subject: CN=localhost"));
}

#[test]
fn a_refusal_is_traced_by_both() {
    let [server, client] = both("--trace --secrets");
    assert!(server.contains("alert certificate_required (116)"), "{server}");
    assert!(client.contains("alert certificate_required (116)"), "{client}");
    assert!(client.contains("client_handshake_traffic_secret") && client.contains("SECRETS ARE SHOWN"));
}
