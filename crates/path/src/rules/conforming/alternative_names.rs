//! subjectAltName: critical where it is the only name (RFC 5280 §4.2.1.6).

use handfast_rule::rfc5280;

use crate::cert::{Cert, Kind};
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule = Rule { name: "subjectAltName", clause: rfc5280("4.2.1.6"), check };

/// "If the subject field contains an empty sequence, then the issuing CA MUST include a subjectAltName extension that is
/// marked as critical."
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let (at, extension) = (position.at, Kind::SubjectAltName);
    match cert.extensions.present.contains(extension) {
        _ if !cert.has_empty_subject() || cert.extensions.critical.contains(extension) => holds(),
        true => Err(Refusal::NotCritical { at, extension }),
        false => Err(Refusal::MissingExtension { at, extension }),
    }
}
