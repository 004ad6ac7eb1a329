//! ClientHello (RFC 9846 §4.2.2).

use super::Kind;
use crate::code_points::{CipherSuite, ProtocolVersion};
use crate::codec::{Len, List, Reader, Refused, Writer};
use crate::ext::Extensions;

/// What the client offers.
///
/// ```text
/// uint16 ProtocolVersion;
/// opaque Random[32];
///
/// uint8 CipherSuite[2];    /* Cryptographic suite selector */
///
/// struct {
///     ProtocolVersion legacy_version = 0x0303;    /* TLS v1.2 */
///     Random random;
///     opaque legacy_session_id<0..32>;
///     CipherSuite cipher_suites<2..2^16-2>;
///     opaque legacy_compression_methods<1..2^8-1>;
///     Extension extensions<7..2^16-1>;
/// } ClientHello;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientHello<'a> {
    /// 0x0303; what a client of TLS 1.3 offers stands in supported_versions.
    pub legacy_version: ProtocolVersion,
    /// 32 bytes from a secure generator.
    pub random: &'a [u8; 32],
    /// At most 32 bytes; not empty in compatibility mode (RFC 9846 §E.4).
    pub legacy_session_id: &'a [u8],
    /// The suites, the preferred one first.
    pub cipher_suites: List<'a, CipherSuite>,
    /// A single zero in TLS 1.3.
    pub legacy_compression_methods: &'a [u8],
    /// `None` if the message ends before them, as it may in TLS 1.2.
    pub extensions: Option<Extensions<'a>>,
}

impl<'a> ClientHello<'a> {
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
            legacy_session_id: r.opaque("legacy_session_id", Len::U8, 0..=32)?,
            cipher_suites: r.list("cipher_suites", Len::U16, 2..=0xfffe)?,
            legacy_compression_methods: r.opaque("legacy_compression_methods", Len::U8, 1..=0xff)?,
            extensions: if r.has_more() { Some(Extensions::read(r, Kind::ClientHello)?) } else { None },
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u16("legacy_version", self.legacy_version.0);
        w.bytes("random", self.random);
        w.opaque("legacy_session_id", Len::U8, 32, self.legacy_session_id);
        w.list("cipher_suites", Len::U16, 0xfffe, self.cipher_suites);
        w.opaque("legacy_compression_methods", Len::U8, 0xff, self.legacy_compression_methods);
        if let Some(extensions) = &self.extensions {
            extensions.write(w);
        }
    }
}
