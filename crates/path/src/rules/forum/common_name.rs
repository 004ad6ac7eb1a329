//! commonName of a subscriber: one of the values of subjectAltName, character for character (Baseline Requirements
//! §7.1.4.3).

use core::net::{Ipv4Addr, Ipv6Addr};

use handfast_rule::baseline_requirements;

use crate::cert::{Cert, GeneralName};
use crate::name::dn;
use crate::refusal::Refusal;
use crate::rules::{Position, Rule, Verdict, holds};

pub(super) const RULE: Rule = Rule { name: "commonName", clause: baseline_requirements("7.1.4.3"), check };

fn check(cert: &Cert<'_>, position: &Position<'_>) -> Verdict {
    if !position.is_end_entity() {
        return holds();
    }
    let stands_in = |name: Result<String, _>| name.is_ok_and(|name| repeats(&name, cert).unwrap_or(true));
    match dn::common_names(cert.subject).into_iter().all(stands_in) {
        true => holds(),
        false => Err(Refusal::CommonNameNotAmongNames { at: position.at }),
    }
}

/// Whether subjectAltName has this name; `None` if it has no names of the kind. The domain of a wildcard is taken for it:
/// common names cannot be looked for, so that nothing hangs on which of both is repeated.
fn repeats(common_name: &str, cert: &Cert<'_>) -> Option<bool> {
    let names = || cert.extensions.subject_alt_name.into_iter().flat_map(|names| names.iter());
    if common_name.contains(':') || ends_in_number(common_name) {
        return Some(names().any(|name| address(name).is_some_and(|address| address == common_name)));
    }
    let hosts =
        || names().filter_map(|name| if let GeneralName::Dns(name) = name { Some(name) } else { None });
    let is = |host: &[u8]| host.strip_prefix(b"*.").is_some_and(|domain| domain == common_name.as_bytes());
    hosts().next()?;
    Some(hosts().any(|host| host == common_name.as_bytes() || is(host)))
}

/// An attempt at an IPv4 address: the last label is a number, decimal or hexadecimal.
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    let hexadecimal = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    !last.is_empty()
        && (last.bytes().all(|byte| byte.is_ascii_digit()) || is_hexadecimal.is_some_and(hexadecimal))
}

/// The one text of an address: in four decimal numbers, or by RFC 5952.
fn address(name: GeneralName<'_>) -> Option<String> {
    let GeneralName::Ip(bytes) = name else { return None };
    let four = || <[u8; 4]>::try_from(bytes).map(|four| Ipv4Addr::from(four).to_string());
    let sixteen = || <[u8; 16]>::try_from(bytes).map(|sixteen| Ipv6Addr::from(sixteen).to_string());
    four().or_else(|_| sixteen()).ok()
}
