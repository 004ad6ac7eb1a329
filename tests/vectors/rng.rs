//! Random octets as they were recorded.

use std::collections::VecDeque;
use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// Yields the recorded octets, and zeros when they are used up: a replay that draws too much does not match.
pub(crate) struct Recorded(VecDeque<u8>);

impl Recorded {
    pub(crate) fn new(octets: Vec<u8>) -> Self {
        Self(octets.into())
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.0.pop_front().unwrap_or(0))
    }
}

impl TryRng for Recorded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(self.take()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(self.take()))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        octets.fill_with(|| self.0.pop_front().unwrap_or(0));
        Ok(())
    }
}

impl TryCryptoRng for Recorded {}
