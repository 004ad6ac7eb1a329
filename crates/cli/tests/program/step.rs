//! `handfast step` in a terminal of 80×24.

use std::process::Command;

use crate::folder::Folder;
use crate::process::{Ended, handfast, openssl_is_here};
use crate::pseudo_terminal::Session;
use crate::server::Server;

fn demo(words: &str) -> Session {
    Session::of(&mut handfast(&format!("step demo --deterministic {words}")))
}

/// As whoever has not read the manual tries it.
#[test]
fn steps_forth_and_back_and_leaves_the_terminal_as_it_was() {
    let mut session = demo("");
    session.waits_for("Nothing has happened yet");
    session.press("\x1b[C");
    session.waits_for("the client sends 1 ClientHello");
    session.press("n");
    session.waits_for("moment 2 of 2");
    session.press("b2");
    session.waits_for("moment 1 of 2 · the past");
    session.waits_for("legacy_session_id");
    session.press("q");
    let ended = session.end();
    assert_eq!(ended.code, Some(0));
    assert!(ended.is_restored(), "{ended:?}");
}

#[test]
fn control_c_leaves_the_terminal_as_it_was() {
    let mut session = demo("");
    session.press("n");
    session.waits_for("ClientHello");
    session.press("\x03");
    let ended = session.end();
    assert!(ended.code == Some(0) && ended.is_restored(), "{ended:?}");
}

/// To the end, where it says why; and after it the diagnosis stays on the screen, and the exit code says the same.
#[test]
fn tells_why_it_failed() {
    let mut session = demo("--client nobody");
    session.press(&"n".repeat(60));
    session.waits_for("over");
    session.press("7");
    session.waits_for("F01");
    session.press("q");
    let ended = session.end();
    assert!(ended.is_restored() && ended.screen.contains("F01"), "{ended:?}");
    assert_eq!(ended.code, Ended::of(&mut handfast("demo --client nobody")).code);
}

/// A server does not know that it is looked at, and one that is slow freezes nothing.
#[test]
fn of_a_server() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once --client-auth require");
    let files = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key";
    let words = format!("step connect {} {files} --get / --json report.json", server.name());
    let mut session = Session::of(&mut folder.handfast(&words));
    session.waits_for("Nothing has happened yet");
    session.press_until("n", "HTTP/1.1 200");
    session.press_until("n", "over");
    session.press("5k");
    session.waits_for("CN=localhost");
    session.press("q");
    let ended = session.end();
    assert!(ended.code == Some(0) && ended.is_restored(), "{ended:?}");
    assert_eq!(server.end().0, Some(0));
    assert!(folder.read("report.json").contains("handfast-report/1"));
}

/// A server of somebody else's, in both versions, which asks for a certificate: up to its answer, and the signature that
/// it took.
#[test]
fn of_openssl() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    let files = "-cert d/server.crt -key d/server.key -CAfile d/root.crt -Verify 1 -verify_return_error";
    for version in ["1.2", "1.3"] {
        let server = Server::openssl(&folder, &format!("-www {files} -tls{}", version.replace('.', "_")));
        let ours = "--cacert d/root.crt --cert d/alice.crt --key d/alice.key --get /";
        let mut session =
            Session::of(&mut folder.handfast(&format!("step connect {} {ours}", server.name())));
        session.waits_for("Nothing has happened yet");
        session.press_until("n", "HTTP/1.0 200");
        session.press_until("n", "over");
        session.press("4");
        session.waits_for("the client's CertificateVerify");
        session.press("5k");
        session.waits_for("CN=localhost");
        session.press("q");
        let ended = session.end();
        assert!(ended.code == Some(0) && ended.is_restored(), "TLS {version}: {ended:?}");
    }
}

/// It refuses a certificate of somebody it does not know, after we are "connected" in TLS 1.3; and says so in an alert.
#[test]
fn of_openssl_that_refuses() {
    if !openssl_is_here() {
        return;
    }
    let folder = Folder::town();
    let files = "-cert d/server.crt -key d/server.key -cert_chain d/server.crt -verifyCAfile d/root.crt";
    for version in ["1_2", "1_3"] {
        let server =
            Server::openssl(&folder, &format!("{files} -Verify 1 -verify_return_error -tls{version}"));
        let ours = "--cacert d/root.crt --cert elsewhere/mallory.crt --key elsewhere/mallory.key";
        let mut session =
            Session::of(&mut folder.handfast(&format!("step connect {} {ours}", server.name())));
        session.press_until("n", "over");
        session.press("7");
        session.waits_for("F02");
        session.press("q");
        let ended = session.end();
        assert!(ended.code == Some(3) && ended.is_restored(), "TLS {version}: {ended:?}");
        assert!(ended.screen.contains("F02"), "TLS {version}: {ended:?}");
    }
}

/// Where nobody listens there is nothing to step through: the terminal stays as it is.
#[test]
fn of_nobody() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let ended = Session::of(&mut handfast(&format!("step connect localhost:{port} --insecure"))).end();
    assert!(ended.code == Some(4) && ended.is_restored(), "{ended:?}");
    assert!(ended.screen.contains(&format!("localhost:{port}: ")), "{ended:?}");
}

/// It waits for the server's bytes, and says so; meanwhile one can look around, and leave.
#[test]
fn of_a_server_that_says_nothing() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let mut session = Session::of(&mut handfast(&format!("step connect localhost:{port} --insecure")));
    session.press_until("n", "waiting for the peer");
    session.press("2");
    session.waits_for("client_hello");
    session.press("q");
    let ended = session.end();
    assert!(ended.code == Some(0) && ended.is_restored(), "{ended:?}");
}

#[test]
fn of_a_server_that_refuses() {
    let folder = Folder::town();
    let server = Server::town(&folder, "--once --client-auth require");
    let words = format!("step connect {} --cacert d/root.crt", server.name());
    let mut session = Session::of(&mut folder.handfast(&words));
    session.press_until("n", "over");
    session.press("7");
    session.waits_for("F01");
    session.press("q");
    let ended = session.end();
    assert!(ended.code == Some(3) && ended.is_restored() && ended.screen.contains("F01"), "{ended:?}");
}

#[test]
fn needs_a_terminal() {
    let ended = Ended::of(&mut handfast("step"));
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.starts_with("handfast: handfast step needs a terminal"), "{}", ended.err);
}

/// No escape code for a colour is written for those who want none.
#[test]
fn without_colours() {
    for (no_color, coloured) in [("1", false), ("", true)] {
        let mut session = Session::of(without(&mut handfast("step demo --deterministic"), no_color));
        session.press("nnn");
        session.waits_for("moment 3");
        session.press("q");
        let ended = session.end();
        assert_eq!(ended.written.contains("\x1b[38;5;"), coloured, "NO_COLOR={no_color:?}");
    }
}

fn without<'c>(command: &'c mut Command, no_color: &str) -> &'c mut Command {
    command.env("NO_COLOR", no_color)
}
