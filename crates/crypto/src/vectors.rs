//! The vectors of the tests: keys and signatures that OpenSSL made, and the traces of RFC 8448.

use std::path::PathBuf;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivateKeyDer, SubjectPublicKeyInfoDer};
use serde_json::Value;

use crate::public_key::PublicKey;
use crate::sign::SigningKey;

/// The traces of RFC 8448, by file.
pub(crate) const RFC8448_TRACES: [&str; 5] = [
    "section3-simple-1rtt",
    "section4-resumed-0rtt",
    "section5-hello-retry-request",
    "section6-client-authentication",
    "section7-compatibility-mode",
];

pub(crate) fn rfc8448(trace: &str) -> Value {
    serde_json::from_slice(&file(&format!("rfc8448/{trace}.json"))).unwrap()
}

pub(crate) fn private_key(name: &str) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_slice(&file(&format!("keys/{name}.pem"))).unwrap()
}

pub(crate) fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_der(&private_key(name)).unwrap()
}

/// The SubjectPublicKeyInfo of a test key.
pub(crate) fn public_key_der(name: &str) -> Vec<u8> {
    SubjectPublicKeyInfoDer::from_pem_slice(&file(&format!("keys/{name}.pub.pem"))).unwrap().to_vec()
}

pub(crate) fn public_key(name: &str) -> PublicKey {
    PublicKey::from_spki(&public_key_der(name)).unwrap()
}

pub(crate) fn file(path: &str) -> Vec<u8> {
    let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    std::fs::read(vectors.join(path)).unwrap()
}

/// Bytes from hexadecimal digits; blanks are skipped.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u32> =
        digits.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16).unwrap()).collect();
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}
