//! The people that never change: see `vectors/people/README.md`.

use std::sync::LazyLock;
use std::time::Duration;

use handfast::crypto::hash::Hash;
use handfast::path::{Anchors, KnownKeys};
use handfast::{Identity, Psk, Staple};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};

/// A file of `vectors/people`.
macro_rules! person {
    ($file:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/people/", $file)).as_slice()
    };
}

pub(super) const ROOT: &[u8] = person!("root.der");
pub(super) const INTERMEDIATE: &[u8] = person!("intermediate.der");
pub(super) const SERVER: &[u8] = person!("server.der");
pub(super) const ALICE: &[u8] = person!("alice.der");
pub(super) const STRANGER: &[u8] = person!("stranger.der");
pub(super) const IMPOSTOR: &[u8] = person!("impostor.der");
pub(super) const MALLORY: &[u8] = person!("mallory.der");
const DECRYPTER: &[u8] = person!("decrypter.der");

/// The key of the server, PKCS#8.
pub(super) const SERVER_KEY: &[u8] = person!("server.key.der");

/// Every certificate.
pub(super) const ALL: &[&[u8]] = &[ROOT, INTERMEDIATE, SERVER, ALICE, STRANGER, IMPOSTOR, MALLORY];

/// Who can be presented.
pub(super) struct People {
    pub(super) anchors: Anchors,
    pub(super) server: Identity,
    pub(super) alice: Identity,
    pub(super) impostor: Identity,
    pub(super) mallory: Identity,
    pub(super) decrypter: Identity,
    /// Keys that are shown alone, and those of them that the other side knows.
    pub(super) raw_server: Identity,
    pub(super) raw_alice: Identity,
    pub(super) raw_impostor: Identity,
    pub(super) known: KnownKeys,
}

pub(super) static PEOPLE: LazyLock<People> = LazyLock::new(|| People {
    anchors: anchors(),
    // Nobody here looks into what it staples.
    server: identity(&[SERVER, INTERMEDIATE], SERVER_KEY).with_staple(Staple::new(b"a response".to_vec())),
    alice: identity(&[ALICE, INTERMEDIATE], person!("alice.key.der")),
    impostor: identity(&[IMPOSTOR], person!("impostor.key.der")),
    mallory: identity(&[MALLORY], person!("mallory.key.der")),
    decrypter: identity(&[DECRYPTER], person!("decrypter.key.der")),
    raw_server: raw(SERVER_KEY),
    raw_alice: raw(person!("alice.key.der")),
    raw_impostor: raw(person!("impostor.key.der")),
    known: known(&[SERVER_KEY, person!("alice.key.der")]),
});

/// The root, and nobody else.
pub(super) fn anchors() -> Anchors {
    Anchors::from_certificates([ROOT]).expect("an anchor")
}

/// A day on which all of them are valid.
pub(super) const fn today() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000))
}

fn raw(key: &'static [u8]) -> Identity {
    Identity::raw_public_key(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key))).expect("an identity")
}

fn known(keys: &[&'static [u8]]) -> KnownKeys {
    let spki = |key: &&'static [u8]| raw(key).chain().first().expect("a key").clone();
    keys.iter().fold(KnownKeys::new(), |known, key| known.and_spki(&spki(key)).expect("a key"))
}

/// What both share beforehand, for every cipher suite (RFC 9258).
pub(super) fn shared_keys() -> Vec<Psk> {
    Psk::import_all(b"sensor 7", b"fuzz", &[7; 32], Hash::Sha256).expect("keys")
}

fn identity(chain: &[&'static [u8]], key: &'static [u8]) -> Identity {
    let chain: Vec<_> = chain.iter().map(|der| CertificateDer::from(*der)).collect();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    Identity::new(&chain, &key).expect("an identity")
}
