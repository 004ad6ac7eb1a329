//! ECDSA that can be repeated.

use p256::NistP256;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use rustls_pki_types::PrivateKeyDer;

use crate::hash::Hash;
use crate::public_key::{KeyError, PublicKey};
use crate::secret::Secret;
use crate::sign::private_key::{self, Unwrapped};
use crate::sign::{self, SignFailed, Signer, ec_private};
use crate::spki::{self, Algorithm, Curve};
use crate::verify::SignatureAlgorithm;

/// ECDSA on P-256 with the nonce of RFC 6979: the same message has the same signature. For study replays, vectors and
/// fuzzing; several times slower than [`SigningKey`](crate::sign::SigningKey).
#[derive(Debug)]
pub struct DeterministicP256 {
    key: SigningKey,
    public: PublicKey,
}

impl DeterministicP256 {
    /// Reads a private key of P-256 in PKCS#8 or SEC 1.
    ///
    /// # Errors
    /// [`KeyError`]: it cannot be read, is inconsistent, or is [of another kind](KeyError::CannotSign).
    pub fn from_der(key: &PrivateKeyDer<'_>) -> Result<Self, KeyError> {
        match private_key::unwrap(key)? {
            Unwrapped::Ec { curve: Curve::P256, private, .. } => {
                Self::from_scalar(&Secret::from_slice(&ec_private::scalar(Curve::P256, private)?))
            }
            _ => Err(KeyError::CannotSign(sign::SigningKey::from_der(key)?.public_key().kind())),
        }
    }

    /// Takes the private scalar, 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`KeyError::Inconsistent`] if it is zero, not below the order of the curve, or not 32 bytes.
    pub fn from_scalar(scalar: &Secret) -> Result<Self, KeyError> {
        let bytes = Some(scalar.bytes()).filter(|bytes| bytes.len() == 32).ok_or(KeyError::Inconsistent)?;
        let key = p256::elliptic_curve::SecretKey::<NistP256>::from_slice(bytes)
            .map_err(|_| KeyError::Inconsistent)?;
        let key = SigningKey::from(key);
        let point = key.verifying_key().to_sec1_point(false);
        let algorithm = spki::encode_algorithm(Algorithm::Ec(Curve::P256));
        let public = PublicKey::from_spki(&spki::encode_spki(&algorithm, point.as_bytes()))?;
        Ok(Self { key, public })
    }
}

impl Signer for DeterministicP256 {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &[SignatureAlgorithm::EcdsaP256(Hash::Sha256)]
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignFailed> {
        if algorithm != SignatureAlgorithm::EcdsaP256(Hash::Sha256) {
            return Err(SignFailed::Algorithm(algorithm));
        }
        let signature: Signature = self.key.try_sign(message).map_err(|_| SignFailed::Backend)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}
