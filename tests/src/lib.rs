//! What the tests share: an authority with identities, and a client and a server in memory.

#![expect(clippy::expect_used, reason = "what serves tests may fail where a test may")]

mod pair;
mod people;

pub use pair::{Pair, carry};
pub use people::{People, client_identity, identity, now};
