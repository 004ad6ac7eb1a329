//! HKDF (RFC 5869) as TLS 1.3 uses it (RFC 9846 §7.1).
//!
//! ```text
//! HKDF-Expand-Label(Secret, Label, Context, Length) = HKDF-Expand(Secret, HkdfLabel, Length)
//!
//! struct {
//!     uint16 length = Length;
//!     opaque label<7..255> = "tls13 " + Label;
//!     opaque context<0..255> = Context;
//! } HkdfLabel;
//! ```

use core::fmt;

use crate::backend;
use crate::hash::Hash;
use crate::hmac;
use crate::secret::Secret;

const PREFIX: &[u8; 6] = b"tls13 ";

/// A label, a context or an output that HKDF-Expand-Label cannot express: a label over 249 bytes, a context over 255,
/// or an output over 255 times the length of the hash (RFC 5869 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// `HKDF-Extract(salt, IKM)` (RFC 5869 §2.2).
#[must_use]
pub fn extract(hash: Hash, salt: &Secret, ikm: &Secret) -> Secret {
    let tag = hmac::tag(&hmac::key(hash, salt.bytes()), &[ikm.bytes()]);
    Secret::from_slice(tag.as_ref())
}

/// `Hash.length` bytes of zero: the salt or input of RFC 9846 §7.1 where there is none.
#[must_use]
pub fn zeros(hash: Hash) -> Secret {
    Secret::filled(hash.output_len(), |_| ())
}

/// `HKDF-Expand-Label(secret, label, context, len)`. For several labels of one secret, [`Prk`] is cheaper.
///
/// # Panics
/// If `label` has more than 249 bytes, `context` more than 255, or `len` is over [`Secret::CAPACITY`]: lengths that the
/// program chose. For a label or a length that a user chose there is [`Prk::expand_label_into`].
#[must_use]
pub fn expand_label(hash: Hash, secret: &Secret, label: &str, context: &[u8], len: usize) -> Secret {
    Prk::new(hash, secret).expand_label(label, context, len)
}

/// The bytes of the `HkdfLabel`, for the reader who computes along.
///
/// # Errors
/// [`TooLong`] if a field does not fit its length.
pub fn hkdf_label(label: &str, context: &[u8], len: usize) -> Result<Vec<u8>, TooLong> {
    Ok(Info::new(label, context, len)?.parts().concat())
}

/// A pseudorandom key (RFC 5869 §2.2) made ready, from which several labels are expanded at the cost of one key set-up.
pub struct Prk {
    hash: Hash,
    key: backend::hmac::Key,
}

impl Prk {
    /// Makes the secret ready.
    #[must_use]
    pub fn new(hash: Hash, secret: &Secret) -> Self {
        Self { hash, key: hmac::key(hash, secret.bytes()) }
    }

    /// `HKDF-Expand-Label(self, label, context, len)`.
    ///
    /// # Panics
    /// As [`expand_label`].
    #[must_use]
    pub fn expand_label(&self, label: &str, context: &[u8], len: usize) -> Secret {
        Secret::filled(len, |out| {
            let expanded = self.expand_label_into(label, context, out);
            assert_eq!(expanded, Ok(()), "a label of the key schedule fits");
        })
    }

    /// `HKDF-Expand-Label(self, label, context, out.len())`, written to `out`: for exporters (RFC 9846 §7.5), whose label
    /// and length are the application's.
    ///
    /// # Errors
    /// [`TooLong`]; `out` is then unchanged.
    pub fn expand_label_into(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), TooLong> {
        let info = Info::new(label, context, out.len())?;
        if out.len() > 255 * self.hash.output_len() {
            return Err(TooLong);
        }
        self.expand(info.parts(), out);
        Ok(())
    }

    /// `HKDF-Expand` (RFC 5869 §2.3): `T(i) = HMAC(PRK, T(i-1) | info | i)`.
    fn expand(&self, [head, label, context_len, context]: [&[u8]; 4], out: &mut [u8]) {
        let mut previous: Option<backend::hmac::Tag> = None;
        for (counter, block) in (1..=u8::MAX).zip(out.chunks_mut(self.hash.output_len())) {
            let before = previous.as_ref().map_or(&[][..], AsRef::as_ref);
            let parts = [before, head, label, context_len, context, &[counter]];
            let tag = hmac::tag(&self.key, &parts);
            for (to, from) in block.iter_mut().zip(tag.as_ref()) {
                *to = *from;
            }
            previous = Some(tag);
        }
    }
}

/// An `HkdfLabel`.
struct Info<'a> {
    /// `length`, the length of the label, and the prefix of every label.
    head: [u8; 3 + PREFIX.len()],
    label: &'a [u8],
    context_len: [u8; 1],
    context: &'a [u8],
}

impl<'a> Info<'a> {
    fn new(label: &'a str, context: &'a [u8], len: usize) -> Result<Self, TooLong> {
        let [high, low] = u16::try_from(len).map_err(|_| TooLong)?.to_be_bytes();
        let label_len = u8::try_from(PREFIX.len() + label.len()).map_err(|_| TooLong)?;
        let context_len = [u8::try_from(context.len()).map_err(|_| TooLong)?];
        let [t, l, s, one, three, space] = *PREFIX;
        let head = [high, low, label_len, t, l, s, one, three, space];
        Ok(Self { head, label: label.as_bytes(), context_len, context })
    }

    fn parts(&self) -> [&[u8]; 4] {
        [&self.head, self.label, &self.context_len, self.context]
    }
}

impl fmt::Debug for Prk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prk({:?})", self.hash)
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a label, context or output too long for HKDF-Expand-Label")
    }
}

impl core::error::Error for TooLong {}

#[cfg(test)]
mod tests;
