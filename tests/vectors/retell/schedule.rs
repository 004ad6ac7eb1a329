//! The key schedule, as the RFC prints its steps. All traces are TLS_AES_128_GCM_SHA256.

use handfast::Role;
use handfast::crypto::hash::Hash;
use handfast::crypto::hkdf::{expand_label, hkdf_label};
use handfast::crypto::hmac::hmac;
use handfast::crypto::secret::Secret;
use handfast::handshake::SecretName;
use handfast::wire::Kind;

use super::Run;
use crate::hex::hex;
use crate::log::With;
use crate::trace::Mismatch;

/// The fields of a step.
pub(super) type Fields = Vec<(&'static str, String)>;

pub(super) const HASH: Hash = Hash::Sha256;
const HASH_LEN: usize = 32;
const KEY_LEN: usize = 16;
const IV_LEN: usize = 12;

/// What a direction's traffic secret gives.
pub(super) struct Keys {
    pub(super) key: Secret,
    pub(super) iv: Secret,
}

impl Keys {
    pub(super) fn of(traffic: &Secret) -> Self {
        let expand = |label, len| expand_label(HASH, traffic, label, &[], len);
        Self { key: expand("key", KEY_LEN), iv: expand("iv", IV_LEN) }
    }
}

impl Run<'_> {
    pub(super) fn secret(&self, name: SecretName) -> Result<&Secret, Mismatch> {
        self.log.secret(name).map(|derived| &derived.value)
    }

    pub(super) fn handshake_traffic(&self, sender: Role) -> Result<&Secret, Mismatch> {
        self.secret(match sender {
            Role::Client => SecretName::ClientHandshakeTraffic,
            Role::Server => SecretName::ServerHandshakeTraffic,
        })
    }

    pub(super) fn application_traffic(&self, sender: Role) -> Result<&Secret, Mismatch> {
        self.secret(match sender {
            Role::Client => SecretName::ClientTraffic(0),
            Role::Server => SecretName::ServerTraffic(0),
        })
    }

    /// RFC 9846 §7.1; the transcript ends with the client's Finished.
    pub(super) fn resumption(&self) -> Result<Secret, Mismatch> {
        let transcript = self.hashes.including(Role::Client, Kind::Finished)?;
        let main = self.secret(SecretName::Main)?;
        Ok(expand_label(HASH, main, "res master", transcript.as_ref(), HASH_LEN))
    }

    /// "extract secret" and "derive secret": salt, keying material and secret, or the expansion.
    pub(super) fn derivation(&self, name: SecretName) -> Result<Fields, Mismatch> {
        let derived = self.log.secret(name)?;
        match &derived.with {
            With::Keying(keying) => {
                let (salt, secret) = (reveal(&derived.from), reveal(&derived.value));
                Ok(vec![("salt", salt), ("IKM", reveal(keying)), ("secret", secret)])
            }
            With::Label(label, context) => expansion(&derived.from, label, context.as_ref(), &derived.value),
        }
    }

    /// "derive secret "tls13 res master""
    pub(super) fn resumption_step(&self) -> Result<Fields, Mismatch> {
        let transcript = self.hashes.including(Role::Client, Kind::Finished)?;
        expansion(self.secret(SecretName::Main)?, "res master", transcript.as_ref(), &self.resumption()?)
    }

    /// "calculate finished": the key of the MAC and the MAC (RFC 9846 §4.5.3).
    pub(super) fn finished(&self, sender: Role) -> Result<Fields, Mismatch> {
        let traffic = self.handshake_traffic(sender)?;
        let key = finished_key(traffic);
        let transcript = self.hashes.before(sender, Kind::Finished)?;
        let mut fields = expansion(traffic, "finished", &[], &key)?;
        fields.push(("finished", hex(hmac(HASH, &key, &[transcript.as_ref()]))));
        Ok(fields)
    }
}

pub(super) fn finished_key(traffic: &Secret) -> Secret {
    expand_label(HASH, traffic, "finished", &[], HASH_LEN)
}

/// The pre-shared key of a ticket (RFC 9846 §4.7.1).
pub(super) fn ticket_key(resumption: &Secret, nonce: &[u8]) -> Secret {
    expand_label(HASH, resumption, "resumption", nonce, HASH_LEN)
}

/// HKDF-Expand-Label as the RFC prints it.
pub(super) fn expansion(
    from: &Secret,
    label: &str,
    context: &[u8],
    value: &Secret,
) -> Result<Fields, Mismatch> {
    let info = info(label, context, value.len())?;
    Ok(vec![("PRK", reveal(from)), ("hash", hex(context)), ("info", info), ("expanded", reveal(value))])
}

/// "derive … traffic keys"
pub(super) fn traffic_keys(traffic: &Secret) -> Result<Fields, Mismatch> {
    let Keys { key, iv } = Keys::of(traffic);
    Ok(vec![
        ("PRK", reveal(traffic)),
        ("key info", info("key", &[], KEY_LEN)?),
        ("key expanded", reveal(&key)),
        ("iv info", info("iv", &[], IV_LEN)?),
        ("iv expanded", reveal(&iv)),
    ])
}

fn info(label: &str, context: &[u8], len: usize) -> Result<String, Mismatch> {
    hkdf_label(label, context, len).map(hex).map_err(|error| Mismatch::new(error.to_string()))
}

#[expect(clippy::disallowed_methods, reason = "the secrets of RFC 8448 are public")]
pub(super) fn reveal(secret: &Secret) -> String {
    hex(secret.reveal())
}
