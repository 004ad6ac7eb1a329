//! extensions: what is critical must be understood (RFC 5280 §4.2), and what else the tables of the profile demand.

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::profile::Demands;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "extensions", clause: rfc5280("4.2"), check };

/// The certificate of who signs CRLs may be that of an authority: what is demanded of those is demanded of it.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let at = position.at;
    if let Some(extension) = cert.extensions.unknown_critical {
        return Err(Refusal::UnknownCriticalExtension { at, extension });
    }
    let table = position.policy.table();
    let demands = if position.is_end_entity() && !position.is_for_evidence() {
        &table.end_entity
    } else {
        &table.authority
    };
    criticality(cert, position, demands)?;
    presence(cert, position, demands)
}

fn criticality(cert: &Cert<'_>, position: &Position<'_>, demands: &Demands) -> Verdict {
    let (at, present, critical) = (position.at, cert.extensions.present, cert.extensions.critical);
    if let Some(extension) = critical.first_in(demands.not_critical) {
        return Err(Refusal::WronglyCritical { at, extension });
    }
    if let Some(extension) = critical.first_not_in(demands.known) {
        return Err(Refusal::UnhandledExtension { at, extension });
    }
    match present.without(critical).first_in(demands.critical) {
        Some(extension) => Err(Refusal::NotCritical { at, extension }),
        None => holds(),
    }
}

/// An anchor that is a name and a key has no certificate that could lack something.
fn presence(cert: &Cert<'_>, position: &Position<'_>, demands: &Demands) -> Verdict {
    if cert.der.is_empty() {
        return holds();
    }
    let (at, present) = (position.at, cert.extensions.present);
    let expected = || demands.expected.first_not_in(present).filter(|_| !cert.is_self_issued());
    if let Some(extension) = demands.required.first_not_in(present).or_else(expected) {
        return Err(Refusal::MissingExtension { at, extension });
    }
    let is_root = || position.is_anchor() && cert.is_self_issued();
    let on_root = || demands.forbidden_on_roots.first_in(present).filter(|_| is_root());
    match demands.forbidden.first_in(present).or_else(on_root) {
        Some(extension) => Err(Refusal::ForbiddenExtension { at, extension }),
        None => holds(),
    }
}
