//! X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): ML-KEM-768 first, X25519 second, in shares and in the secret.
//!
//! ```text
//! client share = encapsulation key (1184) || X25519 share (32)
//! server share = ciphertext (1088)        || X25519 share (32)
//! secret       = ML-KEM shared secret (32) || X25519 shared secret (32)
//! ```

use core::fmt;

use ml_kem::kem::{Decapsulate, KeyExport};
use ml_kem::{B32, DecapsulationKey768, EncapsulationKey768, Key, Seed, ml_kem_768};
use zeroize::Zeroize;

use crate::kx::{Agreed, BadShare, KxFailed, Offered};
use crate::rng::Rng;
use crate::secret::Secret;

pub(super) const ENCAPSULATION_KEY_LEN: usize = 1184;
pub(super) const CIPHERTEXT_LEN: usize = 1088;
pub(super) const X25519_LEN: usize = 32;

/// Offers an encapsulation key beside an X25519 share. On a stack of its own, as ML-KEM takes tens of kilobytes: who agrees
/// by a curve should not step over them.
#[inline(never)]
pub(super) fn offer(x25519: Box<dyn Offered>, rng: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
    let mut seed = Seed::default();
    rng.fill_bytes(&mut seed);
    let ml_kem = DecapsulationKey768::from_seed(seed);
    seed.zeroize();
    let share = [&ml_kem.encapsulation_key().to_bytes(), x25519.share()].concat();
    Ok(Box::new(HybridOffer { ml_kem, x25519, share }))
}

/// Answers: encapsulates to the peer's key, and lets `x25519` answer the other half.
#[inline(never)]
pub(super) fn respond(
    peer_share: &[u8],
    rng: &mut dyn Rng,
    x25519: impl FnOnce(&[u8]) -> Result<Agreed, BadShare>,
) -> Result<Agreed, BadShare> {
    let (key, x25519_share) = split(peer_share, ENCAPSULATION_KEY_LEN)?;
    let key = Key::<EncapsulationKey768>::try_from(key).map_err(|_| BadShare::InvalidEncapsulationKey)?;
    let key = EncapsulationKey768::new(&key).map_err(|_| BadShare::InvalidEncapsulationKey)?;
    let x25519 = x25519(x25519_share)?;
    let mut randomness = B32::default();
    rng.fill_bytes(&mut randomness);
    let (ciphertext, mut secret) = key.encapsulate_deterministic(&randomness);
    randomness.zeroize();
    let share = [&ciphertext, x25519.share.as_slice()].concat();
    let agreed = Agreed { share, secret: joined(&secret, &x25519.secret) };
    secret.zeroize();
    Ok(agreed)
}

struct HybridOffer {
    ml_kem: DecapsulationKey768,
    x25519: Box<dyn Offered>,
    share: Vec<u8>,
}

impl Offered for HybridOffer {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare> {
        let (ciphertext, x25519_share) = split(peer_share, CIPHERTEXT_LEN)?;
        let wrong = BadShare::WrongLength { expected: CIPHERTEXT_LEN + X25519_LEN, got: peer_share.len() };
        let ciphertext = ml_kem_768::Ciphertext::try_from(ciphertext).map_err(|_| wrong)?;
        let x25519 = self.x25519.agree(x25519_share)?;
        let mut secret = self.ml_kem.decapsulate(&ciphertext);
        let joined = joined(&secret, &x25519);
        secret.zeroize();
        Ok(joined)
    }
}

/// The ML-KEM half and the X25519 half of a share.
fn split(share: &[u8], ml_kem_len: usize) -> Result<(&[u8], &[u8]), BadShare> {
    let expected = ml_kem_len + X25519_LEN;
    let halves = share.split_at_checked(ml_kem_len).filter(|_| share.len() == expected);
    halves.ok_or(BadShare::WrongLength { expected, got: share.len() })
}

fn joined(ml_kem: &[u8], x25519: &Secret) -> Secret {
    Secret::filled(ml_kem.len() + x25519.len(), |both| {
        for (to, from) in both.iter_mut().zip(ml_kem.iter().chain(x25519.bytes())) {
            *to = *from;
        }
    })
}

impl fmt::Debug for HybridOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HybridOffer(ML-KEM-768, {:?})", self.x25519)
    }
}
