//! OpenSSL's client comes back to us with a session, and ours to OpenSSL.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::{Config, MemorySessions, SessionCache, TicketKey, TicketKeys, Version};
use handfast_pki::KeyKind;

use crate::case::{Case, Exchange, Presents, VERSIONS};
use crate::client::call;
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;
use crate::wardrobe::Wardrobe;

/// alice, with each kind of key and each suite, and sent back or not.
fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for version in VERSIONS {
        for exchange in [Exchange::X25519, Exchange::Retry] {
            for key in [KeyKind::P256, KeyKind::Rsa2048] {
                let with = |suite| Case { version, exchange, suite, key, presents: Presents::RequiredWith };
                all.extend(Case::suites(version, key).into_iter().map(with));
            }
        }
    }
    all
}

fn with_tickets(config: &Config) -> Arc<Config> {
    Arc::new(config.clone().with_tickets(TicketKeys::shared([TicketKey::from_bytes(&[9; 32])])))
}

#[test]
fn s_client_comes_back() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let session = folder.path().join("session.pem");
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        let config = with_tickets(&wardrobe.server_config(case));
        for (resumed, flag) in [(false, "-sess_out"), (true, "-sess_in")] {
            let server = Server::start(Arc::clone(&config));
            let said = s_client(case, &wardrobe, server.port, (flag, &session));
            let served = server.end();
            assert!(served.result.is_ok(), "{case:?}: {:?} {said}", served.result);
            assert_eq!(
                served.negotiated.resumed, resumed,
                "{case:?}: {:?} {said}",
                served.negotiated.not_resumed
            );
            assert_eq!(served.client.as_deref(), Some("CN=alice"), "{case:?}");
            assert!(said.contains("hello CN=alice"), "{case:?}: {said}");
            let reused = said.contains("Reused, TLS");
            assert_eq!(reused, resumed, "{case:?}: {said}");
        }
    }
    floor::report("s_client (resumed)", cases().len());
}

/// With a session id of TLS 1.2: this client takes no tickets, and may come as often as it likes.
#[test]
fn s_client_comes_back_without_a_ticket() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let session = folder.path().join("session.pem");
    let cases: Vec<_> = cases().into_iter().filter(|case| case.version == Version::Tls12).collect();
    for case in &cases {
        let wardrobe = Wardrobe::of(case.key);
        let cache = Arc::new(SessionCache::new(10));
        let config =
            Arc::new((*with_tickets(&wardrobe.server_config(*case))).clone().with_session_cache(cache));
        for (resumed, flag) in [(false, "-sess_out"), (true, "-sess_in"), (true, "-sess_in")] {
            let server = Server::start(Arc::clone(&config));
            let mut openssl = s_client_command(*case, &wardrobe, server.port);
            openssl.arg("-no_ticket").arg(flag).arg(&session);
            let said = text(&run(&mut openssl, "GET / HTTP/1.0\r\n\r\n"));
            let served = server.end();
            assert!(served.result.is_ok(), "{case:?}: {:?} {said}", served.result);
            assert_eq!(served.negotiated.resumed, resumed, "{case:?}: {said}");
            assert_eq!(served.negotiated.tickets, 0, "{case:?}");
            assert_eq!(served.client.as_deref(), Some("CN=alice"), "{case:?}");
            assert_eq!(said.contains("Reused, TLS"), resumed, "{case:?}: {said}");
        }
    }
    floor::report("s_client (resumed by session id)", cases.len());
}

fn s_client(case: Case, wardrobe: &Wardrobe, port: u16, (flag, session): (&str, &Path)) -> String {
    let mut openssl = s_client_command(case, wardrobe, port);
    openssl.arg(flag).arg(session);
    text(&run(&mut openssl, "GET / HTTP/1.0\r\n\r\n"))
}

fn s_client_command(case: Case, wardrobe: &Wardrobe, port: u16) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_client", "-ign_eof", "-servername", "localhost", "-connect"]);
    openssl.arg(format!("127.0.0.1:{port}"));
    openssl.arg(if case.version == Version::Tls12 { "-tls1_2" } else { "-tls1_3" });
    openssl.args(["-groups", "X25519:prime256v1"]);
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt"));
    openssl.arg("-cert").arg(wardrobe.file("alice.crt")).arg("-key").arg(wardrobe.file("alice.key"));
    openssl
}

/// The server is OpenSSL's; whether it goes on from the session we both say.
#[test]
fn we_come_back_to_s_server() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    for case in cases() {
        we_come_back(case, &[]);
    }
    floor::report("s_server (resumed)", cases().len());
}

/// It gives none, and keeps the session itself under the id that it gives.
#[test]
fn we_come_back_to_s_server_without_a_ticket() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let cases: Vec<_> = cases().into_iter().filter(|case| case.version == Version::Tls12).collect();
    for case in &cases {
        assert_eq!(we_come_back(*case, &["-no_ticket"]), 0, "{case:?}: tickets");
    }
    floor::report("s_server (resumed by session id)", cases.len());
}

/// Three times, to a server with these options besides. How many tickets it gave us.
fn we_come_back(case: Case, besides: &[&str]) -> u32 {
    let wardrobe = Wardrobe::of(case.key);
    let (_peer, port) = s_server(case, &wardrobe, besides);
    let mut config = (*wardrobe.client_config(case)).clone();
    config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    let config = Arc::new(config.with_session_store(Arc::new(MemorySessions::new(1))));
    let visits = [false, true, true].map(|resumed| {
        let called = call(port, &config);
        let page = called.result.as_ref().unwrap_or_else(|why| panic!("{case:?}: {why}"));
        assert_eq!(called.negotiated.resumed, resumed, "{case:?}: {:?}", called.negotiated.not_resumed);
        assert_eq!(page.contains("Reused, TLS"), resumed, "{case:?}: {page}");
        assert!(page.contains("alice"), "{case:?}: {page}");
        called.negotiated.tickets
    });
    visits.into_iter().sum()
}

fn s_server(case: Case, wardrobe: &Wardrobe, besides: &[&str]) -> (Peer, u16) {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_server", "-accept", "127.0.0.1:0", "-www", "-naccept", "3", "-Verify", "1"]);
    openssl.args(["-verify_return_error", "-id_prefix", "handfast", "-groups"]);
    openssl.arg(if case.is_retried() { "prime256v1" } else { "X25519:prime256v1" });
    openssl.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt"));
    Peer::start_s_server(openssl.args(besides).stderr(Stdio::null()))
}
