//! The parts of a certificate (RFC 5280 §4.1): x509-parser says whether it is one, their places follow from their tags and
//! lengths. Every octet belongs to a part.

mod extensions;
mod form;
mod keys;
mod names;
mod says;
mod summary;
mod walk;

use std::borrow::Cow;

use handfast::crypto::public_key::PublicKeyRef;
use handfast::path::Identity;
use handfast::path::cert::Cert;
use handfast::path::name;
use x509_parser::extensions::{ParsedExtension, X509Extension};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

use self::form::{Form, Piece};
use self::walk::Walk;
use super::Field;
use crate::count;
use crate::glossary;
use crate::hex::text as digits;

/// The fields that hold a certificate, or a key in its place (RFC 7250 §3).
pub(super) const FIELDS: [&str; 3] = ["cert_data", "ASN.1Cert", "ASN.1_subjectPublicKeyInfo"];

/// Puts the parts of the certificate, or of the key, in the place of its octets, if it can be read.
pub(super) fn open(field: &mut Field, message: &[u8]) {
    let Some(value) = field.fields.iter().find(|part| part.name == "value") else { return };
    let der = value.octets(message);
    let mut walk = Walk::over(value.bytes.clone(), message, &field.path);
    if let Ok((_, key)) = SubjectPublicKeyInfo::from_der(der) {
        walk.node(&KEY, kind_of_key(der), |walk| public_key(walk, &key));
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

/// The tags of types (ITU-T X.680 §8.6).
const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const NULL: u8 = 0x05;
const OBJECT: u8 = 0x06;
const IA5: u8 = 0x16;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// The tag `[0]`, of a part that holds no others and of one that does; the others follow.
const CONTEXT: u8 = 0x80;
const CONTEXT_LIST: u8 = 0xa0;

impl Reading<'_> {
    fn certificate(&self, walk: &mut Walk<'_>) {
        walk.inside(|walk| {
            walk.node(&TBS, None, |walk| self.to_be_signed(walk));
            walk.piece(&Piece::told(SEQUENCE, SIGNATURE_ALGORITHM, says::algorithm, keys::ALGORITHM));
            self.signature(walk);
        });
    }

    fn to_be_signed(&self, walk: &mut Walk<'_>) {
        let tbs = &self.certificate.tbs_certificate;
        let text = |name: &[u8]| Some(name::text(name));
        walk.optional(CONTEXT_LIST, &VERSION, Some(format!("v{}", tbs.version.0.saturating_add(1))));
        walk.leaf(&SERIAL, Some(digits(tbs.raw_serial())));
        walk.piece(&Piece::told(SEQUENCE, SIGNATURE, says::algorithm, keys::ALGORITHM));
        walk.node(&ISSUER, text(tbs.issuer.as_raw()), |walk| walk.form(&names::NAME));
        walk.node(&VALIDITY, self.validity(), |walk| self.dates(walk));
        walk.node(&SUBJECT, text(tbs.subject.as_raw()), |walk| walk.form(&names::NAME));
        let kind = Cert::parse(self.der).ok().and_then(|cert| kind_of_key(cert.spki));
        walk.node(&KEY, kind, |walk| public_key(walk, &tbs.subject_pki));
        walk.optional(CONTEXT + 1, &ISSUER_UNIQUE_ID, None);
        walk.optional(CONTEXT + 2, &SUBJECT_UNIQUE_ID, None);
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
        if walk.next_tag() != Some(CONTEXT_LIST + 3) {
            return;
        }
        walk.node(&EXTENSIONS, Some(count(extensions.len(), "item")), |walk| {
            walk.inside(|walk| extensions.iter().for_each(|extension| self.extension(walk, extension)));
        });
    }

    fn extension(&self, walk: &mut Walk<'_>, extension: &X509Extension<'_>) {
        let dotted = extension.oid.to_id_string();
        let name = glossary::oid_name(&dotted).map_or_else(|| Cow::Owned(dotted.clone()), Cow::Borrowed);
        let entry = glossary::oid(&dotted).unwrap_or(EXTENSION.entry);
        walk.named(name, entry, None, |walk| {
            walk.piece(&Piece::object(EXTENSION_ID));
            walk.piece(&Piece::leaf(BOOLEAN, CRITICAL, says::boolean));
            walk.node(&EXTENSION_VALUE, None, |walk| {
                walk.form(extensions::form(&dotted).unwrap_or(&Form::Leaf));
            });
        });
        if let Some(field) = walk.last() {
            let critical = if extension.critical { "critical, " } else { "" };
            field.value = Some(format!("{critical}{}", self.says(extension, field)));
        }
    }

    /// An extension in a few words; alternative names with their kinds.
    fn says(&self, extension: &X509Extension<'_>, field: &Field) -> String {
        if let (ParsedExtension::SubjectAlternativeName(_), Some(identity)) =
            (extension.parsed_extension(), &self.identity)
        {
            return identity.alternative_names().collect::<Vec<_>>().join(", ");
        }
        let value = field.fields.iter().find(|part| part.name == EXTENSION_VALUE.name);
        value
            .and_then(|value| summary::of(&field.name, value))
            .unwrap_or_else(|| count(extension.value.len(), "octet"))
    }

    /// The signature of ECDSA is a pair of numbers.
    fn signature(&self, walk: &mut Walk<'_>) {
        let algorithm = name_of(&self.certificate.signature_algorithm);
        let form = if algorithm.starts_with("ecdsa") { keys::ECDSA_SIGNATURE } else { Form::Leaf };
        walk.node(&SIGNED, Some(format!("{algorithm}, by the issuer's key")), |walk| walk.form(&form));
    }
}

fn kind_of_key(spki: &[u8]) -> Option<String> {
    PublicKeyRef::from_spki(spki).ok().map(|key| key.kind().to_string())
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }`
fn public_key(walk: &mut Walk<'_>, key: &SubjectPublicKeyInfo<'_>) {
    let is_rsa = matches!(&*name_of(&key.algorithm), "rsaEncryption" | "id-RSASSA-PSS");
    let form = if is_rsa { keys::RSA_KEY } else { Form::Leaf };
    walk.piece(&Piece::told(SEQUENCE, KEY_ALGORITHM, says::algorithm, keys::ALGORITHM));
    walk.piece(&Piece::told(BITS, KEY_BITS, if is_rsa { says::nothing } else { says::point }, form));
}

fn name_of(algorithm: &AlgorithmIdentifier<'_>) -> String {
    let dotted = algorithm.algorithm.to_id_string();
    glossary::oid_name(&dotted).map_or(dotted, str::to_owned)
}

macro_rules! parts {
    ($($part:ident $name:literal, RFC $rfc:literal $section:literal: $says:literal;)*) => {$(
        const $part: $crate::fields::certificate::walk::Part = $crate::fields::certificate::walk::Part {
            name: $name,
            entry: $crate::glossary::Entry {
                says: $says,
                clause: handfast::rule::Clause {
                    standard: handfast::rule::Standard::Rfc($rfc),
                    section: $section,
                },
            },
        };
    )*};
}
use parts;

parts! {
    TBS "tbsCertificate", RFC 5280 "4.1.1.1": "All that the issuer signs.";
    VERSION "version", RFC 5280 "4.1.2.1": "Which form of certificate this is; only v3 has extensions.";
    SERIAL "serialNumber", RFC 5280 "4.1.2.2": "The number that its issuer gave it: with the issuer's name it is unique.";
    SIGNATURE "signature", RFC 5280 "4.1.2.3": "With which algorithm the issuer has signed; the same as at the end.";
    ISSUER "issuer", RFC 5280 "4.1.2.4": "Who vouches for it.";
    VALIDITY "validity", RFC 5280 "4.1.2.5": "From when until when it holds.";
    NOT_BEFORE "notBefore", RFC 5280 "4.1.2.5": "The first second in which it holds.";
    NOT_AFTER "notAfter", RFC 5280 "4.1.2.5": "The last second in which it holds.";
    SUBJECT "subject", RFC 5280 "4.1.2.6": "Whose key this is; a server's names stand in subjectAltName.";
    KEY "subjectPublicKeyInfo", RFC 5280 "4.1.2.7": "The public key: it verifies what the holder signs in CertificateVerify.";
    KEY_ALGORITHM "algorithm", RFC 5280 "4.1.2.7": "For which algorithm the key is, and on which curve.";
    KEY_BITS "subjectPublicKey", RFC 5280 "4.1.2.7": "The key itself.";
    ISSUER_UNIQUE_ID "issuerUniqueID", RFC 5280 "4.1.2.8": "Told issuers of the same name apart; no longer used.";
    SUBJECT_UNIQUE_ID "subjectUniqueID", RFC 5280 "4.1.2.8": "Told subjects of the same name apart; no longer used.";
    EXTENSIONS "extensions", RFC 5280 "4.1.2.9": "What else the issuer says of holder and key; what is critical must be understood.";
    EXTENSION "Extension", RFC 5280 "4.2": "An extension that is not explained here: its object identifier, and its octets.";
    EXTENSION_ID "extnID", RFC 5280 "4.2": "Which extension this is, as an object identifier.";
    CRITICAL "critical", RFC 5280 "4.2": "Whether who does not understand the extension must refuse the certificate.";
    EXTENSION_VALUE "extnValue", RFC 5280 "4.2": "What the extension says, in a form of its own.";
    SIGNATURE_ALGORITHM "signatureAlgorithm", RFC 5280 "4.1.1.2": "With which algorithm the issuer has signed.";
    SIGNED "signatureValue", RFC 5280 "4.1.1.3": "The issuer's signature over tbsCertificate: who trusts the issuer's key can believe it.";
}
