//! What an authority hands over: a certificate, its key, and what goes with it.

use rand::rngs::SysRng;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::{Error, pem};

/// A certificate with its private key and what must be sent with it.
#[derive(Debug)]
pub struct Issued {
    /// The certificate first, then the intermediates upwards; a root is never among them (RFC 9846 §4.5.1).
    pub chain: Vec<CertificateDer<'static>>,
    /// The private key, PKCS#8.
    pub key: PrivateKeyDer<'static>,
}

impl Issued {
    /// The chain as PEM text, the certificate first.
    ///
    /// # Errors
    /// As [`Authority::chain_pem`](crate::Authority::chain_pem).
    pub fn chain_pem(&self) -> Result<String, Error> {
        pem::certificates(&self.chain)
    }

    /// The private key as PKCS#8 PEM text.
    ///
    /// # Errors
    /// As [`Authority::chain_pem`](crate::Authority::chain_pem).
    pub fn key_pem(&self) -> Result<Zeroizing<String>, Error> {
        pem::private_key(self.key.secret_der())
    }

    /// The private key as PKCS#8 PEM text under a password: AES-256 and scrypt (PBES2, RFC 8018 §6.2).
    ///
    /// # Errors
    /// As [`Authority::chain_pem`](crate::Authority::chain_pem).
    pub fn encrypted_key_pem(&self, password: &str) -> Result<Zeroizing<String>, Error> {
        let unreadable = |_| Error::UnreadableKey;
        let key = pkcs8::PrivateKeyInfoRef::try_from(self.key.secret_der()).map_err(unreadable)?;
        let sealed =
            key.encrypt_with_rng(&mut SysRng, password).map_err(|e| Error::Library(e.to_string()))?;
        pem::encrypted_key(sealed.as_bytes())
    }

    pub(crate) fn replace_leaf(
        &mut self,
        change: impl FnOnce(&CertificateDer<'static>) -> Result<CertificateDer<'static>, Error>,
    ) -> Result<(), Error> {
        if let Some(leaf) = self.chain.first_mut() {
            *leaf = change(leaf)?;
        }
        Ok(())
    }
}
