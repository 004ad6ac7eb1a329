//! serialNumber (RFC 5280 §4.1.2.2).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "serialNumber", clause: rfc5280("4.1.2.2"), check };

const LONGEST: usize = 20;

/// At most 20 bytes; the zero byte that keeps a number positive is not counted, as most issuers do not. Zero and negative
/// numbers are to be handled gracefully: they are taken.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let digits = cert.serial.strip_prefix(&[0]).unwrap_or(cert.serial);
    if digits.len() > LONGEST {
        return Err(Refusal::LongSerialNumber { at: position.at });
    }
    holds()
}
