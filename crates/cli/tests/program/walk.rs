//! The walk of the README, as a user takes it: `pki`, `serve`, `connect`, and what their exit codes say.

use std::io::Write;
use std::net::TcpListener;
use std::process::Stdio;

use crate::folder::Folder;
use crate::process::Ended;
use crate::server::Server;

/// The exit code and what was said on standard error.
fn outcome(folder: &Folder, arguments: &str) -> (Option<i32>, String) {
    let ended = folder.run(arguments);
    (ended.code, ended.err)
}

/// The words of a client that calls this server.
fn connect(server: &Server, more: &str) -> String {
    format!("connect {} --timeout 10 {more}", server.name())
}

fn visit(folder: &Folder, server: &Server, more: &str) -> (Option<i32>, String) {
    outcome(folder, &connect(server, more))
}

#[test]
fn alice_is_let_in_and_knows_it() {
    let folder = Folder::town();
    let server = Server::town(&folder, "");
    folder.done("pki issue d client --cn bob --p12 bob.p12 --password sesame");
    for (who, name) in
        [("--cert d/alice.crt --key d/alice.key", "CN=alice"), ("--p12 bob.p12 --password sesame", "CN=bob")]
    {
        let ended = folder.run(&connect(&server, &format!("--cacert d/root.crt --get / {who}")));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.out.contains(name), "{}", ended.out);
        assert!(ended.err.contains("verified, and it holds the key"), "{}", ended.err);
        assert!(ended.err.contains("the server accepted us"), "{}", ended.err);
    }
}

#[test]
fn standard_input_goes_to_the_server() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--client-auth none");
    let mut connect = folder.handfast(&connect(&server, "--cacert d/root.crt"));
    let mut child = connect.stdin(Stdio::piped()).spawn().unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    child.stdin.take().unwrap().write_all(request).unwrap();
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.starts_with("HTTP/1.1 200"), "{}", ended.out);
}

/// What is spoken is the best that both name; TLS 1.2 calls a missing certificate handshake_failure.
#[test]
fn in_either_version() {
    let folder = Folder::town();
    let alice = "--cacert d/root.crt --get / --cert d/alice.crt --key d/alice.key";
    for (serve, connect, agreed) in [
        ("", "", Some("TLS 1.3")),
        ("", "--tls 1.2", Some("TLS 1.2")),
        ("--tls 1.2", "", Some("TLS 1.2")),
        ("--tls 1.3", "--tls 1.2", None),
        ("--tls 1.2", "--tls 1.3", None),
    ] {
        let server = Server::town(&folder, serve);
        let (code, said) = visit(&folder, &server, &format!("{alice} {connect}"));
        match agreed {
            Some(version) => {
                assert_eq!(code, Some(0), "{said}");
                assert!(said.contains(&format!("protocol  {version}, ")), "{said}");
            }
            None => assert!(code == Some(3) && said.contains("protocol_version (70)"), "{said}"),
        }
    }
    let server = Server::town(&folder, "--tls 1.2");
    let (code, said) = visit(&folder, &server, "--cacert d/root.crt --get /");
    assert!(code == Some(3) && said.contains("handshake_failure (40)"), "{said}");
    assert!(said.contains("it probably wants a client certificate") && said.contains("--cert"), "{said}");
}

/// RSA key transport needs the word of both sides.
#[test]
fn key_transport_is_asked_for() {
    let folder = Folder::town();
    let usages = "--ku digitalSignature,keyEncipherment";
    folder.done(&format!("pki issue d server --name localhost --key rsa2048 {usages} --force"));
    let suite = "--tls 1.2 --ciphers TLS_RSA_WITH_AES_256_GCM_SHA384";
    let flag = "--legacy-rsa-key-transport";
    let alice = "--cacert d/root.crt --get / --cert d/alice.crt --key d/alice.key";
    let without = Server::town(&folder, "");
    let (code, said) = visit(&folder, &without, &format!("{alice} {suite} {flag}"));
    assert!(code == Some(3) && said.contains("handshake_failure (40)"), "{said}");
    let with = Server::town(&folder, flag);
    let (code, said) = visit(&folder, &with, &format!("{alice} {suite}"));
    assert!(code == Some(2) && said.contains("--legacy-rsa-key-transport"), "{said}");
    let (code, said) = visit(&folder, &with, &format!("{alice} {suite} {flag}"));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("RSA key transport, without forward secrecy"), "{said}");
    let (code, said) = visit(&folder, &with, &format!("{alice} {flag} --tls 1.2"));
    assert!(code == Some(0) && said.contains("ECDHE"), "whoever can do better does: {said}");
}

#[test]
fn who_refuses_is_told() {
    let folder = Folder::town();
    let server = Server::town(&folder, "");
    let (code, said) = visit(&folder, &server, "--cacert d/root.crt --get /");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("certificate_required (116)") && said.contains("--cert"), "{said}");

    let mallory = "--cert elsewhere/mallory.crt --key elsewhere/mallory.key";
    let (code, said) = visit(&folder, &server, &format!("--cacert d/root.crt --get / {mallory}"));
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("none of the 1 authorities"), "{said}");

    let (code, said) = visit(&folder, &server, "--cacert elsewhere/root.crt --get /");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("we refused the server") && said.contains("CN=localhost"), "{said}");

    let (code, said) = visit(&folder, &server, "--cacert d/root.crt --servername other.example --get /");
    assert_eq!(code, Some(1), "{said}");

    let alice = "--cert d/alice.crt --key d/alice.key --insecure --get /";
    let (code, said) = visit(&folder, &server, alice);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("NOT VERIFIED"), "{said}");
}

#[test]
fn causes_have_codes() {
    let folder = Folder::town();
    folder.done("pki issue d client --cn bob --p12 bob.p12 --password sesame");
    // A port that was free a moment ago.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let code = |arguments: &str| folder.run(arguments).code;
    assert_eq!(code(&format!("connect {closed} --cacert d/root.crt --servername localhost")), Some(4));
    assert_eq!(code("connect localhost:1 --cacert missing.crt"), Some(5));
    assert_eq!(code("connect localhost --cacert d/root.crt"), Some(2));
    assert_eq!(
        code("connect localhost:1 --cacert d/root.crt --cert d/alice.crt --key d/server.key"),
        Some(5)
    );
    assert_eq!(code("connect localhost:1 --cacert d/root.crt --p12 bob.p12 --password wrong"), Some(5));
    assert_eq!(code("connect localhost:1 --nonsense"), Some(2));
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = Folder::town();
    let before = folder.read("d/alice.key");
    assert_eq!(outcome(&folder, "pki issue d client --cn alice").0, Some(5));
    assert_eq!(folder.read("d/alice.key"), before);
    assert_eq!(outcome(&folder, "pki issue d client --cn alice --force").0, Some(0));
    assert_ne!(folder.read("d/alice.key"), before);
    assert_eq!(outcome(&folder, "pki issue nowhere client --cn alice").0, Some(5));
    assert_eq!(outcome(&folder, "pki issue d client --cn bob --not-after yesteryear").0, Some(2));
}

#[test]
fn files_are_named_and_guarded() {
    let folder = Folder::town();
    folder.done("pki issue d client --cn ../../eve --p12 eve.p12 --password sesame");
    let names: Vec<_> =
        std::fs::read_dir(folder.file("d")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().any(|name| name.to_string_lossy().ends_with("eve.crt")), "{names:?}");
    assert!(folder.is_guarded("d/root.key") && folder.is_guarded("eve.p12"));
}
