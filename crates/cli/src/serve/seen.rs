//! The certificate that a client showed, also if the handshake failed of it.

use std::sync::{Arc, Mutex, PoisonError};

use handfast::handshake::Side;
use handfast::path::Identity;
use handfast::wire::{Kind, Message};
use handfast::{Observation, Observer};

/// Remembers the client's own certificate, in DER.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Option<Vec<u8>>>>);

impl Seen {
    /// What the certificate says, if one was shown that can be read.
    pub(super) fn identity(&self) -> Option<Identity> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Identity::read(seen.as_ref()?).ok()
    }
}

impl Observer for Seen {
    fn observe(&mut self, observation: &Observation<'_>) {
        let &Observation::Message { side: Side::Read, kind: Some(Kind::Certificate), bytes, .. } =
            observation
        else {
            return;
        };
        if let Ok(Message::Certificate(certificate)) = Message::decode(bytes, None) {
            let leaf = certificate.certificate_list.first().map(|entry| entry.cert_data.to_vec());
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = leaf;
        }
    }
}
