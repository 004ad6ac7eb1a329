//! zlib (RFC 1950).

use std::sync::Arc;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use handfast_wire::code_points::CertificateCompressionAlgorithm;

use super::{BadCompression, CertificateCompression};

/// zlib, with a window of 32 KiB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Zlib;

impl CertificateCompression for Zlib {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::ZLIB
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        // What does not fit is not shorter than before.
        let mut out = Vec::with_capacity(body.len());
        let status =
            Compress::new(Compression::best(), true).compress_vec(body, &mut out, FlushCompress::Finish);
        (status.ok()? == Status::StreamEnd).then(|| out.into())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        let mut state = Decompress::new(true);
        let status = state.decompress(compressed, body, FlushDecompress::Finish);
        let lengths = (usize::try_from(state.total_in()), usize::try_from(state.total_out()));
        match (status, lengths) {
            (Ok(Status::StreamEnd), (Ok(read), Ok(written)))
                if (read, written) == (compressed.len(), body.len()) =>
            {
                Ok(())
            }
            _ => Err(BadCompression),
        }
    }
}
