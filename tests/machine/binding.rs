//! Channel bindings: what both sides have in common and nobody else has.

use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::handshake::Side;
use handfast::wire::Kind;
use handfast::{ClientAuth, Config, Connection, Hooks, Local, NoBinding, Psk};
use handfast_pki::KeyKind;
use handfast_tests::{Meddler, Pair, People, RawKeys, Regulars, Witness, now, only_tls12};

fn mutual(people: &People) -> (Config, Config) {
    (people.client(), people.server(ClientAuth::Require))
}

fn mutual12(people: &People) -> (Config, Config) {
    let (client, server) = mutual(people);
    (only_tls12(client), only_tls12(server))
}

fn met((client, server): (Config, Config)) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert!(pair.is_complete(), "{:?}", pair.failures());
    pair
}

/// Both have it, and in another connection they have another.
fn ties<B: PartialEq + core::fmt::Debug>(one: &Pair, two: &Pair, of: fn(&Connection) -> B) {
    assert_eq!(of(&one.client), of(&one.server));
    assert_ne!(of(&one.client), of(&two.client));
}

#[test]
fn the_exporter_ties_to_one_connection() {
    let people = People::new(KeyKind::P256);
    for both in [mutual, mutual12] {
        let (one, two) = (met(both(&people)), met(both(&people)));
        ties(&one, &two, |side| side.tls_exporter().unwrap());
        let mut exported = [0; 32];
        one.server.export("EXPORTER-Channel-Binding", Some(b""), &mut exported).unwrap();
        assert_eq!(one.client.tls_exporter(), Ok(exported));
    }
}

/// RFC 5929 §3.1: whoever finishes first, which is the client, and the server if the connection goes on from a session.
#[test]
fn the_first_finished_ties_to_one_connection_of_tls12() {
    let people = People::new(KeyKind::P256);
    let (client, server) = mutual12(&people);
    let regulars = Regulars::new(client, server);
    let mut seen = Vec::new();
    for (resumed, first) in [(false, Side::Write), (true, Side::Read)] {
        let mut witness = Witness::default();
        let (pair, _) = regulars.visit_with(&mut Hooks::observing(&mut witness), &mut Hooks::none());
        assert!(pair.is_complete() && pair.client.negotiated().resumed == resumed, "{:?}", pair.failures());
        let finished = witness.messages.iter().find(|(_, bytes)| Kind::of(bytes) == Ok(Kind::Finished));
        let (side, bytes) = finished.unwrap();
        let unique = pair.client.tls_unique().unwrap();
        assert_eq!((*side, &bytes[4..]), (first, &unique[..]));
        assert_eq!(pair.server.tls_unique(), Ok(unique));
        seen.push(unique);
    }
    assert_ne!(seen[0], seen[1]);
    ties(&met(mutual12(&people)), &met(mutual12(&people)), |side| side.tls_unique().unwrap());
}

/// RFC 7627 §5.4: without the extended main secret nothing is exported; and since no session is gone on from that has none,
/// Finished differs in every connection.
#[test]
fn without_the_extended_main_secret() {
    let people = People::repeating();
    let (client, server) = mutual12(&people);
    let mut pair = Pair::fixed(Arc::new(client), Arc::new(server), now());
    let mut lie = Meddler::extend(Kind::ClientHello, |list| {
        list.retain(|one| {
            one.extension_type() != handfast::wire::code_points::ExtensionType::EXTENDED_MAIN_SECRET
        });
    });
    pair.play(&mut Hooks::tampering(&mut lie), &mut Hooks::none());
    assert!(pair.is_complete(), "{:?}", pair.failures());
    assert!(!pair.client.negotiated().extended_main_secret);
    for side in [&pair.client, &pair.server] {
        assert_eq!(side.tls_exporter(), Err(NoBinding::NotExtended));
        let refused = Err(Local::Handshake(handfast::handshake::Local::NotExtended));
        assert_eq!(side.export("EXPORTER-mine", None, &mut [0; 32]), refused);
    }
    assert_eq!(pair.client.tls_unique(), pair.server.tls_unique());
    assert!(pair.client.tls_unique().is_ok());
}

/// RFC 5929 §4.1: by the hash of the certificate's signature.
#[test]
fn the_end_point_is_the_servers_certificate() {
    for (kind, hash) in [
        (KeyKind::P256, Hash::Sha256),
        (KeyKind::P384, Hash::Sha384),
        (KeyKind::P521, Hash::Sha512),
        (KeyKind::Rsa2048, Hash::Sha256),
    ] {
        let people = People::new(kind);
        let (client, server) = mutual(&people);
        let pair = met((client.with_p521(), server.with_p521()));
        let leaf = pair.client.peer().unwrap().chain().certificates().next().unwrap();
        for side in [&pair.client, &pair.server] {
            assert_eq!(side.tls_server_end_point(), Ok(hash.digest(&[leaf])), "{kind}");
        }
    }
    let people = People::new(KeyKind::Ed25519);
    assert_eq!(met(mutual(&people)).client.tls_server_end_point(), Err(NoBinding::NoHash));
}

/// A client knows whom it came back to, and a server does not keep what it showed.
#[test]
fn the_end_point_of_a_session() {
    let people = People::new(KeyKind::P256);
    let (client, server) = mutual(&people);
    let regulars = Regulars::new(client, server);
    let (first, second) = (regulars.visit(), regulars.visit());
    assert!(second.client.negotiated().resumed);
    assert_eq!(second.client.tls_server_end_point(), first.client.tls_server_end_point());
    assert!(first.client.tls_server_end_point().is_ok());
    assert_eq!(second.server.tls_server_end_point(), Err(NoBinding::NotKept));
}

/// A server that has a certificate, and does not show it, vouches for none; nor does a client that is not asked.
#[test]
fn what_is_not_shown_binds_nothing() {
    let people = People::new(KeyKind::P256);
    let key = Psk::new(b"sensor 7", &[7; 32], Hash::Sha256).unwrap();
    let (client, server) = (people.client(), people.server(ClientAuth::None));
    let pair = met((client.with_shared_key(key.clone()), server.with_shared_key(key)));
    assert!(pair.is_complete() && pair.server.negotiated().shared_key.is_some());
    for side in [&pair.client, &pair.server] {
        assert_eq!(side.tls_server_end_point(), Err(NoBinding::NoCertificate));
        assert_eq!(side.negotiated().identity, None);
    }
}

#[test]
fn what_a_connection_has_not() {
    let people = People::new(KeyKind::P256);
    let (client, server) = mutual(&people);
    let early = Pair::new(Arc::new(client), Arc::new(server));
    for side in [&early.client, &early.server] {
        assert_eq!(side.tls_exporter(), Err(NoBinding::NotConnected));
        assert_eq!(side.tls_unique(), Err(NoBinding::NotConnected));
        assert_eq!(side.tls_server_end_point(), Err(NoBinding::NotConnected));
    }
    let pair = met(mutual(&people));
    assert_eq!(pair.client.tls_unique(), Err(NoBinding::NotInThisVersion));
    let pair = met(RawKeys::new().both(ClientAuth::Require));
    for side in [&pair.client, &pair.server] {
        assert_eq!(side.tls_server_end_point(), Err(NoBinding::NoCertificate));
    }
}
