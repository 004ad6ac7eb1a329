//! Is the certificate for this server? (RFC 9525)
//!
//! Names are looked for in subjectAltName alone; a common name in the subject is never one (§6.2).

pub(crate) mod dn;
mod dns;
mod ip;
mod same;

pub use dn::text;
use rustls_pki_types::ServerName;
pub(crate) use same::same;

use crate::cert::{Cert, GeneralName, GeneralNames};
use crate::refusal::Refusal;

/// The certificate is for the server of this name.
///
/// * A DNS name is among the dNSNames, without regard to case; a dot at the end of the name that is wanted makes no
///   difference; `*` as the whole left-most label stands for exactly one label (RFC 9525 §6.3).
/// * An IP address is, byte for byte, among the iPAddresses (RFC 9525 §6.4).
///
/// # Errors
/// [`Refusal::NoSubjectAltName`] or [`Refusal::NameMismatch`].
pub fn verify_server_name(cert: &Cert<'_>, name: &ServerName<'_>) -> Result<(), Refusal> {
    let names = cert.extensions.subject_alt_name.ok_or(Refusal::NoSubjectAltName)?;
    match name {
        ServerName::DnsName(wanted) => dns(names, wanted.as_ref()),
        ServerName::IpAddress(wanted) => ip(names, wanted),
        _ => Err(Refusal::NameMismatch { presented: 0 }),
    }
}

fn dns(names: GeneralNames<'_>, wanted: &str) -> Result<(), Refusal> {
    let presented =
        || names.iter().filter_map(|name| if let GeneralName::Dns(name) = name { Some(name) } else { None });
    if presented().any(|name| dns::matches(name, wanted.as_bytes())) {
        return Ok(());
    }
    Err(Refusal::NameMismatch { presented: presented().count() })
}

fn ip(names: GeneralNames<'_>, wanted: &rustls_pki_types::IpAddr) -> Result<(), Refusal> {
    let presented =
        || names.iter().filter_map(|name| if let GeneralName::Ip(name) = name { Some(name) } else { None });
    if presented().any(|address| ip::matches(address, wanted)) {
        return Ok(());
    }
    Err(Refusal::NameMismatch { presented: presented().count() })
}
