//! Verifying signatures: CertificateVerify (RFC 9846 §4.5.2), and those in certificates.

use core::fmt;

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::SignatureScheme;
use rsa::{Pkcs1v15Sign, Pss, RsaPublicKey, sha2};

use crate::backend::signature;
use crate::hash::Hash;
use crate::public_key::{KeyKind, PublicKeyRef};

/// A signature algorithm: what is hashed how, and padded how, with a key of which kind.
///
/// One for both names of RSA-PSS: `rsa_pss_rsae_*` and `rsa_pss_pss_*` differ in the name of the key alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(Hash),
    /// RSASSA-PSS (RFC 8017 §8.1) with one hash for content and mask, and a salt as long as the hash.
    RsaPss(Hash),
    /// RSASSA-PSS with a salt of so many bytes that is not as long as the hash. Only in certificates: TLS has no scheme
    /// for it.
    RsaPssSalt(Hash, u16),
    /// ECDSA on P-256.
    EcdsaP256(Hash),
    /// ECDSA on P-384.
    EcdsaP384(Hash),
    /// ECDSA on P-521.
    EcdsaP521(Hash),
    /// Ed25519 (RFC 8032), without a context.
    Ed25519,
}

/// Why a signature was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyFailed {
    /// The algorithm is none for this kind of key, or not the one that an id-RSASSA-PSS key is restricted to.
    KeyMismatch,
    /// The key is of a size that is not verified: RSA outside 2048 to 8192 bits.
    Unsupported,
    /// The key did not sign this message.
    BadSignature,
}

impl SignatureAlgorithm {
    /// Every algorithm that TLS has a scheme for.
    pub const ALL: &'static [Self] = &[
        Self::RsaPkcs1(Hash::Sha256),
        Self::RsaPkcs1(Hash::Sha384),
        Self::RsaPkcs1(Hash::Sha512),
        Self::RsaPss(Hash::Sha256),
        Self::RsaPss(Hash::Sha384),
        Self::RsaPss(Hash::Sha512),
        Self::EcdsaP256(Hash::Sha256),
        Self::EcdsaP256(Hash::Sha384),
        Self::EcdsaP256(Hash::Sha512),
        Self::EcdsaP384(Hash::Sha256),
        Self::EcdsaP384(Hash::Sha384),
        Self::EcdsaP384(Hash::Sha512),
        Self::EcdsaP521(Hash::Sha256),
        Self::EcdsaP521(Hash::Sha384),
        Self::EcdsaP521(Hash::Sha512),
        Self::Ed25519,
    ];

    /// Whether a key of this kind can sign so: id-RSASSA-PSS keys do not sign with PKCS#1 v1.5 (RFC 4055 §1.2).
    #[must_use]
    pub const fn fits(self, kind: KeyKind) -> bool {
        matches!(
            (self, kind),
            (Self::RsaPkcs1(_) | Self::RsaPss(_) | Self::RsaPssSalt(..), KeyKind::Rsa { .. })
                | (Self::RsaPss(_) | Self::RsaPssSalt(..), KeyKind::RsaPss { .. })
                | (Self::EcdsaP256(_), KeyKind::P256)
                | (Self::EcdsaP384(_), KeyKind::P384)
                | (Self::EcdsaP521(_), KeyKind::P521)
                | (Self::Ed25519, KeyKind::Ed25519)
        )
    }

    /// Whether this very key can sign so: its kind fits, and the hash an id-RSASSA-PSS key may demand.
    fn fits_key(self, key: &PublicKeyRef<'_>) -> bool {
        let restricted = key.pss_hash().is_some_and(|only| match self {
            Self::RsaPss(hash) | Self::RsaPssSalt(hash, _) => hash != only,
            _ => true,
        });
        self.fits(key.kind()) && !restricted
    }
}

/// Checks that `key` signed `message` with `algorithm`.
///
/// # Errors
/// [`VerifyFailed`].
pub fn verify<'k>(
    algorithm: SignatureAlgorithm,
    key: impl Into<PublicKeyRef<'k>>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    verify_here(algorithm, &key.into(), message, signature)
}

fn verify_here(
    algorithm: SignatureAlgorithm,
    key: &PublicKeyRef<'_>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    match backend(algorithm) {
        _ if !algorithm.fits_key(key) => Err(VerifyFailed::KeyMismatch),
        _ if !verified_size(key.kind()) => Err(VerifyFailed::Unsupported),
        Some(backend) => signature::UnparsedPublicKey::new(backend, key.key_bytes())
            .verify(message, signature)
            .map_err(|_| VerifyFailed::BadSignature),
        None if matches!(algorithm, SignatureAlgorithm::RsaPssSalt(..)) => {
            verify_rsa_in_plain_rust(algorithm, key, message, signature)
        }
        None => verify_in_plain_rust(algorithm, key.key_bytes(), message, signature),
    }
}

/// The sizes of RSA that the live backend verifies; below them lies no security, above them a costly surprise.
fn verified_size(kind: KeyKind) -> bool {
    match kind {
        KeyKind::Rsa { bits } | KeyKind::RsaPss { bits } => (2048..=8192).contains(&bits),
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 | KeyKind::Ed25519 => true,
    }
}

/// Checks an RSA signature by a key that [`verify`] refuses for its size: the recorded sessions of RFC 8448 have
/// certificates of 1024 bits. For tests and the study of recordings only; such a key proves nothing about a live peer.
///
/// # Errors
/// [`VerifyFailed`].
pub fn verify_weak_rsa<'k>(
    algorithm: SignatureAlgorithm,
    key: impl Into<PublicKeyRef<'k>>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    verify_rsa_in_plain_rust(algorithm, &key.into(), message, signature)
}

fn verify_rsa_in_plain_rust(
    algorithm: SignatureAlgorithm,
    key: &PublicKeyRef<'_>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    let key_of_rsa = || RsaPublicKey::from_pkcs1_der(key.key_bytes()).map_err(|_| VerifyFailed::Unsupported);
    let verified = match algorithm {
        _ if !algorithm.fits_key(key) => return Err(VerifyFailed::KeyMismatch),
        SignatureAlgorithm::RsaPkcs1(hash) => {
            pkcs1(hash).verify(&key_of_rsa()?, hash.digest(&[message]).as_ref(), signature)
        }
        SignatureAlgorithm::RsaPss(hash) => {
            pss(hash, hash.output_len(), &key_of_rsa()?, hash.digest(&[message]).as_ref(), signature)
        }
        SignatureAlgorithm::RsaPssSalt(hash, salt) => {
            pss(hash, salt.into(), &key_of_rsa()?, hash.digest(&[message]).as_ref(), signature)
        }
        _ => return Err(VerifyFailed::KeyMismatch),
    };
    verified.map_err(|_| VerifyFailed::BadSignature)
}

fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    match hash {
        Hash::Sha256 => Pkcs1v15Sign::new::<sha2::Sha256>(),
        Hash::Sha384 => Pkcs1v15Sign::new::<sha2::Sha384>(),
        Hash::Sha512 => Pkcs1v15Sign::new::<sha2::Sha512>(),
    }
}

/// `salt` is a length in bytes.
fn pss(
    hash: Hash,
    salt: usize,
    key: &RsaPublicKey,
    digest: &[u8],
    signature: &[u8],
) -> rsa::errors::Result<()> {
    match hash {
        Hash::Sha256 => Pss::<sha2::Sha256>::new_with_salt(salt).verify(key, digest, signature),
        Hash::Sha384 => Pss::<sha2::Sha384>::new_with_salt(salt).verify(key, digest, signature),
        Hash::Sha512 => Pss::<sha2::Sha512>::new_with_salt(salt).verify(key, digest, signature),
    }
}

/// What the live backend verifies.
fn backend(algorithm: SignatureAlgorithm) -> Option<&'static dyn signature::VerificationAlgorithm> {
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        SignatureAlgorithm::RsaPss(Hash::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
        SignatureAlgorithm::RsaPss(Hash::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
        SignatureAlgorithm::RsaPss(Hash::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
        SignatureAlgorithm::EcdsaP256(Hash::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        SignatureAlgorithm::EcdsaP256(Hash::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        SignatureAlgorithm::EcdsaP384(Hash::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        SignatureAlgorithm::EcdsaP384(Hash::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        SignatureAlgorithm::Ed25519 => &signature::ED25519,
        SignatureAlgorithm::RsaPssSalt(..)
        | SignatureAlgorithm::EcdsaP256(Hash::Sha512)
        | SignatureAlgorithm::EcdsaP384(Hash::Sha512)
        | SignatureAlgorithm::EcdsaP521(_) => return None,
    })
}

/// What it does not, beside salts of RSASSA-PSS: ECDSA with SHA-512, and P-521.
fn verify_in_plain_rust(
    algorithm: SignatureAlgorithm,
    key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    let verified = match algorithm {
        SignatureAlgorithm::EcdsaP256(hash) => p256(key, hash.digest(&[message]).as_ref(), signature),
        SignatureAlgorithm::EcdsaP384(hash) => p384(key, hash.digest(&[message]).as_ref(), signature),
        SignatureAlgorithm::EcdsaP521(hash) => p521(key, hash.digest(&[message]).as_ref(), signature),
        SignatureAlgorithm::RsaPkcs1(_)
        | SignatureAlgorithm::RsaPss(_)
        | SignatureAlgorithm::RsaPssSalt(..)
        | SignatureAlgorithm::Ed25519 => {
            return Err(VerifyFailed::Unsupported);
        }
    };
    verified.map_err(|_| VerifyFailed::BadSignature)
}

fn p256(key: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), p256::ecdsa::Error> {
    let signature = p256::ecdsa::Signature::from_der(signature)?;
    p256::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify_prehash(digest, &signature)
}

fn p384(key: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), p384::ecdsa::Error> {
    let signature = p384::ecdsa::Signature::from_der(signature)?;
    p384::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify_prehash(digest, &signature)
}

fn p521(key: &[u8], digest: &[u8], signature: &[u8]) -> Result<(), p521::ecdsa::Error> {
    let signature = p521::ecdsa::Signature::from_der(signature)?;
    p521::ecdsa::VerifyingKey::from_sec1_bytes(key)?.verify_prehash(digest, &signature)
}

/// `ECDSA P-256 with SHA-256`: what the key is, as a [`KeyKind`] is shown, and what it hashes with.
impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(hash) => write!(f, "RSASSA-PKCS1-v1_5 with {hash}"),
            Self::RsaPss(hash) => write!(f, "RSASSA-PSS with {hash}"),
            Self::RsaPssSalt(hash, salt) => write!(f, "RSASSA-PSS with {hash} and a salt of {salt} bytes"),
            Self::EcdsaP256(hash) => write!(f, "{} with {hash}", KeyKind::P256),
            Self::EcdsaP384(hash) => write!(f, "{} with {hash}", KeyKind::P384),
            Self::EcdsaP521(hash) => write!(f, "{} with {hash}", KeyKind::P521),
            Self::Ed25519 => write!(f, "{}", KeyKind::Ed25519),
        }
    }
}

impl fmt::Display for VerifyFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyMismatch => "the signature algorithm is none of this key",
            Self::Unsupported => "RSA signatures are verified by keys of 2048 to 8192 bits",
            Self::BadSignature => "the signature does not verify",
        })
    }
}

impl core::error::Error for VerifyFailed {}

#[cfg(test)]
mod tests;
