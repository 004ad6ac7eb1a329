//! Why a certificate was revoked (RFC 5280 §5.3.1), and sets of such reasons.

use core::fmt;

use crate::cert::{Element, Fault, Read};

/// `CRLReason ::= ENUMERATED`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No reason is given.
    Unspecified,
    /// The private key is known, or may be.
    KeyCompromise,
    /// The private key of an authority is.
    CaCompromise,
    /// The holder's name or affiliation has changed.
    AffiliationChanged,
    /// Another certificate stands in its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// It is suspended, and may come back.
    CertificateHold,
    /// In a delta CRL: it is no longer suspended, or has expired.
    RemoveFromCrl,
    /// A right that it attests was taken away.
    PrivilegeWithdrawn,
    /// The key of an attribute authority is known, or may be.
    AaCompromise,
}

impl Reason {
    /// By the number, of which 7 was never given out.
    pub(super) fn decode(code: &Element<'_>) -> Read<Self> {
        Ok(match code.value {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            _ => return Err(code.fault(Fault::Value)),
        })
    }

    /// The name in RFC 5280.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `ReasonFlags ::= BIT STRING`: bit 0 of the standard, which is unused, is the highest here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reasons(u16);

impl Reasons {
    pub(crate) const NONE: Self = Self(0);
    /// keyCompromise to aACompromise: bits 1 to 8.
    pub(crate) const ALL: Self = Self(0x7F80);

    pub(super) fn decode(flags: &Element<'_>) -> Read<Self> {
        Ok(Self(flags.named_bits()? & Self::ALL.0))
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is one here that `other` lacks.
    pub(crate) const fn adds_to(self, other: Self) -> bool {
        self.0 & !other.0 != 0
    }
}
