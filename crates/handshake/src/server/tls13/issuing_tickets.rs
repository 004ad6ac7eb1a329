//! ISSUING_TICKETS (ours, on the way to CONNECTED of RFC 9846 §A.2): the handshake is complete, and NewSessionTicket (§4.7.1)
//! is due, as often as the configuration says.

use handfast_wire::Message;
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::NewSessionTicket;

use crate::connected::Connected;
use crate::context::Fact;
use crate::question::Ask;
use crate::session::{MAX_LIFETIME, Session};
use crate::tickets13::{Particulars, Source};
use crate::{Cx, Error, Question, Tickets};

/// The question is open: what shall this session be called?
#[derive(Debug)]
pub(crate) struct IssuingTickets {
    pub(crate) connected: Connected,
    source: Box<Source>,
    policy: Tickets,
    /// The number of the ticket among those of this connection, from 0: its nonce.
    number: u8,
    session: Box<Session>,
}

/// Where an issued ticket leads.
#[derive(Debug)]
pub(crate) enum AfterTicket {
    Another(IssuingTickets),
    Connected(Connected),
}

impl IssuingTickets {
    /// The client's Finished came just now.
    pub(crate) fn first(
        connected: Connected,
        mut source: Box<Source>,
        policy: Tickets,
        cx: &mut Cx<'_>,
    ) -> Self {
        let transcript = cx.transcript.including(connected.suite().hash);
        source.finished(&transcript, cx);
        // One takes the place of the ticket that was used.
        let number =
            if source.draft.authenticated_at.is_some() { policy.number.saturating_sub(1) } else { 0 };
        Self::ask(connected, source, policy, number, cx)
    }

    fn ask(
        connected: Connected,
        mut source: Box<Source>,
        policy: Tickets,
        number: u8,
        cx: &mut Cx<'_>,
    ) -> Self {
        let of = Particulars {
            nonce: &[number],
            lifetime: policy.lifetime.min(MAX_LIFETIME),
            age_add: u32::from_be_bytes(cx.random()),
            max_early_data: 0,
            name: None,
        };
        let session = Box::new(source.session(connected.suite(), of, connected.peer(), cx));
        cx.ask(Ask::Ticket);
        Self { connected, source, policy, number, session }
    }

    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Ticket(&self.session)
    }

    pub(crate) fn ticket(self, ticket: Option<&[u8]>, cx: &mut Cx<'_>) -> Result<AfterTicket, Error> {
        let Some(ticket) = ticket else { return Ok(AfterTicket::Connected(self.connected)) };
        self.send(ticket, cx)?;
        let Self { connected, source, policy, number, .. } = self;
        let next = number.saturating_add(1);
        Ok(if next < policy.number {
            AfterTicket::Another(Self::ask(connected, source, policy, next, cx))
        } else {
            AfterTicket::Connected(connected)
        })
    }

    /// The application wants new keys while a ticket is still being made (§4.7.3).
    pub(crate) fn update_keys(mut self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        self.connected = self.connected.update_keys(ask_peer, cx)?;
        Ok(self)
    }

    fn send(&self, ticket: &[u8], cx: &mut Cx<'_>) -> Result<(), Error> {
        cx.learned(Fact::Ticket);
        cx.send(&Message::NewSessionTicket(NewSessionTicket {
            ticket_lifetime: self.session.lifetime,
            ticket_age_add: self.session.age_add,
            ticket_nonce: &[self.number],
            ticket,
            extensions: Extensions::new(),
        }))
    }
}
