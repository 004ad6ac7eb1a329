//! rfc822Name subtrees: a mailbox, all mailboxes on a host, or all on the hosts of a domain.

use super::dns;

/// `Local-part@Domain` (RFC 2821 §4.1.2), the local part of atoms or a quoted string.
pub(super) fn is_mailbox(name: &[u8]) -> bool {
    split(name).is_some_and(|(_, host)| dns::is_host(host))
}

pub(super) fn is_base(base: &[u8]) -> bool {
    is_mailbox(base) || dns::is_host_or_domain(base)
}

/// Local parts are compared as they are, hosts without regard to case (RFC 5280 §7.5).
pub(super) fn is_within(name: &[u8], base: &[u8]) -> bool {
    let Some((local, host)) = split(name) else { return false };
    match split(base) {
        Some((wanted, base)) => wanted == local && host.eq_ignore_ascii_case(base),
        None => dns::host_matches(host, base),
    }
}

/// The local part and what follows the `@`.
fn split(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = match name.strip_prefix(b"\"") {
        Some(quoted) => 2 + end_of_quoted(quoted)?,
        None => name.iter().position(|byte| !is_atom(*byte))?,
    };
    let (local, rest) = name.split_at_checked(at)?;
    let host = rest.strip_prefix(b"@")?;
    (!local.is_empty()).then_some((local, host))
}

/// Where the closing quotation mark stands.
fn end_of_quoted(quoted: &[u8]) -> Option<usize> {
    let mut escaped = false;
    quoted.iter().position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    })
}

/// `atext` and the dots between atoms, and all that is beyond ASCII (RFC 6531 §3.3). An asterisk is a character like any
/// other.
fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}
