//! CertificateVerify (RFC 9846 §4.5.2).

use crate::code_points::SignatureScheme;
use crate::codec::{Len, Reader, Refused, Writer};

/// The proof that the sender holds the key of its certificate.
///
/// ```text
/// struct {
///     SignatureScheme algorithm;
///     opaque signature<0..2^16-1>;
/// } CertificateVerify;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateVerify<'a> {
    /// How it is signed.
    pub algorithm: SignatureScheme,
    /// The signature over the transcript (RFC 9846 §4.5.2).
    pub signature: &'a [u8],
}

impl<'a> CertificateVerify<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            algorithm: SignatureScheme(r.u16("algorithm")?),
            signature: r.opaque("signature", Len::U16, 0..=0xffff)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u16("algorithm", self.algorithm.0);
        w.opaque("signature", Len::U16, 0xffff, self.signature);
    }
}
