//! JUDGING_SESSION (ours, before the first ClientHello): is the server of the session still the one that we want?

use super::finding_session::offering;
use super::hello::Start;
use super::offer::Offer;
use crate::context::Fact;
use crate::question::Judgement;
use crate::session::{Past, Session};
use crate::{ClientAuth, Cx, Question};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) server_name: Option<String>,
    pub(crate) session: Box<Session>,
    pub(crate) past: Past,
    /// What else is offered.
    pub(crate) keys: Vec<Session>,
}

impl JudgingSession {
    pub(crate) fn question(&self) -> Question<'_> {
        let decrypts = self.session.is_by_key_transport();
        self.past.question(self.server_name.as_deref(), ClientAuth::Require, decrypts)
    }

    /// If the chain is refused, the session is not offered, and the server may show a better one.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> Start {
        let Self { server_name, session, past, keys } = self;
        let offer = match past.judged(judgement) {
            Ok(peer) => Offer::new(session, Some(peer), cx),
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                None
            }
        };
        offering(server_name, offer, keys, cx)
    }
}
