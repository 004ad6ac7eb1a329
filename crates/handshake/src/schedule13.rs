//! The key schedule of TLS 1.3 (RFC 9846 §7.1) as a chain of types: each stage is made from the one before, and gives
//! the secrets that hang from it.

use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::hkdf::{Prk, TooLong};
use handfast_crypto::hmac::Mismatch;
use handfast_crypto::secret::Secret;
use handfast_crypto::{hkdf, hmac};

pub use self::early::{EarlySecret, EarlySecrets};
pub(crate) use self::resumption::{ResumptionParent, ResumptionSecret};
use crate::context::{How, SecretName};
use crate::seen::Seen;

mod early;
mod resumption;

impl Seen<'_> {
    fn extract(&mut self, name: SecretName, hash: Hash, salt: &Secret, ikm: &Secret) -> Parent {
        let value = hkdf::extract(hash, salt, ikm);
        self.report(name, hash, salt, || How::Extract(ikm.clone()), &value);
        Parent { hash, prk: Prk::new(hash, &value), secret: value }
    }

    /// Derive-Secret(parent, label, messages), given the hash of the messages.
    fn derive(&mut self, name: SecretName, parent: &Parent, label: &'static str, context: &Digest) -> Secret {
        let Parent { hash, prk, secret } = parent;
        let value = prk.expand_label(label, context.as_ref(), hash.output_len());
        self.report(name, *hash, secret, || How::ExpandLabel(label, Some(*context)), &value);
        value
    }
}

/// A secret of the middle column of RFC 9846 §7.1: what is derived from it shares one key set-up.
#[derive(Debug)]
struct Parent {
    hash: Hash,
    secret: Secret,
    prk: Prk,
}

/// ```text
///            0
///            |
///            v
/// PSK -> HKDF-Extract = Early Secret      (0 if there is none)
///            |
///            v
///      Derive-Secret(., "derived", "")
///            |
///            v
/// shared -> HKDF-Extract = Handshake Secret
///            |
///            +-----> "c hs traffic", "s hs traffic"
///            v
///      Derive-Secret(., "derived", "")
///            |
///            v
///  0 -> HKDF-Extract = Main Secret
/// ```
#[derive(Debug)]
pub struct HandshakeSecrets {
    /// `client_handshake_traffic_secret`.
    pub client: TrafficSecret,
    /// `server_handshake_traffic_secret`.
    pub server: TrafficSecret,
    /// What comes after the handshake hangs from here.
    pub main: MainSecret,
}

impl HandshakeSecrets {
    /// From the shared secret of the key exchange, without a pre-shared key, and the hash of ClientHello…ServerHello.
    #[must_use]
    pub fn new(hash: Hash, shared: &Secret, hellos: &Digest, mut seen: Seen<'_>) -> Self {
        let salt = early_derived(hash, &mut seen);
        Self::after(hash, &salt, shared, hellos, seen)
    }

    /// From a pre-shared key, and the shared secret of the key exchange (psk_dhe_ke).
    #[must_use]
    pub fn resumed(early: &EarlySecret, shared: &Secret, hellos: &Digest, mut seen: Seen<'_>) -> Self {
        let salt = early.derived(&mut seen);
        Self::after(early.hash(), &salt, shared, hellos, seen)
    }

    fn after(hash: Hash, salt: &Secret, shared: &Secret, hellos: &Digest, mut seen: Seen<'_>) -> Self {
        let parent = seen.extract(SecretName::Handshake, hash, salt, shared);
        let mut traffic =
            |name, label| TrafficSecret { hash, secret: seen.derive(name, &parent, label, hellos) };
        let client = traffic(SecretName::ClientHandshakeTraffic, "c hs traffic");
        let server = traffic(SecretName::ServerHandshakeTraffic, "s hs traffic");
        let salt = seen.derive(SecretName::HandshakeDerived, &parent, "derived", &hash.digest(&[]));
        Self { client, server, main: MainSecret { hash, salt } }
    }
}

/// Derive-Secret(Early Secret, "derived", ""). Without a pre-shared key nothing goes into it that differs from one
/// handshake to the next, so it is computed only for those who watch.
fn early_derived(hash: Hash, seen: &mut Seen<'_>) -> Secret {
    match hash {
        Hash::Sha256 if seen.is_nobody() => Secret::from_slice(&EARLY_DERIVED_SHA256),
        Hash::Sha384 if seen.is_nobody() => Secret::from_slice(&EARLY_DERIVED_SHA384),
        _ => {
            let zeros = hkdf::zeros(hash);
            let early = seen.extract(SecretName::Early, hash, &zeros, &zeros);
            seen.derive(SecretName::EarlyDerived, &early, "derived", &hash.digest(&[]))
        }
    }
}

/// As in the traces of RFC 8448.
const EARLY_DERIVED_SHA256: [u8; 32] = [
    0x6f, 0x26, 0x15, 0xa1, 0x08, 0xc7, 0x02, 0xc5, 0x67, 0x8f, 0x54, 0xfc, 0x9d, 0xba, 0xb6, 0x97, 0x16,
    0xc0, 0x76, 0x18, 0x9c, 0x48, 0x25, 0x0c, 0xeb, 0xea, 0xc3, 0x57, 0x6c, 0x36, 0x11, 0xba,
];

const EARLY_DERIVED_SHA384: [u8; 48] = [
    0x15, 0x91, 0xda, 0xc5, 0xcb, 0xbf, 0x03, 0x30, 0xa4, 0xa8, 0x4d, 0xe9, 0xc7, 0x53, 0x33, 0x0e, 0x92,
    0xd0, 0x1f, 0x0a, 0x88, 0x21, 0x4b, 0x44, 0x64, 0x97, 0x2f, 0xd6, 0x68, 0x04, 0x9e, 0x93, 0xe5, 0x2f,
    0x2b, 0x16, 0xfa, 0xd9, 0x22, 0xfd, 0xc0, 0x58, 0x44, 0x78, 0x42, 0x8f, 0x28, 0x2b,
];

/// ```text
///  0 -> HKDF-Extract = Main Secret
///            |
///            +-----> "c ap traffic", "s ap traffic", "exp master", "res master"
/// ```
#[derive(Debug)]
pub struct MainSecret {
    hash: Hash,
    salt: Secret,
}

/// What hangs from the Main Secret (RFC 9846 §7.1).
#[derive(Debug)]
pub struct ApplicationSecrets {
    /// `client_application_traffic_secret_0`.
    pub client: TrafficSecret,
    /// `server_application_traffic_secret_0`.
    pub server: TrafficSecret,
    /// `exporter_secret`.
    pub exporter: ExporterSecret,
}

impl MainSecret {
    /// Given the hash of ClientHello…server Finished; and what is needed once the client's Finished is there, too.
    pub(crate) fn application(
        &self,
        transcript: &Digest,
        mut seen: Seen<'_>,
    ) -> (ApplicationSecrets, ResumptionParent) {
        let hash = self.hash;
        let main = seen.extract(SecretName::Main, hash, &self.salt, &hkdf::zeros(hash));
        let mut derive = |name, label| seen.derive(name, &main, label, transcript);
        let client = TrafficSecret { hash, secret: derive(SecretName::ClientTraffic(0), "c ap traffic") };
        let server = TrafficSecret { hash, secret: derive(SecretName::ServerTraffic(0), "s ap traffic") };
        let exporter = ExporterSecret { hash, secret: derive(SecretName::Exporter, "exp master") };
        (ApplicationSecrets { client, server, exporter }, ResumptionParent::new(main))
    }
}

/// A secret from which the keys of one direction are made (RFC 9846 §7.3).
#[derive(Debug, Clone)]
pub struct TrafficSecret {
    hash: Hash,
    secret: Secret,
}

impl TrafficSecret {
    /// The secret itself, for the record layer.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// verify_data of the sender's Finished over this transcript (RFC 9846 §4.5.3).
    #[must_use]
    pub fn verify_data(&self, transcript: &Digest) -> Digest {
        hmac::hmac(self.hash, &self.finished_key(), &[transcript.as_ref()])
    }

    /// Compares a received verify_data in constant time.
    ///
    /// # Errors
    /// It is not what it should be.
    pub fn check_finished(&self, transcript: &Digest, verify_data: &[u8]) -> Result<(), Mismatch> {
        hmac::verify(self.hash, &self.finished_key(), &[transcript.as_ref()], verify_data)
    }

    fn finished_key(&self) -> Secret {
        hkdf::expand_label(self.hash, &self.secret, "finished", &[], self.hash.output_len())
    }

    /// `[sender]_application_traffic_secret_N+1` (RFC 9846 §7.2).
    #[must_use]
    pub fn next(&self, name: SecretName, mut seen: Seen<'_>) -> Self {
        let hash = self.hash;
        let secret = hkdf::expand_label(hash, &self.secret, "traffic upd", &[], hash.output_len());
        seen.report(name, hash, &self.secret, || How::ExpandLabel("traffic upd", None), &secret);
        Self { hash, secret }
    }
}

/// `exporter_secret` (RFC 9846 §7.5).
#[derive(Debug)]
pub struct ExporterSecret {
    hash: Hash,
    secret: Secret,
}

impl ExporterSecret {
    /// TLS-Exporter(label, context, out.len()), written to `out`.
    ///
    /// # Errors
    /// The label is longer than 249 octets, or `out` than 255 times the hash: `out` is then unchanged.
    pub fn export(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), TooLong> {
        let hash = self.hash;
        // RFC 9846 §7.1: a label and its prefix take at most 255 octets.
        if label.len() > 255 - "tls13 ".len() {
            return Err(TooLong);
        }
        let nothing = hash.digest(&[]);
        let secret = hkdf::expand_label(hash, &self.secret, label, nothing.as_ref(), hash.output_len());
        Prk::new(hash, &secret).expand_label_into("exporter", hash.digest(&[context]).as_ref(), out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use handfast_crypto::hash::Hash;

    use super::{Seen, early_derived};
    use crate::Effect;

    #[test]
    fn the_constants_are_what_the_key_schedule_computes() {
        for hash in [Hash::Sha256, Hash::Sha384] {
            let mut effects = VecDeque::new();
            let computed = early_derived(hash, &mut Seen::new(Some(&mut effects)));
            assert_eq!(early_derived(hash, &mut Seen::nobody()), computed);
            assert!(matches!(effects.make_contiguous(), [Effect::Derived(_), Effect::Derived(_)]));
        }
    }
}
