//! What tells one input of a validation from every other.

use core::hash::{Hash, Hasher};

use handfast_crypto::hash::{Digest, Hash as Function, Running};

/// SHA-256 as the hasher of whatever says what it consists of. Lists and slices say how long they are, so that different
/// values give different bytes.
pub(crate) struct Fingerprint(Running);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(Function::Sha256.start())
    }

    pub(crate) fn with(mut self, part: &(impl Hash + ?Sized)) -> Self {
        part.hash(&mut self);
        self
    }

    pub(crate) fn digest(&self) -> Digest {
        self.0.current()
    }
}

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first bytes: nobody asks for them.
    fn finish(&self) -> u64 {
        self.digest().as_ref().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
    }
}
