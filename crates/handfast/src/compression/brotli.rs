//! Brotli (RFC 7932).

use std::sync::Arc;

use brotli::enc::BrotliEncoderParams;
use brotli::{BrotliCompress, BrotliDecompressStream, BrotliResult, BrotliState, HeapAlloc};
use handfast_wire::code_points::CertificateCompressionAlgorithm;

use super::{BadCompression, CertificateCompression};

/// Brotli. A peer can make us take 16 MiB for its window while we decompress, and no more.
#[derive(Debug, Clone, Copy, Default)]
pub struct Brotli;

impl CertificateCompression for Brotli {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm::BROTLI
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        let mut out = Vec::with_capacity(body.len());
        let parameters = BrotliEncoderParams { size_hint: body.len(), ..BrotliEncoderParams::default() };
        BrotliCompress(&mut &*body, &mut out, &parameters).ok()?;
        Some(out.into())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        let mut state = BrotliState::new(HeapAlloc::default(), HeapAlloc::default(), HeapAlloc::default());
        // The windows of up to a gigabyte are no part of RFC 7932.
        state.large_window = false;
        let (mut unread, mut room) = (compressed.len(), body.len());
        let (mut read, mut written, mut total) = (0, 0, 0);
        let result = BrotliDecompressStream(
            &mut unread,
            &mut read,
            compressed,
            &mut room,
            &mut written,
            body,
            &mut total,
            &mut state,
        );
        let whole = matches!(result, BrotliResult::ResultSuccess) && (unread, room) == (0, 0);
        if whole { Ok(()) } else { Err(BadCompression) }
    }
}
