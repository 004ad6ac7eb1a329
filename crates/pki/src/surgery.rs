//! Changes that the certificate library does not make: a certificate is opened, its fields edited, and closed again.

use der::asn1::{Any, BitString, GeneralizedTime, Int};
use der::{Decode, Encode, Reader, SliceReader, Tag};
use rustls_pki_types::{CertificateDer, UnixTime};
use zeroize::Zeroizing;

use crate::Error;

/// AlgorithmIdentifier of ecdsa-with-SHA512 (RFC 5758 §3.2).
const ECDSA_WITH_SHA512: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04];

/// AlgorithmIdentifier of id-RSASSA-PSS without parameters: any hash (RFC 4055 §3.1).
const RSASSA_PSS: &[u8] = &[0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];

/// A certificate of version 3, opened (RFC 5280 §4.1).
pub(crate) struct Opened {
    /// The fields of tbsCertificate, each with its tag and length.
    fields: Vec<Vec<u8>>,
    /// signatureAlgorithm, outside the signed part.
    algorithm: Vec<u8>,
}

/// Where fields of tbsCertificate stand in version 3.
const VERSION: usize = 0;
const SERIAL_NUMBER: usize = 1;
const SIGNATURE: usize = 2;
const ISSUER: usize = 3;
const VALIDITY: usize = 4;
const SUBJECT: usize = 5;
const SUBJECT_PUBLIC_KEY_INFO: usize = 6;
const EXTENSIONS: usize = 7;

impl Opened {
    pub(crate) fn open(certificate: &CertificateDer<'_>) -> Result<Self, Error> {
        let outer = members(certificate)?;
        let [tbs, algorithm, _signature] = outer.as_slice() else { return Err(Error::UnreadableCertificate) };
        Ok(Self { fields: members(tbs)?, algorithm: algorithm.clone() })
    }

    /// Signs the fields as they are now.
    pub(crate) fn close(
        self,
        sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Error>,
    ) -> Result<CertificateDer<'static>, Error> {
        let tbs = sequence(&self.fields)?;
        let signature = BitString::from_bytes(&sign(&tbs)?)?.to_der()?;
        Ok(sequence(&[tbs, self.algorithm, signature])?.into())
    }

    /// The algorithm, inside and outside.
    pub(crate) fn set_algorithm(&mut self, identifier: &[u8]) -> Result<(), Error> {
        self.algorithm = identifier.to_vec();
        self.set(SIGNATURE, identifier)
    }

    /// The same RSA key under id-RSASSA-PSS, which allows it for nothing but PSS.
    pub(crate) fn name_key_for_pss(&mut self) -> Result<(), Error> {
        let spki = self.public_key().ok_or(Error::UnreadableCertificate)?;
        let [_algorithm, key] =
            <[_; 2]>::try_from(members(spki)?).map_err(|_| Error::UnreadableCertificate)?;
        self.set_public_key(&sequence(&[RSASSA_PSS.to_vec(), key])?)
    }

    /// SubjectPublicKeyInfo.
    pub(crate) fn public_key(&self) -> Option<&Vec<u8>> {
        self.fields.get(SUBJECT_PUBLIC_KEY_INFO)
    }

    pub(crate) fn set_public_key(&mut self, spki: &[u8]) -> Result<(), Error> {
        self.set(SUBJECT_PUBLIC_KEY_INFO, spki)
    }

    /// The holder's name, in DER.
    pub(crate) fn set_subject(&mut self, name: &[u8]) -> Result<(), Error> {
        self.set(SUBJECT, name)
    }

    /// An issuer without a name (RFC 5280 §4.1.2.4 forbids it).
    pub(crate) fn empty_issuer(&mut self) -> Result<(), Error> {
        self.set(ISSUER, &sequence(&[])?)
    }

    /// The content bytes of an INTEGER, two's complement.
    pub(crate) fn set_serial(&mut self, content: &[u8]) -> Result<(), Error> {
        self.set(SERIAL_NUMBER, &Int::new(content)?.to_der()?)
    }

    /// Both ends as GeneralizedTime.
    pub(crate) fn set_generalized_validity(&mut self, from: UnixTime, until: UnixTime) -> Result<(), Error> {
        let time = |at: UnixTime| {
            let since_epoch = core::time::Duration::from_secs(at.as_secs());
            GeneralizedTime::from_unix_duration(since_epoch).and_then(|time| time.to_der())
        };
        self.set(VALIDITY, &sequence(&[time(from)?, time(until)?])?)
    }

    /// Another algorithm inside than outside.
    pub(crate) fn mismatch_algorithms(&mut self) -> Result<(), Error> {
        self.set(SIGNATURE, ECDSA_WITH_SHA512)
    }

    /// Without version, which is what version 1 is (RFC 5280 §4.1.2.1).
    pub(crate) fn drop_version(&mut self) -> Result<(), Error> {
        match self.fields.first() {
            Some(field) if field.starts_with(&[0xa0]) => drop(self.fields.remove(VERSION)),
            _ => return Err(Error::UnreadableCertificate),
        }
        Ok(())
    }

    /// Without version and extensions.
    pub(crate) fn drop_version_and_extensions(&mut self) -> Result<(), Error> {
        self.fields.truncate(EXTENSIONS);
        self.drop_version()
    }

    fn set(&mut self, index: usize, field: &[u8]) -> Result<(), Error> {
        let place = self.fields.get_mut(index).ok_or(Error::UnreadableCertificate)?;
        *place = field.to_vec();
        Ok(())
    }
}

/// A certification request (RFC 2986 §4) about this key, signed again with this algorithm.
pub(crate) fn request_for_key(
    request: &[u8],
    spki: &[u8],
    algorithm: Vec<u8>,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let outer = members(request)?;
    let mut info = members(outer.first().ok_or(Error::UnreadableRequest)?)?;
    // version, subject, subjectPKInfo, attributes
    *info.get_mut(2).ok_or(Error::UnreadableRequest)? = spki.to_vec();
    let info = sequence(&info)?;
    let signature = BitString::from_bytes(&sign(&info)?)?.to_der()?;
    sequence(&[info, algorithm, signature])
}

/// A PKCS#8 RSA key under id-RSASSA-PSS (RFC 5958 §2: version, algorithm, key).
pub(crate) fn pkcs8_for_pss(pkcs8: &[u8]) -> Result<Vec<u8>, Error> {
    let mut parts = Zeroizing::new(members(pkcs8)?);
    let algorithm = parts.get_mut(1).ok_or(Error::UnreadableKey)?;
    *algorithm = RSASSA_PSS.to_vec();
    sequence(&parts)
}

pub(crate) fn flip_last_bit(certificate: &mut [u8]) {
    if let Some(last) = certificate.last_mut() {
        *last ^= 1;
    }
}

pub(crate) fn cut_in_half(certificate: &mut Vec<u8>) {
    certificate.truncate(certificate.len() / 2);
}

/// The length of the whole in one byte more than it needs, which DER forbids (X.690 §10.1). Lengths of 256 to 65535
/// have two bytes: every certificate is that long.
pub(crate) fn lengthen_length(certificate: &mut Vec<u8>) {
    if let [0x30, length @ 0x82, ..] = certificate.as_mut_slice() {
        *length = 0x83;
        certificate.insert(2, 0);
    }
}

pub(crate) fn append_byte(certificate: &mut Vec<u8>) {
    certificate.push(0);
}

/// The members of a SEQUENCE, each with its tag and length.
fn members(der: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let unreadable = |_: der::Error| Error::UnreadableCertificate;
    let whole = Any::from_der(der).map_err(unreadable)?;
    let mut reader = SliceReader::new(whole.value()).map_err(unreadable)?;
    let mut members = Vec::new();
    while !reader.is_finished() {
        members.push(reader.tlv_bytes().map_err(unreadable)?.to_vec());
    }
    Ok(members)
}

fn sequence(members: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    Ok(Any::new(Tag::Sequence, members.concat())?.to_der()?)
}
