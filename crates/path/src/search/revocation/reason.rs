//! Which of many reasons to give for not knowing.

use crate::refusal::{At, Refusal};
use crate::revocation::{CrlFault, OcspFault, Witness};

/// The most telling reason so far why nothing is known of a certificate.
pub(super) struct Reasons(Refusal);

impl Reasons {
    pub(super) const fn none(at: At) -> Self {
        Self(Refusal::NoRevocationInformation { at })
    }

    /// Of equals the one met first: it is about the newest.
    pub(super) fn add(&mut self, refusal: Refusal) {
        if weight(&refusal) > weight(&self.0) {
            self.0 = refusal;
        }
    }

    /// Then nothing else that is known counts.
    pub(super) const fn are_a_bad_staple(&self) -> bool {
        is_bad_staple(&self.0)
    }

    pub(super) const fn most_telling(&self) -> Refusal {
        self.0
    }
}

/// The closer it came to an answer, the more it tells.
const fn weight(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::NoRevocationInformation { .. } => 0,
        refusal if is_bad_staple(refusal) => 8,
        Refusal::OcspUnusable { fault: OcspFault::Unsuccessful { .. }, .. } => 1,
        Refusal::CrlUnusable { fault: CrlFault::OtherScope, .. } => 2,
        Refusal::CrlUnusable { fault: CrlFault::DeltaWithoutBase, .. } => 3,
        Refusal::CrlUnusable { fault: CrlFault::SomeReasonsOnly, .. } => 6,
        Refusal::CrlUnusable { .. } | Refusal::OcspUnusable { .. } => 4,
        Refusal::CrlExpired { .. } | Refusal::OcspStale { .. } => 5,
        _ => 7,
    }
}

/// The peer stapled an answer that is none: whoever asked for it must refuse that (RFC 6066 §8).
const fn is_bad_staple(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::OcspUnusable { by: Witness::Stapled(_), .. }
            | Refusal::OcspStale { by: Witness::Stapled(_), .. }
            | Refusal::OcspUnknown { by: Witness::Stapled(_), .. }
    )
}

/// Nobody can say: what [`Missing::Soft`](crate::revocation::Missing::Soft) lets pass.
pub(super) const fn is_ignorance(refusal: &Refusal) -> bool {
    let is_unknown = matches!(
        refusal,
        Refusal::NoRevocationInformation { .. }
            | Refusal::OcspUnusable { .. }
            | Refusal::CrlUnusable { .. }
            | Refusal::CrlExpired { .. }
            | Refusal::OcspStale { .. }
            | Refusal::OcspUnknown { .. }
    );
    is_unknown && !is_bad_staple(refusal)
}
