//! RSA signatures that no current library makes: over MD5 and SHA-1, and with small keys. For the zoo.

use der::Encode;
use der::asn1::{Null, ObjectIdentifier};
use der::oid::db::rfc5912::{
    MD_5_WITH_RSA_ENCRYPTION, SHA_1_WITH_RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION,
};
use handfast_crypto::rng::SystemRng;
use md5::Md5;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha1::{Digest, Sha1};
use sha2::Sha256;
use x509_cert::AlgorithmIdentifier;

use crate::surgery::Opened;
use crate::{Authority, Error};

/// RSASSA-PKCS1-v1_5 over one hash function.
pub(crate) struct Scheme {
    oid: ObjectIdentifier,
    /// DigestInfo up to the digest (RFC 8017 §9.2, note 1).
    digest_info: &'static [u8],
    hash: fn(&[u8]) -> Vec<u8>,
}

pub(crate) const MD5: Scheme = Scheme {
    oid: MD_5_WITH_RSA_ENCRYPTION,
    digest_info: &[
        0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05, 0x00, 0x04,
        0x10,
    ],
    hash: |message| Md5::digest(message).to_vec(),
};

pub(crate) const SHA1: Scheme = Scheme {
    oid: SHA_1_WITH_RSA_ENCRYPTION,
    digest_info: &[0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14],
    hash: |message| Sha1::digest(message).to_vec(),
};

pub(crate) const SHA256: Scheme = Scheme {
    oid: SHA_256_WITH_RSA_ENCRYPTION,
    digest_info: &[
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        0x04, 0x20,
    ],
    hash: |message| Sha256::digest(message).to_vec(),
};

impl Scheme {
    /// The certificate again, signed in this way.
    pub(crate) fn reissue(
        &self,
        certificate: &CertificateDer<'_>,
        key: &RsaPrivateKey,
    ) -> Result<CertificateDer<'static>, Error> {
        let mut opened = Opened::open(certificate)?;
        let identifier = AlgorithmIdentifier { oid: self.oid, parameters: Some(Null.into()) };
        opened.set_algorithm(&identifier.to_der()?)?;
        opened.close(|tbs| self.sign(key, tbs))
    }

    fn sign(&self, key: &RsaPrivateKey, message: &[u8]) -> Result<Vec<u8>, Error> {
        let digest = (self.hash)(message);
        let scheme = Pkcs1v15Sign { hash_len: Some(digest.len()), prefix: self.digest_info.into() };
        key.sign(scheme, &digest).map_err(library)
    }
}

/// The key of an authority that has an RSA key.
pub(crate) fn key_of(authority: &Authority) -> Result<RsaPrivateKey, Error> {
    RsaPrivateKey::from_pkcs8_der(authority.pkcs8()).map_err(|_| Error::UnreadableKey)
}

/// An RSA key of 1024 bits.
pub(crate) fn small_key() -> Result<RsaPrivateKey, Error> {
    RsaPrivateKey::new(&mut SystemRng, 1024).map_err(library)
}

/// The DER of its SubjectPublicKeyInfo.
pub(crate) fn spki(key: &RsaPrivateKey) -> Result<Vec<u8>, Error> {
    Ok(key.to_public_key().to_public_key_der().map_err(library)?.into_vec())
}

pub(crate) fn private_key(key: &RsaPrivateKey) -> Result<PrivateKeyDer<'static>, Error> {
    let document = key.to_pkcs8_der().map_err(library)?;
    Ok(PrivatePkcs8KeyDer::from(document.as_bytes().to_vec()).into())
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn library(error: impl ToString) -> Error {
    Error::Library(error.to_string())
}
