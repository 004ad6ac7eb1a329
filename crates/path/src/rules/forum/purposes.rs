//! extendedKeyUsage of a subscriber: "anyExtendedKeyUsage MUST NOT" (Baseline Requirements §7.1.2.7.10).

use handfast_rule::baseline_requirements;

use crate::cert::Cert;
use crate::refusal::Refusal;
use crate::rules::extended_key_usage::ANY_EXTENDED_KEY_USAGE;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule =
    Rule { name: "anyExtendedKeyUsage", clause: baseline_requirements("7.1.2.7.10"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let mut purposes = cert.extensions.extended_key_usage.into_iter().flat_map(|usage| usage.purposes());
    if position.is_end_entity() && purposes.any(|purpose| purpose == ANY_EXTENDED_KEY_USAGE) {
        return Err(Refusal::AnyPurpose { at: position.at });
    }
    holds()
}
