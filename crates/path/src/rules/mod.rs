//! The rules, each a pure function of a certificate and its position.

mod basic_constraints;
pub(crate) mod conforming;
mod extended_key_usage;
mod extensions;
pub(crate) mod forum;
mod issuer;
mod key_usage;
pub(crate) mod name_constraints;
pub(crate) mod policies;
pub(crate) mod public_key;
mod serial_number;
pub(crate) mod signature;
mod signature_algorithm;
mod subject_alt_name;
mod validity;
mod version;

use handfast_rule::Clause;

use crate::cert::{Cert, Time};
use crate::node::Node;
use crate::policy::Policy;
use crate::refusal::{At, Refusal, Source, Warning};

/// A rule that reads one certificate alone.
pub(crate) struct Rule {
    /// The field it reads.
    pub(crate) name: &'static str,
    pub(crate) clause: Clause,
    pub(crate) check: fn(&Cert<'_>, &Position<'_>) -> Verdict,
}

/// What a rule says: it holds, or it holds by the grace of the profile, or it does not hold.
pub(crate) type Verdict = Result<Option<Warning>, Refusal>;

/// Not a constant: that would be copied whole, and a refusal is large.
#[inline]
pub(crate) const fn holds() -> Verdict {
    Ok(None)
}

/// A certificate in its place, for the rules that read a whole path: from the trust anchor down to the end entity, the order
/// of RFC 5280 §6.1.
#[derive(Clone, Copy)]
pub(crate) struct Step<'n, 'c> {
    pub(crate) at: At,
    pub(crate) cert: &'n Cert<'c>,
}

impl Step<'_, '_> {
    pub(crate) const fn is_anchor(&self) -> bool {
        matches!(self.at.source, Source::Anchor(_))
    }
}

/// What the certificate at the end of a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// To prove who the peer is.
    Peer,
    /// To sign CRLs or OCSP responses (RFC 5280 §6.3.3 (f)). Whether it may, is asked by who reads them.
    EvidenceSigner,
}

/// Where a certificate stands, and what is demanded there.
pub(crate) struct Position<'p> {
    pub(crate) at: At,
    /// What stands below it in the path.
    pub(crate) below: Option<&'p Node<'p, 'p>>,
    pub(crate) policy: &'p Policy,
    /// Whose path it is.
    pub(crate) role: Role,
    pub(crate) now: Time,
}

impl Position<'_> {
    /// The path is asked for no purpose of TLS.
    pub(crate) fn is_for_evidence(&self) -> bool {
        self.role == Role::EvidenceSigner
    }

    /// RSA signatures over SHA-1 are taken on what only serves to verify evidence.
    pub(crate) fn accepts_sha1(&self) -> bool {
        self.is_for_evidence() && self.policy.revocation.sha1
    }

    /// The authorities below it that are not self-issued. Never more than its depth less one; it compares names.
    pub(crate) fn authorities_below(&self) -> u8 {
        self.below.map_or(0, Node::authorities)
    }

    pub(crate) const fn is_end_entity(&self) -> bool {
        self.at.depth == 0
    }

    pub(crate) const fn is_anchor(&self) -> bool {
        matches!(self.at.source, Source::Anchor(_))
    }
}

/// All rules hold, and none by the grace of the profile. Most certificates are so: the rules are asked without detours.
#[inline]
pub(crate) fn all_hold(cert: &Cert<'_>, position: &Position<'_>) -> bool {
    let holds = |rule: &Rule| matches!((rule.check)(cert, position), Ok(None));
    ALL.iter().all(holds) && position.policy.table().rules.iter().all(holds)
}

/// Those of every profile; what is cheap and general comes first.
pub(crate) const ALL: &[Rule] = &[
    version::RULE,
    serial_number::RULE,
    signature_algorithm::RULE,
    issuer::RULE,
    validity::RULE,
    extensions::RULE,
    subject_alt_name::RULE,
    basic_constraints::RULE,
    key_usage::RULE,
    extended_key_usage::RULE,
];
