use proptest::prelude::*;

use crate::hash::Hash;
use crate::public_key::{KeyError, KeyKind, Oid, PublicKey};
use crate::sign::Signer;
use crate::vectors::{hex, public_key, public_key_der, signing_key};

#[test]
fn kinds() {
    for (name, kind, shown) in [
        ("rsa1024", KeyKind::Rsa { bits: 1024 }, "RSA-1024"),
        ("rsa2056", KeyKind::Rsa { bits: 2056 }, "RSA-2056"),
        ("rsa4608", KeyKind::Rsa { bits: 4608 }, "RSA-4608"),
        ("rsapss2048", KeyKind::RsaPss { bits: 2048 }, "RSASSA-PSS-2048"),
        ("p256", KeyKind::P256, "ECDSA P-256"),
        ("p384", KeyKind::P384, "ECDSA P-384"),
        ("p521", KeyKind::P521, "ECDSA P-521"),
        ("ed25519", KeyKind::Ed25519, "Ed25519"),
    ] {
        let key = public_key(name);
        assert_eq!(key.kind(), kind);
        assert_eq!(key.spki(), public_key_der(name));
        assert!(key.spki().ends_with(key.key_bytes()));
        assert_eq!(format!("{key:?}"), format!("PublicKey({shown})"));
    }
}

#[test]
fn hash_that_a_pss_key_allows() {
    assert_eq!(public_key("rsapss2048").pss_hash(), None);
    assert_eq!(public_key("rsa2048").pss_hash(), None);
    assert_eq!(public_key("rsapss2048-sha256").pss_hash(), Some(Hash::Sha256));
    assert_eq!(public_key("rsapss2048-sha384").pss_hash(), Some(Hash::Sha384));
    assert_eq!(public_key("rsapss2048-sha512").pss_hash(), Some(Hash::Sha512));
}

#[test]
fn what_cannot_be_used_is_refused_by_name() {
    let oid = Oid::new_unwrap;
    for (name, error, shown) in [
        (
            "secp256k1",
            KeyError::UnsupportedCurve(oid("1.3.132.0.10")),
            "keys on the curve secp256k1 are not supported",
        ),
        ("ed448", KeyError::UnsupportedAlgorithm(oid("1.3.101.113")), "keys of Ed448 are not supported"),
        ("x25519", KeyError::UnsupportedAlgorithm(oid("1.3.101.110")), "keys of X25519 are not supported"),
        (
            "rsapss2048-sha1",
            KeyError::UnsupportedPssParameters,
            "the RSASSA-PSS parameters of the key fit no TLS scheme",
        ),
        (
            "rsapss2048-longsalt",
            KeyError::UnsupportedPssParameters,
            "the RSASSA-PSS parameters of the key fit no TLS scheme",
        ),
        ("p256-explicit", KeyError::UnnamedCurve, "the curve of the key is not given by name"),
        ("p256-compressed", KeyError::PointFormat, "the public point is compressed or of the wrong length"),
    ] {
        assert_eq!(PublicKey::from_spki(&public_key_der(name)), Err(error), "{name}");
        assert_eq!(error.to_string(), shown);
    }
    let unknown = KeyError::UnsupportedAlgorithm(oid("1.2.3.4"));
    assert_eq!(unknown.to_string(), "keys of 1.2.3.4 are not supported");
}

#[test]
fn broken_keys_are_refused() {
    let malformed = |what| Err(KeyError::Malformed(what));
    let ed25519 = public_key_der("ed25519");
    let null_parameters = [&hex("302c300706032b65700500032100"), &ed25519[12..]].concat();
    let short = [&hex("3029300506032b6570032000"), &ed25519[12..43]].concat();
    for (der, expected) in [
        (vec![], malformed("SubjectPublicKeyInfo")),
        ([&ed25519[..], &[0]].concat(), malformed("SubjectPublicKeyInfo")),
        (ed25519[..ed25519.len() - 1].to_vec(), malformed("SubjectPublicKeyInfo")),
        (null_parameters, malformed("AlgorithmIdentifier")),
        (short, Err(KeyError::PointFormat)),
        (hex("3013300d06092a864886f70d01010105000302003000"), malformed("SubjectPublicKeyInfo")),
        (hex("3014300d06092a864886f70d0101010500030300 3000"), malformed("RSAPublicKey")),
    ] {
        assert_eq!(PublicKey::from_spki(&der), expected, "{der:02x?}");
    }
}

/// Unused bits in the last byte of the key: no key has them.
#[test]
fn a_key_is_whole_bytes() {
    let mut der = public_key_der("ed25519");
    der[11] = 1;
    der[43] &= 0xfe;
    assert_eq!(PublicKey::from_spki(&der), Err(KeyError::Malformed("SubjectPublicKeyInfo")));
}

/// rsaEncryption with and without NULL, id-RSASSA-PSS with and without parameters: one key.
#[test]
fn one_key_has_several_names() {
    let rsa = public_key("rsa2048");
    let names = [
        "300d06092a864886f70d0101010500",
        "300b06092a864886f70d010101",
        "300b06092a864886f70d01010a",
        "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d0609\
         6086480165030402010500a203020120",
    ];
    let keys = names.map(|name| PublicKey::from_spki(&spki(&hex(name), rsa.key_bytes())).unwrap());
    for (a, b) in keys.iter().flat_map(|a| keys.iter().map(move |b| (a, b))) {
        assert!(a.is_same_key(b));
        assert_eq!(a == b, std::ptr::eq(a, b));
    }
    assert_eq!(keys[0], rsa);
    assert_eq!(keys[3].pss_hash(), Some(Hash::Sha256));
    for other in ["rsa3072", "rsapss2048", "p256", "ed25519"] {
        assert!(!rsa.is_same_key(&public_key(other)));
        assert!(signing_key(other).public_key().is_same_key(&public_key(other)));
    }
}

fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    crate::spki::encode_spki(algorithm, key)
}

proptest! {
    #[test]
    fn never_panics(der: Vec<u8>) {
        let _ = PublicKey::from_spki(&der);
    }

    #[test]
    fn never_panics_on_something_alike(place in 0_usize..300, value: u8, name in 0_usize..4) {
        let mut der = public_key_der(["p256", "rsapss2048-sha256", "ed25519", "rsa2048"][name]);
        let place = place % der.len();
        der[place] = value;
        if let Ok(key) = PublicKey::from_spki(&der) {
            prop_assert_eq!(key.spki(), der);
        }
    }
}
