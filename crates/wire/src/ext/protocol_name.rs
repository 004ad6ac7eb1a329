//! application_layer_protocol_negotiation (RFC 7301 §3.1).

use crate::codec::{Item, Len, List, Reader, Refused, Writer};

/// The protocols that a client offers, or the one that the server chose; that it is one is the handshake's to check.
///
/// ```text
/// struct {
///     ProtocolName protocol_name_list<2..2^16-1>
/// } ProtocolNameList;
/// ```
pub type ProtocolNameList<'a> = List<'a, ProtocolName<'a>>;

/// The name of a protocol, such as `http/1.1`: opaque bytes (RFC 7301 §3.1).
///
/// ```text
/// opaque ProtocolName<1..2^8-1>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProtocolName<'a>(pub &'a [u8]);

impl<'a> Item<'a> for ProtocolName<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.opaque("ProtocolName", Len::U8, 1..=0xff).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.opaque("ProtocolName", Len::U8, 0xff, self.0);
    }
}
