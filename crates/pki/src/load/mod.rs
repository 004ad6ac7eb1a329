//! Reads identities and trusted certificates from files, as people have them.
//!
//! A chain may stand in any order, the key may be PKCS#8, PKCS#1 or SEC 1, PEM or DER, and both may share a file. A key
//! that does not belong to the certificate is found here, never on the wire. Every error names the file and says what
//! to do.

mod cost;
mod error;
mod evidence;
mod input;
mod key;
mod order;
mod pkcs12;
mod raw_key;
mod whole;

use std::path::Path;

use handfast_crypto::sign::SigningKey;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

pub use error::{Fault, LoadError};
pub use evidence::{ocsp_response, revocation_lists};
pub use input::Input;
pub use raw_key::{private_key, public_keys};

/// What one side of a connection proves itself with, checked to belong together.
#[derive(Debug)]
pub struct Identity {
    /// The certificate of the key first, then its issuers upwards as far as they were given, then the certificates that
    /// belong to neither, in the order of the file (RFC 9846 §4.5.1).
    pub chain: Vec<CertificateDer<'static>>,
    /// The private key as it was in the file.
    pub key: PrivateKeyDer<'static>,
    /// What a careful reader of the file would remark.
    pub remarks: Vec<Remark>,
}

/// Something odd that was mended or let pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The certificates were not in the order of the chain (F19).
    Reordered {
        /// Which certificate of the file is the leaf, counted from 1.
        leaf: usize,
    },
    /// Certificates that belong to no place of the chain; they are sent last.
    Unrelated {
        /// How many.
        count: usize,
    },
}

impl Identity {
    /// Reads a PEM (or DER) chain and its private key; both paths may be the same file.
    ///
    /// # Errors
    /// [`LoadError`] names the file and the fault.
    pub fn from_files(chain: &Path, key: &Path) -> Result<Self, LoadError> {
        Self::from_pem(&Input::read(chain)?, &Input::read(key)?, None)
    }

    /// As [`Identity::from_files`], with the contents already read, and a password for an encrypted PKCS#8 key.
    ///
    /// # Errors
    /// [`LoadError`] names the file and the fault.
    pub fn from_pem(chain: &Input, key: &Input, password: Option<&str>) -> Result<Self, LoadError> {
        let certificates = certificates(chain)?;
        let candidates = key::read(key, password)?;
        Self::matched(&certificates, candidates, chain, key)
    }

    /// Reads a PKCS#12 file (RFC 7292).
    ///
    /// # Errors
    /// [`LoadError`]; among them the wrong password, and encryption that is too old, by name (F20).
    pub fn from_pkcs12(file: &Input, password: &str) -> Result<Self, LoadError> {
        let contents = pkcs12::read(file.bytes(), password).map_err(|fault| file.fault(fault))?;
        Self::matched(&contents.certificates, contents.keys, file, file)
    }

    /// The first key that belongs to one of the certificates, with its chain.
    fn matched(
        certificates: &[CertificateDer<'static>],
        keys: Vec<PrivateKeyDer<'static>>,
        chain: &Input,
        key_file: &Input,
    ) -> Result<Self, LoadError> {
        let parsed = order::Entry::all(certificates).map_err(|fault| chain.fault(fault))?;
        let mut fault = Fault::NoKey { found: key_file.labels() };
        for key in keys {
            match place_of(&key, &parsed, chain.name()) {
                Ok(leaf) => return Ok(Self::ordered(leaf, &parsed, certificates, key)),
                Err(this) => fault = this,
            }
        }
        Err(key_file.fault(fault))
    }

    fn ordered(
        leaf: usize,
        parsed: &[order::Entry<'_>],
        certificates: &[CertificateDer<'static>],
        key: PrivateKeyDer<'static>,
    ) -> Self {
        let (places, unrelated) = order::chain_from(leaf, parsed);
        let mut remarks = Vec::new();
        if !places.is_sorted() {
            remarks.push(Remark::Reordered { leaf: leaf + 1 });
        }
        if unrelated > 0 {
            remarks.push(Remark::Unrelated { count: unrelated });
        }
        let chain = places.iter().filter_map(|place| certificates.get(*place)).cloned().collect();
        Self { chain, key, remarks }
    }
}

/// Which certificate is the key's (F17).
fn place_of(key: &PrivateKeyDer<'_>, parsed: &[order::Entry<'_>], chain: &str) -> Result<usize, Fault> {
    let signing = SigningKey::from_der(key)?;
    let mismatch = |key| Fault::KeyMismatch { key, certificates: chain.to_owned() };
    order::leaf_of(&signing, parsed).map_err(mismatch)
}

/// The certificates of a file, in its order: roots to trust, or a chain.
///
/// # Errors
/// [`LoadError`] if it cannot be read, or holds no certificate, or one that does not parse.
pub fn certificates(file: &Input) -> Result<Vec<CertificateDer<'static>>, LoadError> {
    let found = file.certificates()?;
    order::Entry::all(&found).map_err(|fault| file.fault(fault))?;
    Ok(found)
}

/// The same, readable or not: for who judges them and says what is wrong.
///
/// # Errors
/// [`LoadError`] if the file cannot be read, or holds no certificate.
pub fn certificates_unread(file: &Input) -> Result<Vec<CertificateDer<'static>>, LoadError> {
    file.certificates()
}

#[cfg(test)]
mod tests;
