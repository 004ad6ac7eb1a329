//! Trust anchors (RFC 5280 §6.1.1 (d)): the names and keys that a path may end in.

use core::fmt;

use handfast_crypto::public_key::{KeyError, PublicKey};

use crate::cert::{Cert, Malformed};
use crate::name::same;

/// The trust anchors, in the order in which they were added.
///
/// An anchor is given as a certificate, and what that certificate says of itself binds: its time, cA, pathLenConstraint,
/// keyUsage and extendedKeyUsage are judged like those of any authority (as OpenSSL, GnuTLS and Go do; RFC 5937). Its
/// own signature is not looked at. It need not be self-signed.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    anchors: Vec<Anchor>,
}

/// One trust anchor.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub(crate) der: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) key: PublicKey,
    pub(crate) key_id: Option<Vec<u8>>,
}

/// A certificate that cannot be a trust anchor. A local mistake, not a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorError {
    /// It cannot be read.
    Malformed(Malformed),
    /// Its key verifies nothing here.
    Key(KeyError),
    /// Its subject is empty, so that nothing can name it as its issuer.
    NoName,
}

impl Anchors {
    /// No anchors: every path is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { anchors: Vec::new() }
    }

    /// The anchors of these certificates, each in DER.
    ///
    /// # Errors
    /// The first certificate that cannot be one.
    pub fn from_certificates<'a>(
        certificates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, AnchorError> {
        let mut anchors = Self::new();
        certificates.into_iter().try_for_each(|der| anchors.add(der))?;
        Ok(anchors)
    }

    /// Adds the certificate in `der`; one that is there already is not added again.
    ///
    /// # Errors
    /// The certificate cannot be read, has no name, or a key that verifies nothing here.
    pub fn add(&mut self, der: &[u8]) -> Result<(), AnchorError> {
        let cert = Cert::parse(der).map_err(AnchorError::Malformed)?;
        if cert.has_empty_subject() {
            return Err(AnchorError::NoName);
        }
        let key = cert.public_key().map_err(AnchorError::Key)?;
        if self.position(der).is_none() {
            let key_id = cert.extensions.subject_key_id.map(<[u8]>::to_vec);
            self.anchors.push(Anchor { der: der.to_vec(), subject: cert.subject.to_vec(), key, key_id });
        }
        Ok(())
    }

    /// The DER of each anchor's name: what certificate_authorities lists (RFC 9846 §4.3.4).
    pub fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().map(|anchor| anchor.subject.as_slice())
    }

    /// The certificate of each anchor in DER.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().map(|anchor| anchor.der.as_slice())
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// The index of the anchor with exactly this certificate.
    pub(crate) fn position(&self, der: &[u8]) -> Option<usize> {
        self.anchors.iter().position(|anchor| anchor.der == der)
    }

    /// The anchors of this name, with their index.
    pub(crate) fn named(&self, name: &[u8]) -> impl Iterator<Item = (usize, &Anchor)> {
        self.anchors.iter().enumerate().filter(move |(_, anchor)| same(&anchor.subject, name))
    }
}

impl fmt::Display for AnchorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(malformed) => write!(f, "the certificate cannot be read: {malformed}"),
            Self::Key(error) => write!(f, "the key cannot be used: {error}"),
            Self::NoName => f.write_str("the certificate has no subject, so nothing can be issued by it"),
        }
    }
}

impl core::error::Error for AnchorError {}
