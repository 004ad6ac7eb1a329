//! issuer: "MUST contain a non-empty distinguished name" (RFC 5280 §4.1.2.4).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "issuer", clause: rfc5280("4.1.2.4"), check };

/// Without a name an issuer cannot be looked for; an empty name could chain anything to anything.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if cert.has_empty_issuer() {
        return Err(Refusal::EmptyIssuer { at: position.at });
    }
    holds()
}
