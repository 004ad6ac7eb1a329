//! What a certificate says of its holder, for people and applications.

use core::fmt::Write;
use std::net::IpAddr;

use handfast_crypto::hash::Hash;

use crate::cert::{Cert, GeneralName, Malformed, Validity};
use crate::name::{self, NotSvid, dn};

/// What a certificate says of its holder. Says nothing about whether it is true: that is what
/// [`validate`](crate::validate) is for. All text is safe to print: what the certificate has beyond printable characters
/// is escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The subject in the form of RFC 4514: `CN=alice,O=Example`. May be empty.
    pub subject: String,
    /// The common names in the subject, the most general first, escaped as there.
    pub common_names: Vec<String>,
    /// The issuer, likewise.
    pub issuer: String,
    /// The serial number in hexadecimal, without a leading zero byte: `0a1b2c`.
    pub serial: String,
    /// The dNSNames.
    pub dns_names: Vec<String>,
    /// The iPAddresses.
    pub ip_addresses: Vec<IpAddr>,
    /// The rfc822Names, and the SmtpUTF8Mailboxes of RFC 9598.
    pub email_addresses: Vec<String>,
    /// The uniformResourceIdentifiers.
    pub uris: Vec<String>,
    /// The SPIFFE ID, or why the certificate is no X.509-SVID.
    pub spiffe: Result<String, NotSvid>,
    /// When the certificate is valid.
    pub validity: Validity,
    /// SHA-256 of the certificate, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the SubjectPublicKeyInfo, in hexadecimal: of the key, whoever certifies it.
    pub spki_sha256: String,
}

impl Identity {
    /// Reads a certificate in DER. Costs many allocations: ask for it when somebody reads it.
    ///
    /// # Errors
    /// The certificate cannot be read.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        Cert::parse(der).map(|cert| Self::of(&cert))
    }

    /// The identity in a certificate.
    #[must_use]
    pub fn of(cert: &Cert<'_>) -> Self {
        let mut identity = Self {
            subject: dn::text(cert.subject),
            common_names: dn::common_names(cert.subject).into_iter().map(shown).collect(),
            issuer: dn::text(cert.issuer),
            serial: hexadecimal(
                cert.serial.strip_prefix(&[0]).filter(|s| !s.is_empty()).unwrap_or(cert.serial),
            ),
            dns_names: Vec::new(),
            ip_addresses: Vec::new(),
            email_addresses: Vec::new(),
            uris: Vec::new(),
            spiffe: name::spiffe_id(cert).map(|id| id.as_str().to_owned()),
            validity: cert.validity,
            sha256: hexadecimal(Hash::Sha256.digest(&[cert.der]).as_ref()),
            spki_sha256: hexadecimal(Hash::Sha256.digest(&[cert.spki]).as_ref()),
        };
        if let Some(names) = cert.extensions.subject_alt_name {
            names.iter().for_each(|name| identity.add(name));
        }
        identity
    }

    fn add(&mut self, name: GeneralName<'_>) {
        match name {
            GeneralName::Dns(name) => self.dns_names.push(dn::visible(name)),
            GeneralName::Uri(name) => self.uris.push(dn::visible(name)),
            GeneralName::Ip(address) => self.ip_addresses.extend(ip_address(address)),
            other => {
                let mailbox = name::mailbox(other).map(|mailbox| dn::visible(mailbox.as_bytes()));
                self.email_addresses.extend(mailbox);
            }
        }
    }

    /// The common name, if there is exactly one: a subject with several leaves open which of them is meant.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        if let [name] = &*self.common_names { Some(name) } else { None }
    }

    /// The SPIFFE ID, if the certificate is an X.509-SVID.
    #[must_use]
    pub fn spiffe_id(&self) -> Option<&str> {
        self.spiffe.as_deref().ok()
    }

    /// The names in subjectAltName with their forms in front: `dns:localhost`, `ip:::1`, `email:a@example.org`,
    /// `uri:spiffe://example.org/a`.
    pub fn alternative_names(&self) -> impl Iterator<Item = String> {
        let dns = self.dns_names.iter().map(|name| format!("dns:{name}"));
        let ip = self.ip_addresses.iter().map(|address| format!("ip:{address}"));
        let email = self.email_addresses.iter().map(|mailbox| format!("email:{mailbox}"));
        dns.chain(ip).chain(email).chain(self.uris.iter().map(|uri| format!("uri:{uri}")))
    }
}

/// A common name that has no text as RFC 4514 §2.4 shows it.
fn shown(common_name: Result<String, &[u8]>) -> String {
    common_name.map_or_else(dn::hexadecimal, |name| dn::escaped(&name))
}

fn ip_address(bytes: &[u8]) -> Option<IpAddr> {
    let four = || <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let sixteen = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
    four().or_else(|_| sixteen()).ok()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
