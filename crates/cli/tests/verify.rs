//! `handfast verify`: what a person reads, what a program reads, and the exit code.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Exit code, standard output, standard error.
type Told = (Option<i32>, String, String);

fn run(folder: &TempDir, program: &str, arguments: &[&str]) -> Told {
    let output = Command::new(program)
        .current_dir(folder.path())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn handfast(folder: &TempDir, arguments: &str) -> Told {
    run(folder, env!("CARGO_BIN_EXE_handfast"), &arguments.split(' ').collect::<Vec<_>>())
}

fn verify(folder: &TempDir, arguments: &str) -> (Option<i32>, String) {
    let (code, out, err) = handfast(folder, &format!("verify {arguments}"));
    (code, out + &err)
}

/// An authority with a server and a client, and another authority.
fn town() -> TempDir {
    let folder = TempDir::new().unwrap();
    for arguments in [
        "pki init d",
        "pki issue d server --name localhost",
        "pki issue d client --cn alice --uri spiffe://example.org/alice --email alice@example.org",
        "pki init elsewhere --cn elsewhere",
    ] {
        assert_eq!(handfast(&folder, arguments).0, Some(0), "{arguments}");
    }
    folder
}

/// Every line fits a terminal, and nothing in it is an escape code, for this is a pipe.
fn is_readable(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn good_ones() {
    let folder = town();
    for (arguments, answer) in [
        ("--anchors d/root.crt --name localhost d/server.crt", "a server dns:localhost"),
        ("--anchors d/root.crt --purpose client d/alice.crt", "good for a client"),
        (
            "--anchors d/root.crt --name spiffe://example.org/alice d/alice.crt",
            "uri:spiffe://example.org/alice",
        ),
        ("--anchors d/root.crt --name alice@EXAMPLE.org d/alice.crt", "email:alice@EXAMPLE.org"),
        ("--anchors d/root.crt --profile webpki d/server.crt", "was not asked"),
    ] {
        let (code, said) = verify(&folder, arguments);
        assert_eq!(code, Some(0), "{arguments}: {said}");
        let flat = said.replace("\n  ", " ");
        assert!(flat.contains("✓ accepted: CN=") && flat.contains(answer), "{answer} in {said}");
        assert!(said.contains("✓ validity") && said.contains("RFC 5280 §6.1.3"), "{said}");
        is_readable(&said);
    }
}

#[test]
fn each_refusal_says_who_why_and_what_to_do() {
    let folder = town();
    for (arguments, parts) in [
        (
            "--anchors elsewhere/root.crt --name localhost d/server.crt",
            &[
                "looked for CN=handfast root, the issuer of CN=localhost",
                "trust anchor 0 CN=elsewhere: has another name",
                "RFC 9846 §6.2",
                "trust it",
            ][..],
        ),
        (
            "--anchors d/root.crt --name other.example d/server.crt",
            &[
                "wanted dns:other.example, and it has dns:localhost",
                "subjectAltName=DNS:localhost,DNS:other.example",
            ],
        ),
        ("--anchors d/root.crt --at +2000d d/server.crt", &["has expired: notAfter", "to mend it, renew it"]),
        ("--anchors d/root.crt --at -1d d/server.crt", &["not yet valid: notBefore", "clocks"]),
        (
            "--anchors d/root.crt --purpose client d/server.crt",
            &["clientAuth is wanted", "extendedKeyUsage=clientAuth"],
        ),
        (
            "--anchors d/root.crt --name spiffe://example.org/bob d/alice.crt",
            &["wanted uri:spiffe://example.org/bob, and it has", "uri:spiffe://example.org/alice"],
        ),
        ("--anchors d/root.crt --policy 1.2.3.4 d/server.crt", &["polic"]),
    ] {
        let (code, said) = verify(&folder, arguments);
        assert_eq!(code, Some(1), "{arguments}: {said}");
        let flat = said.replace("\n  ", " ");
        assert!(
            flat.contains("✗ refused: CN=") && flat.contains(", serial ") && flat.contains("issued by CN="),
            "{said}"
        );
        for part in parts {
            assert!(flat.contains(part), "{part} in {said}");
        }
    }
}

#[test]
fn what_cannot_be_said() {
    let folder = town();
    fs::write(folder.path().join("empty.pem"), "").unwrap();
    fs::write(folder.path().join("text.pem"), "hello\n").unwrap();
    for arguments in [
        "--anchors d/root.crt missing.crt",
        "--anchors missing.crt d/server.crt",
        "--anchors d/root.crt empty.pem",
        "--anchors d/root.crt text.pem",
        "--anchors d/root.crt --name a..b d/server.crt",
        "--anchors d/root.crt --name spiffe://Example.org/a d/server.crt",
        "--anchors d/root.crt --at yesteryear d/server.crt",
        "--anchors d/root.crt --profile strictest d/server.crt",
        "--anchors d/root.crt --policy one.two d/server.crt",
        "--anchors d/root.crt --timeout 1 localhost:1",
    ] {
        let (code, said) = verify(&folder, arguments);
        assert_eq!(code, Some(2), "{arguments}: {said}");
        assert!(!said.is_empty(), "{arguments}");
    }
}

/// The recipe of many tutorials.
#[test]
fn the_newcomer_is_told_in_one_sentence() {
    let folder = TempDir::new().unwrap();
    let openssl = |arguments: &str| {
        let (code, _, said) = run(&folder, "openssl", &arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(code, Some(0), "{said}");
    };
    if Command::new("openssl").arg("version").output().is_err() {
        return eprintln!("not run: there is no openssl");
    }
    openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=ca -days 365");
    openssl("req -new -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost");
    openssl("x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out server.crt");
    let (code, said) = verify(&folder, "--anchors ca.crt --name localhost server.crt");
    assert_eq!(code, Some(1), "{said}");
    for part in
        ["-extfile <(printf \"subjectAltName=DNS:localhost\")", "--profile legacy", "✗ refused: CN=localhost"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    is_readable(&said);
    let (code, said) = verify(&folder, "--anchors ca.crt --name localhost --profile legacy server.crt");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("! warning: CN=localhost"), "{said}");

    // Newer versions make version 3 of it, and still no name; nobody need have asked for one to be told.
    fs::write(folder.path().join("ext"), "basicConstraints=CA:FALSE").unwrap();
    openssl(
        "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out server.crt -extfile ext",
    );
    for (name, code) in [("--name localhost", 1), ("--purpose server", 0)] {
        let (told, said) = verify(&folder, &format!("--anchors ca.crt {name} server.crt"));
        assert_eq!(told, Some(code), "{said}");
        assert!(said.contains("-extfile <(printf \"subjectAltName=DNS:localhost\")"), "{said}");
        assert!(said.contains("no subjectAltName"), "{said}");
    }

    // And the command does mend it.
    fs::write(folder.path().join("ext"), "subjectAltName=DNS:localhost").unwrap();
    openssl(
        "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out server.crt -extfile ext",
    );
    let (code, said) = verify(&folder, "--anchors ca.crt --name localhost server.crt");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn for_programs() {
    let folder = town();
    let json = |arguments: &str| -> Value {
        let (_, out, err) = handfast(&folder, &format!("verify --json {arguments}"));
        serde_json::from_str(&out).unwrap_or_else(|why| panic!("{why}: {out}{err}"))
    };
    let good = json("--anchors d/root.crt --name localhost d/server.crt");
    assert_eq!(good["verdict"], "accepted");
    assert_eq!((&good["profile"], &good["purpose"]), (&"rfc5280".into(), &"serverAuth".into()));
    assert_eq!(good["wanted"], "dns:localhost");
    assert_eq!(good["certificate"]["names"][0], "dns:localhost");
    assert_eq!(good["path"][1]["source"], "anchor");
    assert_eq!(good["refusal"], Value::Null);
    let rules: Vec<_> = good["decisions"].as_array().unwrap().iter().map(|d| &d["rule"]).collect();
    assert!(rules.contains(&&"subjectAltName".into()) && rules.contains(&&"basicConstraints".into()));
    let bad = json("--anchors elsewhere/root.crt --name localhost d/server.crt");
    assert_eq!(bad["verdict"], "refused");
    assert_eq!(bad["refusal"]["code"], "UnknownIssuer");
    assert_eq!(bad["refusal"]["alert"]["name"], "unknown_ca");
    assert_eq!(bad["refusal"]["issuer"], "CN=handfast root");
    assert_eq!(bad["candidates"][0]["subject"], "CN=elsewhere");
    let late = json("--anchors d/root.crt --at 2096-01-01 d/server.crt");
    assert_eq!((&late["at"], &late["refusal"]["depth"]), (&"2096-01-01T00:00:00Z".into(), &0.into()));
}

#[test]
fn a_server_that_runs() {
    let folder = town();
    let mut server = Command::new(env!("CARGO_BIN_EXE_handfast"))
        .current_dir(folder.path())
        .args([
            "serve",
            "127.0.0.1:0",
            "--cert",
            "d/server.crt",
            "--key",
            "d/server.key",
            "--client-ca",
            "d/root.crt",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.split('/').nth(2).and_then(|address| address.rsplit(':').next()).unwrap();
    let good = verify(&folder, &format!("--anchors d/root.crt localhost:{port}"));
    let bad = verify(&folder, &format!("--anchors elsewhere/root.crt --name other.example localhost:{port}"));
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(good.0, Some(0), "{}", good.1);
    assert!(good.1.contains("dns:localhost"), "{}", good.1);
    assert_eq!(bad.0, Some(1), "{}", bad.1);
    assert!(bad.1.contains("looked for CN=handfast root"), "{}", bad.1);
}
