//! Bytes that leave no trace.

use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret of the key schedule, a key, or a shared secret: held inline, erased on drop, compared in constant time,
/// and never printed.
///
/// Erased is where it lies when it is dropped. A move is a copy, and what it leaves behind, mostly on the stack, is
/// overwritten by whatever comes there next: no program without `unsafe` can do more. What lives long is best moved once
/// and then kept in a box.
#[derive(Clone)]
pub struct Secret {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

/// More bytes than a [`Secret`] holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

impl Secret {
    /// The most bytes a secret can have: room for an output of SHA-512, for the two shared secrets of a hybrid group,
    /// and for a coordinate of P-521.
    pub const CAPACITY: usize = 72;

    /// Copies bytes whose length the program itself chose. Use `try_from` for those whose length came from outside.
    ///
    /// # Panics
    /// If there are more than [`Secret::CAPACITY`].
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Self {
        Self::filled(bytes.len(), |room| room.copy_from_slice(bytes))
    }

    /// A secret of `len` bytes, written in place.
    pub(crate) fn filled(len: usize, write: impl FnOnce(&mut [u8])) -> Self {
        let mut secret = Self { bytes: [0; Self::CAPACITY], len };
        let Some(room) = secret.bytes.get_mut(..len) else { unreachable!("no secret of TLS is that long") };
        write(room);
        secret
    }

    /// The length in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bytes at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes themselves. Outside this crate only the study renderers may ask (a lint watches).
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        self.bytes()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&self.bytes)
    }

    /// Whether both are the same, in time that depends on the lengths alone.
    #[must_use]
    pub fn ct_eq(&self, other: &Self) -> bool {
        self.bytes().ct_eq(other.bytes()).into()
    }
}

impl Zeroize for Secret {
    /// Never inlined: what the compiler must not leave out it writes byte by byte, and so would it wherever a secret ends.
    /// Behind the length there never was anything but zeros.
    #[inline(never)]
    fn zeroize(&mut self) {
        self.bytes.get_mut(..self.len).unwrap_or_default().zeroize();
        self.len.zeroize();
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl ZeroizeOnDrop for Secret {}

impl TryFrom<&[u8]> for Secret {
    type Error = TooLong;

    fn try_from(bytes: &[u8]) -> Result<Self, TooLong> {
        if bytes.len() > Self::CAPACITY { Err(TooLong) } else { Ok(Self::from_slice(bytes)) }
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.len)
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} bytes for a secret", Secret::CAPACITY)
    }
}

impl core::error::Error for TooLong {}

#[cfg(test)]
mod tests {
    use zeroize::{Zeroize, ZeroizeOnDrop};

    use super::{Secret, TooLong};

    #[test]
    fn shows_its_length_only() {
        let secret = Secret::from_slice(b"open sesame");
        assert_eq!(format!("{secret:?}"), "Secret(11 bytes)");
        assert_eq!((secret.len(), secret.is_empty()), (11, false));
        assert!(Secret::from_slice(b"").is_empty());
    }

    #[test]
    fn is_erased() {
        const fn erased_on_drop<T: ZeroizeOnDrop>() {}
        const { erased_on_drop::<Secret>() }
        let mut secret = Secret::from_slice(&[0xff; Secret::CAPACITY]);
        secret.zeroize();
        assert_eq!((secret.bytes, secret.len), ([0; Secret::CAPACITY], 0));
    }

    #[test]
    fn equal_by_content_and_length() {
        let secret = Secret::from_slice(&[1, 2, 3]);
        assert_eq!(secret, secret.clone());
        for other in [&[1, 2, 4][..], &[1, 2], &[1, 2, 3, 0], &[0, 2, 3], &[]] {
            assert_ne!(secret, Secret::from_slice(other));
        }
    }

    #[test]
    fn holds_72_bytes() {
        assert_eq!(Secret::try_from(&[7; 72][..]).map(|s| s.len()), Ok(72));
        assert_eq!(Secret::try_from(&[7; 73][..]), Err(TooLong));
    }

    #[test]
    #[should_panic(expected = "no secret of TLS is that long")]
    fn holds_no_more() {
        let _ = Secret::from_slice(&[7; 73]);
    }
}
