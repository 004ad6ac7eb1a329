//! Why an authority takes a certificate back (RFC 5280 §5.3.1).

use core::fmt;

use handfast_path::revocation::Reason;
use x509_cert::ext::pkix::CrlReason;

/// Those that a certificate can be revoked for, in the order of their numbers: no reason is given by giving none, and
/// removeFromCRL is for delta CRLs alone.
pub const REASONS: &[Reason] = &[
    Reason::KeyCompromise,
    Reason::CaCompromise,
    Reason::AffiliationChanged,
    Reason::Superseded,
    Reason::CessationOfOperation,
    Reason::CertificateHold,
    Reason::PrivilegeWithdrawn,
    Reason::AaCompromise,
];

/// The one of [`REASONS`] with this name in RFC 5280, whatever its case: openssl writes some in another.
///
/// # Errors
/// [`UnknownReason`] lists the names.
pub fn reason_named(name: &str) -> Result<Reason, UnknownReason> {
    let is_named = |reason: &Reason| reason.name().eq_ignore_ascii_case(name);
    REASONS.iter().copied().find(is_named).ok_or(UnknownReason)
}

/// The number on the wire.
pub(super) const fn code(reason: Reason) -> CrlReason {
    match reason {
        Reason::Unspecified => CrlReason::Unspecified,
        Reason::KeyCompromise => CrlReason::KeyCompromise,
        Reason::CaCompromise => CrlReason::CaCompromise,
        Reason::AffiliationChanged => CrlReason::AffiliationChanged,
        Reason::Superseded => CrlReason::Superseded,
        Reason::CessationOfOperation => CrlReason::CessationOfOperation,
        Reason::CertificateHold => CrlReason::CertificateHold,
        Reason::RemoveFromCrl => CrlReason::RemoveFromCRL,
        Reason::PrivilegeWithdrawn => CrlReason::PrivilegeWithdrawn,
        Reason::AaCompromise => CrlReason::AaCompromise,
    }
}

/// A text that names no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownReason;

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reason is one of ")?;
        let names: Vec<_> = REASONS.iter().map(|reason| reason.name()).collect();
        f.write_str(&names.join(", "))
    }
}

impl core::error::Error for UnknownReason {}
