//! subjectPublicKeyInfo: a kind that is supported, and strong enough (RFC 9325 §4.5).

use handfast_crypto::public_key::{KeyError, KeyKind, PublicKey};

use handfast_rule::{Clause, rfc9325};

use super::Position;
use crate::cert::Cert;
use crate::refusal::Refusal;

pub(crate) const CLAUSE: Clause = rfc9325("4.5");

/// Reads the key of a certificate.
pub(crate) fn read(cert: &Cert<'_>, position: &Position<'_>) -> Result<PublicKey, Refusal> {
    let key = cert.public_key().map_err(|error| unusable(error, position))?;
    strong_enough(&key, position).map(|()| key)
}

/// The key of an anchor was read when the anchor was added.
pub(crate) fn strong_enough(key: &PublicKey, position: &Position<'_>) -> Result<(), Refusal> {
    match key.kind() {
        KeyKind::Rsa { bits } | KeyKind::RsaPss { bits } if !position.policy.accepts_rsa(bits) => {
            Err(Refusal::KeySize { at: position.at, bits })
        }
        _ => Ok(()),
    }
}

fn unusable(error: KeyError, position: &Position<'_>) -> Refusal {
    match error {
        KeyError::Malformed(_) => Refusal::MalformedKey { at: position.at },
        error => Refusal::UnsupportedKey { at: position.at, error },
    }
}
