//! extensions: what is critical must be understood (RFC 5280 §4.2), by the tables of the policy.

use handfast_rule::rfc5280;

use super::{HOLDS, Position, Rule, Verdict};
use crate::cert::{Cert, Kind};
use crate::profile::{Criticality, Row};
use crate::refusal::{At, Refusal};

pub(super) const RULE: Rule = Rule { name: "extensions", clause: rfc5280("4.2"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let at = position.at;
    if let Some(extension) = cert.extensions.unknown_critical {
        return Err(Refusal::UnknownCriticalExtension { at, extension });
    }
    let table = position.policy.table();
    let table = if position.is_end_entity() { table.end_entity } else { table.authority };
    let present = Kind::ALL.iter().filter(|kind| cert.extensions.present.contains(**kind));
    present.copied().try_for_each(|extension| {
        let row = table.iter().find(|row| row.extension == extension);
        allowed(row, extension, cert.extensions.critical.contains(extension), at)
    })?;
    HOLDS
}

/// An extension as the table has it, if it has it.
fn allowed(row: Option<&Row>, extension: Kind, critical: bool, at: At) -> Result<(), Refusal> {
    match row {
        Some(Row { criticality: Criticality::MustNot, .. }) if critical => {
            Err(Refusal::WronglyCritical { at, extension })
        }
        None if critical => Err(Refusal::UnhandledExtension { at, extension }),
        Some(_) | None => Ok(()),
    }
}
