//! version: X.509 version 3 (RFC 9846 §4.5.1.2).

use handfast_rule::rfc9846;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::{Refusal, Warning};

pub(super) const RULE: Rule = Rule { name: "version", clause: rfc9846("4.5.1.2"), check };

/// Version 1 has no extensions: no names, no cA. `openssl x509 -req` without extensions makes them, and they are refused
/// by this name. The legacy profile takes them at both ends of a path, where they were configured or are asked for
/// nothing but a name; in between, every holder of a version 1 certificate would be an authority.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let at_an_end = position.is_end_entity() || position.is_anchor();
    match cert.version {
        3 => holds(),
        1 if at_an_end && position.policy.table().version_1 => Ok(Some(Warning::Version1)),
        version => Err(Refusal::NotVersion3 { at: position.at, version }),
    }
}
