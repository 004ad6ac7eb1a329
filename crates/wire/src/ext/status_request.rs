//! status_request (RFC 6066 §8).

use crate::code_points::CertificateStatusType;
use crate::codec::{Len, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The wish for an OCSP response, or the response itself (RFC 9846 §4.5.1.1).
///
/// ```text
/// struct {
///     CertificateStatusType status_type;
///     select (status_type) {
///         case ocsp: OCSPStatusRequest;
///     } request;
/// } CertificateStatusRequest;
///
/// struct {
///     ResponderID responder_id_list<0..2^16-1>;
///     Extensions  request_extensions;
/// } OCSPStatusRequest;
///
/// opaque ResponderID<1..2^16-1>;
/// opaque Extensions<0..2^16-1>;
///
/// struct {
///     CertificateStatusType status_type;
///     select (status_type) {
///         case ocsp: OCSPResponse;
///     } response;
/// } CertificateStatus;
///
/// opaque OCSPResponse<1..2^24-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusRequest<'a> {
    /// In a ClientHello.
    Ocsp {
        /// The responders that the client trusts, a list of ResponderID.
        responder_id_list: &'a [u8],
        /// What goes into the OCSP request, in DER.
        request_extensions: &'a [u8],
    },
    /// In a CertificateRequest: empty. In a ServerHello of TLS 1.2, empty too: CertificateStatus will follow.
    Wanted,
    /// In a CertificateEntry, or in CertificateStatus of TLS 1.2: the OCSP response in DER.
    OcspResponse(&'a [u8]),
    /// A request or response of a type that has no form here.
    Other {
        /// The type.
        status_type: CertificateStatusType,
        /// What follows it.
        data: &'a [u8],
    },
}

impl<'a> StatusRequest<'a> {
    pub(crate) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        if matches!(message, Kind::CertificateRequest | Kind::ServerHello) {
            return Ok(Self::Wanted);
        }
        match (CertificateStatusType(r.u8("status_type")?), message) {
            (CertificateStatusType::OCSP, Kind::Certificate | Kind::CertificateStatus) => {
                r.opaque("OCSPResponse", Len::U24, 1..=0xff_ffff).map(Self::OcspResponse)
            }
            (CertificateStatusType::OCSP, _) => Ok(Self::Ocsp {
                responder_id_list: r.opaque("responder_id_list", Len::U16, 0..=0xffff)?,
                request_extensions: r.opaque("request_extensions", Len::U16, 0..=0xffff)?,
            }),
            (status_type, _) => Ok(Self::Other { status_type, data: r.rest("value") }),
        }
    }

    pub(crate) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Wanted => {}
            Self::Ocsp { responder_id_list, request_extensions } => {
                w.u8("status_type", CertificateStatusType::OCSP.0);
                w.opaque("responder_id_list", Len::U16, 0xffff, responder_id_list);
                w.opaque("request_extensions", Len::U16, 0xffff, request_extensions);
            }
            Self::OcspResponse(response) => {
                w.u8("status_type", CertificateStatusType::OCSP.0);
                w.opaque("OCSPResponse", Len::U24, 0xff_ffff, response);
            }
            Self::Other { status_type, data } => {
                w.u8("status_type", status_type.0);
                w.bytes("value", data);
            }
        }
    }
}
