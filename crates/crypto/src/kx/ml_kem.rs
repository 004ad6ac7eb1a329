//! MLKEM1024 (draft-ietf-tls-mlkem): ML-KEM-1024 (FIPS 203) alone.
//!
//! ```text
//! client share = encapsulation key (1568)
//! server share = ciphertext (1568)
//! secret       = ML-KEM shared secret (32)
//! ```

use core::fmt;

use ml_kem::kem::{Decapsulate, KeyExport};
use ml_kem::{B32, DecapsulationKey1024, EncapsulationKey1024, Key, Seed, ml_kem_1024};
use zeroize::Zeroize;

use crate::kx::{Agreed, BadShare, Offered};
use crate::rng::Rng;
use crate::secret::Secret;

/// Of either share, in bytes.
pub(super) const SHARE_LEN: usize = 1568;

/// Offers an encapsulation key. On a stack of its own, as in the hybrid group.
#[inline(never)]
pub(super) fn offer(rng: &mut dyn Rng) -> Box<dyn Offered> {
    let mut seed = Seed::default();
    rng.fill_bytes(&mut seed);
    let key = DecapsulationKey1024::from_seed(seed);
    seed.zeroize();
    let share = key.encapsulation_key().to_bytes().to_vec();
    Box::new(Offer { key, share })
}

/// Answers: encapsulates to the peer's key.
#[inline(never)]
pub(super) fn respond(peer_share: &[u8], rng: &mut dyn Rng) -> Result<Agreed, BadShare> {
    BadShare::check_len(peer_share, SHARE_LEN)?;
    let invalid = BadShare::InvalidEncapsulationKey;
    let key = Key::<EncapsulationKey1024>::try_from(peer_share).map_err(|_| invalid)?;
    let key = EncapsulationKey1024::new(&key).map_err(|_| invalid)?;
    let mut randomness = B32::default();
    rng.fill_bytes(&mut randomness);
    let (ciphertext, mut secret) = key.encapsulate_deterministic(&randomness);
    randomness.zeroize();
    let agreed = Agreed { share: ciphertext.to_vec(), secret: Secret::from_slice(&secret) };
    secret.zeroize();
    Ok(agreed)
}

struct Offer {
    key: DecapsulationKey1024,
    share: Vec<u8>,
}

impl Offered for Offer {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare> {
        let wrong = BadShare::WrongLength { expected: SHARE_LEN, got: peer_share.len() };
        let ciphertext = ml_kem_1024::Ciphertext::try_from(peer_share).map_err(|_| wrong)?;
        let mut secret = self.key.decapsulate(&ciphertext);
        let agreed = Secret::from_slice(&secret);
        secret.zeroize();
        Ok(agreed)
    }
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offer(ML-KEM-1024)")
    }
}
