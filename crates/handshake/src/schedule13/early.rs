//! The top of the key schedule when there is a pre-shared key (RFC 9846 §7.1).

use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::hmac::Mismatch;
use handfast_crypto::secret::Secret;
use handfast_crypto::{hkdf, hmac};

use super::{ExporterSecret, Parent, TrafficSecret};
use crate::context::SecretName;
use crate::psk::Origin;
use crate::seen::Seen;

/// ```text
///            0
///            |
///            v
/// PSK -> HKDF-Extract = Early Secret
///            |
///            +-----> "res binder", "ext binder" or "imp binder"
///            +-----> "c e traffic", "e exp master"
///            v
///      Derive-Secret(., "derived", "")
/// ```
#[derive(Debug)]
pub struct EarlySecret(Parent, Origin);

impl EarlySecret {
    /// From the pre-shared key of a ticket.
    #[must_use]
    pub fn new(hash: Hash, psk: &Secret, mut seen: Seen<'_>) -> Self {
        Self(seen.extract(SecretName::Early, hash, &hkdf::zeros(hash), psk), Origin::Ticket)
    }

    /// The same, of a key that does not come from a ticket, unless it does.
    pub(crate) fn of_origin(self, origin: Origin) -> Self {
        Self(self.0, origin)
    }

    /// The hash that the pre-shared key goes with.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.0.hash
    }

    /// The binder of a ClientHello, given the hash of all before its binders (RFC 9846 §4.3.11.2).
    #[must_use]
    pub fn binder(&self, truncated: &Digest, seen: Seen<'_>) -> Digest {
        hmac::hmac(self.0.hash, &self.finished_key(seen), &[truncated.as_ref()])
    }

    /// Compares a received binder in constant time.
    ///
    /// # Errors
    /// It is not what it should be.
    pub fn check_binder(&self, truncated: &Digest, binder: &[u8], seen: Seen<'_>) -> Result<(), Mismatch> {
        hmac::verify(self.0.hash, &self.finished_key(seen), &[truncated.as_ref()], binder)
    }

    fn finished_key(&self, mut seen: Seen<'_>) -> Secret {
        let hash = self.0.hash;
        let binder_key = seen.derive(SecretName::Binder, &self.0, self.1.label(), &hash.digest(&[]));
        hkdf::expand_label(hash, &binder_key, "finished", &[], hash.output_len())
    }

    /// What hangs from it when early data is sent, given the hash of the ClientHello.
    #[must_use]
    pub fn secrets(&self, hello: &Digest, mut seen: Seen<'_>) -> EarlySecrets {
        let hash = self.0.hash;
        let mut derive = |name, label| seen.derive(name, &self.0, label, hello);
        let client = TrafficSecret { hash, secret: derive(SecretName::ClientEarlyTraffic, "c e traffic") };
        let exporter = ExporterSecret { hash, secret: derive(SecretName::EarlyExporter, "e exp master") };
        EarlySecrets { client, exporter }
    }

    pub(super) fn derived(&self, seen: &mut Seen<'_>) -> Secret {
        seen.derive(SecretName::EarlyDerived, &self.0, "derived", &self.0.hash.digest(&[]))
    }
}

/// What protects early data, and what can be exported beside it.
#[derive(Debug)]
pub struct EarlySecrets {
    /// `client_early_traffic_secret`.
    pub client: TrafficSecret,
    /// `early_exporter_secret`. Who replays the ClientHello has it repeated (RFC 9846 §F.5.1).
    pub exporter: ExporterSecret,
}
