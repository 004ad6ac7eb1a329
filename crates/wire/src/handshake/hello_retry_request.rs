//! HelloRetryRequest (RFC 9846 §4.2.4).

use super::{HELLO_RETRY_REQUEST_RANDOM, Kind};
use crate::code_points::{CipherSuite, ProtocolVersion};
use crate::codec::{Len, Reader, Refused, Writer};
use crate::ext::Extensions;

/// What the server needs to hear before it can choose.
///
/// ```text
/// struct {
///     ProtocolVersion legacy_version = 0x0303;    /* TLS v1.2 */
///     Random random;                              /* the special value of RFC 9846 §4.2.3 */
///     opaque legacy_session_id_echo<0..32>;
///     CipherSuite cipher_suite;
///     uint8 legacy_compression_method = 0;
///     Extension extensions<6..2^16-1>;
/// } HelloRetryRequest;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelloRetryRequest<'a> {
    /// 0x0303; what the server chose stands in supported_versions.
    pub legacy_version: ProtocolVersion,
    /// The client's legacy_session_id.
    pub legacy_session_id_echo: &'a [u8],
    /// The suite, which the ServerHello will name again.
    pub cipher_suite: CipherSuite,
    /// Zero.
    pub legacy_compression_method: u8,
    /// What the client is to change.
    pub extensions: Extensions<'a>,
}

impl<'a> HelloRetryRequest<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        let legacy_version = ProtocolVersion(r.u16("legacy_version")?);
        // `Kind::of` told the message by this value.
        r.array::<32>("random")?;
        Ok(Self {
            legacy_version,
            legacy_session_id_echo: r.opaque("legacy_session_id_echo", Len::U8, 0..=32)?,
            cipher_suite: CipherSuite(r.u16("cipher_suite")?),
            legacy_compression_method: r.u8("legacy_compression_method")?,
            extensions: Extensions::read(r, Kind::HelloRetryRequest)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u16("legacy_version", self.legacy_version.0);
        w.bytes("random", &HELLO_RETRY_REQUEST_RANDOM);
        w.opaque("legacy_session_id_echo", Len::U8, 32, self.legacy_session_id_echo);
        w.u16("cipher_suite", self.cipher_suite.0);
        w.u8("legacy_compression_method", self.legacy_compression_method);
        self.extensions.write(w);
    }
}
