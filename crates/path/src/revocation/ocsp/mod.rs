//! OCSP responses (RFC 6960 §4.2.1), read where they lie.

mod cert_id;
mod single;

use core::fmt;

use super::extensions;
use crate::cert::{Fault, Malformed, Oid, Read, Reader, Tag, Time, name};
pub use cert_id::CertId;
pub use single::{CertStatus, SingleResponse};

/// An answer of a responder.
///
/// ```text
/// OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] SEQUENCE { responseType, response } OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy)]
pub enum OcspResponse<'a> {
    /// It says something about certificates.
    Basic(BasicResponse<'a>),
    /// It says why it says nothing.
    Unsuccessful(Unsuccessful),
}

/// The responseStatus of a response without content. Nobody signed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unsuccessful {
    /// The request was not understood.
    MalformedRequest,
    /// The responder is broken.
    InternalError,
    /// The responder is busy.
    TryLater,
    /// The responder wants requests signed.
    SigRequired,
    /// The responder does not answer who asked, or has nothing to say of the certificate.
    Unauthorized,
}

/// What a responder says, and its signature; read and not yet judged.
///
/// ```text
/// BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature BIT STRING, certs [0] OPTIONAL }
/// ResponseData      ::= SEQUENCE { version [0], responderID, producedAt, responses, responseExtensions [1] OPTIONAL }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct BasicResponse<'a> {
    /// What is signed: tbsResponseData with its tag and length.
    pub tbs: &'a [u8],
    /// The content of the AlgorithmIdentifier.
    pub signature_algorithm: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
    /// Who says it.
    pub responder: ResponderId<'a>,
    /// When it was signed.
    pub produced_at: Time,
    /// The first critical extension that nobody here knows.
    pub(crate) unknown_critical: Option<Oid>,
    /// The content of responses.
    responses: &'a [u8],
    /// The content of certs.
    certs: &'a [u8],
}

/// `ResponderID ::= CHOICE`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponderId<'a> {
    /// The DER of its name.
    ByName(&'a [u8]),
    /// The SHA-1 of its public key: of the content of subjectPublicKey.
    ByKey(&'a [u8]),
}

/// id-pkix-ocsp-basic.
const BASIC: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01];
/// id-pkix-ocsp-nonce: it ties an answer to a question, and we have asked none.
const NONCE: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02];
/// id-pkix-ocsp-extended-revoke: says how the responder answers about certificates that were never issued.
const EXTENDED_REVOKE: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x09];

impl<'a> OcspResponse<'a> {
    /// Reads a response from its DER, with nothing before or after it.
    ///
    /// # Errors
    /// The first field that is not as RFC 6960 and DER want it; also a response of another type than basic.
    pub fn parse(der: &'a [u8]) -> Result<Self, Malformed> {
        let mut whole = Reader::new(der, 0);
        let response = whole.expect(Tag::SEQUENCE, "OCSPResponse")?;
        whole.finish("OCSPResponse")?;
        let response = response.read(|fields| {
            let status = fields.expect(Tag::ENUMERATED, "responseStatus")?;
            let bytes = fields.optional(Tag::explicit(0), "responseBytes")?;
            match (Unsuccessful::decode(status.value), bytes, status.value) {
                (Some(status), None, _) => Ok(Self::Unsuccessful(status)),
                (None, Some(bytes), [0]) => bytes.read(response_bytes).map(Self::Basic),
                _ => Err(status.fault(Fault::Value)),
            }
        })?;
        Ok(response)
    }
}

impl Unsuccessful {
    /// By the number, of which 4 is not used; 0 is successful.
    const fn decode(number: &[u8]) -> Option<Self> {
        match number {
            [1] => Some(Self::MalformedRequest),
            [2] => Some(Self::InternalError),
            [3] => Some(Self::TryLater),
            [5] => Some(Self::SigRequired),
            [6] => Some(Self::Unauthorized),
            _ => None,
        }
    }
}

/// `ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }`
fn response_bytes<'a>(r: &mut Reader<'a>) -> Read<BasicResponse<'a>> {
    r.nested(Tag::SEQUENCE, "responseBytes", |fields| {
        let kind = fields.expect(Tag::OBJECT_IDENTIFIER, "responseType")?;
        if kind.value != BASIC {
            return Err(kind.fault(Fault::Value));
        }
        fields.nested(Tag::OCTET_STRING, "response", BasicResponse::decode)
    })
}

impl<'a> BasicResponse<'a> {
    fn decode(r: &mut Reader<'a>) -> Read<Self> {
        r.nested(Tag::SEQUENCE, "BasicOCSPResponse", |fields| {
            let data = fields.expect(Tag::SEQUENCE, "tbsResponseData")?;
            let algorithm = fields.expect(Tag::SEQUENCE, "signatureAlgorithm")?;
            let signature = fields.whole_bytes("signature")?;
            let certs = certs(fields)?;
            data.read(|inner| {
                version(inner)?;
                Ok(Self {
                    tbs: data.whole,
                    signature_algorithm: algorithm.value,
                    signature,
                    responder: responder(inner)?,
                    produced_at: Time::decode(&inner.expect(Tag::GENERALIZED_TIME, "producedAt")?)?,
                    responses: responses(inner)?,
                    unknown_critical: response_extensions(inner)?,
                    certs,
                })
            })
        })
    }

    /// What it says, certificate by certificate.
    pub fn responses(&self) -> impl Iterator<Item = SingleResponse<'a>> + use<'a> {
        Reader::new(self.responses, 0).each(SingleResponse::decode)
    }

    /// The DER of the certificates that came along, to find the responder's among them.
    pub fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let certificates =
            Reader::new(self.certs, 0).each(|reader| reader.expect(Tag::SEQUENCE, "Certificate"));
        certificates.map(|cert| cert.whole)
    }
}

/// `version [0] EXPLICIT INTEGER DEFAULT v1`. There is no other; that the default is written out is tolerated.
fn version(fields: &mut Reader<'_>) -> Read<()> {
    let Some(tagged) = fields.optional(Tag::explicit(0), "version")? else { return Ok(()) };
    let number = tagged.read(|inner| inner.expect(Tag::INTEGER, "version"))?;
    if number.value == [0] { Ok(()) } else { Err(number.fault(Fault::Value)) }
}

fn responder<'a>(fields: &mut Reader<'a>) -> Read<ResponderId<'a>> {
    let tagged = fields.any("responderID")?;
    match tagged.tag {
        Tag(0xA1) => tagged.read(|inner| name(inner, "byName")).map(ResponderId::ByName),
        Tag(0xA2) => {
            let key = tagged.read(|inner| inner.expect(Tag::OCTET_STRING, "byKey"))?;
            Ok(ResponderId::ByKey(key.value))
        }
        _ => Err(tagged.fault(Fault::Type)),
    }
}

/// `SEQUENCE OF SingleResponse`, every one of them read. An empty one says nothing, and is no error.
fn responses<'a>(fields: &mut Reader<'a>) -> Read<&'a [u8]> {
    let list = fields.expect(Tag::SEQUENCE, "responses")?;
    list.read(|r| {
        while !r.is_empty() {
            SingleResponse::decode(r)?;
        }
        Ok(list.value)
    })
}

fn response_extensions(fields: &mut Reader<'_>) -> Read<Option<Oid>> {
    let mut unknown = None;
    let Some(tagged) = fields.optional(Tag::explicit(1), "responseExtensions")? else { return Ok(None) };
    let list = tagged.read(|inner| inner.expect(Tag::SEQUENCE, "responseExtensions"))?;
    extensions::each(&list, |extension| {
        if ![NONCE, EXTENDED_REVOKE].contains(&extension.id) {
            extension.note_unknown(&mut unknown);
        }
        Ok(())
    })?;
    Ok(unknown)
}

/// `certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL`; the certificates are read when one is needed.
fn certs<'a>(fields: &mut Reader<'a>) -> Read<&'a [u8]> {
    let Some(tagged) = fields.optional(Tag::explicit(0), "certs")? else { return Ok(&[]) };
    let list = tagged.read(|inner| inner.expect(Tag::SEQUENCE, "certs"))?;
    list.read(|r| {
        while !r.is_empty() {
            r.expect(Tag::SEQUENCE, "Certificate")?;
        }
        Ok(list.value)
    })
}

/// The name in RFC 6960.
impl fmt::Display for Unsuccessful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SigRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
        })
    }
}
