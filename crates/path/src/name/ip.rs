//! IP addresses: the same bytes (RFC 9525 §6.4). An IPv4 address mapped into IPv6 is another address.

use rustls_pki_types::IpAddr;

pub(super) fn matches(presented: &[u8], wanted: &IpAddr) -> bool {
    match wanted {
        IpAddr::V4(wanted) => presented == wanted.as_ref(),
        IpAddr::V6(wanted) => presented == wanted.as_ref(),
    }
}
