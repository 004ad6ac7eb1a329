//! A private key whose curve is computed in plain Rust.

use core::fmt;

use p256::NistP256;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, PublicKey, SecretKey};
use p384::NistP384;
use p521::NistP521;
use zeroize::Zeroizing;

use crate::kx::{Agreed, BadShare, Group, KxFailed, Offered};
use crate::rng::Rng;
use crate::secret::Secret;

/// A private key of one curve.
pub(super) enum PrivateKey {
    X25519(x25519_dalek::StaticSecret),
    P256(SecretKey<NistP256>),
    P384(SecretKey<NistP384>),
    P521(SecretKey<NistP521>),
}

impl PrivateKey {
    pub(super) fn new(group: Group, scalar: &[u8]) -> Option<Self> {
        match group {
            Group::X25519 => <[u8; 32]>::try_from(scalar).ok().map(|scalar| Self::X25519(scalar.into())),
            Group::Secp256r1 => exact(scalar, 32).and_then(|s| SecretKey::from_slice(s).ok()).map(Self::P256),
            Group::Secp384r1 => exact(scalar, 48).and_then(|s| SecretKey::from_slice(s).ok()).map(Self::P384),
            Group::Secp521r1 => exact(scalar, 66).and_then(|s| SecretKey::from_slice(s).ok()).map(Self::P521),
            Group::X25519MlKem768 | Group::MlKem1024 => None,
        }
    }

    /// Draws until the scalar is below the order of the group: for the NIST curves the first draw almost always is.
    #[inline(never)]
    pub(super) fn draw(group: Group, rng: &mut dyn Rng) -> Result<Self, KxFailed> {
        let mut scalar = Zeroizing::new([0; 66]);
        (0..64)
            .find_map(|_| {
                let scalar = scalar.get_mut(..scalar_len(group))?;
                rng.fill_bytes(scalar);
                if let (Group::Secp521r1, [first, ..]) = (group, &mut *scalar) {
                    // 521 bits are one more than 65 bytes have.
                    *first &= 1;
                }
                Self::new(group, scalar)
            })
            .ok_or(KxFailed::NoRandomness)
    }

    fn share(&self) -> Vec<u8> {
        match self {
            Self::X25519(key) => x25519_dalek::PublicKey::from(key).to_bytes().to_vec(),
            Self::P256(key) => uncompressed(key),
            Self::P384(key) => uncompressed(key),
            Self::P521(key) => uncompressed(key),
        }
    }

    fn combine(&self, peer_share: &[u8]) -> Result<Secret, BadShare> {
        match self {
            Self::X25519(key) => x25519(key, peer_share),
            Self::P256(key) => ecdh(key, peer_share, 65),
            Self::P384(key) => ecdh(key, peer_share, 97),
            Self::P521(key) => ecdh(key, peer_share, 133),
        }
    }

    pub(super) fn respond(&self, peer_share: &[u8]) -> Result<Agreed, BadShare> {
        Ok(Agreed { share: self.share(), secret: self.combine(peer_share)? })
    }

    pub(super) fn offered(self) -> PlainOffer {
        PlainOffer { share: self.share(), key: self }
    }
}

/// Its public half is out.
pub(super) struct PlainOffer {
    key: PrivateKey,
    share: Vec<u8>,
}

impl Offered for PlainOffer {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare> {
        self.key.combine(peer_share)
    }
}

const fn scalar_len(group: Group) -> usize {
    match group {
        Group::X25519 | Group::Secp256r1 | Group::X25519MlKem768 | Group::MlKem1024 => 32,
        Group::Secp384r1 => 48,
        Group::Secp521r1 => 66,
    }
}

fn exact(scalar: &[u8], len: usize) -> Option<&[u8]> {
    (scalar.len() == len).then_some(scalar)
}

/// RFC 9846 §7.4.2: the all-zero result of a point of low order is refused.
fn x25519(key: &x25519_dalek::StaticSecret, peer_share: &[u8]) -> Result<Secret, BadShare> {
    BadShare::check_len(peer_share, 32)?;
    let peer = <[u8; 32]>::try_from(peer_share).map_err(|_| BadShare::InvalidPoint)?;
    let shared = key.diffie_hellman(&peer.into());
    if shared.was_contributory() {
        Ok(Secret::from_slice(shared.as_bytes()))
    } else {
        Err(BadShare::InvalidPoint)
    }
}

/// RFC 9846 §7.4.2: the secret is the x-coordinate in the full length of the field.
fn ecdh<C>(key: &SecretKey<C>, peer_share: &[u8], len: usize) -> Result<Secret, BadShare>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    BadShare::check_len(peer_share, len)?;
    let peer = PublicKey::<C>::from_sec1_bytes(peer_share).map_err(|_| BadShare::InvalidPoint)?;
    Ok(Secret::from_slice(key.diffie_hellman(&peer).raw_secret_bytes()))
}

fn uncompressed<C>(key: &SecretKey<C>) -> Vec<u8>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    key.public_key().as_affine().to_uncompressed_point().to_vec()
}

impl fmt::Debug for PlainOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainOffer({} bytes)", self.share.len())
    }
}
