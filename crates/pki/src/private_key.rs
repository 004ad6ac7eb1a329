//! The private keys that certificates are made with.

use der::Encode;
use der::asn1::Null;
use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ECDSA_WITH_SHA_512, SHA_256_WITH_RSA_ENCRYPTION,
};
use der::oid::db::rfc8410::ID_ED_25519;
use handfast_crypto::hash::Hash;
use handfast_crypto::public_key::{KeyKind, PublicKey};
use handfast_crypto::rng::SystemRng;
use handfast_crypto::sign::{Signer, SigningKey};
use handfast_crypto::verify::{SignatureAlgorithm, verify};
use p521::elliptic_curve::Generate;
use p521::pkcs8::EncodePrivateKey;
use rcgen::{KeyPair, PublicKeyData};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_cert::AlgorithmIdentifier;
use zeroize::Zeroizing;

use crate::Error;

/// A private key: one of the certificate library, or one on P-521, of which the library knows nothing.
pub(crate) enum PrivateKey {
    Library(KeyPair),
    P521 { signer: SigningKey, pkcs8: Zeroizing<Vec<u8>> },
}

impl PrivateKey {
    pub(crate) fn generate_p521() -> Result<Self, Error> {
        let key = p521::SecretKey::generate_from_rng(&mut SystemRng);
        let document = key.to_pkcs8_der().map_err(|e| Error::Library(e.to_string()))?;
        Self::p521(document.as_bytes())
    }

    pub(crate) fn from_pkcs8(der: &PrivatePkcs8KeyDer<'_>) -> Result<Self, Error> {
        let library = KeyPair::try_from(der).map(Self::Library);
        library.or_else(|_| Self::p521(der.secret_pkcs8_der()))
    }

    fn p521(pkcs8: &[u8]) -> Result<Self, Error> {
        let signer = SigningKey::from_der(&PrivateKeyDer::Pkcs8(pkcs8.into())).ok();
        let signer = signer.filter(|signer| signer.public_key().kind() == KeyKind::P521);
        Ok(Self::P521 { signer: signer.ok_or(Error::UnreadableKey)?, pkcs8: pkcs8.to_vec().into() })
    }

    /// Whether what the library writes with it has other names than it should.
    pub(crate) const fn is_misnamed(&self) -> bool {
        matches!(self, Self::P521 { .. })
    }

    pub(crate) fn pkcs8(&self) -> &[u8] {
        match self {
            Self::Library(key) => key.serialized_der(),
            Self::P521 { pkcs8, .. } => pkcs8,
        }
    }

    /// The AlgorithmIdentifier of its signatures: RFC 5758 §3.2, RFC 4055 §5 (whose parameters are NULL), RFC 8410 §3.
    pub(crate) fn signature_algorithm(&self) -> Result<AlgorithmIdentifier, Error> {
        let Self::Library(key) = self else {
            return Ok(AlgorithmIdentifier { oid: ECDSA_WITH_SHA_512, parameters: None });
        };
        let known = [
            (&PKCS_ECDSA_P256_SHA256, ECDSA_WITH_SHA_256, None),
            (&PKCS_ECDSA_P384_SHA384, ECDSA_WITH_SHA_384, None),
            (&PKCS_ED25519, ID_ED_25519, None),
            (&PKCS_RSA_SHA256, SHA_256_WITH_RSA_ENCRYPTION, Some(Null.into())),
        ];
        let found = known.into_iter().find(|(algorithm, ..)| *algorithm == key.algorithm());
        let (_, oid, parameters) = found.ok_or_else(|| Error::Library("an unknown algorithm".to_owned()))?;
        Ok(AlgorithmIdentifier { oid, parameters })
    }

    /// The same in DER.
    pub(crate) fn signature_algorithm_der(&self) -> Result<Vec<u8>, Error> {
        Ok(self.signature_algorithm()?.to_der()?)
    }

    pub(crate) fn sign_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(rcgen::SigningKey::sign(self, bytes)?)
    }
}

impl PublicKeyData for PrivateKey {
    fn subject_public_key_info(&self) -> Vec<u8> {
        match self {
            Self::Library(key) => key.subject_public_key_info(),
            Self::P521 { signer, .. } => signer.public_key().spki().to_vec(),
        }
    }

    fn der_bytes(&self) -> &[u8] {
        match self {
            Self::Library(key) => key.der_bytes(),
            Self::P521 { signer, .. } => signer.public_key().key_bytes(),
        }
    }

    /// For P-521 the nearest that the library has; whoever signs with it names it right afterwards.
    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        match self {
            Self::Library(key) => key.algorithm(),
            Self::P521 { .. } => &PKCS_ECDSA_P384_SHA384,
        }
    }
}

impl rcgen::SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match self {
            Self::Library(key) => key.sign(message),
            Self::P521 { signer, .. } => {
                let signature = signer.sign(SignatureAlgorithm::EcdsaP521(Hash::Sha512), message);
                signature.map_err(|_| rcgen::Error::RemoteKeyError)
            }
        }
    }
}

/// Checks a signature by a key on P-521, which the parsing library does not: `algorithm` is the object identifier of
/// ECDSA with a hash of SHA-2, in dotted form.
pub(crate) fn is_signed_on_p521(spki: &[u8], algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
    let algorithm = match algorithm {
        "1.2.840.10045.4.3.2" => SignatureAlgorithm::EcdsaP521(Hash::Sha256),
        "1.2.840.10045.4.3.3" => SignatureAlgorithm::EcdsaP521(Hash::Sha384),
        "1.2.840.10045.4.3.4" => SignatureAlgorithm::EcdsaP521(Hash::Sha512),
        _ => return false,
    };
    PublicKey::from_spki(spki).is_ok_and(|key| verify(algorithm, &key, message, signature).is_ok())
}
