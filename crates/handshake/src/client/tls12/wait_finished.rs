//! WAIT_FINISHED (ours, TLS 1.2): the server's Finished (RFC 5246 §7.4.9).

use handfast_wire::handshake::Finished;

use super::flight::{Flight, SendChangeCipherSpec};
use crate::connected12::Connected12;
use crate::context::Effect;
use crate::keys12::Session;
use crate::tickets12::{self, Course};
use crate::{Cx, Error, Peer, Role};

/// Only Finished is missing, and ours, if the server goes on from a session.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) session: Session,
    pub(crate) peer: Peer,
    pub(crate) course: Course,
}

/// Where the server's Finished leads.
#[derive(Debug)]
pub(crate) enum AfterFinished {
    Connected(Connected12),
    Reply(Flight),
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<AfterFinished, Error> {
        let Self { mut session, peer, course } = self;
        session.check_finished(Role::Server, m, cx)?;
        Ok(match course {
            Course::Full => {
                tickets12::keep(&session, Some(&peer), cx);
                cx.effects.push_back(Effect::Complete);
                AfterFinished::Connected(Connected12::new(session, Some(peer)))
            }
            Course::Abbreviated => {
                let next = SendChangeCipherSpec::Session(session, peer, Course::Abbreviated);
                AfterFinished::Reply(Flight::ChangeCipherSpec(next))
            }
        })
    }
}
