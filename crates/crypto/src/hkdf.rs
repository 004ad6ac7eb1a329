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
    let mut info = Info::<LONGEST>::empty();
    info.write(label, context, len)?;
    Ok(info.as_ref().to_vec())
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
        if label.len() + context.len() <= USUAL - AROUND {
            self.expand_label_in(Info::<USUAL>::empty(), label, context, out)
        } else {
            self.expand_label_in(Info::<LONGEST>::empty(), label, context, out)
        }
    }

    fn expand_label_in<const N: usize>(
        &self,
        mut info: Info<N>,
        label: &str,
        context: &[u8],
        out: &mut [u8],
    ) -> Result<(), TooLong> {
        info.write(label, context, out.len())?;
        if out.len() > 255 * self.hash.output_len() {
            return Err(TooLong);
        }
        self.expand(&mut info, out);
        Ok(())
    }

    /// `HKDF-Expand` (RFC 5869 §2.3): `T(i) = HMAC(PRK, T(i-1) | info | i)`.
    fn expand<const N: usize>(&self, info: &mut Info<N>, out: &mut [u8]) {
        let (whole, mut counter, mut start) = (self.hash.output_len(), 1_u8, 0);
        while start < out.len() {
            let (done, rest) = out.split_at_mut(start);
            let previous = done.rchunks(whole).next().unwrap_or_default();
            hmac::store(&hmac::tag(&self.key, &[previous, info.with(counter)]), rest);
            (counter, start) = (counter.saturating_add(1), start + whole);
        }
    }
}

/// An `HkdfLabel` in one piece, so that it is hashed at once, and room for the counter of HKDF-Expand behind it.
struct Info<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

/// All that is around label and context: the length of the output and their own, the prefix, and the counter.
const AROUND: usize = 2 + 1 + PREFIX.len() + 1 + 1;

/// Room for the labels of TLS, whose contexts are digests: little, which is made ready soon.
const USUAL: usize = AROUND + 12 + Hash::MAX_OUTPUT_LEN;

/// Room for any label and context.
const LONGEST: usize = AROUND + 255 + 255;

impl<const N: usize> Info<N> {
    /// Written where it lies, for it is large.
    fn write(&mut self, label: &str, context: &[u8], len: usize) -> Result<(), TooLong> {
        let len = u16::try_from(len).map_err(|_| TooLong)?;
        let label_len = u8::try_from(PREFIX.len() + label.len()).map_err(|_| TooLong)?;
        let context_len = u8::try_from(context.len()).map_err(|_| TooLong)?;
        self.push(&len.to_be_bytes());
        self.push(&[label_len]);
        self.push(PREFIX);
        self.push(label.as_bytes());
        self.push(&[context_len]);
        self.push(context);
        Ok(())
    }

    const fn empty() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    fn push(&mut self, part: &[u8]) {
        let end = self.len + part.len();
        if let Some(room) = self.bytes.get_mut(self.len..end) {
            room.copy_from_slice(part);
        }
        self.len = end;
    }

    /// With the counter behind it.
    fn with(&mut self, counter: u8) -> &[u8] {
        if let Some(behind) = self.bytes.get_mut(self.len) {
            *behind = counter;
        }
        self.bytes.get(..=self.len).unwrap_or_default()
    }
}

impl<const N: usize> AsRef<[u8]> for Info<N> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
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
