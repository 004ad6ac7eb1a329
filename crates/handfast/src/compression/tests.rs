//! Every algorithm, on what is compressed well, badly, and not at all.

use std::sync::atomic::{AtomicUsize, Ordering};

use handfast_wire::code_points::CertificateCompressionAlgorithm;

use super::*;

/// As repetitive as certificates are.
fn body() -> Vec<u8> {
    (0..=30u8)
        .flat_map(|count| [&b"\0CN=handfast test root, O=handfast\x30\x82"[..], &[count]].concat())
        .collect()
}

#[test]
fn what_is_compressed_comes_back() {
    for way in all() {
        for body in [body(), vec![0; 5], vec![0; 100_000]] {
            let Some(compressed) = way.compress(&body) else {
                assert!(body.len() < 20, "{way:?}");
                continue;
            };
            let mut back = vec![1; body.len()];
            assert_eq!(way.decompress(&compressed, &mut back), Ok(()), "{way:?}");
            assert_eq!(back, body, "{way:?}");
        }
        let compressed = way.compress(&body()).unwrap();
        assert!(compressed.len() < body().len() * 2 / 3, "{way:?}: {}", compressed.len());
    }
}

#[test]
fn the_length_is_exact() {
    for way in all() {
        let body = body();
        let compressed = way.compress(&body).unwrap();
        for length in [0, 1, body.len() - 1, body.len() + 1, 2 * body.len()] {
            assert_eq!(way.decompress(&compressed, &mut vec![0; length]), Err(BadCompression), "{way:?}");
        }
    }
}

#[test]
fn neither_half_of_it_nor_more() {
    for way in all() {
        let body = body();
        let compressed = way.compress(&body).unwrap();
        let mut back = vec![0; body.len()];
        for end in 0..compressed.len() {
            assert_eq!(way.decompress(&compressed[..end], &mut back), Err(BadCompression), "{way:?}: {end}");
        }
        let more = [&compressed[..], b"and more"].concat();
        assert_eq!(way.decompress(&more, &mut back), Err(BadCompression), "{way:?}");
    }
}

/// Hundreds of times longer than what it is made of, and never unpacked beyond the promise.
#[test]
fn a_bomb_does_not_go_off() {
    for way in all() {
        let compressed = way.compress(&vec![0; 2 << 20]).unwrap();
        assert!(compressed.len() < 1 << 12, "{way:?}: {}", compressed.len());
        let used = allocation_counter::measure(|| {
            assert_eq!(way.decompress(&compressed, &mut [0; 1000]), Err(BadCompression), "{way:?}");
        });
        assert!(used.bytes_max < 20 << 20, "{way:?}: {used:?}");
    }
}

#[test]
fn spoilt_input_is_refused_or_gives_the_length_that_was_promised() {
    for way in all() {
        let body = body();
        let compressed = way.compress(&body).unwrap();
        for at in 0..compressed.len() {
            for bit in 0..8 {
                let mut spoilt = compressed.to_vec();
                spoilt[at] ^= 1 << bit;
                // It must not panic; what comes out is judged as a message.
                let _ = way.decompress(&spoilt, &mut vec![0; body.len()]);
            }
        }
    }
}

/// Counts how often it compresses.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

impl CertificateCompression for Counting {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm(0xff00)
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Some(body.iter().copied().take(3).collect())
    }

    fn decompress(&self, _: &[u8], _: &mut [u8]) -> Result<(), BadCompression> {
        Err(BadCompression)
    }
}

#[test]
fn a_chain_is_compressed_once_for_all_connections() {
    let counting = Arc::new(Counting::default());
    let remembered = Remembered::new(Arc::<Counting>::clone(&counting));
    let count = || counting.0.load(Ordering::Relaxed);
    for _ in 0..3 {
        assert_eq!(remembered.compress(b"\0a long chain").as_deref(), Some(&b"\0a "[..]));
    }
    assert_eq!(count(), 1);
    // With a context: for one connection alone.
    for _ in 0..2 {
        assert_eq!(remembered.compress(b"\x01ca long chain").as_deref(), Some(&b"\x01ca"[..]));
    }
    assert_eq!(count(), 3);
    assert_eq!(remembered.compress(b"\0a chain"), None, "what gets no shorter is sent as it is");
    for number in 0..100u8 {
        remembered.compress(&[0, number]);
    }
    assert_eq!(remembered.last.lock().unwrap().len(), 16);
}
