//! What the Baseline Requirements of the CA/Browser Forum (version 2.1.9) demand beyond RFC 5280, of all that a path shows.

mod access;
mod alternative_names;
mod common_name;
mod key_identifiers;
mod purposes;
mod subscriber;

use handfast_rule::baseline_requirements;

use super::{Position, Rule, Verdict, conforming, holds};
use crate::cert::Cert;

pub(crate) const RULES: &[Rule] = &[
    Rule { name: "serialNumber, as issued", clause: baseline_requirements("7.1.2.7"), check: serial_number },
    Rule { name: "validity, as issued", clause: baseline_requirements("7.1.2.7"), check: time_types },
    Rule { name: "dNSName", clause: baseline_requirements("7.1.4.2"), check: conforming::host_names },
    subscriber::RULE,
    alternative_names::RULE,
    common_name::RULE,
    purposes::RULE,
    key_identifiers::RULE,
    access::RULE,
];

/// Roots are older than the Requirements: that of Go Daddy has the serial number 0.
fn serial_number(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if position.is_anchor() { holds() } else { conforming::serial_number(cert, position) }
}

fn time_types(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if position.is_anchor() { holds() } else { conforming::time_types(cert, position) }
}
