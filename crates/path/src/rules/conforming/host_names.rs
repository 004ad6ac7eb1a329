//! dNSNames "in the preferred name syntax" (RFC 5280 §4.2.1.6): letters, digits and hyphens.

use handfast_rule::rfc5280;

use crate::cert::{Cert, GeneralName};
use crate::name::dns;
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule = Rule { name: "dNSName", clause: rfc5280("4.2.1.6"), check };

/// A wildcard may stand in front (RFC 9525 §6.3).
pub(crate) fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    let names = cert.extensions.subject_alt_name.into_iter().flat_map(|names| names.iter());
    let wrong =
        |name: GeneralName<'_>| if let GeneralName::Dns(name) = name { !is_preferred(name) } else { false };
    match names.map(wrong).position(|wrong| wrong) {
        Some(index) => Err(Refusal::MalformedHostName { at: position.at, index }),
        None => holds(),
    }
}

fn is_preferred(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"*.").unwrap_or(name);
    dns::is_host_name(name) && !name.contains(&b'_')
}
