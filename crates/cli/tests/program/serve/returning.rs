//! Sessions in files: `connect --session-out` and `--session-in`, `openssl s_client -sess_out` and `-sess_in`, and servers
//! that give none.

use std::io::Write;
use std::process::Stdio;

use crate::folder::Folder;
use crate::process::{Ended, openssl_is_here};
use crate::server::Server;

const ALICE: &str = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";

/// alice visits, and what she says of her session.
fn visit(folder: &Folder, server: &Server, words: &str) -> Ended {
    folder.run(&format!("connect {} {ALICE} --get / {words}", server.name()))
}

#[track_caller]
fn is_known(ended: &Ended, resumed: bool) {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("CN=alice"), "{}", ended.out);
    assert_eq!(ended.err.contains("session   resumed"), resumed, "{}", ended.err);
    let said = ended.out.contains("resumed; the certificates of then were judged again");
    assert_eq!(said, resumed, "{}", ended.out);
}

#[test]
fn who_keeps_a_session_comes_back_with_it() {
    let folder = Folder::town();
    for tls in ["1.2", "1.3"] {
        let server = Server::town(&folder, &format!("--tls {tls}"));
        is_known(&visit(&folder, &server, "--session-out one"), false);
        assert!(folder.is_guarded("one"), "who reads it can pass for alice");
        is_known(&visit(&folder, &server, "--session-in one --session-out two"), true);
        is_known(&visit(&folder, &server, "--session-in two"), true);
        // Another server has other keys for its tickets.
        let other = Server::town(&folder, &format!("--tls {tls}"));
        let ended = visit(&folder, &other, "--session-in two");
        is_known(&ended, false);
        assert!(ended.err.contains("the server did not go on from the session"), "{}", ended.err);
    }
}

#[test]
fn a_session_is_with_one_server_and_as_one_client() {
    let folder = Folder::town();
    let server = Server::town(&folder, "");
    is_known(&visit(&folder, &server, "--session-out kept"), false);
    folder.done("pki issue d client --cn bob");
    let bob = "--cacert d/root.crt --cert d/bob.crt --key d/bob.key --get / --session-in kept";
    let ended = folder.run(&format!("connect {} {bob}", server.name()));
    assert!(ended.out.contains("CN=bob"), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("the session is not offered"), "{}", ended.err);
}

#[test]
fn a_file_that_holds_no_session_is_said_before_anybody_is_called() {
    let folder = Folder::town();
    folder.write("nothing", "");
    folder.write("nonsense", [7; 100]);
    for file in ["nothing", "nonsense", "nowhere"] {
        let ended = folder.run(&format!("connect localhost:1 {ALICE} --session-in {file}"));
        assert_eq!(ended.code, Some(5), "{file}: {}", ended.err);
        assert!(ended.err.contains(file), "{}", ended.err);
    }
}

#[test]
fn a_server_without_tickets_has_everybody_prove_it_again() {
    let folder = Folder::town();
    for tls in ["1.2", "1.3"] {
        let giving = Server::town(&folder, &format!("--tls {tls}"));
        let server = Server::town(&folder, &format!("--tls {tls} --no-tickets"));
        is_known(&visit(&folder, &server, "--session-out none"), false);
        assert!(!folder.file("none").exists(), "there is nothing to keep");
        is_known(&visit(&folder, &giving, "--session-out one"), false);
        is_known(&visit(&folder, &server, "--session-in one"), false);
    }
}

/// Who was asked for it at a protected path comes back as whom he proved to be, and is not asked again.
#[test]
fn who_said_it_later_is_known_when_he_comes_back() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--client-auth on-request --protect /admin");
    let admin = |words: &str| {
        folder.run(&format!("connect {} {ALICE} --get /admin --post-handshake-auth {words}", server.name()))
    };
    is_known(&admin("--session-out kept"), false);
    let again = admin("--session-in kept");
    is_known(&again, true);
    // Also if he would not have been asked at all.
    let words = format!("connect {} {ALICE} --get /admin --session-in kept", server.name());
    is_known(&folder.run(&words), true);
}

#[test]
fn s_client_comes_back() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    for tls in ["1.2", "1.3"] {
        let server = Server::town(&folder, &format!("--tls {tls}"));
        for (words, resumed) in [("-sess_out kept", false), ("-sess_in kept", true)] {
            let said = s_client(&folder, &server, words);
            assert!(said.contains("CN=alice"), "{said}");
            assert_eq!(said.contains("Reused, TLS"), resumed, "{said}");
        }
    }
}

/// s_client gets the page; what it says.
pub(super) fn s_client(folder: &Folder, server: &Server, words: &str) -> String {
    let client = "-CAfile d/root.crt -cert d/alice.crt -key d/alice.key -servername localhost -ign_eof";
    let line = format!("s_client -connect {} {client} {words}", server.name());
    let mut child = folder.openssl(&line).stdin(Stdio::piped()).spawn().unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    // One that was refused may be gone already.
    let _ = child.stdin.as_mut().unwrap().write_all(request);
    Ended::from(child.wait_with_output().unwrap()).said()
}

#[test]
fn connect_comes_back_to_s_server() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    for tls in ["-tls1_2", "-tls1_3"] {
        let words =
            "-www -cert d/server.crt -key d/server.key -CAfile d/root.crt -Verify 1 -verify_return_error";
        let server = Server::openssl(&folder, &format!("{words} {tls}"));
        for (words, resumed) in [("--session-out kept", false), ("--session-in kept", true)] {
            let ended = visit(&folder, &server, words);
            assert_eq!(ended.code, Some(0), "{}", ended.err);
            assert_eq!(ended.err.contains("session   resumed"), resumed, "{}", ended.err);
            assert_eq!(ended.out.contains("Reused, TLS"), resumed, "{}", ended.out);
            assert!(ended.out.contains("alice"), "{}", ended.out);
        }
    }
}
