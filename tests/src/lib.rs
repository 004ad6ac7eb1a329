//! What the tests share: an authority with identities, and a client and a server in memory.

mod pair;
mod people;

pub use pair::{Pair, carry};
pub use people::{People, client_identity, identity, now};
