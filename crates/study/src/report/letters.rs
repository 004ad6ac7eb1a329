//! The small words of a report: who, which way, under which keys, and text that Debug keeps to itself.

use core::fmt;
use std::borrow::Cow;

use handfast::Role;
use handfast::handshake::{Epoch, Side as Direction};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::explain::Octets;
use crate::timeline::Timeline;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The client.
    Client,
    /// The server.
    Server,
}

impl Side {
    /// Both.
    pub(super) const BOTH: [Self; 2] = [Self::Client, Self::Server];

    pub(super) fn watched(timeline: &Timeline) -> Vec<Self> {
        Self::BOTH.into_iter().filter(|side| timeline.watches(side.role())).collect()
    }

    pub(super) const fn role(self) -> Role {
        match self {
            Self::Client => Role::Client,
            Self::Server => Role::Server,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }

    /// `client`
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.role().name()
    }
}

impl From<Role> for Side {
    fn from(role: Role) -> Self {
        match role {
            Role::Client => Self::Client,
            Role::Server => Self::Server,
        }
    }
}

/// Which way something went, seen by the side that reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It was sent.
    Sent,
    /// It was received.
    Received,
}

impl From<Direction> for Way {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Write => Self::Sent,
            Direction::Read => Self::Received,
        }
    }
}

/// Which keys protect something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "keys", content = "generation", rename_all = "snake_case")]
pub enum Protection {
    /// None: everybody on the way can read it.
    None,
    /// The early traffic keys of TLS 1.3: those of early data.
    EarlyData,
    /// The handshake keys of TLS 1.3.
    Handshake,
    /// The application keys: the generation counts key updates, and is 0 in TLS 1.2.
    Application(u64),
}

impl From<Epoch> for Protection {
    fn from(epoch: Epoch) -> Self {
        match epoch {
            Epoch::Plaintext => Self::None,
            Epoch::EarlyData => Self::EarlyData,
            Epoch::Handshake => Self::Handshake,
            Epoch::Application(generation) => Self::Application(generation),
        }
    }
}

/// Octets, two lower-case digits each. They may be secret, so Debug shows only how many they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Hex(Octets);

impl Hex {
    /// The octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.0.reveal()
    }
}

impl From<&[u8]> for Hex {
    fn from(octets: &[u8]) -> Self {
        Self(octets.into())
    }
}

impl From<Octets> for Hex {
    fn from(octets: Octets) -> Self {
        Self(octets)
    }
}

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.hex())
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.hex())
    }
}

impl JsonSchema for Hex {
    fn schema_name() -> Cow<'static, str> {
        "Hex".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^([0-9a-f]{2})*$",
            "description": "Octets, two lower-case digits each.",
        })
    }
}

/// Text that may hold secrets: Debug does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(transparent)]
pub struct Words(String);

impl Words {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} characters", self.0.chars().count())
    }
}
