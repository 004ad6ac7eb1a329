//! Writing PKCS#12 (RFC 7292): a chain and its key behind one password, as browsers and Java import them.

use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};

use crate::{Error, Issued};

/// How a PKCS#12 file is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protection {
    /// AES-256 and HMAC-SHA-256 (PBES2): what OpenSSL 3 and Java 17 write and everything current reads.
    #[default]
    Modern,
    /// Triple DES and HMAC-SHA-1: for old keychains that read nothing else. Weak; choose it only for them.
    Legacy,
    /// RC2 with 40 bits and HMAC-SHA-1: what OpenSSL wrote for certificates before version 3. Refused by
    /// [`crate::load`], and written for the zoo alone.
    Obsolete,
}

impl Issued {
    /// The chain and the key as a PKCS#12 file. `name` is what an importer shows.
    ///
    /// # Errors
    /// [`Error::Library`] if the certificate is broken or the name cannot be written.
    pub fn pkcs12(&self, name: &str, password: &str, protection: Protection) -> Result<Vec<u8>, Error> {
        let chain = self.chain.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>()?;
        let key = PrivateKey::from_der(self.key.secret_der())?;
        let mut store = KeyStore::new();
        store.add_entry(name, KeyStoreEntry::PrivateKeyChain(PrivateKeyChain::new(name, key, chain)));
        let (encryption, mac) = protection.algorithms();
        Ok(store.writer(password).encryption_algorithm(encryption).mac_algorithm(mac).write()?)
    }
}

impl Protection {
    const fn algorithms(self) -> (EncryptionAlgorithm, MacAlgorithm) {
        match self {
            Self::Modern => (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256),
            Self::Legacy => (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
            Self::Obsolete => (EncryptionAlgorithm::PbeWithShaAnd40BitRc4Cbc, MacAlgorithm::HmacSha1),
        }
    }
}

impl From<p12_keystore::error::Error> for Error {
    fn from(error: p12_keystore::error::Error) -> Self {
        Self::Library(error.to_string())
    }
}
