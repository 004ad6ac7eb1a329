//! The seams to the world: clock, randomness, key exchange. Nothing reads them by itself.

use core::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use handfast_crypto::kx::{KeyExchange, Live};
use handfast_crypto::rng::{Rng, SystemRng};
use handfast_handshake::Millis;
use rustls_pki_types::UnixTime;

/// Tells the time when it is asked; what it says is never stored.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Now, in seconds since 1970-01-01 UTC.
    fn now(&self) -> UnixTime;

    /// Now, in milliseconds since 1970-01-01 UTC: the age of a ticket is told in them (RFC 9846 §4.3.11.1).
    fn millis(&self) -> Millis {
        self.now().as_secs().saturating_mul(1000)
    }
}

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> UnixTime {
        UnixTime::now()
    }

    fn millis(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }
}

/// A clock that stands still, for vectors and replays.
impl Clock for UnixTime {
    fn now(&self) -> UnixTime {
        *self
    }
}

/// What one connection gets from the world.
pub struct Env {
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// Random octets, except for those that *ring* draws by itself.
    pub rng: Box<dyn Rng + Send + Sync>,
    /// Key exchange.
    pub kx: Box<dyn KeyExchange>,
}

impl Env {
    /// The system's clock and randomness, and live key exchange. Costs no allocation.
    #[must_use]
    pub fn live() -> Self {
        Self { clock: Box::new(SystemClock), rng: Box::new(SystemRng), kx: Box::new(Live) }
    }
}

impl Default for Env {
    fn default() -> Self {
        Self::live()
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").field("clock", &self.clock).field("kx", &self.kx).finish_non_exhaustive()
    }
}
