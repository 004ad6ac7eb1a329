//! What lists and responses share: who signs, and with what.

use der::asn1::{BitString, OctetString};
use der::oid::AssociatedOid;
use der::{Decode, Encode};
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::{AlgorithmIdentifier, Certificate};

use crate::{Authority, Error};

/// DER with the algorithm and the signature that follow it in every signed structure.
pub(super) struct Signature {
    pub(super) algorithm: AlgorithmIdentifier,
    pub(super) bits: BitString,
}

impl Signature {
    /// `signed` must name [`Authority::signature_algorithm`] inside, if it names one.
    pub(super) fn by(authority: &Authority, signed: &impl Encode) -> Result<Self, Error> {
        let bits = BitString::from_bytes(&authority.sign_bytes(&signed.to_der()?)?)?;
        Ok(Self { algorithm: authority.signature_algorithm()?, bits })
    }
}

/// Its certificate in the words of the encoder.
pub(super) fn certificate(authority: &Authority) -> Result<Certificate, Error> {
    Certificate::from_der(authority.certificate()).map_err(|_| Error::UnreadableCertificate)
}

/// subjectKeyIdentifier, if its certificate has one.
pub(super) fn key_id(certificate: &Certificate) -> Result<Option<OctetString>, Error> {
    let found = certificate.tbs_certificate().get_extension::<SubjectKeyIdentifier>();
    Ok(found.map_err(|_| Error::UnreadableCertificate)?.map(|(_, id)| id.0))
}

/// The extension with this criticality.
pub(super) fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> Result<Extension, Error> {
    Ok((critical, value).to_extension(&Name::default(), &[])?)
}
