//! signature and signatureAlgorithm: one and the same (RFC 5280 §4.1.1.2).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "signatureAlgorithm", clause: rfc5280("4.1.1.2"), check };

/// The field outside is not signed: if it could differ, an attacker could choose it.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if cert.signature_inside == cert.signature_algorithm {
        return holds();
    }
    Err(Refusal::SignatureAlgorithmsDiffer { at: position.at })
}
