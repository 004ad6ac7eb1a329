//! serialNumber: "a positive integer", "not longer than 20 octets" (RFC 5280 §4.1.2.2).

use handfast_rule::rfc5280;

use crate::cert::Cert;
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule = Rule { name: "serialNumber, as issued", clause: rfc5280("4.1.2.2"), check };

const LONGEST: usize = 20;

/// The sign counts: 20 octets are those of the INTEGER.
pub(crate) fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let at = position.at;
    match cert.serial {
        [0] | [0x80..=0xFF, ..] => Err(Refusal::SerialNumberNotPositive { at }),
        serial if serial.len() > LONGEST => Err(Refusal::LongSerialNumber { at }),
        _ => holds(),
    }
}
