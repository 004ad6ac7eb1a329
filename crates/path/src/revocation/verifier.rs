//! Signatures on CRLs, on OCSP responses, and on the certificates of responders.

use handfast_crypto::public_key::{KeyKind, PublicKeyRef};

use super::{CrlFault, OcspFault};
use crate::budget::Budget;
use crate::cert::Time;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::signature::{SignatureFault, Signed};

/// Verifies what the policy lets pass, within the budget.
pub(crate) struct Verifier<'v> {
    pub(crate) policy: &'v Policy,
    pub(crate) now: Time,
    pub(crate) budget: &'v mut Budget,
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
    /// How it is signed is good enough.
    pub(crate) fn accepts(&self, signed: &Signed<'_>) -> Result<(), SignatureFault> {
        signed.scheme(self.policy.revocation.sha1).map(|_| ())
    }

    /// This key, which is strong enough, signed it.
    pub(crate) fn verify<F: From<SignatureFault>>(
        &mut self,
        key: &PublicKeyRef<'_>,
        signed: &Signed<'_>,
    ) -> Result<(), Useless<F>> {
        self.budget.signature().map_err(Useless::Spent)?;
        let is_strong = if self.is_strong(key) { Ok(()) } else { Err(SignatureFault::Wrong) };
        let verified = is_strong.and_then(|()| signed.verify(key, self.policy.revocation.sha1));
        verified.map_err(|fault| Useless::Fault(fault.into()))
    }

    /// Whether the key is good enough to believe what it signed.
    pub(crate) fn is_strong(&self, key: &PublicKeyRef<'_>) -> bool {
        match key.kind() {
            KeyKind::Rsa { bits } | KeyKind::RsaPss { bits } => self.policy.accepts_rsa(bits),
            _ => true,
        }
    }
}

impl From<SignatureFault> for CrlFault {
    fn from(fault: SignatureFault) -> Self {
        match fault {
            SignatureFault::Unsupported => Self::UnsupportedSignature,
            SignatureFault::Weak(hash) => Self::WeakSignature { hash },
            SignatureFault::Wrong => Self::BadSignature,
        }
    }
}

impl From<SignatureFault> for OcspFault {
    fn from(fault: SignatureFault) -> Self {
        match fault {
            SignatureFault::Unsupported => Self::UnsupportedSignature,
            SignatureFault::Weak(hash) => Self::WeakSignature { hash },
            SignatureFault::Wrong => Self::BadSignature,
        }
    }
}
