//! Certificate compression (RFC 8879), in TLS 1.3 only: which algorithms there are is handed in.

use core::fmt;
use std::sync::Arc;

use handfast_wire::Message;
use handfast_wire::code_points::CertificateCompressionAlgorithm;
use handfast_wire::handshake::{Certificate, CompressedCertificate};

use crate::context::{Fact, Side};
use crate::{Config, Cx, Error, Refusal};

/// A way to compress Certificate messages. Both directions depend on nothing but their input.
pub trait CertificateCompression: fmt::Debug + Send + Sync {
    /// Its code point.
    fn algorithm(&self) -> CertificateCompressionAlgorithm;

    /// Compresses the body of a Certificate; `None` if it cannot or it is not worth it, and then it is sent as it is.
    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>>;

    /// Fills `body`, whose length is that which the peer promised, and which we are willing to take.
    ///
    /// # Errors
    /// What is compressed is not exactly so long, or it is not compressed in this way. No more memory is taken than
    /// the algorithm needs for its window.
    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression>;
}

/// What was to be decompressed is not what it says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadCompression;

impl fmt::Display for BadCompression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the compressed bytes do not decompress to the length that was promised")
    }
}

impl core::error::Error for BadCompression {}

/// The body of a Certificate that came compressed.
#[derive(Debug)]
pub(crate) struct Inflated(Vec<u8>);

impl Inflated {
    /// Its length is judged before anything is decompressed, against the length of the longest message that is taken
    /// (RFC 8879 §4).
    pub(crate) fn new(m: &CompressedCertificate<'_>, cx: &mut Cx<'_>) -> Result<Self, Refusal> {
        let algorithm = m.algorithm;
        let offered = way(cx.config, algorithm).ok_or(Refusal::CompressionNotOffered { algorithm })?;
        let length = usize::try_from(m.uncompressed_length).unwrap_or(usize::MAX);
        if length > cx.max_message {
            return Err(Refusal::UncompressedTooLong { length, limit: cx.max_message });
        }
        let mut body = vec![0; length];
        let filled = offered.decompress(m.compressed_certificate_message, &mut body);
        filled.map_err(|BadCompression| Refusal::BadCompression { algorithm })?;
        cx.learned(Fact::CertificateCompressed(Side::Read, algorithm));
        Ok(Self(body))
    }

    pub(crate) fn certificate(&self) -> Result<Certificate<'_>, Refusal> {
        Certificate::of_body(&self.0).map_err(Refusal::Decompressed)
    }
}

/// The first of ours that the peer undoes, too.
pub(crate) fn common(
    theirs: &[CertificateCompressionAlgorithm],
    config: &Config,
) -> Option<CertificateCompressionAlgorithm> {
    let mut ours = config.certificate_compression.iter().map(|ours| ours.algorithm());
    ours.find(|algorithm| theirs.contains(algorithm))
}

/// What can be undone here.
pub(crate) fn offered(config: &Config) -> Vec<CertificateCompressionAlgorithm> {
    config.certificate_compression.iter().map(|ours| ours.algorithm()).collect()
}

/// How this algorithm is done and undone here.
fn way(
    config: &Config,
    algorithm: CertificateCompressionAlgorithm,
) -> Option<&Arc<dyn CertificateCompression>> {
    config.certificate_compression.iter().find(|way| way.algorithm() == algorithm)
}

/// Sends the Certificate, compressed if it can be.
pub(crate) fn send(
    certificate: Certificate<'_>,
    algorithm: CertificateCompressionAlgorithm,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let body = certificate.body()?;
    let compressed = way(cx.config, algorithm).and_then(|way| way.compress(&body));
    let Some(compressed) = compressed else { return cx.send(&Message::Certificate(certificate)) };
    // Too long a length is refused where it is written.
    let uncompressed_length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    cx.learned(Fact::CertificateCompressed(Side::Write, algorithm));
    cx.send(&Message::CompressedCertificate(CompressedCertificate {
        algorithm,
        uncompressed_length,
        compressed_certificate_message: &compressed,
    }))
}
