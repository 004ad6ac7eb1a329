//! extendedKeyUsage (RFC 5280 §4.2.1.12).

use handfast_rule::rfc5280;

use super::{Position, Rule, Verdict, holds};
use crate::cert::Cert;
use crate::refusal::{Purpose, Refusal};

pub(super) const RULE: Rule = Rule { name: "extendedKeyUsage", clause: rfc5280("4.2.1.12"), check };

/// Absent, it allows every purpose. On an authority it constrains what is issued below: that is practice everywhere
/// (OpenSSL, Go, the CA/Browser Forum), though RFC 5280 speaks of the certified key alone.
/// No purpose stands for signing CRLs and OCSP responses.
fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let Some(usage) = cert.extensions.extended_key_usage.filter(|_| !position.is_for_evidence()) else {
        return holds();
    };
    let policy = position.policy;
    let wanted = identifier(policy.purpose);
    let allows =
        |purpose: &[u8]| purpose == wanted || (policy.any_purpose && purpose == ANY_EXTENDED_KEY_USAGE);
    if usage.purposes().any(allows) {
        return holds();
    }
    Err(Refusal::WrongPurpose { at: position.at, wanted: policy.purpose })
}

/// 2.5.29.37.0
pub(super) const ANY_EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x25, 0x00];

/// 1.3.6.1.5.5.7.3.1 and .2
const fn identifier(purpose: Purpose) -> &'static [u8] {
    match purpose {
        Purpose::ServerAuth => &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01],
        Purpose::ClientAuth => &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02],
    }
}
