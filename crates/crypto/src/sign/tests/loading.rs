use proptest::prelude::*;
use rustls_pki_types::PrivateKeyDer;

use crate::hash::Hash;
use crate::public_key::{KeyError, Oid};
use crate::secret::Secret;
use crate::sign::{DeterministicP256, Signer, SigningKey};
use crate::vectors::{file, hex, private_key, public_key, public_key_der, signing_key};
use crate::verify::{SignatureAlgorithm, verify};

fn pkcs8(der: &[u8]) -> Result<SigningKey, KeyError> {
    SigningKey::from_der(&PrivateKeyDer::Pkcs8(der.to_vec().into()))
}

fn sec1(der: &[u8]) -> Result<SigningKey, KeyError> {
    SigningKey::from_der(&PrivateKeyDer::Sec1(der.to_vec().into()))
}

/// One key in every wrapping, its public part there, missing or compressed.
#[test]
fn every_wrapping_holds_the_same_key() {
    for (name, wrappings) in [
        ("rsa2048", &["rsa2048", "rsa2048.pkcs1"][..]),
        ("p256", &["p256", "p256.sec1", "p256-nopublic", "p256-nopublic.sec1", "p256-compressed.sec1"]),
        ("p384", &["p384", "p384.sec1", "p384-nopublic.sec1"]),
        ("p521", &["p521", "p521.sec1", "p521-nopublic.sec1"]),
        ("rsapss2048-sha384", &["rsapss2048-sha384"]),
        ("rsapss2048", &["rsapss2048"]),
        ("ed25519", &["ed25519"]),
    ] {
        for wrapping in wrappings {
            assert_eq!(signing_key(wrapping).public_key(), &public_key(name), "{wrapping}");
        }
    }
}

#[test]
fn what_does_not_sign_is_refused_by_name() {
    let oid = Oid::new_unwrap;
    for (name, error, shown) in [
        (
            "rsa1024",
            KeyError::RsaSize { bits: 1024 },
            "an RSA key of 1024 bits; signing takes 2048 to 4096 bits in steps of 512",
        ),
        (
            "rsa2056",
            KeyError::RsaSize { bits: 2056 },
            "an RSA key of 2056 bits; signing takes 2048 to 4096 bits in steps of 512",
        ),
        (
            "rsa4608",
            KeyError::RsaSize { bits: 4608 },
            "an RSA key of 4608 bits; signing takes 2048 to 4096 bits in steps of 512",
        ),
        (
            "rsa2048-exponent3",
            KeyError::RsaExponent,
            "the public exponent of the RSA key is not between 65537 and 2^33",
        ),
        (
            "rsapss2048-sha1",
            KeyError::UnsupportedPssParameters,
            "the RSASSA-PSS parameters of the key fit no TLS scheme",
        ),
        (
            "secp256k1",
            KeyError::UnsupportedCurve(oid("1.3.132.0.10")),
            "keys on the curve secp256k1 are not supported",
        ),
        ("ed448", KeyError::UnsupportedAlgorithm(oid("1.3.101.113")), "keys of Ed448 are not supported"),
        ("x25519", KeyError::UnsupportedAlgorithm(oid("1.3.101.110")), "keys of X25519 are not supported"),
        ("p256-explicit.sec1", KeyError::UnnamedCurve, "the curve of the key is not given by name"),
    ] {
        assert_eq!(SigningKey::from_der(&private_key(name)).unwrap_err(), error, "{name}");
        assert_eq!(error.to_string(), shown);
    }
}

#[test]
fn an_encrypted_key_is_recognised() {
    let error = pkcs8(&file("keys/p256-encrypted.der")).unwrap_err();
    assert_eq!(error, KeyError::Encrypted);
    assert_eq!(error.to_string(), "the private key is encrypted; decrypt it first");
}

#[test]
fn broken_wrappings_are_refused() {
    let malformed = KeyError::Malformed("PrivateKeyInfo (PKCS#8)");
    let p256 = private_key("p256").secret_der().to_vec();
    let mut version_3 = p256.clone();
    version_3[5] = 2;
    let trailing = [&p256[..], &[0]].concat();
    for der in [&[][..], b"not DER at all", &p256[1..], &p256[..p256.len() - 1], &trailing, &version_3] {
        assert_eq!(pkcs8(der).unwrap_err(), malformed, "{der:02x?}");
    }
    let error = SigningKey::from_der(&PrivateKeyDer::Pkcs1(p256.clone().into())).unwrap_err();
    assert_eq!(error, KeyError::Malformed("RSAPrivateKey"));
    assert_eq!(error.to_string(), "the RSAPrivateKey is not valid DER");
    assert_eq!(sec1(&p256).unwrap_err(), KeyError::Malformed("ECPrivateKey"));
    assert_eq!(pkcs8(&ed25519_v1(&[7; 31])).unwrap_err(), KeyError::Malformed("CurvePrivateKey"));
}

/// What is wrong shows when the key is loaded, and not when a client waits for the signature.
#[test]
fn a_damaged_rsa_key_is_refused_or_signs() {
    let healthy = private_key("rsa2048").secret_der().to_vec();
    for place in (30..healthy.len()).step_by(37) {
        let mut damaged = healthy.clone();
        damaged[place] ^= 2;
        if let Ok(key) = pkcs8(&damaged) {
            let signature = key.sign(SignatureAlgorithm::RsaPss(Hash::Sha256), b"a message");
            assert!(signature.is_ok(), "byte {place}");
        }
    }
}

#[test]
fn parts_that_contradict_each_other_are_refused() {
    let inconsistent = |outcome: Result<SigningKey, KeyError>| {
        assert_eq!(outcome.unwrap_err(), KeyError::Inconsistent);
    };
    let other = DeterministicP256::from_scalar(&Secret::from_slice(&[7; 32])).unwrap();
    let mut p256 = private_key("p256").secret_der().to_vec();
    let place = p256.len() - 64;
    p256[place..].copy_from_slice(&other.public_key().key_bytes()[1..]);
    inconsistent(pkcs8(&p256));
    let mut p521 = private_key("p521").secret_der().to_vec();
    *p521.last_mut().unwrap() ^= 1;
    inconsistent(pkcs8(&p521));

    let mut compressed = private_key("p256-compressed.sec1").secret_der().to_vec();
    *compressed.last_mut().unwrap() ^= 1;
    inconsistent(sec1(&compressed));

    let mut rsa = private_key("rsa2048").secret_der().to_vec();
    *rsa.last_mut().unwrap() ^= 1;
    inconsistent(pkcs8(&rsa));

    inconsistent(pkcs8(&ed25519_v2(&[7; 32], &[8; 32], "8121 00")));
    for scalar in [&[0; 32][..], &[0xff; 32], &[1; 33]] {
        inconsistent(sec1(&sec1_of("06082a8648ce3d030107", scalar)));
    }
    for scalar in [&[0; 66][..], &[2; 66], &[1; 67]] {
        inconsistent(sec1(&sec1_of("06052b81040023", scalar)));
    }
    let inner = sec1_of("06052b81040022", &[1; 32]);
    let p256 = hex("020100 3013 06072a8648ce3d0201 06082a8648ce3d030107");
    inconsistent(pkcs8(&der(0x30, &[&p256, &der(0x04, &[&inner])])));
}

/// RFC 8017 §A.1.2: version 1, and a list behind the two primes.
#[test]
fn a_key_of_three_primes_is_recognised() {
    let mut rsa = private_key("rsa2048.pkcs1").secret_der().to_vec();
    assert_eq!((&rsa[..2], &rsa[4..7]), (&[0x30, 0x82][..], &[2, 1, 0][..]));
    rsa[6] = 1;
    let load = |der: &[u8]| SigningKey::from_der(&PrivateKeyDer::Pkcs1(der.to_vec().into())).unwrap_err();
    assert_eq!(load(&rsa), KeyError::Malformed("RSAPrivateKey"));
    rsa.extend([0x30, 0]);
    let len = u16::try_from(rsa.len() - 4).unwrap();
    rsa[2..4].copy_from_slice(&len.to_be_bytes());
    assert_eq!(load(&rsa), KeyError::RsaMultiPrime);
    assert_eq!(KeyError::RsaMultiPrime.to_string(), "RSA keys of more than two primes are not supported");
}

/// RFC 5915 §3 asks for the full length; not every writer heeds it.
#[test]
fn a_scalar_without_its_leading_zeros_or_with_one_more() {
    let mut scalar = [0; 32];
    scalar[31] = 5;
    let expected = DeterministicP256::from_scalar(&Secret::from_slice(&scalar)).unwrap();
    for private in [&[5][..], &[0, 5], &scalar, &[&[0][..], &scalar].concat()] {
        let key = sec1(&sec1_of("06082a8648ce3d030107", private)).unwrap();
        assert_eq!(key.public_key(), expected.public_key());
        let signature = key.sign(SignatureAlgorithm::EcdsaP256(Hash::Sha256), b"five").unwrap();
        let outcome =
            verify(SignatureAlgorithm::EcdsaP256(Hash::Sha256), expected.public_key(), b"five", &signature);
        assert_eq!(outcome, Ok(()));
    }
    assert_eq!(
        sec1(&der(0x30, &[&hex("020101"), &der(0x04, &[&scalar])])).unwrap_err(),
        KeyError::UnnamedCurve
    );
}

/// RFC 5958 §2: version 2 carries the public key, attributes may stand before it; and the tag older writers gave it.
#[test]
fn ed25519_with_its_public_key() {
    let seed = [7; 32];
    let plain = pkcs8(&ed25519_v1(&seed)).unwrap();
    let public = plain.public_key().key_bytes();
    for form in ["8121 00", "a000 8121 00", "a123 0321 00"] {
        let key = pkcs8(&ed25519_v2(&seed, public, form)).unwrap();
        assert_eq!(key.public_key(), plain.public_key());
    }
}

#[test]
fn a_key_belongs_to_its_certificate_only() {
    let keys = ["rsa2048", "rsapss2048", "p256", "p384", "p521", "ed25519"];
    for (key, certificate) in keys.iter().flat_map(|key| keys.map(|certificate| (*key, certificate))) {
        let named = signing_key(key).named_by(&public_key_der(certificate));
        match named {
            Ok(named) => assert_eq!((key, named.public_key()), (certificate, &public_key(certificate))),
            Err(error) => assert_eq!((key == certificate, error), (false, KeyError::AnotherKey)),
        }
    }
    let error = signing_key("p256").named_by(b"no certificate").unwrap_err();
    assert_eq!(error, KeyError::Malformed("SubjectPublicKeyInfo"));
    assert_eq!(KeyError::AnotherKey.to_string(), "the private key does not belong to this public key");
    assert_eq!(KeyError::Inconsistent.to_string(), "the parts of the private key do not fit together");
}

#[test]
fn a_deterministic_key_needs_a_scalar() {
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    for bytes in [&[0; 32][..], &order, &[1; 31], &[1; 33]] {
        let error = DeterministicP256::from_scalar(&Secret::from_slice(bytes)).unwrap_err();
        assert_eq!(error, KeyError::Inconsistent);
    }
}

fn ed25519_v1(seed: &[u8]) -> Vec<u8> {
    der(0x30, &[&hex("020100 300506032b6570"), &der(0x04, &[&der(0x04, &[seed])])])
}

/// `form`: what stands before the public key.
fn ed25519_v2(seed: &[u8], public: &[u8], form: &str) -> Vec<u8> {
    der(0x30, &[&hex("020101 300506032b6570"), &der(0x04, &[&der(0x04, &[seed])]), &hex(form), public])
}

fn sec1_of(curve: &str, scalar: &[u8]) -> Vec<u8> {
    der(0x30, &[&hex("020101"), &der(0x04, &[scalar]), &der(0xa0, &[&hex(curve)])])
}

fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [&[tag, u8::try_from(content.len()).unwrap()], &content[..]].concat()
}

proptest! {
    #[test]
    fn never_panics(der: Vec<u8>) {
        let _ = pkcs8(&der);
        let _ = sec1(&der);
        let _ = SigningKey::from_der(&PrivateKeyDer::Pkcs1(der.into()));
    }

    #[test]
    fn never_panics_on_something_alike(place in 0_usize..140, value: u8, name in 0_usize..6) {
        let name = ["p256", "p384.sec1", "p256-nopublic", "ed25519", "rsa2048", "p521"][name];
        let key = private_key(name);
        let mut der = key.secret_der().to_vec();
        let place = place % der.len();
        der[place] = value;
        let _ = if name == "p384.sec1" { sec1(&der) } else { pkcs8(&der) };
    }
}
