//! Key exchange that can be repeated: scalars that were given, or drawn from a source that counts.

use core::fmt;

use p256::NistP256;
use p256::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use p256::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize, PublicKey, SecretKey};
use p384::NistP384;
use zeroize::Zeroizing;

use crate::kx::{Agreed, BadShare, Group, KeyExchange, KxFailed, Offered, hybrid};
use crate::rng::Rng;
use crate::secret::Secret;

/// Deterministic key exchange for vectors, study replays and fuzzing: in plain Rust, several times slower than
/// [`Live`](crate::kx::Live), and repeatable.
///
/// The private scalar of a group is the one given with [`FixedScalars::with`]; where none is given it is drawn from the
/// `rng` handed in, so that a counting source makes a whole session repeatable. The hybrid group takes its X25519 scalar
/// from [`Group::X25519`] and always draws the ML-KEM randomness from `rng`.
#[derive(Clone, Default)]
pub struct FixedScalars {
    given: Vec<(Group, Secret)>,
}

impl FixedScalars {
    /// No scalar given: all are drawn.
    #[must_use]
    pub const fn new() -> Self {
        Self { given: Vec::new() }
    }

    /// Uses this private scalar (big-endian for the NIST curves, little-endian for X25519) whenever the group is asked
    /// for. A scalar that does not fit its group is reported when it is used.
    #[must_use]
    pub fn with(mut self, group: Group, scalar: &Secret) -> Self {
        self.given.push((group, scalar.clone()));
        self
    }

    fn key(&self, group: Group, rng: &mut dyn Rng) -> Result<Key, KxFailed> {
        let given = self.given.iter().find(|(of, _)| *of == group);
        match given {
            Some((_, scalar)) => Key::new(group, scalar.bytes()).ok_or(KxFailed::BadScalar(group)),
            None => Key::draw(group, rng),
        }
    }
}

impl KeyExchange for FixedScalars {
    fn start(&self, group: Group, rng: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
        match group {
            Group::X25519MlKem768 => hybrid::offer(Box::new(self.key(Group::X25519, rng)?.offered()), rng),
            _ => Ok(Box::new(self.key(group, rng)?.offered())),
        }
    }

    fn respond(&self, group: Group, peer_share: &[u8], rng: &mut dyn Rng) -> Result<Agreed, BadShare> {
        if group != Group::X25519MlKem768 {
            return self.key(group, rng)?.respond(peer_share);
        }
        let x25519 = self.key(Group::X25519, rng)?;
        hybrid::respond(peer_share, rng, |share| x25519.respond(share))
    }
}

/// A private key of one curve.
enum Key {
    X25519(x25519_dalek::StaticSecret),
    P256(SecretKey<NistP256>),
    P384(SecretKey<NistP384>),
}

impl Key {
    fn new(group: Group, scalar: &[u8]) -> Option<Self> {
        match group {
            Group::X25519 => <[u8; 32]>::try_from(scalar).ok().map(|scalar| Self::X25519(scalar.into())),
            Group::Secp256r1 => exact(scalar, 32).and_then(|s| SecretKey::from_slice(s).ok()).map(Self::P256),
            Group::Secp384r1 => exact(scalar, 48).and_then(|s| SecretKey::from_slice(s).ok()).map(Self::P384),
            Group::X25519MlKem768 => None,
        }
    }

    /// Draws until the scalar is below the order of the group: for both NIST curves the first draw almost always is.
    fn draw(group: Group, rng: &mut dyn Rng) -> Result<Self, KxFailed> {
        let mut scalar = Zeroizing::new([0; 48]);
        let len = if group == Group::Secp384r1 { 48 } else { 32 };
        (0..64)
            .find_map(|_| {
                let scalar = scalar.get_mut(..len)?;
                rng.fill_bytes(scalar);
                Self::new(group, scalar)
            })
            .ok_or(KxFailed::NoRandomness)
    }

    fn share(&self) -> Vec<u8> {
        match self {
            Self::X25519(key) => x25519_dalek::PublicKey::from(key).to_bytes().to_vec(),
            Self::P256(key) => uncompressed(key),
            Self::P384(key) => uncompressed(key),
        }
    }

    fn combine(&self, peer_share: &[u8]) -> Result<Secret, BadShare> {
        match self {
            Self::X25519(key) => x25519(key, peer_share),
            Self::P256(key) => ecdh(key, peer_share, 65),
            Self::P384(key) => ecdh(key, peer_share, 97),
        }
    }

    fn respond(&self, peer_share: &[u8]) -> Result<Agreed, BadShare> {
        Ok(Agreed { share: self.share(), secret: self.combine(peer_share)? })
    }

    fn offered(self) -> FixedOffer {
        FixedOffer { share: self.share(), key: self }
    }
}

struct FixedOffer {
    key: Key,
    share: Vec<u8>,
}

impl Offered for FixedOffer {
    fn share(&self) -> &[u8] {
        &self.share
    }

    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare> {
        self.key.combine(peer_share)
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

impl fmt::Debug for FixedScalars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FixedScalars")?;
        f.debug_list().entries(self.given.iter().map(|(group, _)| group)).finish()
    }
}

impl fmt::Debug for FixedOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FixedOffer({} bytes)", self.share.len())
    }
}
