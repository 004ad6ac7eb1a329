//! Key exchange (RFC 9846 §4.3.8, §7.4): the groups, the seam, and its live, fixed and recorded implementations.
//!
//! ```
//! use handfast_crypto::kx::{Group, KeyExchange, Live};
//! use handfast_crypto::rng::SystemRng;
//!
//! let client = Live.start(Group::X25519, &mut SystemRng)?;
//! let server = Live.respond(Group::X25519, client.share(), &mut SystemRng)?;
//! assert_eq!(client.agree(&server.share)?, server.secret);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod fixed;
mod hybrid;
mod live;
mod ml_kem;
mod private_key;
mod scripted;

pub use fixed::FixedScalars;
pub use live::Live;
pub use scripted::Scripted;

use core::fmt;

use crate::rng::Rng;
use crate::secret::Secret;

/// A group of key exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// X25519 (RFC 7748).
    X25519,
    /// The NIST curve P-256.
    Secp256r1,
    /// The NIST curve P-384.
    Secp384r1,
    /// The NIST curve P-521.
    Secp521r1,
    /// ML-KEM-768 (FIPS 203) beside X25519 (draft-ietf-tls-ecdhe-mlkem): secret if either holds.
    X25519MlKem768,
    /// ML-KEM-1024 (FIPS 203) alone (draft-ietf-tls-mlkem).
    MlKem1024,
}

impl Group {
    /// Every group.
    pub const ALL: &'static [Self] = &[
        Self::X25519,
        Self::Secp256r1,
        Self::Secp384r1,
        Self::Secp521r1,
        Self::X25519MlKem768,
        Self::MlKem1024,
    ];

    /// The name in the registry of TLS groups.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X25519 => "x25519",
            Self::Secp256r1 => "secp256r1",
            Self::Secp384r1 => "secp384r1",
            Self::Secp521r1 => "secp521r1",
            Self::X25519MlKem768 => "X25519MLKEM768",
            Self::MlKem1024 => "MLKEM1024",
        }
    }

    /// The length of a client's share in bytes.
    #[must_use]
    pub const fn client_share_len(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::Secp256r1 => 65,
            Self::Secp384r1 => 97,
            Self::Secp521r1 => 133,
            Self::X25519MlKem768 => hybrid::ENCAPSULATION_KEY_LEN + hybrid::X25519_LEN,
            Self::MlKem1024 => ml_kem::SHARE_LEN,
        }
    }

    /// The length of a server's share in bytes: that of a client's, but for the hybrid group.
    #[must_use]
    pub const fn server_share_len(self) -> usize {
        match self {
            Self::X25519MlKem768 => hybrid::CIPHERTEXT_LEN + hybrid::X25519_LEN,
            _ => self.client_share_len(),
        }
    }
}

/// The seam of key exchange.
pub trait KeyExchange: fmt::Debug + Send + Sync {
    /// Makes a share to offer: the client's part.
    ///
    /// # Errors
    /// [`KxFailed`], which is never the peer's fault.
    fn start(&self, group: Group, rng: &mut dyn Rng) -> Result<Box<dyn Offered>, KxFailed>;

    /// Answers an offered share: the server's part.
    ///
    /// # Errors
    /// [`BadShare`] if the peer's share cannot be used.
    fn respond(&self, group: Group, peer_share: &[u8], rng: &mut dyn Rng) -> Result<Agreed, BadShare>;
}

/// A share that was offered and waits for the answer.
pub trait Offered: fmt::Debug + Send + Sync {
    /// The share as it goes into `KeyShareEntry.key_exchange`.
    fn share(&self) -> &[u8];

    /// Combines it with the share of the answer.
    ///
    /// # Errors
    /// [`BadShare`] if the peer's share cannot be used.
    fn agree(self: Box<Self>, peer_share: &[u8]) -> Result<Secret, BadShare>;
}

/// What the answering side has at once: the share to send back, and the shared secret.
#[derive(Debug)]
pub struct Agreed {
    /// The share as it goes into `KeyShareEntry.key_exchange`.
    pub share: Vec<u8>,
    /// The shared secret as it enters the key schedule (RFC 9846 §7.4).
    pub secret: Secret,
}

/// Why no share could be made. A local matter, not the peer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KxFailed {
    /// The system gave no randomness.
    NoRandomness,
    /// A fixed scalar is zero, not below the order of its group, or of the wrong length.
    BadScalar(Group),
    /// The recording holds nothing (more) for this group.
    NotRecorded(Group),
}

/// Why the peer's share was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadShare {
    /// The share has not the length of its group (RFC 9846 §4.3.8.1, §4.3.8.2).
    WrongLength {
        /// The length in bytes that the group demands.
        expected: usize,
        /// The length that came.
        got: usize,
    },
    /// The share is not an uncompressed point on the curve (RFC 9846 §4.3.8.2), or it gives the all-zero shared secret
    /// of X25519 (§7.4.2).
    InvalidPoint,
    /// The ML-KEM half of the share is not an encapsulation key: a coefficient is not reduced (FIPS 203 §7.2).
    InvalidEncapsulationKey,
    /// Our own half could not be made; the share may be good.
    OurHalf(KxFailed),
}

impl BadShare {
    fn check_len(share: &[u8], expected: usize) -> Result<(), Self> {
        if share.len() == expected { Ok(()) } else { Err(Self::WrongLength { expected, got: share.len() }) }
    }
}

impl From<KxFailed> for BadShare {
    fn from(failed: KxFailed) -> Self {
        Self::OurHalf(failed)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for KxFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRandomness => f.write_str("the system gave no randomness"),
            Self::BadScalar(group) => write!(f, "the fixed scalar for {group} is none of that group"),
            Self::NotRecorded(group) => write!(f, "the recording holds no more key exchange for {group}"),
        }
    }
}

impl fmt::Display for BadShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongLength { expected, got } => {
                write!(f, "the share has {got} bytes where {expected} belong")
            }
            Self::InvalidPoint => f.write_str("the share is not a usable point of the curve"),
            Self::InvalidEncapsulationKey => f.write_str("the share holds no valid ML-KEM encapsulation key"),
            Self::OurHalf(failed) => write!(f, "our half of the key exchange failed: {failed}"),
        }
    }
}

impl core::error::Error for KxFailed {}
impl core::error::Error for BadShare {}

#[cfg(test)]
mod known_answers;
#[cfg(test)]
mod tests;
