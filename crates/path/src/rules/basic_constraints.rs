//! basicConstraints (RFC 5280 §4.2.1.9, §6.1.4 (k) to (m)).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "basicConstraints", clause: rfc5280("6.1.4"), check };

/// An issuer is an authority, and no more authorities follow than it allows. The end entity may be an authority too:
/// nothing forbids it, and the one self-signed certificate of a small installation is both.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if position.is_end_entity() || (position.is_anchor() && cert.version == 1) {
        return holds();
    }
    let at = position.at;
    let constraints = cert.extensions.basic_constraints.filter(|constraints| constraints.ca);
    let constraints = constraints.ok_or(Refusal::NotAuthority { at })?;
    let Some(limit) = constraints.path_len.filter(|limit| u32::from(at.depth) > limit.saturating_add(1))
    else {
        return holds();
    };
    let below = position.authorities_below();
    if u32::from(below) > limit { Err(Refusal::PathLength { at, limit, below }) } else { holds() }
}
