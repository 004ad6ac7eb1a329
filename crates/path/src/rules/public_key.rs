//! subjectPublicKeyInfo: a kind that is supported, and strong enough (RFC 9325 §4.5).

use handfast_crypto::public_key::{KeyError, KeyKind, PublicKey};

use handfast_rule::{Clause, rfc9325};

use crate::cert::Cert;
use crate::policy::Policy;
use crate::refusal::{At, Refusal};

pub(crate) const CLAUSE: Clause = rfc9325("4.5");

/// Reads the key of a certificate.
pub(crate) fn read(cert: &Cert<'_>, at: At, policy: &Policy) -> Result<PublicKey, Refusal> {
    let key = cert.public_key().map_err(|error| unusable(error, at))?;
    strong_enough(&key, at, policy).map(|()| key)
}

/// The key of an anchor was read when the anchor was added.
pub(crate) fn strong_enough(key: &PublicKey, at: At, policy: &Policy) -> Result<(), Refusal> {
    match key.kind() {
        KeyKind::Rsa { bits } | KeyKind::RsaPss { bits } if !policy.accepts_rsa(bits) => {
            Err(Refusal::KeySize { at, bits })
        }
        _ => Ok(()),
    }
}

pub(crate) const fn unusable(error: KeyError, at: At) -> Refusal {
    match error {
        KeyError::Malformed(_) => Refusal::MalformedKey { at },
        error => Refusal::UnsupportedKey { at, error },
    }
}
