//! Signatures as they were recorded.

use crate::public_key::PublicKey;
use crate::sign::{SignFailed, Signer};
use crate::verify::SignatureAlgorithm;

/// Plays back recorded signatures: for a session whose private key is gone, or whose signatures were randomised.
#[derive(Debug, Clone)]
pub struct ScriptedSigner {
    public: PublicKey,
    algorithms: Vec<SignatureAlgorithm>,
    recorded: Vec<Recorded>,
}

#[derive(Debug, Clone)]
struct Recorded {
    algorithm: SignatureAlgorithm,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl ScriptedSigner {
    /// A key that has signed nothing yet.
    #[must_use]
    pub const fn new(public: PublicKey) -> Self {
        Self { public, algorithms: Vec::new(), recorded: Vec::new() }
    }

    /// Adds the recorded signature of exactly this message.
    #[must_use]
    pub fn with(mut self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Self {
        if !self.algorithms.contains(&algorithm) {
            self.algorithms.push(algorithm);
        }
        self.recorded.push(Recorded { algorithm, message: message.to_vec(), signature: signature.to_vec() });
        self
    }
}

impl Signer for ScriptedSigner {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignFailed> {
        if !self.algorithms.contains(&algorithm) {
            return Err(SignFailed::Algorithm(algorithm));
        }
        let found = self.recorded.iter().find(|r| r.algorithm == algorithm && r.message == message);
        found.map(|r| r.signature.clone()).ok_or(SignFailed::NotRecorded)
    }
}
