//! keyUsage (RFC 5280 §4.2.1.3, §6.1.4 (n); RFC 9846 §4.5.1.2, RFC 5246 §7.4.2).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::{Cert, KeyUsage};
use crate::policy::KeyUse;
use crate::refusal::{At, Refusal};

pub(super) const RULE: Rule = Rule { name: "keyUsage", clause: rfc5280("4.2.1.3"), check };

/// Absent, it allows everything. Present, it lets the end entity do what it does in the handshake and an issuer sign
/// certificates, and says keyCertSign only of an authority (§4.2.1.9).
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let Some(usage) = cert.extensions.key_usage else { return holds() };
    let at = position.at;
    let is_authority = cert.extensions.basic_constraints.is_some_and(|constraints| constraints.ca);
    if usage.key_cert_sign() && !is_authority {
        return Err(Refusal::KeyCertSignWithoutAuthority { at });
    }
    if position.is_end_entity() && !position.is_for_evidence() {
        allows(usage, position.policy.key_use, at)?;
    }
    if !position.is_end_entity() && !usage.key_cert_sign() {
        return Err(Refusal::MayNotSignCertificates { at });
    }
    holds()
}

const fn allows(usage: KeyUsage, wanted: KeyUse, at: At) -> Result<(), Refusal> {
    match wanted {
        KeyUse::Signs if !usage.digital_signature() => Err(Refusal::MayNotSignHandshakes { at }),
        KeyUse::Decrypts if !usage.key_encipherment() => Err(Refusal::MayNotDecrypt { at }),
        KeyUse::Signs | KeyUse::Decrypts | KeyUse::Nothing => Ok(()),
    }
}
