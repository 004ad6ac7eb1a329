//! A certificate that is kept: read once, and looked at whenever a path may end in it.

use core::hash::{Hash, Hasher};

use super::{Cert, Malformed, Parts};

/// The bytes of a certificate, and where its parts lie in them. Two are the same if their bytes are.
#[derive(Debug, Clone)]
pub(crate) struct KeptCert {
    der: Vec<u8>,
    parts: Parts<Place>,
}

/// A part, in bytes from the start of the certificate.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    len: usize,
}

impl KeptCert {
    /// As [`Cert::parse`].
    pub(crate) fn parse(der: &[u8]) -> Result<Self, Malformed> {
        let cert = Cert::parse(der)?;
        let parts = cert.map(|part| Place { start: cert.offset_of(part), len: part.len() });
        Ok(Self { der: der.to_vec(), parts })
    }

    /// The certificate as it was read.
    pub(crate) fn cert(&self) -> Cert<'_> {
        self.parts.map(|Place { start, len }| self.der.get(start..start + len).unwrap_or_default())
    }

    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }
}

impl PartialEq for KeptCert {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Hash for KeptCert {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der.hash(state);
    }
}
