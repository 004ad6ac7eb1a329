//! RSA key transport of TLS 1.2 with OpenSSL, in both roles, mutual: only where we are told to, and with every suite.

use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::handshake::Suite12;
use handfast::{Config, Version};
use handfast_pki::KeyKind;

use crate::case::{Case, Exchange, Presents};
use crate::client::call;
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;
use crate::wardrobe::Wardrobe;

fn case(suite: Suite12) -> Case {
    Case {
        version: Version::Tls12,
        exchange: Exchange::X25519,
        suite: suite.suite,
        key: KeyKind::Rsa2048,
        presents: Presents::RequiredWith,
    }
}

/// Ours with this suite alone.
fn with(config: &Config, suite: Suite12) -> Arc<Config> {
    let mut config = config.clone();
    config.protocol.suites12 = vec![suite];
    Arc::new(config)
}

#[test]
fn with_openssl() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let wardrobe = Wardrobe::of(KeyKind::Rsa2048);
    for suite in Suite12::RSA {
        openssl_calls_us(&wardrobe, suite);
        we_call_openssl(&wardrobe, suite);
    }
    nobody_is_served_unasked(&wardrobe);
    floor::report("key transport", 2 * Suite12::RSA.len() + 1);
}

fn openssl(wardrobe: &Wardrobe, suite: Suite12, port: u16) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_client", "-tls1_2", "-verify_return_error", "-cipher", &case(suite).openssl_suite()]);
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt")).args(["-connect", &format!("127.0.0.1:{port}")]);
    openssl.arg("-cert").arg(wardrobe.file("alice.crt")).arg("-key").arg(wardrobe.file("alice.key"));
    text(&run(&mut openssl, "GET / HTTP/1.0\r\n\r\n"))
}

fn openssl_calls_us(wardrobe: &Wardrobe, suite: Suite12) {
    let server = Server::start(with(&wardrobe.server_config(case(suite)), suite));
    let said = openssl(wardrobe, suite, server.port);
    let served = server.end();
    assert!(said.contains("hello CN=alice"), "{said} {:?}", served.result);
    assert_eq!(served.negotiated.suite, Some(suite.suite));
    assert_eq!((served.negotiated.group, served.client.as_deref()), (None, Some("CN=alice")));
}

fn we_call_openssl(wardrobe: &Wardrobe, suite: Suite12) {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_server", "-www", "-tls1_2", "-Verify", "1", "-cipher", &case(suite).openssl_suite()]);
    openssl.args(["-accept", "0", "-CAfile"]).arg(wardrobe.file("root.crt"));
    openssl.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    let (_peer, port) = Peer::start_s_server(openssl.stderr(Stdio::null()));
    let called = call(port, &with(&wardrobe.client_config(case(suite)), suite));
    let page = called.result.as_ref().expect("a page");
    assert!(page.contains("alice") && page.contains(&case(suite).openssl_suite()), "{page}");
    assert_eq!((called.negotiated.suite, called.negotiated.peer_scheme), (Some(suite.suite), None));
}

/// A server that is not told to has no suite in common with such a client.
fn nobody_is_served_unasked(wardrobe: &Wardrobe) {
    let [suite, _] = Suite12::RSA;
    let config = Config::clone(&wardrobe.server_config(case(suite)));
    let server = Server::start(Arc::new(config.with_versions(Version::Tls12..=Version::Tls13)));
    let said = openssl(wardrobe, suite, server.port);
    assert!(said.contains("SSL alert number 40"), "{said}");
    let alert = server.end().result.err().and_then(|error| handfast::Error::within(&error)?.alert());
    assert_eq!(alert, Some(handfast::rule::AlertDescription::HANDSHAKE_FAILURE));
}
