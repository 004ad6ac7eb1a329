//! WAIT_CCS (ours, TLS 1.2): the server's ChangeCipherSpec (RFC 5246 §7.1), perhaps after a ticket (RFC 5077 §3.3).

use handfast_wire::handshake::NewSessionTicket12;

use super::wait_finished::WaitFinished;
use crate::context::{Fact, Side};
use crate::keys12::Session;
use crate::session::SessionName;
use crate::tickets12::Course;
use crate::{Cx, Error, Peer, Refusal12, Role};

/// Our flight is out, or the server goes on from a session.
#[derive(Debug)]
pub(crate) struct WaitCcs {
    pub(crate) session: Session,
    pub(crate) peer: Peer,
    pub(crate) course: Course,
}

impl WaitCcs {
    /// One that ServerHello announced, and no other. An empty one says that there is none after all.
    pub(crate) fn new_session_ticket(
        mut self,
        m: &NewSessionTicket12<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<Self, Error> {
        let announced = self.session.hellos.prospect.as_mut().filter(|prospect| prospect.ticket);
        let prospect = announced.ok_or(Refusal12::TicketNotAnnounced)?;
        prospect.ticket = false;
        if !m.ticket.is_empty() {
            prospect.name = Some(SessionName::Ticket(m.ticket.to_vec()));
            if m.ticket_lifetime_hint > 0 {
                prospect.lifetime = m.ticket_lifetime_hint;
            }
            cx.learned(Fact::Ticket);
        }
        Ok(self)
    }

    /// Not before the ticket that ServerHello announced, if it did (RFC 5077 §3.3).
    pub(crate) fn change_cipher_spec(self, cx: &mut Cx<'_>) -> Result<WaitFinished, Error> {
        if self.session.hellos.prospect.as_ref().is_some_and(|prospect| prospect.ticket) {
            return Err(Refusal12::TicketNotSent.into());
        }
        self.session.install(Side::Read, Role::Server, cx);
        Ok(WaitFinished { session: self.session, peer: self.peer, course: self.course })
    }
}
