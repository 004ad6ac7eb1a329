//! version: X.509 version 3 (RFC 9846 §4.5.1.2).

use handfast_rule::rfc9846;

use super::{Position, Rule};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "version", clause: rfc9846("4.5.1.2"), check };

/// Version 1 has no extensions: no names, no cA. `openssl x509 -req` without extensions makes them, and they are refused
/// by this name. A trust anchor is trusted for what it is: old roots are of version 1.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Result<(), Refusal> {
    if cert.version == 3 || position.is_anchor() {
        return Ok(());
    }
    Err(Refusal::NotVersion3 { at: position.at, version: cert.version })
}
