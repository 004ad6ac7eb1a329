//! RFC 8448 §4 as far as it is key schedule: from the ticket's pre-shared key to the binder and the handshake secrets. The
//! connection itself begins with early data, which is not spoken here.

use std::collections::VecDeque;

use handfast::crypto::hash::{Digest, Hash};
use handfast::crypto::secret::Secret;
use handfast::handshake::schedule13::{EarlySecret, HandshakeSecrets};
use handfast::handshake::{Effect, SecretName, Seen};
use serde_json::Value;

use crate::hex::{hex, octets};
use crate::play::secret;

const FILE: &str = include_str!("../../vectors/rfc8448/section4-resumed-0rtt.json");

fn digits<'f>(file: &'f Value, name: &str) -> &'f str {
    file["values"][name].as_str().unwrap()
}

fn value(file: &Value, name: &str) -> Vec<u8> {
    octets(digits(file, name)).unwrap()
}

/// What was derived, by name, in hexadecimal.
fn derived(effects: &VecDeque<Effect>, name: SecretName) -> String {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Derived(derivation) if derivation.name == name => Some(derivation.value.clone()),
        _ => None,
    });
    reveal(&found.unwrap())
}

#[expect(clippy::disallowed_methods, reason = "the RFC shows them, too")]
fn reveal(secret: &Secret) -> String {
    hex(secret.reveal())
}

#[test]
fn the_binder_and_the_secrets_of_a_resumed_handshake() {
    let file: Value = serde_json::from_str(FILE).unwrap();
    let mut effects = VecDeque::new();
    let psk = secret(digits(&file, "psk")).unwrap();
    let early = EarlySecret::new(Hash::Sha256, &psk, Seen::new(Some(&mut effects)));
    let hello = value(&file, "client_hello");
    let binder = value(&file, "psk_binder");
    // The list of binders is at the end: two octets of its length, one of the binder's.
    let truncated = Hash::Sha256.digest(&[&hello[..hello.len() - 3 - binder.len()]]);
    assert_eq!(truncated.as_ref(), value(&file, "binder_hash"));
    assert_eq!(early.binder(&truncated, Seen::new(Some(&mut effects))).as_ref(), binder);
    assert!(early.check_binder(&truncated, &binder, Seen::nobody()).is_ok());
    let shared = secret(digits(&file, "shared_secret")).unwrap();
    let hellos = hellos(&file);
    assert_eq!(hellos.as_ref(), value(&file, "transcript_hash_client_hello_to_server_hello"));
    let _ = HandshakeSecrets::resumed(&early, &shared, &hellos, Seen::new(Some(&mut effects)));
    for (name, what) in [
        (SecretName::Early, "early_secret"),
        (SecretName::Binder, "binder_key"),
        (SecretName::EarlyDerived, "derived_secret_for_handshake"),
        (SecretName::Handshake, "handshake_secret"),
        (SecretName::ClientHandshakeTraffic, "client_handshake_traffic_secret"),
        (SecretName::ServerHandshakeTraffic, "server_handshake_traffic_secret"),
        (SecretName::HandshakeDerived, "derived_secret_for_master"),
    ] {
        assert_eq!(derived(&effects, name), digits(&file, what), "{what}");
    }
}

/// Of the first record of each side.
fn hellos(file: &Value) -> Digest {
    let payload = |index: usize| octets(file["records"][index]["payload"].as_str().unwrap()).unwrap();
    Hash::Sha256.digest(&[&payload(0), &payload(2)])
}
