//! REPLYING (ours, TLS 1.2): ChangeCipherSpec and Finished of the server (RFC 5246 §7.3), which are its last words, or its
//! only ones after ServerHello if it goes on from a session.

use super::wait_ccs::WaitCcs;
use crate::connected12::Connected12;
use crate::context::{Effect, Side};
use crate::keys12::Session;
use crate::tickets12::{self, Course};
use crate::{Cx, Error, Peer, Role};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Reply {
    ChangeCipherSpec(SendChangeCipherSpec),
    Finished(SendFinished),
}

impl Reply {
    pub(crate) const fn session(&self) -> &Session {
        match self {
            Self::ChangeCipherSpec(s) => &s.session,
            Self::Finished(s) => &s.session,
        }
    }
}

/// ChangeCipherSpec is due (§7.1).
#[derive(Debug)]
pub(crate) struct SendChangeCipherSpec {
    pub(crate) session: Session,
    pub(crate) peer: Option<Peer>,
    pub(crate) course: Course,
}

impl SendChangeCipherSpec {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Reply {
        let Self { session, peer, course } = self;
        cx.change_cipher_spec();
        session.install(Side::Write, Role::Server, cx);
        Reply::Finished(SendFinished { session, peer, course })
    }
}

/// Finished is due (§7.4.9).
#[derive(Debug)]
pub(crate) struct SendFinished {
    session: Session,
    peer: Option<Peer>,
    course: Course,
}

/// Where our Finished leads.
#[derive(Debug)]
pub(crate) enum AfterReply {
    Connected(Connected12),
    WaitCcs(WaitCcs),
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<AfterReply, Error> {
        let Self { mut session, peer, course } = self;
        session.send_finished(Role::Server, cx)?;
        Ok(match course {
            Course::Full => {
                tickets12::keep(&session, peer.as_ref(), cx);
                cx.effects.push_back(Effect::Complete);
                AfterReply::Connected(Connected12::new(session, peer))
            }
            Course::Abbreviated => AfterReply::WaitCcs(WaitCcs { session, peer, course }),
        })
    }
}
