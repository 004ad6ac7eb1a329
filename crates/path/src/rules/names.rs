//! issuer and subject (RFC 5280 §4.1.2.4, §4.1.2.6).

use handfast_rule::rfc5280;

use super::{Position, Rule};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "issuer", clause: rfc5280("4.1.2.4"), check };

/// Every issuer has a name, and so has every authority: an empty name could chain anything to anything.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Result<(), Refusal> {
    if cert.has_empty_issuer() {
        return Err(Refusal::EmptyIssuer { at: position.at });
    }
    if cert.has_empty_subject() && !position.is_end_entity() {
        return Err(Refusal::EmptySubject { at: position.at });
    }
    Ok(())
}
