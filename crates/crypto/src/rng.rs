//! Randomness: the system's, or counting bytes that a reader recognises.

use core::convert::Infallible;

use rand::rngs::SysRng;
use rand_core::{TryCryptoRng, TryRng, UnwrapErr};

/// The source of random bytes, handed in wherever some are needed: `&mut dyn Rng`, then `rng.fill_bytes(&mut buffer)`.
pub use rand_core::CryptoRng as Rng;

/// The randomness of the operating system.
///
/// # Panics
/// If the system has none to give. There is no safe way to go on without.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRng;

impl TryRng for SystemRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        UnwrapErr(SysRng).try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        UnwrapErr(SysRng).try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        UnwrapErr(SysRng).try_fill_bytes(bytes)
    }
}

impl TryCryptoRng for SystemRng {}

/// The bytes 00 01 02 … ff 00 …, for study replays, vectors and fuzzing: whoever sees `00 01 02 03` in a dump knows
/// where it came from. Never for a live session: everybody can predict it.
#[derive(Debug, Clone, Default)]
pub struct CountingRng {
    next: u8,
}

impl CountingRng {
    /// Counts from 00.
    #[must_use]
    pub const fn new() -> Self {
        Self::starting_at(0)
    }

    /// Counts from `first`, so that each purpose can have bytes of its own.
    #[must_use]
    pub const fn starting_at(first: u8) -> Self {
        Self { next: first }
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.count(&mut bytes);
        bytes
    }

    fn count(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next;
            self.next = self.next.wrapping_add(1);
        }
    }
}

impl TryRng for CountingRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(self.take()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(self.take()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.count(bytes);
        Ok(())
    }
}

impl TryCryptoRng for CountingRng {}

#[cfg(test)]
mod tests {
    use super::{CountingRng, Rng, SystemRng};

    #[test]
    fn counts() {
        let rng: &mut dyn Rng = &mut CountingRng::new();
        let mut bytes = [0; 4];
        rng.fill_bytes(&mut bytes);
        assert_eq!(bytes, [0, 1, 2, 3]);
        assert_eq!(rng.next_u32(), 0x0405_0607);
        assert_eq!(rng.next_u64(), 0x0809_0a0b_0c0d_0e0f);
        assert_eq!(CountingRng::starting_at(0xfe).take(), [0xfe, 0xff, 0x00]);
    }

    #[test]
    fn the_system_does_not() {
        let rng: &mut dyn Rng = &mut SystemRng;
        let mut draw = || {
            let mut bytes = [0; 32];
            rng.fill_bytes(&mut bytes);
            bytes
        };
        assert_ne!(draw(), draw());
        assert_ne!((rng.next_u32(), rng.next_u64()), (rng.next_u32(), rng.next_u64()));
    }
}
