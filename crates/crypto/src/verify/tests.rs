use der::asn1::AnyRef;
use der::{Encode, Reader};
use serde_json::Value;

use crate::hash::Hash;
use crate::public_key::{KeyKind, PublicKey};
use crate::vectors::{self, file, hex, public_key};
use crate::verify::{SignatureAlgorithm, VerifyFailed, verify, verify_weak_rsa};

const KEYS: [&str; 6] = ["rsa2048", "rsapss2048", "p256", "p384", "p521", "ed25519"];

/// Which of our test keys signs so.
fn key_of(algorithm: SignatureAlgorithm) -> &'static str {
    let name = format!("{algorithm:?}");
    KEYS.into_iter().find(|key| name.to_lowercase().contains(&key.replace("2048", ""))).unwrap()
}

fn signature_file(algorithm: SignatureAlgorithm) -> String {
    format!("keys/{algorithm:?}.sig").replace(['(', ')'], "")
}

#[test]
fn verifies_what_openssl_signed() {
    let message = file("keys/message");
    for &algorithm in SignatureAlgorithm::ALL {
        let key = public_key(key_of(algorithm));
        let signature = file(&signature_file(algorithm));
        assert_eq!(verify(algorithm, &key, &message, &signature), Ok(()), "{algorithm:?}");
        assert_eq!(verify(algorithm, &key, b"another", &signature), Err(VerifyFailed::BadSignature));
        assert_eq!(verify(algorithm, &key, &message, b""), Err(VerifyFailed::BadSignature));
        for place in [0, 1, 5, signature.len() / 2, signature.len() - 1] {
            let mut flipped = signature.clone();
            flipped[place] ^= 1;
            assert_eq!(verify(algorithm, &key, &message, &flipped), Err(VerifyFailed::BadSignature));
        }
        let longer = [&signature[..], &[0]].concat();
        assert_eq!(verify(algorithm, &key, &message, &longer), Err(VerifyFailed::BadSignature));
    }
}

/// Every algorithm with every kind of key: what does not fit is a mismatch, what fits is another signature.
#[test]
fn an_algorithm_has_its_kind_of_key() {
    let mut fitting = 0;
    for &algorithm in SignatureAlgorithm::ALL {
        let signature = file(&signature_file(algorithm));
        for name in KEYS {
            let key = public_key(name);
            let fits = algorithm.fits(key.kind());
            let expected = if fits { VerifyFailed::BadSignature } else { VerifyFailed::KeyMismatch };
            assert_eq!(verify(algorithm, &key, b"another message", &signature), Err(expected));
            fitting += usize::from(fits);
        }
    }
    assert_eq!(fitting, 6 + 3 + 3 * 3 + 1);
}

/// RFC 9846 §4.3.3: the parameters of an id-RSASSA-PSS key bind.
#[test]
fn a_restricted_pss_key_verifies_with_its_hash_only() {
    use SignatureAlgorithm as S;
    for (name, own) in [
        ("rsapss2048-sha256", S::RsaPss(Hash::Sha256)),
        ("rsapss2048-sha384", S::RsaPss(Hash::Sha384)),
        ("rsapss2048-sha512", S::RsaPss(Hash::Sha512)),
    ] {
        for algorithm in [
            S::RsaPss(Hash::Sha256),
            S::RsaPss(Hash::Sha384),
            S::RsaPss(Hash::Sha512),
            S::RsaPkcs1(Hash::Sha256),
        ] {
            let expected =
                if algorithm == own { VerifyFailed::BadSignature } else { VerifyFailed::KeyMismatch };
            assert_eq!(verify(algorithm, &public_key(name), b"", &[0; 256]), Err(expected));
        }
    }
}

/// RFC 9846 §4.3.3: the salt has the length of the hash.
#[test]
fn a_salt_of_another_length_is_refused() {
    let (message, signature) = (file("keys/message"), file("keys/RsaPssSha256.longsalt.sig"));
    let failed =
        verify(SignatureAlgorithm::RsaPss(Hash::Sha256), &public_key("rsa2048"), &message, &signature);
    assert_eq!(failed, Err(VerifyFailed::BadSignature));
}

#[test]
fn weak_rsa_is_verified_where_it_is_asked_for_by_name() {
    use SignatureAlgorithm as S;
    let (message, key) = (file("keys/message"), public_key("rsa1024"));
    for (algorithm, name) in
        [(S::RsaPkcs1(Hash::Sha256), "RsaPkcs1Sha256"), (S::RsaPss(Hash::Sha256), "RsaPssSha256")]
    {
        let signature = file(&format!("keys/{name}.rsa1024.sig"));
        assert_eq!(verify(algorithm, &key, &message, &signature), Err(VerifyFailed::Unsupported));
        assert_eq!(verify_weak_rsa(algorithm, &key, &message, &signature), Ok(()));
        assert_eq!(verify_weak_rsa(algorithm, &key, b"another", &signature), Err(VerifyFailed::BadSignature));
    }
    let mismatch = verify_weak_rsa(S::Ed25519, &key, &message, &[0; 64]);
    assert_eq!(mismatch, Err(VerifyFailed::KeyMismatch));
    let mismatch = verify_weak_rsa(S::Ed25519, &public_key("ed25519"), &message, &[0; 64]);
    assert_eq!(mismatch, Err(VerifyFailed::KeyMismatch));
}

/// Both libraries that verify RSA agree where both verify.
#[test]
fn the_second_source_agrees() {
    let (message, key) = (file("keys/message"), public_key("rsa2048"));
    for &algorithm in SignatureAlgorithm::ALL.iter().filter(|algorithm| algorithm.fits(key.kind())) {
        let signature = file(&signature_file(algorithm));
        assert_eq!(verify_weak_rsa(algorithm, &key, &message, &signature), Ok(()));
    }
}

/// The CertificateVerify signatures of RFC 8448: RSA-PSS with 1024 bits, and ECDSA of the server in section 6.
#[test]
fn rfc8448_certificate_verify() {
    let mut verified = 0;
    for trace in vectors::RFC8448_TRACES.map(vectors::rfc8448) {
        for role in ["server", "client"] {
            let value = |name: &str| text(&trace, &format!("{role}_{name}")).map(hex);
            let Some(signature) = value("signature") else { continue };
            let key = key_of_certificate(&value("certificate_der").unwrap());
            let content = value("certificate_verify_content").unwrap();
            let outcome = match key.kind() {
                KeyKind::P256 => {
                    verify(SignatureAlgorithm::EcdsaP256(Hash::Sha256), &key, &content, &signature)
                }
                _ => verify_weak_rsa(SignatureAlgorithm::RsaPss(Hash::Sha256), &key, &content, &signature),
            };
            assert_eq!(outcome, Ok(()));
            verified += 1;
        }
    }
    assert_eq!(verified, 5);
}

fn text<'a>(trace: &'a Value, name: &str) -> Option<&'a str> {
    trace["values"][name].as_str()
}

/// The seventh field of tbsCertificate (RFC 5280 §4.1), counted with the version.
fn key_of_certificate(der: &[u8]) -> PublicKey {
    let certificate = <AnyRef<'_> as der::Decode>::from_der(der).unwrap();
    let spki = certificate.sequence(|r| {
        let tbs: AnyRef<'_> = r.decode()?;
        r.drain(r.remaining_len())?;
        tbs.sequence(|r| {
            for _ in 0..6 {
                r.decode::<AnyRef<'_>>()?;
            }
            let spki: AnyRef<'_> = r.decode()?;
            r.drain(r.remaining_len())?;
            Ok::<_, der::Error>(spki)
        })
    });
    PublicKey::from_spki(&spki.unwrap().to_der().unwrap()).unwrap()
}

#[test]
fn reasons_read_as_sentences() {
    assert_eq!(VerifyFailed::KeyMismatch.to_string(), "the signature algorithm is none of this key");
    let unsupported = VerifyFailed::Unsupported.to_string();
    assert_eq!(unsupported, "RSA signatures are verified by keys of 2048 to 8192 bits");
    assert_eq!(VerifyFailed::BadSignature.to_string(), "the signature does not verify");
}

#[test]
fn algorithms_read_as_words() {
    use SignatureAlgorithm as S;
    let words = [
        (S::RsaPkcs1(Hash::Sha256), "RSASSA-PKCS1-v1_5 with SHA-256"),
        (S::RsaPss(Hash::Sha384), "RSASSA-PSS with SHA-384"),
        (S::RsaPssSalt(Hash::Sha256, 20), "RSASSA-PSS with SHA-256 and a salt of 20 bytes"),
        (S::EcdsaP521(Hash::Sha512), "ECDSA P-521 with SHA-512"),
        (S::Ed25519, "Ed25519"),
    ];
    for (algorithm, expected) in words {
        assert_eq!(algorithm.to_string(), expected);
    }
}
