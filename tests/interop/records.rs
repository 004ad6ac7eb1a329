//! Shorter records with peers that know of them: GnuTLS by record_size_limit (RFC 8449), openssl by max_fragment_length
//! (RFC 6066 §4).

use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::Version;
use handfast::crypto::kx::Group;
use handfast::handshake::RecordLimits;
use handfast::wire::code_points::MaxFragmentLength;
use handfast_pki::KeyKind;

use crate::case::{Case, Exchange, Presents, VERSIONS};
use crate::client::call;
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;
use crate::stacks::{gnutls_cli, gnutls_serv};
use crate::wardrobe::Wardrobe;

/// Its groups are those of every peer.
fn case(version: Version) -> Case {
    let [suite, ..] = Case::suites(version, KeyKind::P256)[..] else { panic!("a suite") };
    Case { version, exchange: Exchange::P256, suite, key: KeyKind::P256, presents: Presents::RequiredWith }
}

fn most(version: Version) -> u16 {
    if version == Version::Tls13 { (1 << 14) + 1 } else { 1 << 14 }
}

/// The whole size of records in GnuTLS is without the type.
const SIZE: u16 = 600;

#[test]
fn gnutls() {
    if !is_installed("gnutls-cli", &["--version"]) {
        return;
    }
    for version in VERSIONS {
        let wardrobe = Wardrobe::of(KeyKind::P256);
        let mut config = (*wardrobe.server_config(case(version))).clone().with_record_size_limit(512);
        config.protocol.groups = vec![Group::Secp256r1];
        let server = Server::start(Arc::new(config));
        let mut cli = gnutls_cli(version, server.port, wardrobe.folder(), "alice");
        let said = text(&run(cli.args(["--recordsize", &SIZE.to_string()]), "GET / HTTP/1.0\r\n\r\n"));
        assert!(said.contains("hello CN=alice"), "{said}");
        let theirs = SIZE + most(version) - (1 << 14);
        let limits = server.end().negotiated.record_limits;
        assert_eq!(limits, Some(RecordLimits::Sizes { read: 512, write: theirs }), "{version:?}");

        let (_peer, port) = gnutls_serv(version, wardrobe.folder());
        let config = (*wardrobe.client_config(case(version))).clone().with_record_size_limit(512);
        let called = call(port, &Arc::new(config));
        let page = called.result.expect("a page");
        // More than fits into one record, and all of them were taken.
        assert!(page.len() > 512, "{}", page.len());
        let limits = called.negotiated.record_limits;
        assert_eq!(limits, Some(RecordLimits::Sizes { read: 512, write: most(version) }), "{version:?}");
    }
    floor::report("gnutls (record_size_limit)", 4);
}

#[test]
fn openssl() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let agreed = Some(RecordLimits::Fragments(MaxFragmentLength::OF_512));
    for version in VERSIONS {
        let wardrobe = Wardrobe::of(KeyKind::P256);
        let server = Server::start(wardrobe.server_config(case(version)));
        let mut client = Command::new("openssl");
        client.args(["s_client", flag(version), "-maxfraglen", "512", "-groups", "prime256v1"]);
        client.args(["-connect", &format!("127.0.0.1:{}", server.port)]);
        client.arg("-cert").arg(wardrobe.file("alice.crt")).arg("-key").arg(wardrobe.file("alice.key"));
        let said = text(&run(&mut client, "GET / HTTP/1.0\r\n\r\n"));
        assert!(said.contains("hello CN=alice"), "{said}");
        assert_eq!(server.end().negotiated.record_limits, agreed, "{version:?}");

        let (_peer, port) = s_server(version, &wardrobe);
        let mut config = (*wardrobe.client_config(case(version))).clone();
        config.protocol.max_fragment_length = Some(MaxFragmentLength::OF_512);
        let called = call(port, &Arc::new(config));
        assert!(called.result.expect("a page").len() > 512);
        assert_eq!(called.negotiated.record_limits, agreed, "{version:?}");
    }
    floor::report("openssl (max_fragment_length)", 4);
}

const fn flag(version: Version) -> &'static str {
    match version {
        Version::Tls12 => "-tls1_2",
        Version::Tls13 => "-tls1_3",
    }
}

fn s_server(version: Version, wardrobe: &Wardrobe) -> (Peer, u16) {
    let mut command = Command::new("openssl");
    command.args(["s_server", "-www", flag(version), "-Verify", "1", "-accept", "0"]);
    command.arg("-CAfile").arg(wardrobe.file("root.crt"));
    command.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    Peer::start_s_server(command.stderr(Stdio::null()))
}
