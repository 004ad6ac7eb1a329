//! A client and a server that know each other's keys, and have no certificates (RFC 7250).

use std::sync::Arc;

use handfast::crypto::sign::{DeterministicP256, Signer as _, SigningKey};
use handfast::path::KnownKeys;
use handfast::{ClientAuth, Config, Identity};
use handfast_pki::{Authority, KeyKind, Request};
use rustls_pki_types::PrivateKeyDer;

use crate::people::{now, only_tls13};

/// One key, which both have: what is shown alone is what is known.
#[derive(Debug)]
pub struct RawKeys {
    key: PrivateKeyDer<'static>,
    signatures_repeat: bool,
}

impl Default for RawKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl RawKeys {
    /// On P-256.
    #[must_use]
    pub fn new() -> Self {
        Self::of(KeyKind::P256)
    }

    /// Of this kind.
    ///
    /// # Panics
    /// If a key cannot be made.
    #[must_use]
    pub fn of(kind: KeyKind) -> Self {
        let root = Authority::root(&Request::authority("a source of keys", now())).expect("root");
        let key = root.issue(&Request::client("a key", now()).key(kind)).expect("issued").key;
        Self { key, signatures_repeat: false }
    }

    /// On P-256, with signatures that repeat in the handshake (RFC 6979).
    #[must_use]
    pub fn repeating() -> Self {
        Self { signatures_repeat: true, ..Self::new() }
    }

    /// The key as an identity.
    ///
    /// # Panics
    /// If it cannot be used.
    #[must_use]
    pub fn identity(&self) -> Identity {
        if !self.signatures_repeat {
            return Identity::raw_public_key(&self.key).expect("an identity");
        }
        let signer = DeterministicP256::from_der(&self.key).expect("a key on P-256");
        Identity::raw_with_signer(Arc::new(signer)).expect("an identity")
    }

    /// Its SubjectPublicKeyInfo.
    ///
    /// # Panics
    /// If it cannot be used.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        SigningKey::from_der(&self.key).expect("a key").public_key().spki().to_vec()
    }

    /// The private key as a PEM file has it.
    ///
    /// # Panics
    /// If it cannot be written.
    #[must_use]
    pub fn key_pem(&self) -> String {
        handfast_pki::key_pem(&self.key).expect("PEM").to_string()
    }

    /// The public key as a PEM file has it.
    ///
    /// # Panics
    /// If it cannot be written.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        handfast_pki::public_key_pem(&self.spki()).expect("PEM")
    }

    /// The list with this key alone.
    ///
    /// # Panics
    /// If it cannot be used.
    #[must_use]
    pub fn known(&self) -> KnownKeys {
        KnownKeys::new().and_spki(&self.spki()).expect("a key")
    }

    /// A client and a server, for TLS 1.3 alone.
    #[must_use]
    pub fn both(&self, client_auth: ClientAuth) -> (Config, Config) {
        let config = only_tls13(Config::new()).with_identity(self.identity());
        let client = config.clone().with_server_keys(self.known());
        (client, config.with_client_keys(self.known()).with_client_auth(client_auth))
    }
}
