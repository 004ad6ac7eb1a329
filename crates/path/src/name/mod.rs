//! Is it the peer that was wanted? (RFC 9525 for servers, SPIFFE and RFC 5280 §7.5 for clients)
//!
//! Names are looked for in subjectAltName alone. A common name in the subject is never one (RFC 9525 §6.2), but for
//! servers under a profile that says so, with a warning.

pub(crate) mod constraints;
pub(crate) mod dn;
pub(crate) mod dns;
mod email;
mod ip;
mod reference;
mod same;
mod spiffe;
mod svid;

pub use dn::text;
pub use email::Mailbox;
pub(crate) use email::mailbox;
pub use reference::{NotAName, Reference};
pub use spiffe::{SpiffeFault, SpiffeId};
pub use svid::{NotSvid, spiffe_id};

use handfast_rule::{Clause, rfc5280, rfc9525, x509_svid};
use rustls_pki_types::ServerName;
pub(crate) use same::{Spelling, same};

use crate::cert::{Cert, GeneralName};
use crate::profile::Profile;
use crate::refusal::{Refusal, Warning};

/// The certificate is for the server of this name: [`verify`] without a record, and by subjectAltName alone.
///
/// # Errors
/// [`Refusal::NoSubjectAltName`] or [`Refusal::NameMismatch`].
pub fn verify_server_name(cert: &Cert<'_>, name: &ServerName<'_>) -> Result<(), Refusal> {
    verify(cert, &Reference::from(name), Profile::RFC5280).map(|_| ())
}

/// The certificate is for the peer of this name.
///
/// * A DNS name is among the dNSNames, without regard to case; a dot at the end of the name that is wanted makes no
///   difference; `*` as the whole left-most label stands for exactly one label (RFC 9525 §6.3).
/// * An IP address is, byte for byte, among the iPAddresses (RFC 9525 §6.4).
/// * A SPIFFE ID is the only URI, and the certificate is an X.509-SVID (X509-SVID §5.2).
/// * A mailbox is among the rfc822Names or SmtpUTF8Mailboxes, its domain without regard to case (RFC 5280 §7.5).
///
/// A presented name that is malformed is the name of nobody.
///
/// # Errors
/// [`Refusal::NoSubjectAltName`], [`Refusal::NameMismatch`] or [`Refusal::NotSvid`].
pub fn verify(cert: &Cert<'_>, wanted: &Reference<'_>, profile: Profile) -> Result<Option<Warning>, Refusal> {
    let by_common_name =
        || is_host_by_common_name(cert, wanted, profile).then_some(Warning::CommonNameAsHost);
    match by_alternative_name(cert, wanted) {
        Ok(()) => Ok(None),
        Err(refusal) => by_common_name().map_or(Err(refusal), |warning| Ok(Some(warning))),
    }
}

/// Where the rule stands that this kind of name is compared by.
pub(crate) const fn clause(wanted: &Reference<'_>) -> Clause {
    match wanted {
        Reference::Server(ServerName::IpAddress(_)) => rfc9525("6.4"),
        Reference::Server(_) => rfc9525("6.3"),
        Reference::Spiffe(_) => x509_svid("5.2"),
        Reference::Email(_) => rfc5280("7.5"),
    }
}

/// Whether one name of a certificate is the one that is wanted. Of a SPIFFE ID this is not the whole story: the
/// certificate must be an X.509-SVID.
#[must_use]
pub fn presents(presented: GeneralName<'_>, wanted: &Reference<'_>) -> bool {
    match (presented, wanted) {
        (GeneralName::Dns(name), Reference::Server(ServerName::DnsName(host))) => {
            dns::matches(name, host.as_ref().as_bytes())
        }
        (GeneralName::Ip(address), Reference::Server(ServerName::IpAddress(wanted))) => {
            ip::matches(address, wanted)
        }
        (GeneralName::Uri(uri), Reference::Spiffe(id)) => uri == id.as_str().as_bytes(),
        (name, Reference::Email(mailbox)) => email::matches(name, mailbox),
        _ => false,
    }
}

fn by_alternative_name(cert: &Cert<'_>, wanted: &Reference<'_>) -> Result<(), Refusal> {
    let names = cert.extensions.subject_alt_name.ok_or(Refusal::NoSubjectAltName)?;
    if let Reference::Spiffe(_) = wanted {
        spiffe_id(cert).map_err(|fault| Refusal::NotSvid { fault })?;
    }
    if names.iter().any(|name| presents(name, wanted)) {
        return Ok(());
    }
    Err(Refusal::NameMismatch { presented: names.iter().filter(|name| is_of_form(*name, wanted)).count() })
}

/// Whether a name of a certificate is of the form that is wanted.
fn is_of_form(name: GeneralName<'_>, wanted: &Reference<'_>) -> bool {
    match wanted {
        Reference::Server(ServerName::IpAddress(_)) => matches!(name, GeneralName::Ip(_)),
        Reference::Server(_) => matches!(name, GeneralName::Dns(_)),
        Reference::Spiffe(_) => matches!(name, GeneralName::Uri(_)),
        Reference::Email(_) => mailbox(name).is_some(),
    }
}

fn is_host_by_common_name(cert: &Cert<'_>, wanted: &Reference<'_>, profile: Profile) -> bool {
    let Reference::Server(ServerName::DnsName(host)) = wanted else { return false };
    profile.common_name_as_host()
        && host_by_common_name(cert)
            .is_some_and(|name| dns::matches(name.as_bytes(), host.as_ref().as_bytes()))
}

/// As it was done before subjectAltName (RFC 6125 §6.4.4): the last common name, if it reads like a host, and if there is
/// no dNSName at all.
pub(crate) fn host_by_common_name(cert: &Cert<'_>) -> Option<String> {
    let mut names = cert.extensions.subject_alt_name.into_iter().flat_map(|names| names.iter());
    if names.any(|name| matches!(name, GeneralName::Dns(_))) {
        return None;
    }
    dn::common_names(cert.subject).pop()?.ok().filter(|name| dns::is_presentable(name.as_bytes()))
}
