//! WAIT_FINISHED (ours, TLS 1.2): the client's Finished (RFC 5246 §7.4.9).

use handfast_wire::handshake::Finished;

use super::issuing_ticket::BeforeReply;
use crate::connected12::Connected12;
use crate::context::Effect;
use crate::keys12::Session;
use crate::tickets12::Course;
use crate::{Cx, Error, Peer, Role};

/// ChangeCipherSpec came.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) session: Session,
    pub(crate) peer: Option<Peer>,
    pub(crate) course: Course,
}

/// Where the client's Finished leads.
#[derive(Debug)]
pub(crate) enum AfterFinished {
    Reply(BeforeReply),
    Connected(Connected12),
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<AfterFinished, Error> {
        let Self { mut session, peer, course } = self;
        session.check_finished(Role::Client, m, cx)?;
        Ok(match course {
            Course::Full => AfterFinished::Reply(BeforeReply::new(session, peer, course, cx)),
            Course::Abbreviated => {
                cx.effects.push_back(Effect::Complete);
                AfterFinished::Connected(Connected12::new(session, peer))
            }
        })
    }
}
