//! The versions of the protocol that this stack speaks.

use handfast_wire::code_points::ProtocolVersion;

/// A version that this stack speaks; the later one is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// RFC 5246.
    Tls12,
    /// RFC 9846.
    Tls13,
}

impl Version {
    /// The code point.
    #[must_use]
    pub const fn code(self) -> ProtocolVersion {
        match self {
            Self::Tls12 => ProtocolVersion::TLS1_2,
            Self::Tls13 => ProtocolVersion::TLS1_3,
        }
    }
}
