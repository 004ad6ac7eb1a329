//! ISSUING_TICKETS (ours, on the way to CONNECTED of RFC 9846 §A.2): the handshake is complete, or the client has proved
//! after it who it is (§4.7.2), and NewSessionTicket (§4.7.1) is due, as often as the configuration says.

use handfast_wire::Message;
use handfast_wire::ext::{EarlyData, Extension, Extensions};
use handfast_wire::handshake::NewSessionTicket;

use super::asking::Asking;
use crate::connected::Connected;
use crate::context::Fact;
use crate::grease::Grease;
use crate::question::Ask;
use crate::session::{MAX_LIFETIME, Session};
use crate::tickets13::Particulars;
use crate::{Cx, Error, Question, Tickets};

/// The question is open: what shall this session be called?
#[derive(Debug)]
pub(crate) struct IssuingTickets {
    /// Requests for a certificate may wait for their answers meanwhile.
    pub(crate) behind: Asking,
    policy: Tickets,
    /// The number of the ticket among those of this connection, from 0: its nonce.
    number: u8,
    /// How many come after it.
    more: u8,
    session: Box<Session>,
}

/// Where a server is when its handshake is complete, or an answer is.
#[derive(Debug)]
pub(crate) enum Afterwards {
    IssuesTickets(IssuingTickets),
    Connected(Connected),
    Asking(Asking),
}

impl IssuingTickets {
    /// The client's Finished came just now.
    pub(crate) fn after_handshake(mut connected: Connected, cx: &mut Cx<'_>) -> Afterwards {
        let transcript = cx.transcript.including(connected.suite().hash);
        let Some((source, policy)) = connected.source().zip(cx.config.tickets) else {
            return Afterwards::Connected(connected);
        };
        source.finished(&transcript, cx);
        // One takes the place of the ticket that was used.
        let count = if source.draft.authenticated_at.is_some() { 1 } else { policy.number };
        Self::issue(Asking::new(connected), policy, count, cx)
    }

    /// The client proved who it is just now, and may come back as that. A client that is unverified would have to prove it
    /// again.
    pub(crate) fn after_answer(behind: Asking, cx: &mut Cx<'_>) -> Afterwards {
        let is_accepted = behind.connected.peer().is_some_and(|peer| peer.verdict().is_accepted());
        match cx.config.tickets.filter(|_| is_accepted) {
            Some(policy) => Self::issue(behind, policy, policy.number, cx),
            None => behind.answered(),
        }
    }

    /// So many tickets, as far as there can be any.
    fn issue(mut behind: Asking, policy: Tickets, count: u8, cx: &mut Cx<'_>) -> Afterwards {
        let Some(more) = count.checked_sub(1) else { return behind.answered() };
        let Some((number, session)) = next(&mut behind.connected, policy, cx) else {
            return behind.answered();
        };
        cx.ask(Ask::Ticket);
        Afterwards::IssuesTickets(Self { behind, policy, number, more, session })
    }

    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Ticket(&self.session)
    }

    pub(crate) fn ticket(self, ticket: Option<&[u8]>, cx: &mut Cx<'_>) -> Result<Afterwards, Error> {
        let Some(ticket) = ticket else { return Ok(self.behind.answered()) };
        self.send(ticket, cx)?;
        Ok(Self::issue(self.behind, self.policy, self.more, cx))
    }

    /// The application wants new keys while a ticket is still being made (§4.7.3).
    pub(crate) fn update_keys(mut self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        self.behind = self.behind.update_keys(ask_peer, cx)?;
        Ok(self)
    }

    /// How much early data may come with the ticket, if any (§4.7.1), and what means nothing (RFC 8701 §4.1).
    fn extensions(&self, cx: &mut Cx<'_>) -> Extensions<'static> {
        let most = Some(self.session.max_early_data).filter(|most| *most > 0);
        let early_data = most.map(|most| Extension::EarlyData(EarlyData::MaxSize(most)));
        early_data.into_iter().chain(Grease::draw(cx).as_ref().map(Grease::last)).collect()
    }

    fn send(&self, ticket: &[u8], cx: &mut Cx<'_>) -> Result<(), Error> {
        cx.learned(Fact::Ticket);
        let extensions = self.extensions(cx);
        cx.send(&Message::NewSessionTicket(NewSessionTicket {
            ticket_lifetime: self.session.lifetime,
            ticket_age_add: self.session.age_add,
            ticket_nonce: &[self.number],
            ticket,
            extensions,
        }))
    }
}

/// The next ticket's number, and its session; none if the client takes no tickets, or all numbers are used up.
fn next(connected: &mut Connected, policy: Tickets, cx: &mut Cx<'_>) -> Option<(u8, Box<Session>)> {
    let number = connected.next_ticket()?;
    let of = Particulars {
        nonce: &[number],
        lifetime: policy.lifetime.min(MAX_LIFETIME),
        age_add: u32::from_be_bytes(cx.random()),
        max_early_data: policy.early_data.map_or(0, |early_data| early_data.most),
        name: None,
    };
    Some((number, Box::new(connected.session(of, cx)?)))
}
