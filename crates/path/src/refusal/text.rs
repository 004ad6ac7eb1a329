//! Refusals as text.

use core::fmt;

use super::{At, Refusal};
use crate::algorithm::name as algorithm_name;
use crate::cert::NameForm;
use crate::name::NotSvid;

/// The sentence, what is known beside it, where, and the clause.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, clause, sentence) = self.parts();
        f.write_str(sentence)?;
        self.details(f)?;
        match self.at() {
            Some(at) => write!(f, " [{at}; {clause}]"),
            None => write!(f, " [{clause}]"),
        }
    }
}

impl core::error::Error for Refusal {}

impl Refusal {
    /// What is known beside the sentence.
    fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { malformed, .. } => write!(f, ": {malformed}"),
            Self::NotVersion3 { version, .. } => write!(f, " (version {version})"),
            Self::Expired { not_after, now, .. } => write!(f, ": notAfter {not_after}, judged at {now}"),
            Self::NotYetValid { not_before, now, .. } => {
                write!(f, ": notBefore {not_before}, judged at {now}")
            }
            Self::PathLength { limit, below, .. } => write!(f, ": {below} follow, {limit} may"),
            Self::WrongPurpose { wanted, .. } => write!(f, ": {} is wanted", wanted.name()),
            Self::UnknownCriticalExtension { extension, .. } => write!(f, ": {extension}"),
            Self::UnhandledExtension { extension, .. }
            | Self::WronglyCritical { extension, .. }
            | Self::NotCritical { extension, .. }
            | Self::MissingExtension { extension, .. }
            | Self::ForbiddenExtension { extension, .. } => write!(f, ": {}", extension.name()),
            Self::MalformedHostName { index, .. } => write!(f, ": number {} in subjectAltName", index + 1),
            Self::KeyIdentifier { fault, .. } => write!(f, ": {}", fault.words()),
            Self::NoValidPolicy { by, .. } | Self::OtherPolicies { by, .. } => match by {
                Some(by) => write!(f, ": required by policyConstraints of {by}"),
                None => f.write_str(": required by who asks"),
            },
            Self::MalformedConstraint { form, .. } => write!(f, ": {}", form.name()),
            Self::NameNotPermitted { by, form, index, .. }
            | Self::NameExcluded { by, form, index, .. }
            | Self::NameNotPlaced { by, form, index, .. }
            | Self::UnsupportedConstraint { by, form, index, .. } => constrained(f, *by, *form, *index),
            Self::UnsupportedKey { error, .. } => write!(f, ": {error}"),
            Self::UnsupportedSignature { algorithm, .. } => write!(f, ": {}", algorithm_name(*algorithm)),
            Self::KeySize { bits, .. } => write!(f, ": {bits} bits"),
            Self::WeakSignature { hash, .. } => write!(f, ": {}", hash.name()),
            Self::Revoked { since, reason, by, .. } => write!(f, " since {since}, {reason}, says {by}"),
            Self::CrlExpired { crl, until, now, .. } => {
                write!(f, ": CRL {crl}, good until {until}, judged at {now}")
            }
            Self::OcspStale { by, until, now, .. } => {
                write!(f, ": {by}, good until {until}, judged at {now}")
            }
            Self::CrlUnusable { crl, fault, .. } => {
                fault.details(f)?;
                write!(f, " (CRL {crl})")
            }
            Self::OcspUnusable { by, fault, .. } => {
                fault.details(f)?;
                write!(f, " ({by})")
            }
            Self::OcspUnknown { by, .. } => write!(f, " ({by})"),
            Self::BudgetSpent { limit } => write!(f, ": {}", limit.name()),
            Self::NameMismatch { presented } => write!(f, " ({presented} of the wanted type)"),
            Self::NotSvid { fault: NotSvid::UriCount { found } } => write!(f, " ({found} URIs)"),
            Self::UnknownKey { known } => write!(f, " ({known} are)"),
            Self::NotAllowed { rules } => write!(f, " ({rules} rules)"),
            _ => Ok(()),
        }
    }
}

/// `: dNSName, number 2 in subjectAltName, constrained by depth 1, intermediate 0`
fn constrained(f: &mut fmt::Formatter<'_>, by: At, form: NameForm, index: Option<usize>) -> fmt::Result {
    write!(f, ": {}", form.name())?;
    match index {
        Some(index) => write!(f, ", number {} in subjectAltName", index + 1)?,
        None => f.write_str(" in the subject")?,
    }
    write!(f, ", constrained by {by}")
}
