//! Which entry of the catalogue a refusal of a chain is.

use handfast::Role;
use handfast::path::Refusal;
use handfast::path::revocation::CrlFault;

use super::Failure;

/// Of a chain whose end entity plays this role. None for faults so rare that the catalogue has no number for them: the
/// refusal speaks for itself.
#[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
pub(super) const fn failure(refusal: &Refusal, holder: Role) -> Option<Failure> {
    use Refusal as R;
    Some(match refusal {
        R::NotVersion3 { .. } => Failure::F34,
        R::Expired { .. } => Failure::F06,
        R::NotYetValid { .. } => Failure::F09,
        R::WrongPurpose { at, .. } if at.depth == 0 => Failure::F07,
        R::WrongPurpose { .. } => Failure::F08,
        R::Revoked { .. } => Failure::F10,
        R::CrlExpired { .. } | R::CrlUnusable { fault: CrlFault::NotYetValid { .. }, .. } => Failure::F12,
        R::NoRevocationInformation { .. } | R::CrlUnusable { .. } => Failure::F11,
        R::OcspStale { .. } | R::OcspUnknown { .. } | R::OcspUnusable { .. } => Failure::F13,
        R::MayNotSignHandshakes { .. } => Failure::F14,
        R::WeakSignature { .. } | R::KeySize { .. } => Failure::F15,
        R::NameMismatch { .. } | R::NoSubjectAltName | R::NotSvid { .. } => Failure::F22,
        R::UnknownIssuer { .. } | R::SelfSigned { .. } | R::NamesakeIssuer { .. } => match holder {
            Role::Client => Failure::F02,
            Role::Server => Failure::F23,
        },
        R::NotAllowed { .. } => Failure::F31,
        R::NotAuthority { .. }
        | R::PathLength { .. }
        | R::MayNotSignCertificates { .. }
        | R::NameNotPermitted { .. }
        | R::NameExcluded { .. }
        | R::NameNotPlaced { .. }
        | R::UnsupportedConstraint { .. } => Failure::F33,
        R::Malformed { .. }
        | R::LongSerialNumber { .. }
        | R::SerialNumberNotPositive { .. }
        | R::TimeType { .. }
        | R::SignatureAlgorithmsDiffer { .. }
        | R::EmptyIssuer { .. }
        | R::KeyCertSignWithoutAuthority { .. }
        | R::MayNotDecrypt { .. }
        | R::EmptySubjectAltName { .. }
        | R::UnknownCriticalExtension { .. }
        | R::UnhandledExtension { .. }
        | R::WronglyCritical { .. }
        | R::NoValidPolicy { .. }
        | R::OtherPolicies { .. }
        | R::NotCritical { .. }
        | R::MissingExtension { .. }
        | R::ForbiddenExtension { .. }
        | R::MalformedHostName { .. }
        | R::AuthorityAsEndEntity { .. }
        | R::AnyPurpose { .. }
        | R::CommonNameNotAmongNames { .. }
        | R::KeyIdentifier { .. }
        | R::EmptyNameConstraints { .. }
        | R::ConstraintDistance { .. }
        | R::MalformedConstraint { .. }
        | R::UnsupportedKey { .. }
        | R::MalformedKey { .. }
        | R::UnsupportedSignature { .. }
        | R::BadSignature { .. }
        | R::TooDeep { .. }
        | R::UnknownKey { .. }
        | R::BudgetSpent { .. } => return None,
    })
}
