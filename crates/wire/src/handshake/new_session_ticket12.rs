//! NewSessionTicket of TLS 1.2 (RFC 5077 §3.3).

use crate::codec::{Len, Reader, Refused, Writer};

/// What a client may come back with.
///
/// ```text
/// struct {
///     uint32 ticket_lifetime_hint;
///     opaque ticket<0..2^16-1>;
/// } NewSessionTicket;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSessionTicket12<'a> {
    /// In seconds from when it is received; 0 says nothing.
    pub ticket_lifetime_hint: u32,
    /// The session as the server sealed it for itself; empty if it has none to give after all.
    pub ticket: &'a [u8],
}

impl<'a> NewSessionTicket12<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            ticket_lifetime_hint: r.u32("ticket_lifetime_hint")?,
            ticket: r.opaque("ticket", Len::U16, 0..=0xffff)?,
        })
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        w.u32("ticket_lifetime_hint", self.ticket_lifetime_hint);
        w.opaque("ticket", Len::U16, 0xffff, self.ticket);
    }
}
