//! PEM text (RFC 7468) of what was made.

use der::pem::{LineEnding, encode_string};
use rustls_pki_types::CertificateDer;
use zeroize::Zeroizing;

use crate::Error;

/// One block per certificate, in order.
pub(crate) fn certificates(chain: &[CertificateDer<'_>]) -> Result<String, Error> {
    chain.iter().map(|certificate| block("CERTIFICATE", certificate)).collect()
}

/// A PKCS#8 private key. The text is wiped when dropped.
pub(crate) fn private_key(pkcs8: &[u8]) -> Result<Zeroizing<String>, Error> {
    block("PRIVATE KEY", pkcs8).map(Zeroizing::new)
}

/// A private key under a password.
pub(crate) fn encrypted_key(der: &[u8]) -> Result<Zeroizing<String>, Error> {
    block("ENCRYPTED PRIVATE KEY", der).map(Zeroizing::new)
}

/// A certification request.
pub(crate) fn request(der: &[u8]) -> Result<String, Error> {
    block("CERTIFICATE REQUEST", der)
}

/// A SubjectPublicKeyInfo as PEM text.
///
/// # Errors
/// As [`Authority::chain_pem`](crate::Authority::chain_pem).
pub fn public_key(spki: &[u8]) -> Result<String, Error> {
    block("PUBLIC KEY", spki)
}

/// A certificate revocation list as PEM text.
///
/// # Errors
/// As [`Authority::chain_pem`](crate::Authority::chain_pem).
pub fn revocation_list(der: &[u8]) -> Result<String, Error> {
    block("X509 CRL", der)
}

fn block(label: &str, der: &[u8]) -> Result<String, Error> {
    encode_string(label, LineEnding::LF, der).map_err(|error| Error::Library(error.to_string()))
}
