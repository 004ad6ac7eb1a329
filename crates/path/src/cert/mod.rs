//! A certificate (RFC 5280 §4.1), read where it lies.

mod extensions;
mod filter;
mod general_name;
mod oid;
mod reader;
mod time;

use handfast_crypto::public_key::{KeyError, PublicKeyRef};

pub(crate) use extensions::ANY_POLICY;
pub use extensions::{
    BasicConstraints, CertificatePolicies, ExtendedKeyUsage, Extensions, KeyUsage, Kind, Kinds,
    PolicyConstraints, PolicyMappings,
};
pub(crate) use extensions::{authority_key_id, object_identifier};
pub(crate) use general_name::directory_name;
pub use general_name::{GeneralName, GeneralNames, NameForm};
pub use oid::{NotAnOid, Oid};
use reader::HIGH;
pub(crate) use reader::{Element, Read, Reader, Tag};
pub use reader::{Fault, Malformed};
pub use time::Time;

use crate::algorithm::Scheme;

/// A certificate that was read and not yet judged. Borrows the DER it was read from; reading it allocates nothing.
///
/// ```text
/// Certificate     ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
/// TBSCertificate  ::= SEQUENCE { version [0], serialNumber, signature, issuer, validity, subject,
///                                subjectPublicKeyInfo, issuerUniqueID [1], subjectUniqueID [2], extensions [3] }
/// ```
#[derive(Debug, Clone)]
pub struct Cert<'a> {
    /// The whole certificate.
    pub der: &'a [u8],
    /// What is signed: tbsCertificate with its tag and length.
    pub tbs: &'a [u8],
    /// 1, 2 or 3.
    pub version: u8,
    /// The content bytes of serialNumber, big-endian, two's complement.
    pub serial: &'a [u8],
    /// The content of the AlgorithmIdentifier inside tbsCertificate.
    pub signature_inside: &'a [u8],
    /// The content of the AlgorithmIdentifier outside: the one the signature was made with.
    pub signature_algorithm: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
    /// The DER of the issuer's name.
    pub issuer: &'a [u8],
    /// The first and the last second in which the certificate is valid.
    pub validity: Validity,
    /// The DER of the holder's name.
    pub subject: &'a [u8],
    /// The DER of the holder's public key.
    pub spki: &'a [u8],
    /// The extensions; empty in versions 1 and 2.
    pub extensions: Extensions<'a>,
}

/// When a certificate is valid, both ends included (RFC 5280 §4.1.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first second.
    pub not_before: Time,
    /// The last second.
    pub not_after: Time,
}

impl Validity {
    /// Without an end on either side.
    pub(crate) const ALWAYS: Self = Self { not_before: Time(i64::MIN), not_after: Time(i64::MAX) };

    /// Whether this is a second of it.
    #[must_use]
    pub fn contains(&self, time: Time) -> bool {
        (self.not_before..=self.not_after).contains(&time)
    }

    /// The seconds that both have in common, if any.
    pub(crate) fn and(self, other: Self) -> Self {
        let not_before = self.not_before.max(other.not_before);
        Self { not_before, not_after: self.not_after.min(other.not_after) }
    }
}

/// The DER of a name without any part.
const EMPTY_NAME: &[u8] = &[0x30, 0x00];

impl<'a> Cert<'a> {
    /// How it is signed, as far as its AlgorithmIdentifier says; `None` if that is none of ours.
    #[must_use]
    pub fn signature_scheme(&self) -> Option<Scheme> {
        Scheme::of(self.signature_algorithm)
    }

    /// Reads a certificate from its DER, with nothing before or after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 5280 and DER want it.
    pub fn parse(der: &'a [u8]) -> Result<Self, Malformed> {
        let mut cert = Self::unread(der);
        cert.read()?;
        Ok(cert)
    }

    /// A certificate of which nothing is known but its DER. Never inlined, so that the compiler takes the certificate for
    /// one piece of memory and not for fifty values that it would move one by one.
    #[inline(never)]
    pub(crate) fn unread(der: &'a [u8]) -> Self {
        Self {
            der,
            tbs: &[],
            version: 1,
            serial: &[],
            signature_inside: &[],
            signature_algorithm: &[],
            signature: &[],
            issuer: &[],
            validity: Validity::ALWAYS,
            subject: &[],
            spki: &[],
            extensions: Extensions::default(),
        }
    }

    /// Each part is written where it is kept: the whole is large, and moving it about would cost as much as reading it.
    #[inline(never)]
    pub(crate) fn read(&mut self) -> Read<()> {
        let mut whole = Reader::new(self.der, 0);
        let certificate = whole.value(Tag::SEQUENCE, "Certificate")?;
        whole.finish("Certificate")?;
        whole.inside(certificate, "Certificate", |fields| {
            self.tbs = fields.whole(|fields| {
                fields.nested(Tag::SEQUENCE, "tbsCertificate", |fields| self.read_tbs(fields))
            })?;
            self.signature_algorithm = fields.value(Tag::SEQUENCE, "signatureAlgorithm")?;
            self.signature = fields.whole_bytes("signatureValue")?;
            Ok(())
        })
    }

    fn read_tbs(&mut self, fields: &mut Reader<'a>) -> Read<()> {
        self.version = version(fields)?;
        self.serial = serial_number(fields)?;
        self.signature_inside = fields.value(Tag::SEQUENCE, "signature")?;
        self.issuer = name(fields, "issuer")?;
        self.validity = validity(fields)?;
        self.subject = name(fields, "subject")?;
        self.spki = subject_public_key_info(fields)?;
        self.read_after_key(fields)
    }

    /// The unique identifiers, which are of no use and allowed from version 2 on, and the extensions, from version 3 on.
    fn read_after_key(&mut self, fields: &mut Reader<'a>) -> Read<()> {
        unique_identifier(fields, 1, "issuerUniqueID", self.version)?;
        unique_identifier(fields, 2, "subjectUniqueID", self.version)?;
        match fields.optional_value(Tag::explicit(3), "extensions")? {
            Some(tagged) if self.version < 3 => Err(fields.fault_in(tagged, "extensions", Fault::Version)),
            Some(tagged) => fields.inside(tagged, "extensions", |inner| self.extensions.read(inner)),
            None => Ok(()),
        }
    }

    /// The key of the holder.
    ///
    /// # Errors
    /// A key of a kind this stack does not verify with, or one that is malformed.
    pub fn public_key(&self) -> Result<PublicKeyRef<'a>, KeyError> {
        PublicKeyRef::from_spki(self.spki)
    }

    /// Issuer and subject are the same name (RFC 5280 §3.2); says nothing about who signed.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        crate::name::same(self.issuer, self.subject)
    }

    /// Where a part of this certificate starts, in bytes.
    pub(crate) fn offset_of(&self, part: &[u8]) -> usize {
        part.as_ptr().addr().saturating_sub(self.der.as_ptr().addr())
    }

    pub(crate) fn has_empty_issuer(&self) -> bool {
        self.issuer == EMPTY_NAME
    }

    pub(crate) fn has_empty_subject(&self) -> bool {
        self.subject == EMPTY_NAME
    }
}

/// Nearly all certificates are of it.
const VERSION_3: &[u8] = &[0xA0, 3, 0x02, 1, 2];

/// `version [0] EXPLICIT INTEGER DEFAULT v1`; what is the default is left out.
fn version(fields: &mut Reader<'_>) -> Read<u8> {
    if fields.skip(VERSION_3) {
        return Ok(3);
    }
    let Some(tagged) = fields.optional(Tag::explicit(0), "version")? else { return Ok(1) };
    let number = tagged.read(|inner| inner.expect(Tag::INTEGER, "version"))?;
    match number.value {
        [number @ 1..=2] => Ok(number + 1),
        _ => Err(number.fault(Fault::Value)),
    }
}

/// An INTEGER in its shortest form.
pub(crate) fn serial_number<'a>(fields: &mut Reader<'a>) -> Read<&'a [u8]> {
    match fields.value(Tag::INTEGER, "serialNumber")? {
        serial @ ([] | [0x00, 0x00..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..]) => {
            Err(fields.fault_in(serial, "serialNumber", Fault::Value))
        }
        serial => Ok(serial),
    }
}

/// A Name in DER, with nothing before or after it.
pub(crate) fn read_name(der: &[u8]) -> Read<&[u8]> {
    Reader::new(der, 0).all("Name", |whole| name(whole, "Name"))
}

/// `Name ::= SEQUENCE OF SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }`
#[inline(never)] // two in each certificate
pub(crate) fn name<'a>(fields: &mut Reader<'a>, field: &'static str) -> Read<&'a [u8]> {
    fields.whole(|fields| {
        fields.nested(Tag::SEQUENCE, field, |parts| {
            while !parts.is_empty() {
                parts.nested(Tag::SET, "RelativeDistinguishedName", relative_name)?;
            }
            Ok(())
        })
    })
}

#[inline]
pub(crate) fn relative_name(attributes: &mut Reader<'_>) -> Read<()> {
    if is_usual_attribute(attributes.peek()) {
        attributes.rest();
        return Ok(());
    }
    loop {
        attributes.nested(Tag::SEQUENCE, "AttributeTypeAndValue", |pair| {
            object_identifier(pair, "AttributeType")?;
            pair.any("AttributeValue").map(|_| ())
        })?;
        if attributes.is_empty() {
            return Ok(());
        }
    }
}

/// One attribute of X.520 (2.5.4.*) with a short value, and nothing else: so it is with nearly all parts of names.
const fn is_usual_attribute(part: &[u8]) -> bool {
    match *part {
        [0x30, pair, 0x06, 0x03, 0x55, 0x04, 0..=0x7F, tag, value @ 0..=0x7F, ..] => {
            let whole = 9 + value as usize;
            tag & HIGH != HIGH && part.len() == whole && pair as usize == whole - 2 && pair < 0x80
        }
        _ => false,
    }
}

fn validity(fields: &mut Reader<'_>) -> Read<Validity> {
    fields.nested(Tag::SEQUENCE, "validity", |times| {
        Ok(Validity {
            not_before: Time::next(times, "notBefore")?,
            not_after: Time::next(times, "notAfter")?,
        })
    })
}

fn unique_identifier(fields: &mut Reader<'_>, number: u8, field: &'static str, version: u8) -> Read<()> {
    match fields.optional_value(Tag::implicit(number), field)? {
        Some(part) if version < 2 => Err(fields.fault_in(part, field, Fault::Version)),
        Some(_) | None => Ok(()),
    }
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }`
fn subject_public_key_info<'a>(fields: &mut Reader<'a>) -> Read<&'a [u8]> {
    fields.whole(|fields| {
        fields.nested(Tag::SEQUENCE, "subjectPublicKeyInfo", |parts| {
            parts.value(Tag::SEQUENCE, "algorithm")?;
            parts.whole_bytes("subjectPublicKey").map(|_| ())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Reader, is_usual_attribute, relative_name};

    /// What is passed over is what would be read; what is not of the usual form is looked at.
    #[test]
    fn the_usual_attribute_is_one_that_reads() {
        let usual = [0x30, 10, 0x06, 3, 0x55, 4, 3, 0x0C, 3, b'a', b'b', b'c'];
        assert!(is_usual_attribute(&usual));
        for place in 0..usual.len() {
            for octet in 0..=u8::MAX {
                let mut spoilt = usual;
                spoilt[place] = octet;
                let read = |part: &[u8]| {
                    let mut reader = Reader::new(part, 0);
                    relative_name(&mut reader).is_ok() && reader.is_empty()
                };
                let two = [&spoilt[..], &usual].concat();
                // The second attribute keeps the first from the short way.
                assert_eq!(read(&spoilt), read(&two), "{octet} at {place}");
            }
        }
        assert!((0..usual.len()).all(|cut| !is_usual_attribute(&usual[..cut])));
    }
}
