//! HMAC (RFC 2104): Finished, PSK binders, and the engine of HKDF.

use core::fmt;

use subtle::ConstantTimeEq;

use crate::backend;
use crate::hash::{Digest, Hash};
use crate::secret::Secret;

/// An authenticator that is not the right one. Nothing in it says where or by how much it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

/// `HMAC-Hash(key, parts)`, the parts taken as one message.
#[must_use]
pub fn hmac(hash: Hash, key: &Secret, parts: &[&[u8]]) -> Digest {
    Digest::from_backend(tag(&self::key(hash, key.bytes()), parts).as_ref())
}

/// Checks a received authenticator in constant time.
///
/// # Errors
/// [`Mismatch`] if it is not `HMAC-Hash(key, parts)` in its full length.
pub fn verify(hash: Hash, key: &Secret, parts: &[&[u8]], received: &[u8]) -> Result<(), Mismatch> {
    let expected = tag(&self::key(hash, key.bytes()), parts);
    if bool::from(expected.as_ref().ct_eq(received)) { Ok(()) } else { Err(Mismatch) }
}

/// A key made ready: both of its padded blocks are hashed once, however often it is used.
pub(crate) fn key(hash: Hash, bytes: &[u8]) -> backend::hmac::Key {
    let algorithm = match hash {
        Hash::Sha256 => backend::hmac::HMAC_SHA256,
        Hash::Sha384 => backend::hmac::HMAC_SHA384,
        Hash::Sha512 => backend::hmac::HMAC_SHA512,
    };
    backend::hmac::Key::new(algorithm, bytes)
}

/// The authenticator of the concatenated parts.
pub(crate) fn tag(key: &backend::hmac::Key, parts: &[&[u8]]) -> backend::hmac::Tag {
    let mut context = backend::hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    context.sign()
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the authenticator does not match")
    }
}

impl core::error::Error for Mismatch {}
