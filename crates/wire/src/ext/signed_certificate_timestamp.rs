//! signed_certificate_timestamp (RFC 6962 §3.3.1).

use crate::codec::{Item, Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The wish for timestamps of certificate transparency logs, or the timestamps of one certificate (RFC 9846 §4.5.1.1).
///
/// ```text
/// struct {
///     SerializedSCT sct_list <1..2^16-1>;
/// } SignedCertificateTimestampList;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedCertificateTimestamp<'a> {
    /// In a ClientHello or CertificateRequest: empty.
    Wanted,
    /// In a CertificateEntry; in TLS 1.2 in a ServerHello.
    List(List<'a, SerializedSct<'a>>),
}

impl<'a> SignedCertificateTimestamp<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        match message {
            Kind::Certificate | Kind::ServerHello => r.list("sct_list", Len::U16, 1..=0xffff).map(Self::List),
            _ => Ok(Self::Wanted),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Wanted => {}
            Self::List(timestamps) => w.list("sct_list", Len::U16, 0xffff, timestamps),
        }
    }
}

/// One timestamp, not looked into here.
///
/// ```text
/// opaque SerializedSCT<1..2^16-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SerializedSct<'a>(pub &'a [u8]);

impl<'a> Item<'a> for SerializedSct<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.opaque("SerializedSCT", Len::U16, 1..=0xffff).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.opaque("SerializedSCT", Len::U16, 0xffff, self.0);
    }
}
