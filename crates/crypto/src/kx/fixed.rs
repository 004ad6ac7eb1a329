//! Key exchange that can be repeated: scalars that were given, or drawn from a source that counts.

use core::fmt;

use crate::kx::private_key::PrivateKey;
use crate::kx::{Agreed, BadShare, Group, KeyExchange, KxFailed, Offered, hybrid, ml_kem};
use crate::rng::Rng;
use crate::secret::Secret;

/// Deterministic key exchange for vectors, study replays and fuzzing: in plain Rust, several times slower than
/// [`Live`](crate::kx::Live), and repeatable.
///
/// The private scalar of a group is the one given with [`FixedScalars::with`]; where none is given it is drawn from the
/// `rng` handed in, so that a counting source makes a whole session repeatable. The hybrid group takes its X25519 scalar
/// from [`Group::X25519`]; the randomness of ML-KEM is always drawn from `rng`.
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

    fn key(&self, group: Group, rng: &mut dyn Rng) -> Result<PrivateKey, KxFailed> {
        let given = self.given.iter().find(|(of, _)| *of == group);
        match given {
            Some((_, scalar)) => PrivateKey::new(group, scalar.bytes()).ok_or(KxFailed::BadScalar(group)),
            None => PrivateKey::draw(group, rng),
        }
    }
}

impl KeyExchange for FixedScalars {
    fn start(&self, group: Group, rng: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed> {
        match group {
            Group::MlKem1024 => Ok(ml_kem::offer(rng)),
            Group::X25519MlKem768 => hybrid::offer(Box::new(self.key(Group::X25519, rng)?.offered()), rng),
            _ => Ok(Box::new(self.key(group, rng)?.offered())),
        }
    }

    fn respond(&self, group: Group, peer_share: &[u8], rng: &mut dyn Rng) -> Result<Agreed, BadShare> {
        match group {
            Group::MlKem1024 => ml_kem::respond(peer_share, rng),
            Group::X25519MlKem768 => {
                let x25519 = self.key(Group::X25519, rng)?;
                hybrid::respond(peer_share, rng, |share| x25519.respond(share))
            }
            _ => self.key(group, rng)?.respond(peer_share),
        }
    }
}

impl fmt::Debug for FixedScalars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FixedScalars")?;
        f.debug_list().entries(self.given.iter().map(|(group, _)| group)).finish()
    }
}
