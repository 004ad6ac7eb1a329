//! A client certificate that is not shown, is revoked, or is proven wrong.

use handfast::wire::Kind;
use handfast::wire::code_points::SignatureScheme;
use handfast::{ClientAuth, Config, Role, Tamper};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Direction, Failure};
use handfast_tests::{People, only_tls12};

use crate::ward::{both, both_hooked, plain};

fn versions() -> [fn(Config) -> Config; 2] {
    [|config| config, only_tls12]
}

#[test]
fn none_is_configured() {
    let people = People::new(KeyKind::P256);
    for version in versions() {
        let both = both(version(people.stranger()), version(people.server(ClientAuth::Require)));
        let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
        assert_eq!((client.direction, client.cause), (Direction::PeerRefused, Some(Failure::F01)));
        assert_eq!((server.direction, server.cause), (Direction::WeRefused, Some(Failure::F01)));
        assert!(client.evidence[0].says.contains("CN=handfast test root"), "{}", plain(&client));
        assert!(plain(&client).contains("--cert client.crt"), "{}", plain(&client));
        assert_eq!(server.certainty, Certainty::Certain);
    }
}

#[test]
fn withheld_for_the_authorities_that_are_named() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let names = [people.root.certificate()].map(|der| {
        let mut name = handfast::path::Cert::parse(der).expect("a certificate").subject.to_vec();
        let last = name.len() - 1;
        name[last] = b'!';
        name
    });
    for version in versions() {
        let server = people.server(ClientAuth::Require).with_authorities(names.clone());
        let client = others.client().with_anchors(people.anchors());
        let both = both(version(client), version(server));
        assert_eq!(both.client.expect("refused").cause, Some(Failure::F04));
        assert_eq!(both.server.expect("refuses").cause, Some(Failure::F01));
    }
}

#[test]
fn withheld_for_the_signatures_that_are_taken() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::Ed25519));
    for version in versions() {
        let mut server = people.server(ClientAuth::Require).with_authorities([]);
        server.protocol.schemes.retain(|scheme| *scheme != SignatureScheme::ED25519);
        let client = others.client().with_anchors(people.anchors());
        let client = both(version(client), version(server)).client.expect("refused");
        assert_eq!(client.cause, Some(Failure::F05), "{}", plain(&client));
    }
}

#[test]
fn another_authority() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    for version in versions() {
        let server = people.server(ClientAuth::Require).with_authorities([]);
        let both = both(version(others.client().with_anchors(people.anchors())), version(server));
        let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
        assert_eq!((client.cause, client.certainty), (Some(Failure::F02), Certainty::Certain));
        assert_eq!((server.cause, server.certainty), (Some(Failure::F02), Certainty::Certain));
        assert!(
            server.evidence.iter().any(|evidence| evidence.what == "the peer's chain"),
            "{}",
            plain(&server)
        );
    }
}

#[test]
fn a_server_that_is_not_trusted() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    for version in versions() {
        let both = both(version(people.client()), version(others.server(ClientAuth::None)));
        let (client, server) = (both.client.expect("refuses"), both.server.expect("refused"));
        assert_eq!((client.direction, client.cause), (Direction::WeRefused, Some(Failure::F23)));
        assert_eq!((server.direction, server.cause), (Direction::PeerRefused, Some(Failure::F23)));
    }
}

/// Spoils the last octet of a message of this kind.
struct Spoil(Kind);

impl Tamper for Spoil {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        let mut bytes = bytes.to_vec();
        if kind == self.0 {
            *bytes.last_mut().expect("octets") ^= 1;
        }
        deliver(&bytes);
    }
}

#[test]
fn a_signature_that_is_wrong() {
    let people = People::new(KeyKind::Ed25519);
    let cases = [(Role::Client, Kind::CertificateVerify), (Role::Server, Kind::CertificateVerify)];
    for (who, kind) in cases {
        let mut spoil = Spoil(kind);
        let both = both_hooked(people.client(), people.server(ClientAuth::Require), Some((who, &mut spoil)));
        assert_eq!(both.client.expect("failed").cause, Some(Failure::F18), "{who:?}");
        assert_eq!(both.server.expect("failed").cause, Some(Failure::F18), "{who:?}");
    }
}

#[test]
fn a_signature_that_is_wrong_in_tls12() {
    let people = People::new(KeyKind::Ed25519);
    for (who, kind) in [(Role::Client, Kind::CertificateVerify), (Role::Server, Kind::ServerKeyExchange)] {
        let (client, server) = (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require)));
        let mut spoil = Spoil(kind);
        let both = both_hooked(client, server, Some((who, &mut spoil)));
        assert_eq!(both.client.expect("failed").cause, Some(Failure::F18), "{who:?}");
        assert_eq!(both.server.expect("failed").cause, Some(Failure::F18), "{who:?}");
    }
}
