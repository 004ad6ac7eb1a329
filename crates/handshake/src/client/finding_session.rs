//! FINDING_SESSION (ours, before the first ClientHello): is there a session with this server to go on from?

use super::hello::Start;
use super::judging_session::JudgingSession;
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
