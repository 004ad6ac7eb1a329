//! The key schedule of a connection that was recorded, step by step and with its real values: what goes in, what comes
//! out, and a command with stock tools that computes the same.
//!
//! All of it is secret: whoever has these steps can read the connection. So a step is made only from a [`Timeline`] that
//! has kept secrets, and its Debug shows none.

mod answer;
mod command;
mod octets;
mod records;
mod schedule;
mod schedule12;
mod signature;
mod since;
mod source;

use core::fmt;
use core::ops::Range;

use handfast::Role;
use handfast::crypto::hash::Hash;
use handfast::handshake::Epoch;
use handfast::rule::Clause;

pub use self::octets::Octets;
use self::schedule::Schedule;
pub use self::signature::{Part, Signed, signatures};
pub(crate) use self::source::title;
use crate::count;
use crate::timeline::Timeline;

/// How a value is made from others.
#[derive(Debug, Clone)]
pub struct Step {
    /// What the value is called: `client_handshake_traffic_secret`.
    pub name: String,
    /// What its name means, in a sentence.
    pub says: &'static str,
    /// The function as the RFC writes it: `HKDF-Expand-Label(., "key", "", 16)`.
    pub function: String,
    /// What goes in, by name.
    pub inputs: Vec<Input>,
    /// If a transcript hash goes in: how many messages it covers, from the first.
    pub covers: Option<usize>,
    /// What comes out.
    pub value: Octets,
    /// Where the standard says so.
    pub clause: Clause,
    /// From which event of the timeline on each side can compute it: an index into [`Timeline::events`]. Only of sides
    /// that were watched, and that can.
    pub since: Vec<(Role, usize)>,
    recipe: Recipe,
    /// If messages go in that are none of the first: the last of them.
    last: Option<usize>,
    /// Whose record under which keys is opened.
    opens: Option<(Role, Epoch)>,
}

/// Something that goes into a step.
#[derive(Debug, Clone)]
pub struct Input {
    /// What it is called.
    pub name: String,
    /// Its octets.
    pub value: Octets,
}

/// Which computation a step is; the octets are its inputs, in order.
#[derive(Debug, Clone)]
enum Recipe {
    /// HMAC(first, second): also HKDF-Extract(salt, IKM).
    Hmac(Hash),
    /// HKDF-Expand-Label(first, label, second or nothing, length).
    ExpandLabel(Hash, &'static str, usize),
    /// These octets of PRF(first, label, second).
    Prf(Hash, &'static str, Range<usize>),
    /// The first, an initialization vector, with a number added bit by bit.
    Nonce(u64),
    /// All of them, one after the other.
    Join,
    /// The last, decrypted by key and nonce without looking at the tag.
    Decrypt(Keystream),
}

/// The cipher inside an AEAD.
#[derive(Debug, Clone, Copy)]
enum Keystream {
    Aes128,
    Aes256,
    ChaCha20,
}

impl Step {
    /// A command for a shell that prints the value in hexadecimal, by python3 or openssl. It holds the inputs.
    #[must_use]
    pub fn command(&self) -> String {
        command::of(&self.recipe, &self.inputs)
    }
}

impl Input {
    fn new(name: impl Into<String>, value: impl Into<Octets>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// Every step of the key schedule that is in this timeline, and for the first record under each key how it is opened. In
/// the order of time; of what both sides have derived, once.
#[must_use]
pub fn steps(timeline: &Timeline) -> Vec<Step> {
    let schedule = Schedule::of(timeline);
    let each = schedule.derivations.iter();
    each.flat_map(|(role, derivation)| schedule.steps(*role, derivation)).collect()
}

/// `client's` or `server's`.
pub(super) const fn whose(role: Role) -> &'static str {
    match role {
        Role::Client => "client's",
        Role::Server => "server's",
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, count(self.value.len(), "octet"))
    }
}
