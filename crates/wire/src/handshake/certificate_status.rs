//! CertificateStatus of TLS 1.2 (RFC 6066 §8).

use super::Kind;
use crate::codec::{Reader, Refused, Writer};
use crate::ext::StatusRequest;

/// What an OCSP responder says of the server's certificate. TLS 1.3 puts the same into a CertificateEntry.
///
/// ```text
/// struct {
///     CertificateStatusType status_type;
///     select (status_type) {
///         case ocsp: OCSPResponse;
///     } response;
/// } CertificateStatus;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateStatus<'a> {
    /// The response.
    pub response: StatusRequest<'a>,
}

impl<'a> CertificateStatus<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self { response: StatusRequest::read(r, Kind::CertificateStatus)? })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        self.response.write(w);
    }
}
