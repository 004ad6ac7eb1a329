//! Keys that both sides share beforehand, with openssl, which takes them for SHA-256: both roles, TLS 1.3.

use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::{ClientAuth, Psk};
use handfast_pki::KeyKind;
use handfast_tests::People;

use crate::client::{alert, call};
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;

const IDENTITY: &str = "sensor 7";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn key() -> Psk {
    let octets: Vec<u8> = (0..32).collect();
    Psk::new(IDENTITY.as_bytes(), &octets, Hash::Sha256).expect("a key")
}

fn openssl(command: &str, key: &str) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.args([command, "-tls1_3", "-psk", key, "-psk_identity", IDENTITY]);
    openssl
}

#[test]
fn s_client_has_the_key() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let people = People::new(KeyKind::P256);
    for (given, welcome) in [(KEY, true), (OTHER, false)] {
        let config = people.server(ClientAuth::Require).with_shared_key(key()).with_shared_keys_sufficing();
        let server = Server::start(Arc::new(config));
        let mut command = openssl("s_client", given);
        command.args(["-ign_eof", "-connect", &format!("127.0.0.1:{}", server.port)]);
        let said = text(&run(&mut command, "GET / HTTP/1.0\r\n\r\n"));
        let served = server.end();
        let identity = served.negotiated.shared_key.as_deref();
        assert_eq!(identity, welcome.then_some(IDENTITY.as_bytes()), "{:?} {said}", served.result);
        let expected = if welcome { "hello nobody" } else { "alert number 51" };
        assert!(said.contains(expected), "{said}");
    }
    floor::report("s_client (shared key)", 2);
}

#[test]
fn s_server_has_the_key() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    for (given, welcome) in [(KEY, true), (OTHER, false)] {
        let mut command = openssl("s_server", given);
        command.args(["-accept", "0", "-www", "-nocert"]).stderr(Stdio::null());
        let (_peer, port) = Peer::start_s_server(&mut command);
        let client = People::new(KeyKind::P256).stranger().with_shared_key(key());
        let called = call(port, &Arc::new(client));
        if welcome {
            let page = called.result.as_ref().expect("a page");
            assert!(page.contains("200 ok") || page.contains("200 OK"), "{page}");
            assert_eq!(called.negotiated.shared_key.as_deref(), Some(IDENTITY.as_bytes()));
        } else {
            assert!(alert(&called).is_some(), "{:?}", called.result);
        }
    }
    floor::report("s_server (shared key)", 2);
}
