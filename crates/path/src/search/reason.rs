//! Which of many reasons to give.

use crate::refusal::Refusal;

/// How much a reason tells, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Nobody issued it; further up tells more.
    Unknown(u8),
    TooDeep,
    Namesake,
    /// One of those handed in cannot be read: it may be the missing one.
    Unread,
    /// The issuer is there, and its key or signature is no good.
    Edge,
    /// An anchor is reached but for this rule.
    Flaw,
}

impl Weight {
    pub(super) const fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::UnknownIssuer { at } | Refusal::SelfSigned { at } => Self::Unknown(at.depth),
            Refusal::TooDeep { .. } => Self::TooDeep,
            Refusal::NamesakeIssuer { .. } => Self::Namesake,
            Refusal::Malformed { .. } => Self::Unread,
            _ => Self::Edge,
        }
    }
}
