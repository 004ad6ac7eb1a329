//! keyUsage (RFC 5280 §4.2.1.3, §6.1.4 (n); RFC 9846 §4.5.1.2).

use handfast_rule::rfc5280;

use super::{HOLDS, Position, Rule, Verdict};
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(super) const RULE: Rule = Rule { name: "keyUsage", clause: rfc5280("4.2.1.3"), check };

/// Absent, it allows everything. Present, it lets the end entity sign handshakes and an issuer sign certificates, and
/// says keyCertSign only of an authority (§4.2.1.9).
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let Some(usage) = cert.extensions.key_usage else { return HOLDS };
    let at = position.at;
    let is_authority = cert.extensions.basic_constraints.is_some_and(|constraints| constraints.ca);
    if usage.key_cert_sign() && !is_authority {
        return Err(Refusal::KeyCertSignWithoutAuthority { at });
    }
    if position.is_end_entity()
        && position.policy.signs_handshakes
        && !position.is_for_evidence()
        && !usage.digital_signature()
    {
        return Err(Refusal::MayNotSignHandshakes { at });
    }
    if !position.is_end_entity() && !usage.key_cert_sign() {
        return Err(Refusal::MayNotSignCertificates { at });
    }
    HOLDS
}
