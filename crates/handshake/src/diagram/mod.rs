//! The state diagrams as tables: tests walk them, the driver asks them before a message is decoded, and [`figure`]
//! prints them. The `match`es in `client/tls13/mod.rs`, `server/tls13/mod.rs` and their neighbours of TLS 1.2 are the same
//! diagrams; the matrix test proves that both agree.

mod figure;
mod tls12;
mod tls13;

use handfast_wire::Kind;

use self::On::Receive;
pub use self::figure::figure;
pub use self::tls12::TLS12;
pub use self::tls13::TLS13;
use crate::context::Side;
use crate::question::Ask;
use crate::{Refusal, Refusal12, Role, State, Version};

/// One arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Whose diagram.
    pub role: Role,
    /// Where it starts.
    pub from: State,
    /// What it takes.
    pub on: On,
    /// Where it ends.
    pub to: State,
    /// Which keys change on the way.
    pub keys: &'static [(Side, Keys)],
}

/// What an arrow takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// A message comes.
    Receive(Kind),
    /// It is our turn, or the application wants it, and we send this.
    Send(Kind),
    /// ChangeCipherSpec of TLS 1.2 comes.
    ReceiveChangeCipherSpec,
    /// It is our turn, and we send ChangeCipherSpec of TLS 1.2.
    SendChangeCipherSpec,
    /// A question of this kind is answered; if there is a message, the answer sends it.
    Answer(Ask, Option<Kind>),
    /// It is our turn and we send nothing.
    Turn,
}

/// Which keys one side has from an arrow on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// None again: a client whose early data was in vain begins anew.
    None,
    /// Those of the client early traffic secret.
    EarlyData,
    /// Those of the handshake traffic secret.
    Handshake,
    /// Those of the first application traffic secret; in TLS 1.2 the only ones.
    Application,
    /// Those of the next application traffic secret (RFC 9846 §7.2).
    Next,
}

const fn edge(role: Role, from: State, on: On, to: State) -> Edge {
    Edge { role, from, on, to, keys: &[] }
}

const fn client(from: State, on: On, to: State) -> Edge {
    edge(Role::Client, from, on, to)
}

const fn server(from: State, on: On, to: State) -> Edge {
    edge(Role::Server, from, on, to)
}

impl Edge {
    const fn keys(mut self, keys: &'static [(Side, Keys)]) -> Self {
        self.keys = keys;
        self
    }
}

/// The diagrams of a version.
#[must_use]
pub const fn table(version: Version) -> &'static [Edge] {
    match version {
        Version::Tls12 => TLS12,
        Version::Tls13 => TLS13,
    }
}

/// Whether a message of this kind has a place here, in one of the versions that are still possible, of which there is at
/// least one. A CompressedCertificate has that of the Certificate that it stands for. Asked before it is decoded, because an unexpected message is `unexpected_message` even if it is malformed.
///
/// # Errors
/// It has none, or belongs to a feature that is not offered.
pub fn permits(
    role: Role,
    versions: impl IntoIterator<Item = Version>,
    state: State,
    kind: Kind,
) -> Result<(), Refusal> {
    let mut best = None;
    for version in versions {
        if has_place(version, role, state, kind) {
            return Ok(());
        }
        best = best.or(Some(version));
    }
    Err(unexpected(best, role, state, kind))
}

/// What the best of the versions says of it.
#[cold]
fn unexpected(version: Option<Version>, role: Role, state: State, kind: Kind) -> Refusal {
    match (version, role, kind) {
        (Some(Version::Tls12), ..) => Refusal12::UnexpectedMessage { state, got: kind }.into(),
        (Some(Version::Tls13), Role::Server, Kind::EndOfEarlyData) => Refusal::EarlyDataNotAccepted,
        (Some(Version::Tls13) | None, ..) => Refusal::UnexpectedMessage { state, got: kind },
    }
}

fn has_place(version: Version, role: Role, state: State, kind: Kind) -> bool {
    // RFC 5246 §7.4.1.1: a client that is negotiating ignores it.
    let ignored = (version, role, kind) == (Version::Tls12, Role::Client, Kind::HelloRequest);
    // TLS 1.2 has nothing that is compressed.
    let place = if version == Version::Tls13 { kind.stands_for() } else { kind };
    ignored || takes(version, role, state, place)
}

/// Whether an arrow that takes this message starts here.
fn takes(version: Version, role: Role, state: State, kind: Kind) -> bool {
    let places = match version {
        Version::Tls12 => &const { places(TLS12) },
        Version::Tls13 => &const { places(TLS13) },
    };
    let kinds = places.get(role as usize).and_then(|states| states.get(state as usize));
    kinds.is_some_and(|kinds| kinds & bit(kind) != 0)
}

/// Which kinds of message each state of each role takes: a bit a kind.
type Places = [[u32; State::Failed as usize + 1]; 2];

#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would refuse it")]
const fn places(mut edges: &[Edge]) -> Places {
    let mut places = [[0; State::Failed as usize + 1]; 2];
    while let [edge, rest @ ..] = edges {
        if let Receive(kind) = edge.on {
            places[edge.role as usize][edge.from as usize] |= bit(kind);
        }
        edges = rest;
    }
    places
}

const fn bit(kind: Kind) -> u32 {
    1 << kind as u32
}
