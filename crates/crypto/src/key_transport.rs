//! RSA key transport (RFC 5246 §7.4.7.1): the client chooses the premaster secret and encrypts it with the server's key.
//!
//! ```text
//! struct { ProtocolVersion client_version; opaque random[46]; } PreMasterSecret;
//! EncryptedPreMasterSecret = PreMasterSecret, padded by RSAES-PKCS1-v1_5 (RFC 8017 §7.2) and encrypted
//!
//! padded: 00 02 | as many bytes that are not 00 as fit, at least 8 | 00 | PreMasterSecret
//! ```
//!
//! TLS 1.3 has it no more, and in TLS 1.2 it is for study: whoever gets the server's key later can read every recording,
//! and a server that lets a stranger see whether the padding was right decrypts for him (Bleichenbacher, 1998; found
//! again as ROBOT, 2017, and in the timing of whole libraries as Marvin, 2023). So [`DecryptionKey::decrypt`] cannot fail:
//! whatever is wrong, a random secret comes out, and the handshake dies at Finished like that of any wrong guess.

use core::fmt;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPrivateKey, RsaPublicKey, hazmat};
use rustls_pki_types::PrivateKeyDer;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

use crate::public_key::{KeyError, KeyKind, PublicKey};
use crate::rng::Rng;
use crate::secret::Secret;
use crate::sign::private_key::{self, Unwrapped};
use crate::spki::{self, Algorithm};

/// The length of a premaster secret in bytes.
pub const PREMASTER_LEN: usize = 48;

/// All of it that is random.
const RANDOM_LEN: usize = PREMASTER_LEN - VERSION_LEN;
const VERSION_LEN: usize = 2;

/// An RSA private key that decrypts premaster secrets.
pub struct DecryptionKey(RsaPrivateKey);

/// A key to which no premaster secret is encrypted: not rsaEncryption, or not of 2048 to 8192 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotEncrypted;

impl DecryptionKey {
    /// Reads a private key in PKCS#8 or PKCS#1.
    ///
    /// # Errors
    /// [`KeyError`]: it cannot be read, is inconsistent, or is of a kind that does not decrypt; an id-RSASSA-PSS key is
    /// for signatures alone (RFC 4055 §1.2).
    pub fn from_der(key: &PrivateKeyDer<'_>) -> Result<Self, KeyError> {
        match private_key::unwrap(key)? {
            Unwrapped::Rsa { private, algorithm } if algorithm == spki::encode_algorithm(Algorithm::Rsa) => {
                RsaPrivateKey::from_pkcs1_der(private).map(Self).map_err(|_| KeyError::Inconsistent)
            }
            _ => Err(KeyError::CannotDecrypt),
        }
    }

    /// The premaster secret of a ClientKeyExchange, by a client whose ClientHello named this `client_version`. If there
    /// is none in it, a random one, in the same time, and nothing says so.
    ///
    /// The version is put in, not compared: where the client encrypted another one, which means that somebody changed
    /// its ClientHello, both sides get different secrets (RFC 5246 §7.4.7.1, the recommended construction).
    #[must_use]
    pub fn decrypt(&self, encrypted: &[u8], client_version: u16, rng: &mut dyn Rng) -> Secret {
        let mut instead = Zeroizing::new([0; RANDOM_LEN]);
        rng.fill_bytes(&mut *instead);
        let padded = self.decrypt_raw(encrypted, rng);
        let (is_padded, message) = unpad(&padded);
        Secret::filled(PREMASTER_LEN, |premaster| {
            let (version, random) = premaster.split_at_mut(VERSION_LEN);
            version.copy_from_slice(&client_version.to_be_bytes());
            let choices = message.iter().skip(VERSION_LEN).zip(instead.iter());
            for (byte, (right, instead)) in random.iter_mut().zip(choices) {
                *byte = u8::conditional_select(instead, right, is_padded);
            }
        })
    }

    /// The raw operation (RFC 8017 §5.1.2), blinded: as many bytes as the modulus has. In the place of what is no
    /// ciphertext of this key, which everybody can see, 0 is decrypted: no premaster secret either.
    fn decrypt_raw(&self, encrypted: &[u8], rng: &mut dyn Rng) -> Zeroizing<Box<[u8]>> {
        let zero = || BoxedUint::zero_with_precision(self.0.n_bits_precision());
        let ciphertext = self.ciphertext(encrypted).unwrap_or_else(zero);
        // A blinding factor is drawn until it fits, for ever if `rng` repeats itself, as one that counts does.
        let mut rng = StdRng::from_rng(rng);
        // Fails on a fault of the computation, whose result would give the key away, not for anything the peer did.
        let mut padded =
            hazmat::rsa_decrypt_and_check(&self.0, Some(&mut rng), &ciphertext).unwrap_or_else(|_| zero());
        let bytes = Zeroizing::new(padded.to_be_bytes());
        padded.zeroize();
        bytes
    }

    fn ciphertext(&self, encrypted: &[u8]) -> Option<BoxedUint> {
        let bits = self.0.n_bits_precision();
        let number = Some(encrypted)
            .filter(|bytes| bytes.len() == self.0.size())
            .and_then(|bytes| BoxedUint::from_be_slice(bytes, bits).ok());
        number.filter(|number| number < self.0.n().as_ref())
    }
}

/// Whether a decrypted block is padded as it must be, and where the message would stand: always in its last 48 bytes.
/// Its time depends on the length of the block alone.
fn unpad(block: &[u8]) -> (Choice, &[u8]) {
    let (padding, message) = block.split_at(block.len().saturating_sub(PREMASTER_LEN));
    let last = padding.len().saturating_sub(1);
    let is_right = padding.iter().enumerate().fold(Choice::from(1), |right, (place, byte)| {
        right
            & match place {
                0 => byte.ct_eq(&0),
                1 => byte.ct_eq(&2),
                place if place == last => byte.ct_eq(&0),
                _ => !byte.ct_eq(&0),
            }
    });
    (is_right, message)
}

/// A new premaster secret of a client whose ClientHello named `client_version`, and the same encrypted to the server's
/// key.
///
/// # Errors
/// [`NotEncrypted`].
pub fn encrypt(
    key: &PublicKey,
    client_version: u16,
    rng: &mut dyn Rng,
) -> Result<(Secret, Vec<u8>), NotEncrypted> {
    let premaster = Secret::filled(PREMASTER_LEN, |premaster| {
        let (version, random) = premaster.split_at_mut(VERSION_LEN);
        version.copy_from_slice(&client_version.to_be_bytes());
        rng.fill_bytes(random);
    });
    let encrypted = encrypt_premaster(key, &premaster, rng)?;
    Ok((premaster, encrypted))
}

fn encrypt_premaster(
    key: &PublicKey,
    premaster: &Secret,
    rng: &mut dyn Rng,
) -> Result<Vec<u8>, NotEncrypted> {
    let KeyKind::Rsa { bits: 2048..=8192 } = key.kind() else { return Err(NotEncrypted) };
    let key = RsaPublicKey::from_pkcs1_der(key.key_bytes()).map_err(|_| NotEncrypted)?;
    let block = pad(premaster, key.size(), rng);
    let number = BoxedUint::from_be_slice(&block, key.n_bits_precision()).map_err(|_| NotEncrypted)?;
    let number = Zeroizing::new(number);
    let encrypted = hazmat::rsa_encrypt(&key, &number).map_err(|_| NotEncrypted)?.to_be_bytes();
    // Numbers are kept in whole machine words; the modulus may be shorter.
    Ok(encrypted.iter().skip(encrypted.len().saturating_sub(key.size())).copied().collect())
}

/// EME-PKCS1-v1_5 (RFC 8017 §7.2.1).
fn pad(message: &Secret, len: usize, rng: &mut dyn Rng) -> Zeroizing<Vec<u8>> {
    let mut block = Zeroizing::new(Vec::with_capacity(len));
    block.extend_from_slice(&[0, 2]);
    while block.len() + 1 + message.len() < len {
        block.push(nonzero(rng));
    }
    block.push(0);
    block.extend_from_slice(message.bytes());
    block
}

fn nonzero(rng: &mut dyn Rng) -> u8 {
    loop {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        if byte != [0] {
            return byte[0];
        }
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptionKey(RSA-{})", self.0.n().bits())
    }
}

impl fmt::Display for NotEncrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("premaster secrets are encrypted to RSA keys of 2048 to 8192 bits")
    }
}

impl core::error::Error for NotEncrypted {}

#[cfg(test)]
mod tests;
