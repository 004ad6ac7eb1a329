//! Somebody who knows the secrets of a connection, and seals what that connection would not.

use handfast::crypto::aead::Aead;
use handfast::crypto::hash::Hash;
use handfast::crypto::secret::Secret;
use handfast::handshake::{Fact, SecretName};
use handfast::record::{Direction, RecordKeys};
use handfast::{Observation, Observer, Wish};

/// Watches a connection whose configuration reveals its secrets.
#[derive(Debug, Default)]
pub struct Forger {
    aead: Option<Aead>,
    secrets: Vec<(SecretName, Hash, Secret)>,
}

impl Forger {
    /// Keys as this secret gives them, from sequence number 0 on.
    ///
    /// # Panics
    /// If the secret was not seen yet.
    #[must_use]
    pub fn keys(&self, name: SecretName) -> Direction {
        let (_, hash, secret) = self.secrets.iter().find(|(seen, ..)| *seen == name).expect("a secret");
        RecordKeys::tls13(self.aead.expect("a cipher suite"), *hash, secret).into()
    }
}

impl Observer for Forger {
    fn wish(&self) -> Wish {
        Wish { secrets: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Learned(Fact::Suite(suite)) => self.aead = Some(suite.aead),
            Observation::Derived(made) => self.secrets.push((made.name, made.hash, made.value.clone())),
            _ => {}
        }
    }
}
