//! Keys that both sides share beforehand, with openssl and GnuTLS, which take them for SHA-256: both roles, TLS 1.3.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::{ClientAuth, Config, Psk};
use handfast_pki::KeyKind;
use handfast_tests::{People, only_tls13};

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

/// TLS 1.3 with these uses of a key: `ECDHE-PSK` and `DHE-PSK` make a key exchange, `PSK` does not.
fn gnutls(program: &str, uses: &str) -> Command {
    let mut gnutls = Command::new(program);
    gnutls.arg("--priority").arg(format!("NORMAL:-VERS-ALL:+VERS-TLS1.3:-KX-ALL:{uses}"));
    gnutls
}

/// Neither side has a certificate.
#[test]
fn gnutls_cli_has_the_key() {
    if !is_installed("gnutls-cli", &["--version"]) {
        return;
    }
    let alone = || only_tls13(Config::new()).with_shared_key(key());
    let exchanges = "+ECDHE-PSK:+DHE-PSK";
    let cases = [
        (alone(), exchanges, KEY, Ok(true)),
        (alone().with_psk_ke(), "+PSK", KEY, Ok(false)),
        (alone(), exchanges, OTHER, Err("Received alert [51]")),
        (alone(), "+PSK", KEY, Err("Received alert [40]")),
    ];
    let count = cases.len();
    for (config, uses, given, expected) in cases {
        let server = Server::start(Arc::new(config));
        let mut command = gnutls("gnutls-cli", uses);
        command.args(["--pskusername", IDENTITY, "--pskkey", given]);
        command.args(["--port", &server.port.to_string(), "127.0.0.1"]);
        let said = text(&run(&mut command, "GET / HTTP/1.0\r\n\r\n"));
        let served = server.end();
        match expected {
            Ok(exchanged) => {
                assert!(said.contains("hello nobody"), "{uses}: {:?} {said}", served.result);
                assert_eq!(served.negotiated.shared_key.as_deref(), Some(IDENTITY.as_bytes()));
                assert_eq!(served.negotiated.group.is_some(), exchanged, "{uses}");
            }
            Err(alert) => assert!(said.contains(alert), "{uses}: {:?} {said}", served.result),
        }
    }
    floor::report("gnutls-cli (shared key)", count);
}

#[test]
fn gnutls_serv_has_the_key() {
    if !is_installed("gnutls-serv", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let keys = folder.path().join("keys");
    fs::write(&keys, format!("{IDENTITY}:{KEY}\n")).expect("written");
    let alone = |key| only_tls13(Config::new()).with_shared_key(key).with_shared_keys_alone();
    let wrong = Psk::new(IDENTITY.as_bytes(), &[9; 32], Hash::Sha256).expect("a key");
    let cases = [
        ("+ECDHE-PSK:+DHE-PSK", alone(key()), true),
        ("+PSK", alone(key()).with_psk_ke(), true),
        ("+ECDHE-PSK:+DHE-PSK", alone(wrong), false),
    ];
    let count = cases.len();
    for (uses, config, welcome) in cases {
        let mut command = gnutls("gnutls-serv", uses);
        let (peer, port) =
            Peer::start_gnutls_serv(command.arg("--pskpasswd").arg(&keys).stdout(Stdio::null()));
        let called = call(port, &Arc::new(config));
        if welcome {
            let page = called.result.as_ref().unwrap_or_else(|why| panic!("{uses}: {why}: {}", peer.said()));
            assert!(page.contains("200 OK"), "{uses}: {page}");
            assert_eq!(called.negotiated.group.is_some(), uses != "+PSK", "{uses}");
        } else {
            assert!(alert(&called).is_some(), "{uses}: {:?}", called.result);
        }
    }
    floor::report("gnutls-serv (shared key)", count);
}
