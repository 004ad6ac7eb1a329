//! What the tests share: an authority with identities, and a client and a server in memory.

#![expect(clippy::expect_used, reason = "what serves tests may fail where a test may")]

mod bare;
pub mod fixed;
mod forger;
pub mod fuzz;
mod meddler;
mod oracle;
mod pair;
mod people;
mod play;
mod raw_keys;
mod regulars;
pub mod samples;
mod witness;

pub use bare::Bare;
pub use forger::Forger;
pub use meddler::Meddler;
pub use oracle::Oracle;
pub use pair::{Pair, carry};
pub use people::{People, both_versions, client_identity, identity, now, only_tls12, only_tls13};
pub use play::{Manner, Wires, in_both_manners};
pub use raw_keys::RawKeys;
pub use regulars::{Evergreen, Regulars};
pub use witness::{Step, Witness};
