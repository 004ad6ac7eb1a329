//! How much a search may cost. The certificates are the peer's and may be tangled on purpose.

use crate::refusal::{Limit, Refusal};

/// The limits of one search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The most authorities between the end entity and the anchor, those that are self-issued not counted. 6 as in mozilla::pkix (`MAX_SUBCA_COUNT`) and
    /// rustls-webpki; public chains have one or two.
    pub intermediates: u8,
    /// The most signatures verified. 100 as in Go's crypto/x509 since CVE-2018-16875.
    pub signatures: u32,
    /// The most certificates considered as an issuer. 200 000 as mozilla::pkix allows path building steps.
    pub candidates: u32,
    /// The most names compared with name constraints. 250 000 as in rustls-webpki and Go's crypto/x509.
    pub comparisons: u32,
}

impl Limits {
    /// The limits described at each field.
    pub const DEFAULT: Self =
        Self { intermediates: 6, signatures: 100, candidates: 200_000, comparisons: 250_000 };
}

/// What is left of the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Signatures that may still be verified.
    pub signatures: u32,
    /// Candidates that may still be considered.
    pub candidates: u32,
    /// Names that may still be compared with name constraints.
    pub comparisons: u32,
}

impl Budget {
    pub(crate) const fn new(limits: &Limits) -> Self {
        Self { signatures: limits.signatures, candidates: limits.candidates, comparisons: limits.comparisons }
    }

    pub(crate) fn signature(&mut self) -> Result<(), Refusal> {
        spend(&mut self.signatures, 1, Limit::Signatures)
    }

    pub(crate) fn candidate(&mut self) -> Result<(), Refusal> {
        spend(&mut self.candidates, 1, Limit::Candidates)
    }

    pub(crate) fn comparisons(&mut self, count: usize) -> Result<(), Refusal> {
        spend(&mut self.comparisons, count, Limit::Comparisons)
    }
}

fn spend(left: &mut u32, count: usize, limit: Limit) -> Result<(), Refusal> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    *left = left.checked_sub(count).ok_or(Refusal::BudgetSpent { limit })?;
    Ok(())
}
