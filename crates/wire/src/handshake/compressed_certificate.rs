//! CompressedCertificate (RFC 8879 §4).

use crate::code_points::CertificateCompressionAlgorithm;
use crate::codec::{Len, Reader, Refused, Writer};

/// A Certificate message whose body is compressed; in the transcript it stands as it was sent.
///
/// ```text
/// struct {
///     CertificateCompressionAlgorithm algorithm;
///     uint24 uncompressed_length;
///     opaque compressed_certificate_message<1..2^24-1>;
/// } CompressedCertificate;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompressedCertificate<'a> {
    /// How it is compressed. The span is called by the type, since CertificateVerify has an `algorithm` of its own.
    pub algorithm: CertificateCompressionAlgorithm,
    /// The length of the body, in bytes, below 2^24.
    pub uncompressed_length: u32,
    /// The compressed body: a Certificate without msg_type and length.
    pub compressed_certificate_message: &'a [u8],
}

impl<'a> CompressedCertificate<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            algorithm: CertificateCompressionAlgorithm(r.u16("CertificateCompressionAlgorithm")?),
            uncompressed_length: r.u24("uncompressed_length")?,
            compressed_certificate_message: r.opaque(
                "compressed_certificate_message",
                Len::U24,
                1..=0xff_ffff,
            )?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u16("CertificateCompressionAlgorithm", self.algorithm.0);
        w.u24("uncompressed_length", self.uncompressed_length);
        w.opaque("compressed_certificate_message", Len::U24, 0xff_ffff, self.compressed_certificate_message);
    }
}
