//! Who watches a connection: the log wants to know which certificate was shown, and the key log the secrets.

use std::sync::{Arc, Mutex, PoisonError};

use handfast::handshake::Side;
use handfast::path::Identity;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Observation, Observer, Wish};

/// The certificate that a client showed, in DER; known also if the handshake failed of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown(Arc<Mutex<Option<Vec<u8>>>>);

impl Shown {
    /// What the certificate says, if one was shown that can be read.
    pub(super) fn identity(&self) -> Option<Identity> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Identity::read(shown.as_ref()?).ok()
    }

    fn note(&self, message: &[u8]) {
        if let Ok(Message::Certificate(certificate)) = Message::decode(message, Dialect::Tls13, None) {
            let own = certificate.certificate_list.first().map(|entry| entry.cert_data.to_vec());
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = own;
        }
    }
}

/// Watches one connection.
pub(super) struct Watch {
    pub(super) shown: Shown,
    pub(super) key_log: Option<Box<dyn Observer + Send>>,
}

impl Observer for Watch {
    fn wish(&self) -> Wish {
        self.key_log.as_ref().map_or_else(Wish::default, |key_log| key_log.wish())
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Message { side: Side::Read, kind: Some(Kind::Certificate), bytes, .. } =
            observation
        {
            self.shown.note(bytes);
        }
        if let Some(key_log) = &mut self.key_log {
            key_log.observe(observation);
        }
    }
}
