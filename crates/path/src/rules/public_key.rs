//! subjectPublicKeyInfo: a kind that is supported, and strong enough (RFC 9325 §4.5).

use handfast_crypto::public_key::{KeyError, KeyKind, PublicKeyRef};

use handfast_rule::{Clause, rfc9325};

use crate::cert::Cert;
use crate::policy::Policy;
use crate::refusal::{At, Refusal};

pub(crate) const CLAUSE: Clause = rfc9325("4.5");

/// The key of a certificate can be read, and is strong enough.
pub(crate) fn check(cert: &Cert<'_>, at: At, policy: &Policy) -> Result<(), Refusal> {
    strong_enough(read(cert, at)?.kind(), at, policy)
}

pub(crate) fn read<'a>(cert: &Cert<'a>, at: At) -> Result<PublicKeyRef<'a>, Refusal> {
    cert.public_key().map_err(|error| unusable(error, at))
}

/// The key of an anchor was read when the anchor was added.
pub(crate) fn strong_enough(key: KeyKind, at: At, policy: &Policy) -> Result<(), Refusal> {
    match key {
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
