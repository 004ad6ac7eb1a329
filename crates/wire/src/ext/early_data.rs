//! early_data (RFC 9846 §4.3.10).

use crate::codec::{Reader, Refused, Writer};
use crate::handshake::Kind;

/// Data before the handshake is done: offered, accepted, or allowed for a ticket.
///
/// ```text
/// struct {
///     select (Handshake.msg_type) {
///         case new_session_ticket:   uint32 max_early_data_size;
///         case client_hello:         Empty;
///         case encrypted_extensions: Empty;
///     };
/// } EarlyDataIndication;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EarlyData {
    /// In a ClientHello: it follows. In EncryptedExtensions: it is taken.
    Indicated,
    /// In a NewSessionTicket: how many bytes the ticket allows.
    MaxSize(u32),
}

impl EarlyData {
    pub(super) fn read(r: &mut Reader<'_, '_>, message: Kind) -> Result<Self, Refused> {
        match message {
            Kind::NewSessionTicket => r.u32("max_early_data_size").map(Self::MaxSize),
            _ => Ok(Self::Indicated),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        if let Self::MaxSize(size) = self {
            w.u32("max_early_data_size", size);
        }
    }
}
