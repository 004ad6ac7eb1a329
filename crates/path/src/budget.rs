//! How much a search may cost. The certificates are the peer's and may be tangled on purpose.

use crate::refusal::{Limit, Refusal};

/// The limits of one search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most authorities between the end entity and the anchor. 6 as in mozilla::pkix (`MAX_SUBCA_COUNT`) and
    /// rustls-webpki; public chains have one or two.
    pub intermediates: u8,
    /// The most signatures verified. 100 as in Go's crypto/x509 since CVE-2018-16875.
    pub signatures: u32,
    /// The most certificates considered as an issuer. 200 000 as mozilla::pkix allows path building steps.
    pub candidates: u32,
}

impl Limits {
    /// The limits described at each field.
    pub const DEFAULT: Self = Self { intermediates: 6, signatures: 100, candidates: 200_000 };
}

/// What is left of the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Signatures that may still be verified.
    pub signatures: u32,
    /// Candidates that may still be considered.
    pub candidates: u32,
}

impl Budget {
    pub(crate) const fn new(limits: &Limits) -> Self {
        Self { signatures: limits.signatures, candidates: limits.candidates }
    }

    pub(crate) fn signature(&mut self) -> Result<(), Refusal> {
        spend(&mut self.signatures, Limit::Signatures)
    }

    pub(crate) fn candidate(&mut self) -> Result<(), Refusal> {
        spend(&mut self.candidates, Limit::Candidates)
    }
}

fn spend(left: &mut u32, limit: Limit) -> Result<(), Refusal> {
    *left = left.checked_sub(1).ok_or(Refusal::BudgetSpent { limit })?;
    Ok(())
}
