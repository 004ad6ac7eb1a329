//! Where nothing but a shared key will do, or a certificate goes before it.

use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::crypto::kx::Group;
use handfast::handshake::Refusal as Handshake;
use handfast::wire::Kind;
use handfast::wire::code_points::{ExtensionType, PskKeyExchangeMode};
use handfast::{ClientAuth, Config, Error, Hooks, NotResumed, Psk, Refusal};
use handfast_pki::KeyKind;
use handfast_tests::{Meddler, Pair, People, both_versions, only_tls12};

use super::{is_by_certificate, is_by_key, key, met, with};

/// Neither side has a certificate, nor wants one.
#[test]
fn is_all_that_two_sides_have() {
    let alone = || Config::new().with_shared_key(key());
    let pair = met((alone().with_shared_keys_alone(), alone()));
    is_by_key(&pair, &key());
    let hello = Refusal::Handshake(Handshake::NoSharedKey);
    let stranger = Config::new().with_shared_key(Psk::new(b"another", &[9; 32], Hash::Sha256).unwrap());
    let pair = met((stranger.clone().with_shared_keys_alone(), alone()));
    assert_eq!(pair.server.failure(), Some(Error::Refused(hello)));
    let people = People::new(KeyKind::P256);
    for client in [people.client(), only_tls12(people.client())] {
        assert_eq!(met((client, both_versions(alone()))).server.failure(), Some(Error::Refused(hello)));
    }
}

/// A client that takes nothing but a key says so, and is not talked into anything else.
#[test]
fn a_client_may_take_nothing_else() {
    let people = People::new(KeyKind::P256);
    let client = people.stranger().with_shared_key(key()).with_shared_keys_alone();
    let missing = |message, extension| {
        Some(Error::Refused(Refusal::Handshake(Handshake::MissingExtension { message, extension })))
    };
    let pair = met((client.clone(), people.server(ClientAuth::None)));
    let schemes = ExtensionType::SIGNATURE_ALGORITHMS;
    assert_eq!(pair.server.failure(), missing(Kind::ClientHello, schemes), "there is no key in common");
    let pair = met((client.clone(), only_tls12(people.server(ClientAuth::None))));
    assert!(pair.client.failure().is_some() && pair.server.failure().is_some());
    // A server that does not take the key, though it could.
    let mut lie = Meddler::extend(Kind::ServerHello, |list| {
        list.retain(|one| one.extension_type() != ExtensionType::PRE_SHARED_KEY);
    });
    let mut pair =
        Pair::new(Arc::new(client), Arc::new(people.server(ClientAuth::None).with_shared_key(key())));
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::none(), &mut Hooks::tampering(&mut lie));
    assert_eq!(pair.client.failure(), missing(Kind::ServerHello, ExtensionType::PRE_SHARED_KEY));
}

/// Whoever prefers certificates goes by the key only where no certificate would do.
#[test]
fn stands_behind_a_certificate_that_is_preferred() {
    let (client, server) = with(key(), ClientAuth::None);
    let server = server.with_certificates_preferred();
    let pair = met((client.clone(), server.clone()));
    is_by_certificate(&pair);
    assert_eq!(pair.server.negotiated().not_resumed, Some(NotResumed::NotPreferred));
    is_by_key(&met((client.with_shared_keys_alone(), server)), &key());
}

/// A client that does without a key exchange need not speak of groups (RFC 9846 §9.2).
#[test]
fn a_hello_without_groups_is_for_the_key_alone() {
    let (mut client, server) = with(key(), ClientAuth::None);
    client.protocol.psk_modes = vec![PskKeyExchangeMode::PSK_KE];
    client.protocol.groups = vec![Group::Secp384r1];
    client.protocol.shares = Vec::new();
    let mut server = server.with_psk_ke();
    server.protocol.groups = vec![Group::X25519];
    let pair = met((client.clone(), server.clone()));
    is_by_key(&pair, &key());
    assert_eq!(pair.server.negotiated().group, None);
    let people = People::new(KeyKind::P256);
    let mut unknowing = people.server(ClientAuth::None).with_psk_ke();
    unknowing.protocol.groups = vec![Group::X25519];
    let refused = Error::Refused(Refusal::Handshake(Handshake::NoCommonGroup));
    assert_eq!(met((client, unknowing)).server.failure(), Some(refused));
}
