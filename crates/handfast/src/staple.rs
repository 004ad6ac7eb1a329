//! What an OCSP responder says of our certificate, while the server runs.

use std::sync::{Arc, PoisonError, RwLock};

/// An OCSP response in DER, to be sent beside our certificate to peers that ask for it (RFC 9846 §4.5.1.1, RFC 6066 §8).
/// Clones share it: an [`Identity`](crate::Identity) holds one, the application another, and what the application replaces
/// is what the next peer is sent. It is not looked into here: who staples an old one is refused by those who asked.
///
/// ```
/// use handfast::Staple;
///
/// let staple = Staple::default();
/// // identity.with_staple(staple.clone()), and later, when the responder has answered:
/// staple.replace(Some(vec![0x30, 0x03, 0x0a, 0x01, 0x00]));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Staple(Arc<RwLock<Option<Arc<[u8]>>>>);

impl Staple {
    /// Starts with this response.
    #[must_use]
    pub fn new(response: Vec<u8>) -> Self {
        let staple = Self::default();
        staple.replace(Some(response));
        staple
    }

    /// What is sent from now on; `None`, or nothing at all in it, sends none.
    pub fn replace(&self, response: Option<Vec<u8>>) {
        let response = response.filter(|der| !der.is_empty()).map(Arc::from);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = response;
    }

    /// What is sent now.
    #[must_use]
    pub fn current(&self) -> Option<Arc<[u8]>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
