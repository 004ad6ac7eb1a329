//! The parts of a certificate (RFC 5280 §4.1): x509-parser says what they mean, their places follow from their tags and
//! lengths. Every octet belongs to a part.

mod says;
mod walk;

use std::borrow::Cow;

use handfast::crypto::public_key::{KeyError, PublicKey};
use handfast::path::Identity;
use handfast::path::cert::Cert;
use handfast::path::name;
use handfast::rule::rfc5280;
use x509_parser::extensions::X509Extension;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

use self::walk::{Part, Walk};
use super::Field;
use crate::glossary::{self, Entry};
use crate::hex::text as digits;

/// The fields that hold a certificate, or a key in its place (RFC 7250 §3).
pub(super) const FIELDS: [&str; 3] = ["cert_data", "ASN.1Cert", "ASN.1_subjectPublicKeyInfo"];

/// Puts the parts of the certificate, or of the key, in the place of its octets, if it can be read.
pub(super) fn open(field: &mut Field, message: &[u8]) {
    let Some(value) = field.fields.iter().find(|part| part.name == "value") else { return };
    let der = value.octets(message);
    let mut walk = Walk::over(value.bytes.clone(), message, &field.path);
    if let Ok((_, key)) = SubjectPublicKeyInfo::from_der(der) {
        walk.node(&KEY, kind_of_key(PublicKey::from_spki(der)), |walk| public_key(walk, &key));
    } else if let Ok((_, certificate)) = X509Certificate::from_der(der) {
        let reading = Reading { certificate: &certificate, identity: Identity::read(der).ok(), der };
        reading.certificate(&mut walk);
    } else {
        return;
    }
    let parts = walk.into_fields();
    field.fields.retain(|part| part.name != "value");
    field.fields.extend(parts);
}

struct Reading<'a> {
    certificate: &'a X509Certificate<'a>,
    identity: Option<Identity>,
    der: &'a [u8],
}

/// The tags that tell optional parts apart (RFC 5280 §4.1).
const BOOLEAN: u8 = 0x01;
const VERSION_TAG: u8 = 0xa0;
const ISSUER_ID: u8 = 0x81;
const SUBJECT_ID: u8 = 0x82;
const EXTENSIONS_TAG: u8 = 0xa3;

impl Reading<'_> {
    fn certificate(&self, walk: &mut Walk<'_>) {
        let scheme = says::algorithm(&self.certificate.signature_algorithm);
        walk.inside(|walk| {
            walk.node(&TBS, None, |walk| self.to_be_signed(walk));
            walk.leaf(&SIGNATURE_ALGORITHM, Some(scheme.clone()));
            walk.leaf(&SIGNED, Some(format!("{scheme}, by the issuer's key")));
        });
    }

    fn to_be_signed(&self, walk: &mut Walk<'_>) {
        let tbs = &self.certificate.tbs_certificate;
        let text = |name: &[u8]| Some(name::text(name));
        walk.optional(VERSION_TAG, &VERSION, Some(format!("v{}", tbs.version.0.saturating_add(1))));
        walk.leaf(&SERIAL, Some(digits(tbs.raw_serial())));
        walk.leaf(&SIGNATURE, Some(says::algorithm(&tbs.signature)));
        walk.node(&ISSUER, text(tbs.issuer.as_raw()), relative_names);
        walk.node(&VALIDITY, self.validity(), |walk| self.dates(walk));
        walk.node(&SUBJECT, text(tbs.subject.as_raw()), relative_names);
        let kind = Cert::parse(self.der).ok().and_then(|cert| kind_of_key(cert.public_key()));
        walk.node(&KEY, kind, |walk| public_key(walk, &tbs.subject_pki));
        walk.optional(ISSUER_ID, &ISSUER_UNIQUE_ID, None);
        walk.optional(SUBJECT_ID, &SUBJECT_UNIQUE_ID, None);
        self.extensions(walk, tbs.extensions());
    }

    fn validity(&self) -> Option<String> {
        let validity = self.identity.as_ref()?.validity;
        Some(format!("{} until {}", validity.not_before, validity.not_after))
    }

    fn dates(&self, walk: &mut Walk<'_>) {
        let validity = self.identity.as_ref().map(|identity| identity.validity);
        walk.leaf(&NOT_BEFORE, validity.map(|validity| validity.not_before.to_string()));
        walk.leaf(&NOT_AFTER, validity.map(|validity| validity.not_after.to_string()));
    }

    /// An explicit tag around a list.
    fn extensions(&self, walk: &mut Walk<'_>, extensions: &[X509Extension<'_>]) {
        if walk.next_tag() != Some(EXTENSIONS_TAG) {
            return;
        }
        let count = extensions.len();
        let items = format!("{count} item{}", if count == 1 { "" } else { "s" });
        walk.node(&EXTENSIONS, Some(items), |walk| {
            walk.inside(|walk| extensions.iter().for_each(|extension| self.extension(walk, extension)));
        });
    }

    fn extension(&self, walk: &mut Walk<'_>, extension: &X509Extension<'_>) {
        let dotted = extension.oid.to_id_string();
        let name = glossary::oid_name(&dotted).map_or_else(|| Cow::Owned(dotted.clone()), Cow::Borrowed);
        let critical = if extension.critical { "critical, " } else { "" };
        let value = format!("{critical}{}", says::extension(extension, self.identity.as_ref()));
        let part = Part { name: name.clone(), entry: glossary::oid(&dotted) };
        walk.node(&part, Some(value), |walk| {
            walk.leaf(&EXTENSION_ID, Some(name.into_owned()));
            walk.optional(BOOLEAN, &CRITICAL, Some(extension.critical.to_string()));
            walk.leaf(&EXTENSION_VALUE, None);
        });
    }
}

fn kind_of_key(key: Result<PublicKey, KeyError>) -> Option<String> {
    key.ok().map(|key| key.kind().to_string())
}

fn public_key(walk: &mut Walk<'_>, key: &SubjectPublicKeyInfo<'_>) {
    walk.leaf(&KEY_ALGORITHM, Some(says::algorithm(&key.algorithm)));
    walk.leaf(&KEY_BITS, None);
}

/// Each with its value, as in a name that has no other.
fn relative_names(walk: &mut Walk<'_>) {
    while let Some(octets) = walk.peek() {
        let alone = walk::sequence(octets);
        walk.leaf(&RELATIVE_NAME, Some(name::text(&alone)));
    }
}

macro_rules! parts {
    ($($part:ident $name:literal $section:literal: $says:literal;)*) => {$(
        const $part: Part =
            Part { name: Cow::Borrowed($name), entry: Some(Entry { says: $says, clause: rfc5280($section) }) };
    )*};
}
use parts;

parts! {
    TBS "tbsCertificate" "4.1.1.1": "All that the issuer signs.";
    VERSION "version" "4.1.2.1": "Which form of certificate this is; only v3 has extensions.";
    SERIAL "serialNumber" "4.1.2.2": "The number that its issuer gave it: with the issuer's name it is unique.";
    SIGNATURE "signature" "4.1.2.3": "With which algorithm the issuer has signed; the same as at the end.";
    ISSUER "issuer" "4.1.2.4": "Who vouches for it.";
    VALIDITY "validity" "4.1.2.5": "From when until when it holds.";
    NOT_BEFORE "notBefore" "4.1.2.5": "The first second in which it holds.";
    NOT_AFTER "notAfter" "4.1.2.5": "The last second in which it holds.";
    SUBJECT "subject" "4.1.2.6": "Whose key this is; a server's names stand in subjectAltName.";
    RELATIVE_NAME "RelativeDistinguishedName" "4.1.2.4": "One piece of a name: what kind of piece, and its text.";
    KEY "subjectPublicKeyInfo" "4.1.2.7": "The public key: it verifies what the holder signs in CertificateVerify.";
    KEY_ALGORITHM "algorithm" "4.1.2.7": "For which algorithm the key is, and on which curve.";
    KEY_BITS "subjectPublicKey" "4.1.2.7": "The key itself.";
    ISSUER_UNIQUE_ID "issuerUniqueID" "4.1.2.8": "Told issuers of the same name apart; no longer used.";
    SUBJECT_UNIQUE_ID "subjectUniqueID" "4.1.2.8": "Told subjects of the same name apart; no longer used.";
    EXTENSIONS "extensions" "4.1.2.9": "What else the issuer says of holder and key; what is critical must be understood.";
    EXTENSION_ID "extnID" "4.2": "Which extension this is, as an object identifier.";
    CRITICAL "critical" "4.2": "Whether who does not understand the extension must refuse the certificate.";
    EXTENSION_VALUE "extnValue" "4.2": "What the extension says, in a form of its own.";
    SIGNATURE_ALGORITHM "signatureAlgorithm" "4.1.1.2": "With which algorithm the issuer has signed.";
    SIGNED "signatureValue" "4.1.1.3": "The issuer's signature over tbsCertificate: who trusts the issuer's key can believe it.";
}
