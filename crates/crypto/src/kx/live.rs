//! Key exchange of live sessions.

use core::fmt;

use crate::backend::agreement;
use crate::backend::rand::SystemRandom;
use crate::kx::private_key::PrivateKey;
use crate::kx::{Agreed, BadShare, Group, KeyExchange, KxFailed, Offered, hybrid, ml_kem};
use crate::rng::Rng;
use crate::secret::Secret;

/// Live key exchange: *ring* for the curves that it has, RustCrypto for P-521 and for ML-KEM.
///
/// *ring* neither imports an ephemeral key nor takes a foreign random source, so the scalars of its curves come from the
/// system, not from the `rng` handed in; only P-521 and ML-KEM draw from that.
#[derive(Debug, Clone, Copy, Default)]
pub struct Live;

impl KeyExchange for Live {
    fn start(&self, group: Group, rng: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
        match Way::of(group) {
            Way::Ring(curve) => Ok(Box::new(Ephemeral::generate(curve)?)),
            Way::PlainRust => Ok(Box::new(PrivateKey::draw(group, rng)?.offered())),
            Way::MlKem => Ok(ml_kem::offer(rng)),
            Way::Hybrid => hybrid::offer(Box::new(Ephemeral::generate(&agreement::X25519)?), rng),
        }
    }

    fn respond(&self, group: Group, peer_share: &[u8], rng: &mut dyn Rng) -> Result<Agreed, BadShare> {
        match Way::of(group) {
            Way::Ring(curve) => Ephemeral::generate(curve)?.respond(peer_share),
            Way::PlainRust => PrivateKey::draw(group, rng)?.respond(peer_share),
            Way::MlKem => ml_kem::respond(peer_share, rng),
            Way::Hybrid => hybrid::respond(peer_share, rng, |x25519| {
                Ephemeral::generate(&agreement::X25519)?.respond(x25519)
            }),
        }
    }
}

/// Who computes in a group.
enum Way {
    Ring(&'static agreement::Algorithm),
    PlainRust,
    MlKem,
    Hybrid,
}

impl Way {
    const fn of(group: Group) -> Self {
        match group {
            Group::X25519 => Self::Ring(&agreement::X25519),
            Group::Secp256r1 => Self::Ring(&agreement::ECDH_P256),
            Group::Secp384r1 => Self::Ring(&agreement::ECDH_P384),
            Group::Secp521r1 => Self::PlainRust,
            Group::MlKem1024 => Self::MlKem,
            Group::X25519MlKem768 => Self::Hybrid,
        }
    }
}

/// An ephemeral key pair of one curve.
struct Ephemeral {
    private: agreement::EphemeralPrivateKey,
    public: agreement::PublicKey,
}

impl Ephemeral {
    fn generate(curve: &'static agreement::Algorithm) -> Result<Self, KxFailed> {
        let private = agreement::EphemeralPrivateKey::generate(curve, &SystemRandom::new());
        let private = private.map_err(|_| KxFailed::NoRandomness)?;
        let public = private.compute_public_key().map_err(|_| KxFailed::NoRandomness)?;
        Ok(Self { private, public })
    }

    fn respond(self, peer_share: &[u8]) -> Result<Agreed, BadShare> {
        let share = self.public.as_ref().to_vec();
        Ok(Agreed { share, secret: self.combine(peer_share)? })
    }

    fn combine(self, peer_share: &[u8]) -> Result<Secret, BadShare> {
        BadShare::check_len(peer_share, self.public.as_ref().len())?;
        let peer = agreement::UnparsedPublicKey::new(self.private.algorithm(), peer_share);
        agreement::agree_ephemeral(self.private, &peer, Secret::from_slice)
            .map_err(|_| BadShare::InvalidPoint)
    }
}

impl Offered for Ephemeral {
    fn share(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare> {
        self.combine(peer_share)
    }
}

impl fmt::Debug for Ephemeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ephemeral({:?})", self.private.algorithm())
    }
}
