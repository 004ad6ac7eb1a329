//! ServerHello (RFC 9846 §4.2.3).

use super::Kind;
use crate::code_points::{CipherSuite, ProtocolVersion};
use crate::codec::{Len, Reader, Refused, Writer};
use crate::ext::Extensions;

/// What the server chose.
///
/// ```text
/// struct {
///     ProtocolVersion legacy_version = 0x0303;    /* TLS v1.2 */
///     Random random;
///     opaque legacy_session_id_echo<0..32>;
///     CipherSuite cipher_suite;
///     uint8 legacy_compression_method = 0;
///     Extension extensions<6..2^16-1>;
/// } ServerHello;
/// ```
///
/// A server that chose TLS 1.2 sends the same structure without supported_versions, perhaps without extensions at all
/// (RFC 5246 §7.4.1.3). The table of RFC 9846 §4.3 is not theirs then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerHello<'a> {
    /// 0x0303; what a server of TLS 1.3 chose stands in supported_versions.
    pub legacy_version: ProtocolVersion,
    /// 32 bytes from a secure generator; the last eight may warn of a downgrade.
    pub random: &'a [u8; 32],
    /// The client's legacy_session_id.
    pub legacy_session_id_echo: &'a [u8],
    /// The suite.
    pub cipher_suite: CipherSuite,
    /// Zero in TLS 1.3.
    pub legacy_compression_method: u8,
    /// `None` if the message ends before them, as it may in TLS 1.2.
    pub extensions: Option<Extensions<'a>>,
}

impl<'a> ServerHello<'a> {
    /// The extensions; none if the message ends before them.
    #[must_use]
    pub fn extensions(&self) -> &Extensions<'a> {
        static NONE: Extensions<'static> = Extensions::new();
        self.extensions.as_ref().unwrap_or(&NONE)
    }

    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            legacy_version: ProtocolVersion(r.u16("legacy_version")?),
            random: r.array("random")?,
            legacy_session_id_echo: r.opaque("legacy_session_id_echo", Len::U8, 0..=32)?,
            cipher_suite: CipherSuite(r.u16("cipher_suite")?),
            legacy_compression_method: r.u8("legacy_compression_method")?,
            extensions: if r.has_more() { Some(Extensions::read(r, Kind::ServerHello)?) } else { None },
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u16("legacy_version", self.legacy_version.0);
        w.bytes("random", self.random);
        w.opaque("legacy_session_id_echo", Len::U8, 32, self.legacy_session_id_echo);
        w.u16("cipher_suite", self.cipher_suite.0);
        w.u8("legacy_compression_method", self.legacy_compression_method);
        if let Some(extensions) = &self.extensions {
            extensions.write(w);
        }
    }
}
