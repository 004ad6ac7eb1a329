//! CertificateRequest of TLS 1.2 (RFC 5246 §7.4.4).

use crate::code_points::{ClientCertificateType, SignatureScheme};
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::ext::DistinguishedNames;

/// The server wants to know who the client is.
///
/// ```text
/// struct {
///     ClientCertificateType certificate_types<1..2^8-1>;
///     SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
///     DistinguishedName certificate_authorities<0..2^16-1>;
/// } CertificateRequest;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRequest12<'a> {
    /// What kinds of keys the client may prove itself with.
    pub certificate_types: List<'a, ClientCertificateType>,
    /// Which signatures the server verifies.
    pub supported_signature_algorithms: List<'a, SignatureScheme>,
    /// The authorities that it accepts; any, if there is none.
    pub certificate_authorities: DistinguishedNames<'a>,
}

impl<'a> CertificateRequest12<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            certificate_types: r.list("certificate_types", Len::U8, 1..=0xff)?,
            supported_signature_algorithms: r.list("supported_signature_algorithms", Len::U16, 2..=0xfffe)?,
            certificate_authorities: r.list("certificate_authorities", Len::U16, 0..=0xffff)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.list("certificate_types", Len::U8, 0xff, self.certificate_types);
        w.list("supported_signature_algorithms", Len::U16, 0xfffe, self.supported_signature_algorithms);
        w.list("certificate_authorities", Len::U16, 0xffff, self.certificate_authorities);
    }
}
