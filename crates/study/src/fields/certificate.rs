//! The parts of a certificate (RFC 5280 §4.1), by x509-parser; their places follow from where its slices lie.

use core::ops::Range;
use std::borrow::Cow;

use handfast::path::Identity;
use handfast::path::cert::Cert;
use handfast::path::name;
use handfast::rule::rfc5280;
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::AlgorithmIdentifier;

use super::Field;
use crate::glossary::{self, Entry};
use crate::hex::text as digits;

/// Puts the parts of the certificate in the place of its octets, if it can be read.
pub(super) fn open(field: &mut Field, message: &[u8]) {
    let Some(value) = field.fields.iter().find(|part| part.name == "value") else { return };
    let (start, der) = (value.bytes.start, value.octets(message));
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return };
    let parts = Parts { der, start, above: &field.path }.all(&certificate);
    field.fields.retain(|part| part.name != "value");
    field.fields.extend(parts);
}

struct Parts<'a> {
    der: &'a [u8],
    start: usize,
    above: &'a str,
}

impl Parts<'_> {
    fn all(&self, certificate: &X509Certificate<'_>) -> Vec<Field> {
        let tbs = &certificate.tbs_certificate;
        let identity = Identity::read(self.der).ok();
        let [serial, issuer, subject, key] =
            [tbs.raw_serial(), tbs.issuer.as_raw(), tbs.subject.as_raw(), tbs.subject_pki.raw]
                .map(|part| self.place(part));
        let (tbs_end, end) = (self.place(tbs.as_ref()).end, self.start + self.der.len());
        let validity = identity.map(|identity| {
            format!("{} until {}", identity.validity.not_before, identity.validity.not_after)
        });
        let key_kind = Cert::parse(self.der)
            .ok()
            .and_then(|cert| cert.public_key().ok().map(|key| key.kind().to_string()));
        let mut parts = vec![
            self.part(
                &VERSION,
                self.start..serial.start,
                Some(format!("v{}", tbs.version.0.saturating_add(1))),
            ),
            self.part(&SERIAL, serial.clone(), Some(digits(tbs.raw_serial()))),
            self.part(&SIGNATURE, serial.end..issuer.start, Some(algorithm(&tbs.signature))),
            self.part(&ISSUER, issuer.clone(), Some(name::text(tbs.issuer.as_raw()))),
            self.part(&VALIDITY, issuer.end..subject.start, validity),
            self.part(&SUBJECT, subject, Some(name::text(tbs.subject.as_raw()))),
            self.part(&KEY, key.clone(), key_kind),
        ];
        if key.end < tbs_end {
            parts.push(self.extensions(key.end..tbs_end, tbs.extensions()));
        }
        let scheme = algorithm(&certificate.signature_algorithm);
        parts.push(self.part(&SIGNED, tbs_end..end, Some(format!("{scheme}, by the issuer's key"))));
        parts
    }

    /// Where a slice of the certificate lies in the message.
    fn place(&self, part: &[u8]) -> Range<usize> {
        let before = (part.as_ptr() as usize).saturating_sub(self.der.as_ptr() as usize);
        let start = self.start + before.min(self.der.len());
        start..(start + part.len()).min(self.start + self.der.len())
    }

    fn part(
        &self,
        (name, entry): &(&'static str, Entry),
        bytes: Range<usize>,
        value: Option<String>,
    ) -> Field {
        let path = super::path(self.above, name, 0);
        Field {
            name: Cow::Borrowed(name),
            path,
            bytes,
            value,
            entry: Some(*entry),
            meaning: None,
            fields: Vec::new(),
        }
    }

    fn extensions(&self, bytes: Range<usize>, extensions: &[X509Extension<'_>]) -> Field {
        let count = extensions.len();
        let mut field =
            self.part(&EXTENSIONS, bytes, Some(format!("{count} item{}", if count == 1 { "" } else { "s" })));
        field.fields = extensions.iter().map(|extension| self.extension(&field.path, extension)).collect();
        field
    }

    fn extension(&self, above: &str, extension: &X509Extension<'_>) -> Field {
        let dotted = extension.oid.to_id_string();
        let name = glossary::oid_name(&dotted).map_or_else(|| Cow::Owned(dotted.clone()), Cow::Borrowed);
        let critical = if extension.critical { "critical, " } else { "" };
        Field {
            path: super::path(above, &name, 0),
            name,
            bytes: self.place(extension.value),
            value: Some(format!("{critical}{}", self.says(extension))),
            entry: glossary::oid(&dotted),
            meaning: None,
            fields: Vec::new(),
        }
    }

    fn says(&self, extension: &X509Extension<'_>) -> String {
        match extension.parsed_extension() {
            ParsedExtension::KeyUsage(usage) => listed(&flags(usage.flags)),
            ParsedExtension::ExtendedKeyUsage(_) => listed(&purposes(extension.value)),
            ParsedExtension::BasicConstraints(constraints) => {
                match (constraints.ca, constraints.path_len_constraint) {
                    (false, _) => "no authority".to_owned(),
                    (true, None) => "an authority".to_owned(),
                    (true, Some(depth)) => format!("an authority, with {depth} authorities below it at most"),
                }
            }
            ParsedExtension::SubjectAlternativeName(_) => {
                let names =
                    Identity::read(self.der).map(|identity| identity.alternative_names().collect::<Vec<_>>());
                listed(&names.unwrap_or_default())
            }
            ParsedExtension::SubjectKeyIdentifier(key) => digits(key.0),
            ParsedExtension::AuthorityKeyIdentifier(key) => key
                .key_identifier
                .as_ref()
                .map_or_else(|| "by issuer and serial number".to_owned(), |key| digits(key.0)),
            _ => format!("{} octets", extension.value.len()),
        }
    }
}

fn algorithm(identifier: &AlgorithmIdentifier<'_>) -> String {
    let dotted = identifier.algorithm.to_id_string();
    glossary::oid_name(&dotted).map_or(dotted, str::to_owned)
}

/// In the order of their bits (RFC 5280 §4.2.1.3).
const USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

fn flags(bits: u16) -> Vec<&'static str> {
    let set = USAGES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
    set.map(|(_, name)| *name).collect()
}

/// The names of the object identifiers in a SEQUENCE, in its order.
fn purposes(der: &[u8]) -> Vec<String> {
    let mut rest = der.get(2..).unwrap_or_default();
    let mut purposes = Vec::new();
    while let [6, length, more @ ..] = rest {
        let Some((content, after)) = more.split_at_checked(usize::from(*length)) else { break };
        let dotted = handfast::path::cert::Oid::from_content(content).to_string();
        purposes.push(glossary::oid_name(&dotted).map_or(dotted, str::to_owned));
        rest = after;
    }
    purposes
}

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

macro_rules! parts {
    ($($part:ident $name:literal $section:literal: $says:literal;)*) => {$(
        const $part: (&str, Entry) = ($name, Entry { says: $says, clause: rfc5280($section) });
    )*};
}

parts! {
    VERSION "version" "4.1.2.1": "Which form of certificate this is, behind the tags that open it; only v3 has extensions.";
    SERIAL "serialNumber" "4.1.2.2": "The number that its issuer gave it: with the issuer's name it is unique.";
    SIGNATURE "signature" "4.1.2.3": "With which algorithm the issuer has signed.";
    ISSUER "issuer" "4.1.2.4": "Who vouches for it.";
    VALIDITY "validity" "4.1.2.5": "From when until when it holds.";
    SUBJECT "subject" "4.1.2.6": "Whose key this is; a server's names stand in subjectAltName.";
    KEY "subjectPublicKeyInfo" "4.1.2.7": "The public key: it verifies what the holder signs in CertificateVerify.";
    EXTENSIONS "extensions" "4.1.2.9": "What else the issuer says of holder and key; what is critical must be understood.";
    SIGNED "signatureValue" "4.1.1.3": "The issuer's signature over all before: who trusts the issuer's key can believe the rest.";
}
