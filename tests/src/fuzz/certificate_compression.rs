//! What peers compress.

use handfast::compression::{self, BadCompression};

/// Which way, how long it is said to be (two bytes), and what is compressed.
pub fn certificate_compression(data: &[u8]) {
    let Some(([way, high, low], compressed)) = data.split_first_chunk() else { return };
    let ways = compression::all();
    let Some(way) = ways.iter().cycle().nth(usize::from(*way)) else { return };
    let mut body = vec![0; usize::from(u16::from_be_bytes([*high, *low]))];
    if way.decompress(compressed, &mut body) == Err(BadCompression) {
        return;
    }
    // What does not become shorter need not be compressible.
    if let Some(again) = way.compress(&body) {
        let mut back = vec![0; body.len()];
        assert_eq!(way.decompress(&again, &mut back), Ok(()));
        assert_eq!(back, body);
    }
}
