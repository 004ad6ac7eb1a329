//! basicConstraints of a subscriber: "cA MUST be FALSE" (Baseline Requirements §7.1.2.7.8).

use handfast_rule::baseline_requirements;

use crate::cert::Cert;
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule =
    Rule { name: "basicConstraints of a subscriber", clause: baseline_requirements("7.1.2.7.8"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let is_authority = cert.extensions.basic_constraints.is_some_and(|constraints| constraints.ca);
    if position.is_end_entity() && is_authority {
        return Err(Refusal::AuthorityAsEndEntity { at: position.at });
    }
    holds()
}
