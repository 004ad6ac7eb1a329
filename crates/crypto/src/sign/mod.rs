//! Signing: our keys behind the seam, live, deterministic, or recorded.

mod deterministic;
mod ec_private;
mod key;
pub(crate) mod private_key;
mod scripted;

pub use deterministic::DeterministicP256;
pub use key::SigningKey;
pub use scripted::ScriptedSigner;

use core::fmt;

use crate::public_key::PublicKey;
use crate::verify::SignatureAlgorithm;

/// The seam of signing. A key that lives elsewhere (an HSM, a KMS) is one more implementation.
pub trait Signer: fmt::Debug + Send + Sync {
    /// The public key that verifies what this signs.
    fn public_key(&self) -> &PublicKey;

    /// What it can sign with, best first.
    fn algorithms(&self) -> &[SignatureAlgorithm];

    /// Signs the message: the whole of it, not its hash. ECDSA signatures are in DER (RFC 9846 §4.3.3).
    ///
    /// # Errors
    /// [`SignFailed`].
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignFailed>;
}

/// Why nothing was signed. A local matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignFailed {
    /// The algorithm is none of [`Signer::algorithms`].
    Algorithm(SignatureAlgorithm),
    /// The recording holds no signature of this message.
    NotRecorded,
    /// The backend failed, or whoever holds the key refused.
    Backend,
}

impl fmt::Display for SignFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm(algorithm) => write!(f, "the key makes no signatures by {algorithm}"),
            Self::NotRecorded => f.write_str("the recording holds no signature of this message"),
            Self::Backend => f.write_str("the key could not sign"),
        }
    }
}

impl core::error::Error for SignFailed {}

#[cfg(test)]
mod tests {
    mod known_answers;
    mod loading;
    mod signing;
}
