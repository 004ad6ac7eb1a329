//! Signature schemes (RFC 9846 §4.3.3): a code point ties an algorithm to a type of key.

use handfast_crypto::public_key::{KeyKind, PublicKey};
use handfast_crypto::sign::Signer;
use handfast_crypto::verify::SignatureAlgorithm as Algorithm;
use handfast_wire::code_points::SignatureScheme;

/// The type of key that a scheme signs with, sizes left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    P256,
    P384,
    Ed25519,
    /// `rsaEncryption`
    Rsa,
    /// `id-RSASSA-PSS`
    RsaPss,
}

/// One row of the table: a scheme that may sign a CertificateVerify in TLS 1.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its code point.
    pub code: SignatureScheme,
    /// The signature algorithm behind it.
    pub algorithm: Algorithm,
    key: Key,
}

impl Scheme {
    /// Every scheme for CertificateVerify in TLS 1.3, in our order of preference. RSASSA-PKCS1-v1_5 and SHA-1 are not
    /// among them: RFC 9846 §4.3.3 and §4.5.2 keep both to certificates.
    pub const TLS13: [Self; 9] = [
        Self::new(SignatureScheme::ECDSA_SECP256R1_SHA256, Algorithm::EcdsaP256Sha256, Key::P256),
        Self::new(SignatureScheme::ECDSA_SECP384R1_SHA384, Algorithm::EcdsaP384Sha384, Key::P384),
        Self::new(SignatureScheme::ED25519, Algorithm::Ed25519, Key::Ed25519),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA256, Algorithm::RsaPssSha256, Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA384, Algorithm::RsaPssSha384, Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA512, Algorithm::RsaPssSha512, Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA256, Algorithm::RsaPssSha256, Key::RsaPss),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA384, Algorithm::RsaPssSha384, Key::RsaPss),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA512, Algorithm::RsaPssSha512, Key::RsaPss),
    ];

    /// The schemes of certificate signatures that this stack verifies beside those of CertificateVerify.
    pub const CERTIFICATES_ONLY: [SignatureScheme; 3] = [
        SignatureScheme::RSA_PKCS1_SHA256,
        SignatureScheme::RSA_PKCS1_SHA384,
        SignatureScheme::RSA_PKCS1_SHA512,
    ];

    const fn new(code: SignatureScheme, algorithm: Algorithm, key: Key) -> Self {
        Self { code, algorithm, key }
    }
}

/// The algorithm behind a scheme, if it is one of TLS 1.3's and goes with this type of key (RFC 9846 §4.5.2).
#[must_use]
pub fn algorithm_of(code: SignatureScheme, key: &PublicKey) -> Option<Algorithm> {
    let held = key_of(key.kind())?;
    Scheme::TLS13.iter().find(|row| row.code == code && row.key == held).map(|row| row.algorithm)
}

/// The schemes that a signer can sign a CertificateVerify with, in our order of preference.
#[must_use]
pub fn schemes_for(signer: &dyn Signer) -> Vec<SignatureScheme> {
    let Some(held) = key_of(signer.public_key().kind()) else { return Vec::new() };
    let signs = |row: &&Scheme| row.key == held && signer.algorithms().contains(&row.algorithm);
    Scheme::TLS13.iter().filter(signs).map(|row| row.code).collect()
}

const fn key_of(kind: KeyKind) -> Option<Key> {
    match kind {
        KeyKind::P256 => Some(Key::P256),
        KeyKind::P384 => Some(Key::P384),
        KeyKind::Ed25519 => Some(Key::Ed25519),
        KeyKind::Rsa { .. } => Some(Key::Rsa),
        KeyKind::RsaPss { .. } => Some(Key::RsaPss),
        KeyKind::P521 => None,
    }
}
