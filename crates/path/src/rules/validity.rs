//! validity (RFC 5280 §4.1.2.5, §6.1.3 (a) (2)).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "validity", clause: rfc5280("6.1.3"), check };

/// Both ends belong to it.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let (at, now, validity) = (position.at, position.now, cert.validity);
    if now < validity.not_before {
        return Err(Refusal::NotYetValid { at, not_before: validity.not_before, now });
    }
    if now > validity.not_after {
        return Err(Refusal::Expired { at, not_after: validity.not_after, now });
    }
    holds()
}
