//! The key schedule of TLS 1.3 (RFC 9846 §7.1) as a chain of types: each stage is made from the one before, and gives
//! the secrets that hang from it.

use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::hkdf::{Prk, TooLong};
use handfast_crypto::hmac::Mismatch;
use handfast_crypto::secret::Secret;
use handfast_crypto::{hkdf, hmac};

use crate::Role;
use crate::context::{Derivation, Effect, How, SecretName};

/// Where derivations are reported: nowhere, or to the effects of this turn. Without an observer that wants secrets it
/// costs one branch and copies nothing.
#[derive(Debug)]
pub struct Seen<'e>(Option<&'e mut Vec<Effect>>);

impl<'e> Seen<'e> {
    /// Reports to these effects.
    #[must_use]
    pub const fn new(effects: Option<&'e mut Vec<Effect>>) -> Self {
        Self(effects)
    }

    /// Reports to nobody.
    #[must_use]
    pub const fn nobody() -> Self {
        Self(None)
    }

    fn report(
        &mut self,
        name: SecretName,
        hash: Hash,
        from: &Secret,
        how: impl FnOnce() -> How,
        value: &Secret,
    ) {
        if let Some(effects) = &mut self.0 {
            let derivation = Derivation { name, hash, from: from.clone(), how: how(), value: value.clone() };
            effects.push(Effect::Derived(Box::new(derivation)));
        }
    }

    fn extract(&mut self, name: SecretName, hash: Hash, salt: &Secret, ikm: &Secret) -> Secret {
        let value = hkdf::extract(hash, salt, ikm);
        self.report(name, hash, salt, || How::Extract(ikm.clone()), &value);
        value
    }

    /// Derive-Secret(from, label, messages), given the hash of the messages.
    fn derive(
        &mut self,
        name: SecretName,
        hash: Hash,
        from: &Secret,
        label: &'static str,
        context: &Digest,
    ) -> Secret {
        let value = hkdf::expand_label(hash, from, label, context.as_ref(), hash.output_len());
        self.report(name, hash, from, || How::ExpandLabel(label, Some(*context)), &value);
        value
    }
}

/// ```text
///            0
///            |
///            v
///  0 ->  HKDF-Extract = Early Secret
///            |
///            v
///      Derive-Secret(., "derived", "")
///            |
///            v
/// shared -> HKDF-Extract = Handshake Secret
/// ```
#[derive(Debug)]
pub struct HandshakeSecret {
    hash: Hash,
    secret: Secret,
}

impl HandshakeSecret {
    /// From the shared secret of the key exchange, without a pre-shared key.
    #[must_use]
    pub fn new(hash: Hash, shared: &Secret, mut seen: Seen<'_>) -> Self {
        let zeros = hkdf::zeros(hash);
        let early = seen.extract(SecretName::Early, hash, &zeros, &zeros);
        let derived = seen.derive(SecretName::EarlyDerived, hash, &early, "derived", &hash.digest(&[]));
        Self { hash, secret: seen.extract(SecretName::Handshake, hash, &derived, shared) }
    }

    /// `[sender]_handshake_traffic_secret`; the context is ClientHello…ServerHello.
    #[must_use]
    pub fn traffic(&self, sender: Role, hellos: &Digest, mut seen: Seen<'_>) -> TrafficSecret {
        let (name, label) = match sender {
            Role::Client => (SecretName::ClientHandshakeTraffic, "c hs traffic"),
            Role::Server => (SecretName::ServerHandshakeTraffic, "s hs traffic"),
        };
        TrafficSecret { hash: self.hash, secret: seen.derive(name, self.hash, &self.secret, label, hellos) }
    }

    /// The next stage.
    #[must_use]
    pub fn into_main(self, mut seen: Seen<'_>) -> MainSecret {
        let Self { hash, secret } = self;
        let derived = seen.derive(SecretName::HandshakeDerived, hash, &secret, "derived", &hash.digest(&[]));
        MainSecret { hash, secret: seen.extract(SecretName::Main, hash, &derived, &hkdf::zeros(hash)) }
    }
}

/// ```text
///      Derive-Secret(., "derived", "")      of the Handshake Secret
///            |
///            v
///  0 -> HKDF-Extract = Main Secret
///            |
///            +-----> "c ap traffic", "s ap traffic", "exp master"
/// ```
#[derive(Debug)]
pub struct MainSecret {
    hash: Hash,
    secret: Secret,
}

impl MainSecret {
    /// `[sender]_application_traffic_secret_0`; the context is ClientHello…server Finished.
    #[must_use]
    pub fn traffic(&self, sender: Role, transcript: &Digest, mut seen: Seen<'_>) -> TrafficSecret {
        let (name, label) = match sender {
            Role::Client => (SecretName::ClientTraffic(0), "c ap traffic"),
            Role::Server => (SecretName::ServerTraffic(0), "s ap traffic"),
        };
        TrafficSecret {
            hash: self.hash,
            secret: seen.derive(name, self.hash, &self.secret, label, transcript),
        }
    }

    /// `exporter_secret`; the context is ClientHello…server Finished.
    #[must_use]
    pub fn exporter(&self, transcript: &Digest, mut seen: Seen<'_>) -> ExporterSecret {
        let secret = seen.derive(SecretName::Exporter, self.hash, &self.secret, "exp master", transcript);
        ExporterSecret { hash: self.hash, secret }
    }
}

/// A secret from which the keys of one direction are made (RFC 9846 §7.3).
#[derive(Debug)]
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
