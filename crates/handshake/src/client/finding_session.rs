//! FINDING_SESSION (ours, before the first ClientHello): is there a session with this server to go on from?

use super::hello::Start;
use super::judging_session::JudgingSession;
use super::offer::Offer;
use crate::context::Fact;
use crate::question::Ask;
use crate::session::Session;
use crate::{Cx, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct FindingSession {
    pub(crate) server_name: Option<String>,
}

/// Where the answer leads.
#[derive(Debug)]
pub(crate) enum AfterFinding {
    Judge(JudgingSession),
    Go(Start),
}

impl FindingSession {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::OwnSession { server_name: self.server_name.as_deref() }
    }

    pub(crate) fn found(self, session: Option<Box<Session>>, cx: &mut Cx<'_>) -> AfterFinding {
        let Some(mut session) = session else { return AfterFinding::Go(Start::with(self.server_name, None)) };
        if session.is_shared_key() {
            return AfterFinding::Go(offering(self.server_name, session, cx));
        }
        let peer = session.peer.take();
        match session.can_be_offered(self.server_name.as_deref(), peer, cx.config, cx.now()) {
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                AfterFinding::Go(Start::with(self.server_name, None))
            }
            Ok(past) => {
                cx.ask(Ask::Judge);
                AfterFinding::Judge(JudgingSession { server_name: self.server_name, session, past })
            }
        }
    }
}

/// A key that was shared beforehand, if it goes with a cipher suite of ours: there is nobody to judge.
fn offering(server_name: Option<String>, key: Box<Session>, cx: &mut Cx<'_>) -> Start {
    let offer = match key.can_be_offered_as_shared_key(cx.config) {
        Ok(()) => Offer::new(key, None, cx),
        Err(why) => {
            cx.learned(Fact::NotResumed(why));
            None
        }
    };
    Start::with(server_name, offer)
}
