//! subjectAltName: "if the subjectAltName extension is present, the sequence MUST contain at least one entry" (RFC 5280
//! §4.2.1.6).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "subjectAltName", clause: rfc5280("4.2.1.6"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    match cert.extensions.subject_alt_name {
        Some(names) if names.is_empty() => Err(Refusal::EmptySubjectAltName { at: position.at }),
        Some(_) | None => holds(),
    }
}
