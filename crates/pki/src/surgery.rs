//! Changes that the certificate library does not make: a certificate is opened, its fields edited, and closed again.

use der::asn1::{Any, BitString};
use der::{Decode, Encode, Reader, SliceReader, Tag};
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use rustls_pki_types::CertificateDer;
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::{Authority, Error};

/// AlgorithmIdentifier of sha1WithRSAEncryption (RFC 3279 §2.2.1).
pub(crate) const SHA1_WITH_RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05, 0x05, 0x00];

/// AlgorithmIdentifier of ecdsa-with-SHA512 (RFC 5758 §3.2).
const ECDSA_WITH_SHA512: &[u8] = &[0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04];

/// AlgorithmIdentifier of id-RSASSA-PSS without parameters: any hash (RFC 4055 §3.1).
const RSASSA_PSS: &[u8] = &[0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];

/// DigestInfo of SHA-1 up to the digest (RFC 8017 §9.2).
const SHA1_DIGEST_INFO: &[u8] =
    &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// A certificate of version 3, opened (RFC 5280 §4.1).
pub(crate) struct Opened {
    /// The fields of tbsCertificate, each with its tag and length.
    fields: Vec<Vec<u8>>,
    /// signatureAlgorithm, outside the signed part.
    algorithm: Vec<u8>,
}

/// Where fields of tbsCertificate stand in version 3.
const SIGNATURE: usize = 2;
const SUBJECT_PUBLIC_KEY_INFO: usize = 6;

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
    pub(crate) fn set_algorithm(&mut self, identifier: &[u8]) {
        self.set(SIGNATURE, identifier);
        self.algorithm = identifier.to_vec();
    }

    /// The same RSA key under id-RSASSA-PSS, which allows it for nothing but PSS.
    pub(crate) fn name_key_for_pss(&mut self) -> Result<(), Error> {
        let spki = self.fields.get(SUBJECT_PUBLIC_KEY_INFO).ok_or(Error::UnreadableCertificate)?;
        let [_algorithm, key] =
            <[_; 2]>::try_from(members(spki)?).map_err(|_| Error::UnreadableCertificate)?;
        self.set_public_key(&sequence(&[RSASSA_PSS.to_vec(), key])?);
        Ok(())
    }

    pub(crate) fn set_public_key(&mut self, spki: &[u8]) {
        self.set(SUBJECT_PUBLIC_KEY_INFO, spki);
    }

    fn set(&mut self, index: usize, field: &[u8]) {
        if let Some(place) = self.fields.get_mut(index) {
            *place = field.to_vec();
        }
    }
}

/// A PKCS#8 RSA key under id-RSASSA-PSS (RFC 5958 §2: version, algorithm, key).
pub(crate) fn pkcs8_for_pss(pkcs8: &[u8]) -> Result<Vec<u8>, Error> {
    let mut parts = Zeroizing::new(members(pkcs8)?);
    let algorithm = parts.get_mut(1).ok_or(Error::UnreadableKey)?;
    *algorithm = RSASSA_PSS.to_vec();
    sequence(&parts)
}

/// Without version and extensions, which is what version 1 is.
pub(crate) fn to_version_1(certificate: &mut Opened) {
    certificate.fields.retain(|field| !matches!(field.first(), Some(0xa0 | 0xa3)));
}

pub(crate) fn mismatch_algorithms(certificate: &mut Opened) {
    certificate.set(SIGNATURE, ECDSA_WITH_SHA512);
}

pub(crate) fn flip_last_bit(certificate: &mut [u8]) {
    if let Some(last) = certificate.last_mut() {
        *last ^= 1;
    }
}

pub(crate) fn cut_in_half(certificate: &mut Vec<u8>) {
    certificate.truncate(certificate.len() / 2);
}

pub(crate) fn append_byte(certificate: &mut Vec<u8>) {
    certificate.push(0);
}

/// RSASSA-PKCS1-v1_5 with SHA-1, which no current library offers.
pub(crate) fn sign_sha1_rsa(issuer: &Authority, message: &[u8]) -> Result<Vec<u8>, Error> {
    let key = RsaPrivateKey::from_pkcs8_der(issuer.pkcs8()).map_err(|_| Error::UnreadableKey)?;
    let scheme = Pkcs1v15Sign { hash_len: Some(20), prefix: SHA1_DIGEST_INFO.into() };
    key.sign(scheme, &Sha1::digest(message)).map_err(|error| Error::Library(error.to_string()))
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
