//! OCSP responses (RFC 6960), made ahead of any request, as servers staple them.

mod asn1;

use der::Encode;
use der::asn1::{Null, OctetString};
use der::oid::db::rfc5912::ID_SHA_1;
use rustls_pki_types::{CertificateDer, UnixTime};
use sha1::{Digest, Sha1};
use x509_cert::serial_number::SerialNumber;
use x509_cert::{AlgorithmIdentifier, Certificate};

use super::signed::{self, Signature};
use super::{Reason, generalized, reason};
use crate::authority;
use crate::{Authority, Constraint, Error, Extension, KeyUsage, Purpose, Request};
use asn1::{
    BASIC, BasicResponse, CertId, CertStatus, ResponderId, Response, ResponseBytes, ResponseData,
    ResponseStatus, RevokedInfo, SingleResponse,
};

/// What a response is to say of one certificate.
#[derive(Debug, Clone)]
pub struct OcspResponse {
    /// Of the certificate.
    pub status: CertificateStatus,
    /// When the status was looked up.
    pub this_update: UnixTime,
    /// When there is a newer one at the latest; `None` says that there is always a newer one (RFC 6960 §4.2.2.1).
    pub next_update: Option<UnixTime>,
    /// How the response names who signed it.
    pub named_by: ResponderName,
}

/// What is known of a certificate (RFC 6960 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// It was not taken back.
    Good,
    /// It was taken back.
    Revoked {
        /// When.
        at: UnixTime,
        /// Why, if that is said.
        reason: Option<Reason>,
    },
    /// The responder does not know it.
    Unknown,
}

/// ResponderID (RFC 6960 §4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ResponderName {
    /// By its subject.
    #[default]
    Name,
    /// By the SHA-1 of its key.
    Key,
}

/// Who signs responses for an authority (RFC 6960 §2.6).
#[derive(Debug)]
pub enum Responder<'a> {
    /// The authority itself.
    Authority(&'a Authority),
    /// Another, whose certificate is sent along; the authority issued it with [`Authority::ocsp_delegate`], or ought
    /// to have.
    Delegate(&'a Authority),
}

impl Authority {
    /// What a delegated responder is asked to be: extendedKeyUsage OCSPSigning, and ocsp-nocheck, so that nobody has to
    /// ask about the one who answers (RFC 6960 §4.2.2.2).
    #[must_use]
    pub fn ocsp_delegate(common_name: impl Into<String>, now: UnixTime) -> Request {
        let nocheck =
            Extension { oid: vec![1, 3, 6, 1, 5, 5, 7, 48, 1, 5], critical: false, content: vec![5, 0] };
        Request::authority(common_name, now)
            .constraint(Constraint::EndEntity)
            .key_usages([KeyUsage::DigitalSignature])
            .purposes([Purpose::OcspSigning])
            .extension(nocheck)
    }

    /// Says what is known of a certificate that this authority issued.
    ///
    /// # Errors
    /// [`Error::UnreadableCertificate`], a date after the year 9999.
    pub fn ocsp_response(
        &self,
        certificate: &CertificateDer<'_>,
        response: &OcspResponse,
        responder: &Responder<'_>,
    ) -> Result<Vec<u8>, Error> {
        let data = ResponseData {
            responder: responder.id(response.named_by)?,
            produced_at: generalized(response.this_update)?,
            responses: vec![single(cert_id(self, certificate)?, response)?],
        };
        let Signature { algorithm, bits } = Signature::by(responder.signer(), &data)?;
        let certificates = responder.certificates()?;
        wrapped(&BasicResponse { data, algorithm, signature: bits, certificates })
    }
}

impl Responder<'_> {
    const fn signer(&self) -> &Authority {
        match self {
            Self::Authority(authority) | Self::Delegate(authority) => authority,
        }
    }

    fn id(&self, named_by: ResponderName) -> Result<ResponderId, Error> {
        let own = signed::certificate(self.signer())?;
        Ok(match named_by {
            ResponderName::Name => ResponderId::ByName(own.tbs_certificate().subject().clone()),
            ResponderName::Key => ResponderId::ByKey(key_hash(&own)?),
        })
    }

    /// An authority's own certificate is known to whoever asks.
    fn certificates(&self) -> Result<Option<Vec<Certificate>>, Error> {
        match self {
            Self::Authority(_) => Ok(None),
            Self::Delegate(delegate) => Ok(Some(vec![signed::certificate(delegate)?])),
        }
    }
}

/// A response that says nothing but that the responder cannot answer now (RFC 6960 §4.2.1). Nobody signs it.
///
/// # Errors
/// Never; the encoder's own limit otherwise.
pub fn ocsp_try_later() -> Result<Vec<u8>, Error> {
    Ok(Response { status: ResponseStatus::TryLater, bytes: None }.to_der()?)
}

fn wrapped(basic: &BasicResponse) -> Result<Vec<u8>, Error> {
    let bytes = ResponseBytes { response_type: BASIC, response: OctetString::new(basic.to_der()?)? };
    Ok(Response { status: ResponseStatus::Successful, bytes: Some(bytes) }.to_der()?)
}

fn single(certificate: CertId, response: &OcspResponse) -> Result<SingleResponse, Error> {
    Ok(SingleResponse {
        certificate,
        status: response.status.encoded()?,
        this_update: generalized(response.this_update)?,
        next_update: response.next_update.map(generalized).transpose()?,
        extensions: None,
    })
}

impl CertificateStatus {
    fn encoded(self) -> Result<CertStatus, Error> {
        Ok(match self {
            Self::Good => CertStatus::Good(Null),
            Self::Unknown => CertStatus::Unknown(Null),
            Self::Revoked { at, reason } => {
                CertStatus::Revoked(RevokedInfo { at: generalized(at)?, reason: reason.map(reason::code) })
            }
        })
    }
}

/// SHA-1 is what every client understands here (RFC 5019 §2.1.1, RFC 9654 §3); nothing rests on its strength.
fn cert_id(issuer: &Authority, certificate: &CertificateDer<'_>) -> Result<CertId, Error> {
    let issuer = signed::certificate(issuer)?;
    Ok(CertId {
        hash: AlgorithmIdentifier { oid: ID_SHA_1, parameters: Some(Null.into()) },
        issuer_name: sha1(&issuer.tbs_certificate().subject().to_der()?)?,
        issuer_key: key_hash(&issuer)?,
        serial: SerialNumber::new(&authority::serial_of(certificate)?)?,
    })
}

/// Of the bits of subjectPublicKey, without tag, length and number of unused bits (RFC 6960 §4.1.1).
fn key_hash(certificate: &Certificate) -> Result<OctetString, Error> {
    sha1(certificate.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes())
}

fn sha1(bytes: &[u8]) -> Result<OctetString, Error> {
    Ok(OctetString::new(Sha1::digest(bytes).to_vec())?)
}
