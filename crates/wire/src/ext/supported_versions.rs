//! supported_versions (RFC 9846 §4.3.1).

use crate::code_points::ProtocolVersion;
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The versions that a client offers, or the one that the server chose.
///
/// ```text
/// struct {
///     select (Handshake.msg_type) {
///         case client_hello:
///              ProtocolVersion versions<2..254>;
///
///         case server_hello: /* and HelloRetryRequest */
///              ProtocolVersion selected_version;
///     };
/// } SupportedVersions;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportedVersions<'a> {
    /// In a ClientHello, the preferred one first.
    Offered(List<'a, ProtocolVersion>),
    /// In a ServerHello or HelloRetryRequest.
    Selected(ProtocolVersion),
}

impl<'a> SupportedVersions<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        match message {
            Kind::ClientHello => r.list("versions", Len::U8, 2..=254).map(Self::Offered),
            _ => r.u16("selected_version").map(|version| Self::Selected(ProtocolVersion(version))),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Offered(versions) => w.list("versions", Len::U8, 254, versions),
            Self::Selected(version) => w.u16("selected_version", version.0),
        }
    }
}
