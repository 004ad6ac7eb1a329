//! `handfast verify`: what a person reads, what a program reads, and the exit code.

use serde_json::Value;

use crate::folder::Folder;
use crate::process::{Ended, is_readable, openssl_is_here};
use crate::server::Server;

/// The exit code, and all that was said.
fn verify(folder: &Folder, arguments: &str) -> (Option<i32>, String) {
    let ended = folder.run(&format!("verify {arguments}"));
    (ended.code, ended.said())
}

#[test]
fn good_ones() {
    let folder = Folder::town();
    for (arguments, answer) in [
        ("--anchors d/root.crt --name localhost d/server.crt", "a server dns:localhost"),
        ("--anchors d/root.crt --purpose client d/alice.crt", "good for a client"),
        (
            "--anchors d/root.crt --name spiffe://example.org/people/alice d/alice.crt",
            "uri:spiffe://example.org/people/alice",
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
    let folder = Folder::town();
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
            &["wanted uri:spiffe://example.org/bob, and it has", "uri:spiffe://example.org/people/alice"],
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
    let folder = Folder::town();
    folder.write("empty.pem", "");
    folder.write("text.pem", "hello\n");
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
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::empty();
    let openssl = |arguments: &str| {
        let ended = Ended::of(&mut folder.openssl(arguments));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    };
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
    folder.write("ext", "basicConstraints=CA:FALSE");
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
    folder.write("ext", "subjectAltName=DNS:localhost");
    openssl(
        "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out server.crt -extfile ext",
    );
    let (code, said) = verify(&folder, "--anchors ca.crt --name localhost server.crt");
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn for_programs() {
    let folder = Folder::town();
    let json = |arguments: &str| -> Value {
        let ended = folder.run(&format!("verify --json {arguments}"));
        serde_json::from_str(&ended.out).unwrap_or_else(|why| panic!("{why}: {ended:?}"))
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
    let folder = Folder::town();
    let server = Server::town(&folder, "");
    let good = verify(&folder, &format!("--anchors d/root.crt {}", server.name()));
    let bad =
        verify(&folder, &format!("--anchors elsewhere/root.crt --name other.example {}", server.name()));
    assert_eq!(good.0, Some(0), "{}", good.1);
    assert!(good.1.contains("dns:localhost"), "{}", good.1);
    assert_eq!(bad.0, Some(1), "{}", bad.1);
    assert!(bad.1.contains("looked for CN=handfast root"), "{}", bad.1);
}
