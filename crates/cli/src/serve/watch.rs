//! Who watches a connection: the log wants to know which certificate was shown, the key log the secrets, and a trace all
//! that happens.

use std::sync::{Arc, Mutex, PoisonError};

use handfast::handshake::{Fact, Side};
use handfast::path::Identity;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Observation, Observer, Version, Wish};

use crate::observers::Observers;

/// The certificate that a client showed, in DER; known also if the handshake failed of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown(Arc<Mutex<Option<Vec<u8>>>>);

impl Shown {
    /// What the certificate says, if one was shown that can be read.
    pub(super) fn identity(&self) -> Option<Identity> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Identity::read(shown.as_ref()?).ok()
    }

    fn note(&self, own: Option<&[u8]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = own.map(<[u8]>::to_vec);
    }
}

/// The first certificate of a Certificate message, which each version writes in its own way.
fn first(message: &[u8], version: Version) -> Option<&[u8]> {
    let dialect = match version {
        Version::Tls12 => Dialect::Tls12Ecdhe,
        Version::Tls13 => Dialect::Tls13,
    };
    match Message::decode(message, dialect, None).ok()? {
        Message::Certificate(m) => m.certificate_list.first().map(|entry| entry.cert_data),
        Message::Certificate12(m) => m.certificate_list.first().map(|certificate| certificate.0),
        _ => None,
    }
}

/// Watches one connection.
pub(super) struct Watch {
    version: Version,
    shown: Shown,
    others: Observers,
}

impl Watch {
    pub(super) const fn new(shown: Shown, others: Observers) -> Self {
        Self { version: Version::Tls13, shown, others }
    }
}

impl Observer for Watch {
    fn wish(&self) -> Wish {
        self.others.wish()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Learned(Fact::Version(version)) => self.version = *version,
            Observation::Message { side: Side::Read, kind: Some(Kind::Certificate), bytes, .. } => {
                self.shown.note(first(bytes, self.version));
            }
            _ => {}
        }
        self.others.observe(observation);
    }
}
