use crate::hash::Hash;
use crate::public_key::{KeyError, KeyKind, PublicKey};
use crate::secret::Secret;
use crate::sign::{DeterministicP256, ScriptedSigner, SignFailed, Signer};
use crate::vectors::{private_key, public_key, signing_key};
use crate::verify::{SignatureAlgorithm, VerifyFailed, verify};

use SignatureAlgorithm as S;

const RSA: &[S] = &[
    S::RsaPss(Hash::Sha256),
    S::RsaPss(Hash::Sha384),
    S::RsaPss(Hash::Sha512),
    S::RsaPkcs1(Hash::Sha256),
    S::RsaPkcs1(Hash::Sha384),
    S::RsaPkcs1(Hash::Sha512),
];

/// Each key signs with exactly its algorithms, and what it signs verifies, for this message only.
#[test]
fn signs_what_verifies() {
    for (name, algorithms) in [
        ("rsa2048", RSA),
        ("rsa3072", RSA),
        ("rsa4096", RSA),
        ("rsapss2048", &[S::RsaPss(Hash::Sha256), S::RsaPss(Hash::Sha384), S::RsaPss(Hash::Sha512)]),
        ("rsapss2048-sha256", &[S::RsaPss(Hash::Sha256)]),
        ("rsapss2048-sha384", &[S::RsaPss(Hash::Sha384)]),
        ("rsapss2048-sha512", &[S::RsaPss(Hash::Sha512)]),
        ("p256", &[S::EcdsaP256(Hash::Sha256)]),
        ("p384", &[S::EcdsaP384(Hash::Sha384), S::EcdsaP384(Hash::Sha256)]),
        ("p521", &[S::EcdsaP521(Hash::Sha512)]),
        ("ed25519", &[S::Ed25519]),
    ] {
        let key = signing_key(name);
        assert_eq!(key.algorithms(), algorithms, "{name}");
        for &algorithm in S::ALL {
            signs_if_it_can(&key, algorithm);
        }
    }
}

fn signs_if_it_can(key: &dyn Signer, algorithm: S) {
    if !key.algorithms().contains(&algorithm) {
        assert_eq!(key.sign(algorithm, b"message"), Err(SignFailed::Algorithm(algorithm)));
        return;
    }
    let signature = key.sign(algorithm, b"message").unwrap();
    assert_eq!(verify(algorithm, key.public_key(), b"message", &signature), Ok(()));
    assert_eq!(verify(algorithm, key.public_key(), b"massage", &signature), Err(VerifyFailed::BadSignature));
}

/// From the same files, in either wrapping; a key of another kind is none.
#[test]
fn the_deterministic_key_is_read_as_others_are() {
    for file in ["p256", "p256.sec1", "p256-nopublic"] {
        let key = DeterministicP256::from_der(&private_key(file)).unwrap();
        let expected = signing_key(file);
        assert!(key.public_key().is_same_key(expected.public_key()), "{file}");
    }
    for (name, kind) in [("p384", KeyKind::P384), ("p521", KeyKind::P521), ("ed25519", KeyKind::Ed25519)] {
        let refused = DeterministicP256::from_der(&private_key(name)).unwrap_err();
        assert_eq!(refused, KeyError::CannotSign(kind));
    }
}

#[test]
fn the_deterministic_key_repeats_itself() {
    let key = DeterministicP256::from_scalar(&Secret::from_slice(&[7; 32])).unwrap();
    assert_eq!(key.public_key().kind(), KeyKind::P256);
    for &algorithm in S::ALL {
        signs_if_it_can(&key, algorithm);
    }
    assert_eq!(key.sign(S::EcdsaP256(Hash::Sha256), b"one"), key.sign(S::EcdsaP256(Hash::Sha256), b"one"));
    assert_ne!(key.sign(S::EcdsaP256(Hash::Sha256), b"one"), key.sign(S::EcdsaP256(Hash::Sha256), b"two"));
    assert!(!format!("{key:?}").contains("0707"));
}

#[test]
fn the_live_key_does_not() {
    let key = signing_key("p256");
    assert_ne!(key.sign(S::EcdsaP256(Hash::Sha256), b"one"), key.sign(S::EcdsaP256(Hash::Sha256), b"one"));
    let key = signing_key("p384");
    assert_ne!(key.sign(S::EcdsaP384(Hash::Sha256), b"one"), key.sign(S::EcdsaP384(Hash::Sha256), b"one"));
    let key = signing_key("p521");
    assert_ne!(key.sign(S::EcdsaP521(Hash::Sha512), b"one"), key.sign(S::EcdsaP521(Hash::Sha512), b"one"));
    let key = signing_key("rsa2048");
    assert_ne!(key.sign(S::RsaPss(Hash::Sha256), b"one"), key.sign(S::RsaPss(Hash::Sha256), b"one"));
}

#[test]
fn a_recording_signs_what_was_recorded() {
    let public = public_key("rsa1024");
    let recording = ScriptedSigner::new(public.clone())
        .with(S::RsaPss(Hash::Sha256), b"content", b"signature")
        .with(S::RsaPss(Hash::Sha256), b"later content", b"later signature");
    assert_eq!(recording.public_key(), &public);
    assert_eq!(recording.algorithms(), [S::RsaPss(Hash::Sha256)]);
    assert_eq!(recording.sign(S::RsaPss(Hash::Sha256), b"later content"), Ok(b"later signature".to_vec()));
    assert_eq!(recording.sign(S::RsaPss(Hash::Sha256), b"other content"), Err(SignFailed::NotRecorded));
    assert_eq!(
        recording.sign(S::RsaPss(Hash::Sha384), b"content"),
        Err(SignFailed::Algorithm(S::RsaPss(Hash::Sha384)))
    );
}

#[test]
fn shows_the_kind_of_key_only() {
    assert_eq!(format!("{:?}", signing_key("rsa2048")), "SigningKey(RSA-2048)");
    assert_eq!(format!("{:?}", signing_key("ed25519")), "SigningKey(Ed25519)");
    let shown: Vec<String> =
        [SignFailed::Algorithm(S::EcdsaP256(Hash::Sha256)), SignFailed::NotRecorded, SignFailed::Backend]
            .map(|failed| failed.to_string())
            .to_vec();
    assert_eq!(
        shown,
        [
            "the key makes no signatures by ECDSA P-256 with SHA-256",
            "the recording holds no signature of this message",
            "the key could not sign"
        ]
    );
}

/// An RSA key under the name its certificate gives it signs what that name allows.
#[test]
fn a_certificate_names_the_key() {
    let rsa = public_key("rsa2048");
    let pss = crate::vectors::hex("300b06092a864886f70d01010a");
    let pss = crate::spki::encode_spki(&pss, rsa.key_bytes());
    let named = signing_key("rsa2048").named_by(&pss).unwrap();
    assert_eq!(named.public_key(), &PublicKey::from_spki(&pss).unwrap());
    assert_eq!(named.algorithms(), &RSA[..3]);
    signs_if_it_can(&named, S::RsaPss(Hash::Sha512));
    signs_if_it_can(&named, S::RsaPkcs1(Hash::Sha256));
}
