//! What was compressed lately: a server shows everybody the same chain.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use handfast_wire::code_points::CertificateCompressionAlgorithm;

use super::{BadCompression, CertificateCompression};

/// An algorithm, and what it has made of the last Certificates without a context: those with one are for one connection.
#[derive(Debug)]
pub(crate) struct Remembered {
    inner: Arc<dyn CertificateCompression>,
    pub(super) last: Mutex<VecDeque<Entry>>,
}

#[derive(Debug)]
pub(super) struct Entry {
    body: Box<[u8]>,
    compressed: Arc<[u8]>,
}

/// As many chains as a host of several names may have.
const MOST: usize = 16;

/// What a CompressedCertificate has that a Certificate has not, in bytes (RFC 8879 §4).
const OVERHEAD: usize = 2 + 3 + 3;

impl Remembered {
    pub(crate) fn new(inner: Arc<dyn CertificateCompression>) -> Self {
        Self { inner, last: Mutex::default() }
    }

    fn once(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        self.known(body).or_else(|| {
            let compressed = self.inner.compress(body)?;
            self.remember(body, &compressed);
            Some(compressed)
        })
    }

    fn known(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.iter().find(|entry| *entry.body == *body).map(|entry| Arc::clone(&entry.compressed))
    }

    fn remember(&self, body: &[u8], compressed: &Arc<[u8]>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.truncate(MOST - 1);
        last.push_front(Entry { body: body.into(), compressed: Arc::clone(compressed) });
    }
}

impl CertificateCompression for Remembered {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        self.inner.algorithm()
    }

    /// If that makes it shorter.
    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        // The body begins with the length of the context.
        let compressed = if body.first() == Some(&0) { self.once(body) } else { self.inner.compress(body) };
        compressed.filter(|compressed| compressed.len() + OVERHEAD < body.len())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        self.inner.decompress(compressed, body)
    }
}
