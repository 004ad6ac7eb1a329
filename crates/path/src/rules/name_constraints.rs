//! nameConstraints (RFC 5280 §4.2.1.10, §6.1.3 (b) and (c)).

use handfast_rule::{Clause, rfc5280};

use super::Step;
use crate::cert::Kind;
use crate::refusal::Refusal;

pub(crate) const CLAUSE: Clause = rfc5280("6.1.3");

/// Refused wherever they constrain a path: to ignore a limit is to lift it.
pub(crate) fn check(path: &[Step<'_, '_>]) -> Result<(), Refusal> {
    let constrains =
        |step: &&Step<'_, '_>| step.at.depth > 0 && step.cert.extensions.name_constraints.is_some();
    match path.iter().find(constrains) {
        Some(step) => Err(Refusal::UnhandledExtension { at: step.at, extension: Kind::NameConstraints }),
        None => Ok(()),
    }
}
