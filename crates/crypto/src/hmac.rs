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
pub(crate) fn tag<'p>(
    key: &backend::hmac::Key,
    parts: impl IntoIterator<Item = &'p &'p [u8]>,
) -> backend::hmac::Tag {
    let mut context = backend::hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    context.sign()
}

/// Writes the authenticator, or as much of it as there is room for.
pub(crate) fn store(tag: &backend::hmac::Tag, room: &mut [u8]) {
    let len = tag.as_ref().len().min(room.len());
    if let Some((to, from)) = room.get_mut(..len).zip(tag.as_ref().get(..len)) {
        to.copy_from_slice(from);
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the authenticator does not match")
    }
}

impl core::error::Error for Mismatch {}

#[cfg(test)]
mod tests {
    use super::{Mismatch, hmac, verify};
    use crate::hash::Hash;
    use crate::secret::Secret;
    use crate::vectors::hex;

    /// RFC 4231 §4.2, test case 1.
    #[test]
    fn rfc4231() {
        let key = Secret::from_slice(&[0x0b; 20]);
        let expected = [
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
            "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4\
             be9d914eeb61f1702e696c203a126854",
        ];
        for (&hash, expected) in Hash::ALL.iter().zip(expected) {
            assert_eq!(hmac(hash, &key, &[b"Hi", b" There"]).as_ref(), hex(expected));
        }
    }

    #[test]
    fn verifies_the_whole_authenticator() {
        let key = Secret::from_slice(b"finished_key");
        let right = hmac(Hash::Sha384, &key, &[b"transcript hash"]);
        assert_eq!(verify(Hash::Sha384, &key, &[b"transcript", b" hash"], right.as_ref()), Ok(()));
        for place in 0..right.as_ref().len() {
            let mut flipped = right.as_ref().to_vec();
            flipped[place] ^= 0x80;
            assert_eq!(verify(Hash::Sha384, &key, &[b"transcript hash"], &flipped), Err(Mismatch));
            let cut = &right.as_ref()[..place];
            assert_eq!(verify(Hash::Sha384, &key, &[b"transcript hash"], cut), Err(Mismatch));
        }
        let longer = [right.as_ref(), &[0]].concat();
        assert_eq!(verify(Hash::Sha384, &key, &[b"transcript hash"], &longer), Err(Mismatch));
    }
}
