//! Signatures on CRLs, on OCSP responses, and on the certificates of responders.

use handfast_crypto::public_key::{KeyKind, PublicKey};
use handfast_crypto::sha1;
use handfast_crypto::verify::{VerifyFailed, verify, verify_weak_rsa};

use super::{CrlFault, OcspFault};
use crate::algorithm::Scheme;
use crate::budget::Budget;
use crate::cert::Time;
use crate::policy::Policy;
use crate::refusal::{Refusal, WeakHash};

/// Verifies what the policy lets pass, within the budget.
pub(crate) struct Verifier<'v> {
    pub(crate) policy: &'v Policy,
    pub(crate) now: Time,
    pub(crate) budget: &'v mut Budget,
}

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
    /// It was not looked at: [`Refusal::BudgetSpent`].
    Spent(Refusal),
}

/// Why evidence says nothing, or that the search is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Useless<F> {
    Fault(F),
    /// [`Refusal::BudgetSpent`].
    Spent(Refusal),
}

impl<F> Useless<F> {
    pub(crate) fn map<T>(self, to: impl FnOnce(F) -> T) -> Useless<T> {
        match self {
            Self::Fault(fault) => Useless::Fault(to(fault)),
            Self::Spent(spent) => Useless::Spent(spent),
        }
    }
}

impl Verifier<'_> {
    /// This key signed it.
    pub(crate) fn verify(&mut self, key: &PublicKey, signed: &Signed<'_>) -> Result<(), SignatureFault> {
        self.budget.signature().map_err(SignatureFault::Spent)?;
        let Signed { algorithm, message, signature } = *signed;
        let verified = match Scheme::of(algorithm).ok_or(SignatureFault::Unsupported)? {
            Scheme::Weak(WeakHash::Sha1) if self.policy.revocation.sha1 && is_rsa_pkcs1(algorithm) => {
                sha1::verify_rsa(key, message, signature)
            }
            Scheme::Weak(hash) => return Err(SignatureFault::Weak(hash)),
            scheme => match scheme.with(key.kind()) {
                Some(algorithm) if self.is_weak(key) => verify_weak_rsa(algorithm, key, message, signature),
                Some(algorithm) => verify(algorithm, key, message, signature),
                None => Err(VerifyFailed::KeyMismatch),
            },
        };
        verified.map_err(|_| SignatureFault::Wrong)
    }

    /// Whether the key is good enough to believe what it signed.
    pub(crate) fn is_strong(&self, key: &PublicKey) -> bool {
        match key.kind() {
            KeyKind::Rsa { bits } | KeyKind::RsaPss { bits } => self.policy.accepts_rsa(bits),
            _ => true,
        }
    }

    /// Only under a policy for test vectors.
    fn is_weak(&self, key: &PublicKey) -> bool {
        let weak = matches!(key.kind(), KeyKind::Rsa { bits: ..2048 } | KeyKind::RsaPss { bits: ..2048 });
        weak && self.is_strong(key)
    }
}

/// sha1WithRSAEncryption: 1.2.840.113549.1.1.5.
fn is_rsa_pkcs1(algorithm: &[u8]) -> bool {
    algorithm.starts_with(&[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05])
}

impl From<SignatureFault> for Useless<CrlFault> {
    fn from(fault: SignatureFault) -> Self {
        Self::Fault(match fault {
            SignatureFault::Unsupported => CrlFault::UnsupportedSignature,
            SignatureFault::Weak(hash) => CrlFault::WeakSignature { hash },
            SignatureFault::Wrong => CrlFault::BadSignature,
            SignatureFault::Spent(spent) => return Self::Spent(spent),
        })
    }
}

impl From<SignatureFault> for Useless<OcspFault> {
    fn from(fault: SignatureFault) -> Self {
        Self::Fault(match fault {
            SignatureFault::Unsupported => OcspFault::UnsupportedSignature,
            SignatureFault::Weak(hash) => OcspFault::WeakSignature { hash },
            SignatureFault::Wrong => OcspFault::BadSignature,
            SignatureFault::Spent(spent) => return Self::Spent(spent),
        })
    }
}
