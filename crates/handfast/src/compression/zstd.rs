//! Zstandard (RFC 8878).

use std::sync::Arc;

use handfast_wire::code_points::CertificateCompressionAlgorithm;
use ruzstd::decoding::FrameDecoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::{BadCompression, CertificateCompression};

/// Zstandard. A peer can make us take 8 MiB for its window while we decompress, which RFC 8878 §3.1.1.1.2 recommends that
/// everybody takes, and not much more.
#[derive(Debug, Clone, Copy, Default)]
pub struct Zstd;

const MAX_WINDOW: u64 = 8 << 20;

impl CertificateCompression for Zstd {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::ZSTD
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        Some(compress_to_vec(body, CompressionLevel::Fastest).into())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW);
        let length = body.len();
        match decoder.decode_all(compressed, body) {
            Ok(written) if written == length => Ok(()),
            _ => Err(BadCompression),
        }
    }
}
