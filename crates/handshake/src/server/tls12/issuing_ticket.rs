//! ISSUING_TICKETS (ours, TLS 1.2): NewSessionTicket is due, which ServerHello announced (RFC 5077 §3.3).

use super::reply::{Reply, SendChangeCipherSpec};
use crate::keys12;
use crate::question::Ask;
use crate::session::Session;
use crate::tickets12::{self, Course};
use crate::{Cx, Error, Peer, Question};

/// The question is open: what shall this session be called?
#[derive(Debug)]
pub(crate) struct IssuingTicket {
    pub(crate) keys: keys12::Session,
    peer: Option<Peer>,
    course: Course,
    session: Box<Session>,
}

/// Before our ChangeCipherSpec.
#[derive(Debug)]
pub(crate) enum BeforeReply {
    Issue(IssuingTicket),
    Reply(Reply),
}

impl BeforeReply {
    /// With a ticket, if one was announced.
    pub(crate) fn new(keys: keys12::Session, peer: Option<Peer>, course: Course, cx: &mut Cx<'_>) -> Self {
        match keys.hellos.prospect.as_deref().filter(|prospect| prospect.ticket) {
            None => {
                Self::Reply(Reply::ChangeCipherSpec(SendChangeCipherSpec { session: keys, peer, course }))
            }
            Some(prospect) => {
                let session = Box::new(tickets12::session(prospect, &keys, peer.as_ref(), cx));
                cx.ask(Ask::Ticket);
                Self::Issue(IssuingTicket { keys, peer, course, session })
            }
        }
    }
}

impl IssuingTicket {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Ticket(&self.session)
    }

    pub(crate) fn ticket(self, ticket: Option<&[u8]>, cx: &mut Cx<'_>) -> Result<Reply, Error> {
        tickets12::send(ticket, self.session.lifetime, cx)?;
        let Self { keys, peer, course, .. } = self;
        Ok(Reply::ChangeCipherSpec(SendChangeCipherSpec { session: keys, peer, course }))
    }
}
