//! NewSessionTicket (RFC 9846 §4.7.1).

use super::Kind;
use crate::codec::{Len, Reader, Refused, Writer};
use crate::ext::Extensions;

/// A key for a later handshake.
///
/// ```text
/// struct {
///     uint32 ticket_lifetime;
///     uint32 ticket_age_add;
///     opaque ticket_nonce<0..255>;
///     opaque ticket<1..2^16-1>;
///     Extension extensions<0..2^16-1>;
/// } NewSessionTicket;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSessionTicket<'a> {
    /// In seconds from when it was made; a server says at most 604800, seven days.
    pub ticket_lifetime: u32,
    /// What the client adds to the ticket's age in milliseconds, to hide it.
    pub ticket_age_add: u32,
    /// Different for each ticket of a connection.
    pub ticket_nonce: &'a [u8],
    /// The name under which the key is offered.
    pub ticket: &'a [u8],
    /// How much early data the ticket allows, for example.
    pub extensions: Extensions<'a>,
}

impl<'a> NewSessionTicket<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            ticket_lifetime: r.u32("ticket_lifetime")?,
            ticket_age_add: r.u32("ticket_age_add")?,
            ticket_nonce: r.opaque("ticket_nonce", Len::U8, 0..=255)?,
            ticket: r.opaque("ticket", Len::U16, 1..=0xffff)?,
            extensions: Extensions::read(r, Kind::NewSessionTicket)?,
        })
    }

    pub(super) fn write(&self, w: &mut Writer<'_>) {
        w.u32("ticket_lifetime", self.ticket_lifetime);
        w.u32("ticket_age_add", self.ticket_age_add);
        w.opaque("ticket_nonce", Len::U8, 255, self.ticket_nonce);
        w.opaque("ticket", Len::U16, 0xffff, self.ticket);
        self.extensions.write(w);
    }
}
