//! The order in which presented certificates of the right name are tried: by the key identifiers, and of equals those
//! first that are valid now. Hints and no more (RFC 4158 §3.5).

use crate::decision::Fit;

/// The place of a candidate in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rank {
    pub(super) fit: Fit,
    pub(super) is_valid: bool,
}

impl Rank {
    pub(super) const ORDER: [Self; 6] = [
        Self { fit: Fit::KeyIdsMatch, is_valid: true },
        Self { fit: Fit::KeyIdsMatch, is_valid: false },
        Self { fit: Fit::NoKeyIds, is_valid: true },
        Self { fit: Fit::NoKeyIds, is_valid: false },
        Self { fit: Fit::KeyIdsDiffer, is_valid: true },
        Self { fit: Fit::KeyIdsDiffer, is_valid: false },
    ];
}
