//! uniformResourceIdentifier subtrees: the constraint "applies to the host part of the name".

use super::dns;

/// The host of a URI. `None` if it has no authority, or an address for a host: "the application MUST reject any
/// certificate that includes a subjectAltName extension with a uniformResourceIdentifier that does not include an
/// authority component with a host name specified as a fully qualified domain name".
pub(super) fn host(uri: &[u8]) -> Option<&[u8]> {
    let colon = uri.iter().position(|byte| *byte == b':')?;
    let after = uri.get(colon + 1..)?.strip_prefix(b"//")?;
    let authority = after.split(|byte| b"/?#".contains(byte)).next()?;
    let host = authority.rsplit(|byte| *byte == b'@').next()?;
    let host = without_port(host);
    (dns::is_host(host) && !is_address(host)).then_some(host)
}

fn without_port(host: &[u8]) -> &[u8] {
    match host.iter().rposition(|byte| *byte == b':') {
        Some(colon) if host.iter().skip(colon + 1).all(u8::is_ascii_digit) => {
            host.get(..colon).unwrap_or_default()
        }
        _ => host,
    }
}

/// The last label of a host name is no number.
fn is_address(host: &[u8]) -> bool {
    host.rsplit(|byte| *byte == b'.').next().is_some_and(|last| last.iter().all(u8::is_ascii_digit))
}

pub(super) fn is_base(base: &[u8]) -> bool {
    dns::is_host_or_domain(base)
}

pub(super) fn is_within(uri: &[u8], base: &[u8]) -> bool {
    host(uri).is_some_and(|host| dns::host_matches(host, base))
}
