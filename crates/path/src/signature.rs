//! Signatures on certificates, on CRLs and on OCSP responses.

use handfast_crypto::public_key::{KeyKind, PublicKeyRef};
use handfast_crypto::sha1;
use handfast_crypto::verify::{VerifyFailed, verify, verify_weak_rsa};

use crate::algorithm::Scheme;
use crate::refusal::WeakHash;

/// Something that is signed.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'s> {
    /// The content of the AlgorithmIdentifier.
    pub(crate) algorithm: &'s [u8],
    pub(crate) message: &'s [u8],
    pub(crate) signature: &'s [u8],
}

/// Why a signature is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureFault {
    Unsupported,
    Weak(WeakHash),
    Wrong,
}

impl Signed<'_> {
    /// How it is signed, if that is good enough: over SHA-1 only with RSA, and only where that is accepted.
    pub(crate) fn scheme(&self, accepts_sha1: bool) -> Result<Scheme, SignatureFault> {
        match Scheme::of(self.algorithm).ok_or(SignatureFault::Unsupported)? {
            Scheme::Weak(WeakHash::Sha1) if accepts_sha1 && is_sha1_with_rsa(self.algorithm) => {
                Ok(Scheme::Weak(WeakHash::Sha1))
            }
            Scheme::Weak(hash) => Err(SignatureFault::Weak(hash)),
            scheme => Ok(scheme),
        }
    }

    /// This key signed it. Whether the key is strong enough is asked before.
    pub(crate) fn verify(&self, key: &PublicKeyRef<'_>, accepts_sha1: bool) -> Result<(), SignatureFault> {
        let Self { message, signature, .. } = *self;
        let verified = match self.scheme(accepts_sha1)? {
            Scheme::Weak(_) => sha1::verify_rsa(*key, message, signature),
            scheme => match scheme.with(key.kind()) {
                Some(algorithm) if is_weak(key) => verify_weak_rsa(algorithm, *key, message, signature),
                Some(algorithm) => verify(algorithm, *key, message, signature),
                None => Err(VerifyFailed::KeyMismatch),
            },
        };
        verified.map_err(|_| SignatureFault::Wrong)
    }
}

/// sha1WithRSAEncryption: 1.2.840.113549.1.1.5.
fn is_sha1_with_rsa(algorithm: &[u8]) -> bool {
    algorithm.starts_with(&[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05])
}

/// Met only under a policy for test vectors.
fn is_weak(key: &PublicKeyRef<'_>) -> bool {
    matches!(key.kind(), KeyKind::Rsa { bits: ..2048 } | KeyKind::RsaPss { bits: ..2048 })
}
