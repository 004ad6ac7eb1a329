//! Every way to sign a certificate, by OpenSSL's hand (vectors/paths).

use std::path::PathBuf;

use super::forge::at;
use super::judge_under;
use crate::algorithm::Scheme;
use crate::cert::{Cert, Oid};
use crate::{At, Identity, Policy, Refusal, Source, WeakHash};

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/paths"));
    std::fs::read(folder.join(name)).unwrap()
}

/// The verdict on `KEY-HOW.leaf.der` below `KEY.root.der`, in 2030.
fn verdict(policy: &Policy, leaf: &str) -> Result<usize, Refusal> {
    let key = leaf.split('-').next().unwrap();
    let (leaf, root) = (file(&format!("{leaf}.leaf.der")), file(&format!("{key}.root.der")));
    judge_under(policy, at(1_900_000_000), &leaf, &[], &[&root]).map(|path| path.depth())
}

#[test]
fn what_is_verified() {
    for leaf in [
        "rsa2048-sha256",
        "rsa2048-sha384",
        "rsa2048-sha512",
        "rsa2048-pss-sha256",
        "rsa2048-pss-sha384",
        "rsa2048-pss-sha512",
        "rsapss2048-sha384",
        "p256-sha256",
        "p256-sha384",
        "p256-sha512",
        "p384-sha256",
        "p384-sha384",
        "p384-sha512",
        "p521-sha256",
        "p521-sha384",
        "p521-sha512",
        "ed25519",
    ] {
        assert_eq!(verdict(&Policy::tls_server(), leaf), Ok(0), "{leaf}");
        assert_eq!(verdict(&Policy::tls_client(), leaf), Ok(0), "{leaf}");
    }
}

#[test]
fn what_is_too_weak() {
    let weak = |hash| Err(Refusal::WeakSignature { at: At::LEAF, hash });
    assert_eq!(verdict(&Policy::tls_server(), "rsa2048-md5"), weak(WeakHash::Md5));
    for leaf in ["rsa2048-sha1", "rsa2048-pss-sha1", "p256-sha1", "p384-sha1", "p521-sha1"] {
        assert_eq!(verdict(&Policy::tls_server(), leaf), weak(WeakHash::Sha1), "{leaf}");
    }
}

#[test]
fn what_is_not_supported() {
    let algorithm = Oid::from_content(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 14]);
    let unsupported = Refusal::UnsupportedSignature { at: At::LEAF, algorithm };
    assert!(unsupported.to_string().contains(": RSA with SHA-224 ["), "{unsupported}");
    let unsupported = Err(unsupported);
    assert_eq!(verdict(&Policy::tls_server(), "rsa2048-sha224"), unsupported);
    assert_eq!(verdict(&Policy::tls_server(), "rsa2048-pss-longsalt"), Ok(0));
    let mut forged = file("rsa2048-pss-longsalt.leaf.der");
    *forged.last_mut().unwrap() ^= 1;
    let root = file("rsa2048.root.der");
    let refusal = judge_under(&Policy::tls_server(), at(1_900_000_000), &forged, &[], &[&root]);
    assert_eq!(refusal.err(), Some(Refusal::BadSignature { at: At::LEAF }));
}

#[test]
fn small_keys_are_for_test_vectors() {
    let at = At { depth: 1, source: Source::Anchor(0) };
    let test_only = Policy::tls_server().accepting_rsa_1024_for_test_vectors();
    for leaf in ["rsa1024-sha256", "rsa1024-pss-sha256"] {
        assert_eq!(verdict(&Policy::tls_server(), leaf), Err(Refusal::KeySize { at, bits: 1024 }));
        assert_eq!(verdict(&test_only, leaf), Ok(0));
    }
    let mut forged = file("rsa1024-sha256.leaf.der");
    *forged.last_mut().unwrap() ^= 1;
    let root = file("rsa1024.root.der");
    let refusal = judge_under(&test_only, super::forge::at(1_900_000_000), &forged, &[], &[&root]).err();
    assert_eq!(refusal, Some(Refusal::BadSignature { at: At::LEAF }));
}

#[test]
fn parameters_that_do_not_belong() {
    let leaf = file("p256-sha256.leaf.der");
    let ecdsa = Cert::parse(&leaf).unwrap().signature_algorithm;
    assert!(Scheme::of(ecdsa).is_some());
    assert_eq!(Scheme::of(&[ecdsa, &[5, 0]].concat()), None, "ECDSA has no parameters");
    let leaf = file("rsa2048-sha256.leaf.der");
    let rsa = Cert::parse(&leaf).unwrap().signature_algorithm;
    let without_null = rsa.strip_suffix(&[5, 0]).unwrap();
    assert_eq!(Scheme::of(without_null), Scheme::of(rsa), "RFC 4055 §5 takes both");
    assert_eq!(Scheme::of(&[without_null, &[4, 0]].concat()), None);
    let leaf = file("rsa2048-pss-sha256.leaf.der");
    let pss = Cert::parse(&leaf).unwrap().signature_algorithm;
    for cut in 0..pss.len() {
        assert_eq!(Scheme::of(&pss[..cut]), None);
    }
    assert_eq!(Scheme::of(&[]), None);
}

#[test]
fn the_identity_in_a_certificate() {
    let leaf = file("p256-sha256.leaf.der");
    let identity = Identity::read(&leaf).unwrap();
    assert_eq!(identity.subject, "CN=leaf");
    assert_eq!(identity.issuer, "CN=p256 root");
    assert_eq!(identity.serial, "1234");
    assert_eq!(identity.dns_names, ["localhost"]);
    assert_eq!(identity.uris, ["spiffe://example.org/leaf"]);
    assert_eq!(identity.email_addresses, ["leaf@example.org"]);
    let addresses: Vec<_> = identity.ip_addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["127.0.0.1", "::1"]);
    assert_eq!(identity.sha256.len(), 64);
}
