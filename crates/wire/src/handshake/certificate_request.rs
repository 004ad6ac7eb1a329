//! CertificateRequest (RFC 9846 §4.4.2).

use super::Kind;
use crate::codec::{Len, Reader, Refused, Writer};
use crate::ext::Extensions;

/// The server wants to know who the client is.
///
/// ```text
/// struct {
///     opaque certificate_request_context<0..2^8-1>;
///     Extension extensions<0..2^16-1>;
/// } CertificateRequest;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRequest<'a> {
    /// What the client's Certificate will echo; empty during the handshake.
    pub certificate_request_context: &'a [u8],
    /// Which certificates and signatures the server takes.
    pub extensions: Extensions<'a>,
}

impl<'a> CertificateRequest<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            certificate_request_context: r.opaque("certificate_request_context", Len::U8, 0..=0xff)?,
            extensions: Extensions::read(r, Kind::CertificateRequest)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.opaque("certificate_request_context", Len::U8, 0xff, self.certificate_request_context);
        self.extensions.write(w);
    }
}
