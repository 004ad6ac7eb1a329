//! Why a certificate was taken back (RFC 5280 §5.3.1).

use core::fmt;
use core::str::FromStr;

use x509_cert::ext::pkix::CrlReason;

/// CRLReason, by the names of RFC 5280 §5.3.1, which are also those of openssl.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The private key is, or may be, in other hands.
    KeyCompromise,
    /// The authority's private key is, or may be, in other hands.
    CaCompromise,
    /// The holder is no longer with the organisation.
    AffiliationChanged,
    /// Another certificate takes its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// For the time being only.
    CertificateHold,
    /// In a delta CRL: no longer on hold, or expired.
    RemoveFromCrl,
    /// What it says its holder may do, the holder may do no longer.
    PrivilegeWithdrawn,
    /// The attribute authority's key is, or may be, in other hands.
    AaCompromise,
}

impl Reason {
    /// Those that a certificate can be revoked for, in the order of their numbers.
    pub const ALL: &'static [Self] = &[
        Self::KeyCompromise,
        Self::CaCompromise,
        Self::AffiliationChanged,
        Self::Superseded,
        Self::CessationOfOperation,
        Self::CertificateHold,
        Self::PrivilegeWithdrawn,
        Self::AaCompromise,
    ];

    /// The name in the RFC: `"keyCompromise"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
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

    pub(super) const fn code(self) -> CrlReason {
        match self {
            Self::KeyCompromise => CrlReason::KeyCompromise,
            Self::CaCompromise => CrlReason::CaCompromise,
            Self::AffiliationChanged => CrlReason::AffiliationChanged,
            Self::Superseded => CrlReason::Superseded,
            Self::CessationOfOperation => CrlReason::CessationOfOperation,
            Self::CertificateHold => CrlReason::CertificateHold,
            Self::RemoveFromCrl => CrlReason::RemoveFromCRL,
            Self::PrivilegeWithdrawn => CrlReason::PrivilegeWithdrawn,
            Self::AaCompromise => CrlReason::AaCompromise,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Reason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        let named = |reason: &Self| reason.name().eq_ignore_ascii_case(text);
        Self::ALL.iter().copied().find(named).ok_or(UnknownReason)
    }
}

/// A text that names no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownReason;

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reason is one of ")?;
        let names: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        f.write_str(&names.join(", "))
    }
}

impl core::error::Error for UnknownReason {}
