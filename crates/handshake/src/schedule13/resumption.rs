//! The bottom of the key schedule: what the next connection starts from (RFC 9846 §7.1, §4.7.1).

use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::hkdf;
use handfast_crypto::secret::Secret;

use super::Parent;
use crate::context::{How, SecretName};
use crate::seen::Seen;

/// Main Secret, kept until the client's Finished is in the transcript.
#[derive(Debug)]
pub(crate) struct ResumptionParent(Parent);

/// `resumption_secret`.
#[derive(Debug)]
pub(crate) struct ResumptionSecret {
    hash: Hash,
    secret: Secret,
}

impl ResumptionParent {
    pub(super) const fn new(main: Parent) -> Self {
        Self(main)
    }

    pub(crate) const fn hash(&self) -> Hash {
        self.0.hash
    }

    /// Given the hash of ClientHello…client Finished.
    pub(crate) fn secret(&self, transcript: &Digest, mut seen: Seen<'_>) -> ResumptionSecret {
        let secret = seen.derive(SecretName::Resumption, &self.0, "res master", transcript);
        ResumptionSecret { hash: self.0.hash, secret }
    }
}

impl ResumptionSecret {
    /// The pre-shared key of the ticket with this nonce, which has at most 255 bytes.
    pub(crate) fn psk(&self, nonce: &[u8], mut seen: Seen<'_>) -> Secret {
        let hash = self.hash;
        let psk = hkdf::expand_label(hash, &self.secret, "resumption", nonce, hash.output_len());
        let how = || How::ExpandNonce("resumption", nonce.to_vec());
        seen.report(SecretName::TicketPsk, hash, &self.secret, how, &psk);
        psk
    }
}
