//! subjectAltName of a subscriber: critical if the subject is empty, otherwise not (Baseline Requirements §7.1.2.7.12).

use handfast_rule::baseline_requirements;

use crate::cert::{Cert, Kind};
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule =
    Rule { name: "subjectAltName", clause: baseline_requirements("7.1.2.7.12"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let (at, extension) = (position.at, Kind::SubjectAltName);
    let critical = cert.extensions.critical.contains(extension);
    match cert.has_empty_subject() {
        _ if !position.is_end_entity() => holds(),
        true if !critical => Err(Refusal::NotCritical { at, extension }),
        false if critical => Err(Refusal::WronglyCritical { at, extension }),
        _ => holds(),
    }
}
