//! Authenticated encryption with associated data (RFC 5116), in place and without allocation.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::backend;
use crate::hkdf::{Prk, TooLong};
use crate::secret::Secret;

/// The length of every nonce in bytes (RFC 9846 §5.3: `iv_length`).
pub const NONCE_LEN: usize = 12;

/// The length of every authentication tag in bytes.
pub const TAG_LEN: usize = 16;

/// An AEAD algorithm of a TLS cipher suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aead {
    /// AES-128 in Galois/Counter Mode (NIST SP 800-38D).
    Aes128Gcm,
    /// AES-256 in Galois/Counter Mode.
    Aes256Gcm,
    /// ChaCha20-Poly1305 (RFC 8439).
    ChaCha20Poly1305,
}

/// A record that was not made with this key, nonce and associated data. It says no more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFailed;

impl Aead {
    /// Every algorithm.
    pub const ALL: &'static [Self] = &[Self::Aes128Gcm, Self::Aes256Gcm, Self::ChaCha20Poly1305];

    /// The length of the key in bytes.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    /// The length in bytes of the IV that TLS 1.2 takes from the key block (RFC 5246 §6.3: `fixed_iv_length`): the salt of
    /// the nonce (RFC 5288 §3), or all of it (RFC 7905 §2).
    #[must_use]
    pub const fn fixed_iv_len(self) -> usize {
        NONCE_LEN - self.explicit_nonce_len()
    }

    /// The length in bytes of the part of the nonce that each record of TLS 1.2 carries (RFC 5246 §6.2.3.3:
    /// `record_iv_length`).
    #[must_use]
    pub const fn explicit_nonce_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => 8,
            Self::ChaCha20Poly1305 => 0,
        }
    }

    fn algorithm(self) -> &'static backend::aead::Algorithm {
        match self {
            Self::Aes128Gcm => &backend::aead::AES_128_GCM,
            Self::Aes256Gcm => &backend::aead::AES_256_GCM,
            Self::ChaCha20Poly1305 => &backend::aead::CHACHA20_POLY1305,
        }
    }
}

/// A key made ready for sealing and opening. Nonces are the caller's: one must never be used twice for sealing.
pub struct AeadKey {
    aead: Aead,
    key: backend::aead::LessSafeKey,
}

impl AeadKey {
    /// Makes a key ready.
    ///
    /// # Panics
    /// If the secret has not [`Aead::key_len`] bytes: the key schedule expands keys to that length.
    #[must_use]
    pub fn new(aead: Aead, key: &Secret) -> Self {
        let Ok(key) = backend::aead::UnboundKey::new(aead.algorithm(), key.bytes()) else {
            unreachable!("a key of {aead:?} is expanded to {} bytes, not {}", aead.key_len(), key.len())
        };
        Self { aead, key: backend::aead::LessSafeKey::new(key) }
    }

    /// The algorithm this key is for.
    #[must_use]
    pub const fn aead(&self) -> Aead {
        self.aead
    }

    /// Encrypts `in_out` in place and returns the tag.
    ///
    /// # Panics
    /// If `in_out` is longer than the algorithm allows (64 GiB), far above any record.
    #[must_use]
    pub fn seal(&self, nonce: [u8; NONCE_LEN], aad: &[u8], in_out: &mut [u8]) -> [u8; TAG_LEN] {
        let nonce = backend::aead::Nonce::assume_unique_for_key(nonce);
        let aad = backend::aead::Aad::from(aad);
        let Ok(tag) = self.key.seal_in_place_separate_tag(nonce, aad, in_out) else {
            unreachable!("a record is far shorter than the limit of an AEAD")
        };
        let mut bytes = [0; TAG_LEN];
        bytes.copy_from_slice(tag.as_ref());
        bytes
    }

    /// Decrypts `in_out`, ciphertext followed by tag, in place; the plaintext then stands at its start. Returns the
    /// length of the plaintext.
    ///
    /// # Errors
    /// [`OpenFailed`]; `in_out` then holds nothing of use.
    pub fn open(&self, nonce: [u8; NONCE_LEN], aad: &[u8], in_out: &mut [u8]) -> Result<usize, OpenFailed> {
        let nonce = backend::aead::Nonce::assume_unique_for_key(nonce);
        let aad = backend::aead::Aad::from(aad);
        self.key.open_in_place(nonce, aad, in_out).map(|plaintext| plaintext.len()).map_err(|_| OpenFailed)
    }
}

/// The `write_iv` of one direction, from which the nonce of each record is made (RFC 9846 §5.3).
///
/// TLS 1.2 with AES-GCM has only a salt of 4 bytes there, and 8 bytes behind it that each record carries (RFC 5288 §3):
/// over a salt that is followed by zeros the same XOR puts them there.
///
/// It is a number, big-endian: twelve single bytes are what the compiler would move about.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Iv(u128);

/// The zeros before an IV that is written as a number.
const BEFORE: usize = size_of::<u128>() - NONCE_LEN;

impl Iv {
    /// Takes the expanded secret: an IV of [`NONCE_LEN`] bytes, or a salt of fewer.
    ///
    /// # Panics
    /// If it has more: the key schedule expands it to the length it is to have.
    #[must_use]
    pub fn new(iv: &Secret) -> Self {
        let mut number = [0; size_of::<u128>()];
        let Some(fixed) = number.get_mut(BEFORE..BEFORE + iv.len()) else {
            unreachable!("an IV of {} bytes", iv.len())
        };
        fixed.copy_from_slice(iv.bytes());
        Self(u128::from_be_bytes(number))
    }

    /// The IV that this label expands to under a traffic secret (RFC 9846 §7.3).
    ///
    /// # Errors
    /// The label is too long.
    pub fn expand(prk: &Prk, label: &str) -> Result<Self, TooLong> {
        let mut number = [0; size_of::<u128>()];
        prk.expand_label_into(label, &[], &mut number[BEFORE..])?;
        Ok(Self(u128::from_be_bytes(number)))
    }

    /// The sequence number, or what a record of TLS 1.2 carries in its place, padded on the left to the length of the IV,
    /// XOR the IV.
    #[must_use]
    pub fn nonce(&self, sequence_number: u64) -> [u8; NONCE_LEN] {
        let [_, _, _, _, nonce @ ..] = (self.0 ^ u128::from(sequence_number)).to_be_bytes();
        nonce
    }
}

impl fmt::Debug for Iv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iv(12 bytes)")
    }
}

impl fmt::Debug for AeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AeadKey({:?})", self.aead)
    }
}

impl fmt::Display for OpenFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the record could not be opened")
    }
}

impl core::error::Error for OpenFailed {}

#[cfg(test)]
mod tests;
