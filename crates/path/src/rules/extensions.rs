//! extensions: what is critical must be understood (RFC 5280 §4.2), by the tables of the policy.

use handfast_rule::rfc5280;

use super::{Position, Rule};
use crate::cert::{Cert, Kind};
use crate::policy::{Criticality, Row, Treatment};
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "extensions", clause: rfc5280("4.2"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Result<(), Refusal> {
    let at = position.at;
    if let Some(extension) = cert.extensions.unknown_critical {
        return Err(Refusal::UnknownCriticalExtension { at, extension });
    }
    let table = if position.is_end_entity() { position.policy.end_entity } else { position.policy.authority };
    let present = Kind::ALL.iter().filter(|kind| cert.extensions.present.contains(**kind));
    present.copied().try_for_each(|extension| {
        let critical = cert.extensions.critical.contains(extension);
        match table.iter().find(|row| row.extension == extension) {
            Some(Row { criticality: Criticality::MustNot, .. }) if critical => {
                Err(Refusal::WronglyCritical { at, extension })
            }
            Some(Row { treatment: Treatment::Unhandled, .. }) => {
                Err(Refusal::UnhandledExtension { at, extension })
            }
            None if critical => Err(Refusal::UnhandledExtension { at, extension }),
            Some(_) | None => Ok(()),
        }
    })
}
