//! JUDGING_SESSION (ours, TLS 1.2): is the client of the session still welcome?

use super::flight::{Flight, SendServerHello};
use crate::context::Fact;
use crate::question::Judgement;
use crate::session::{Past, Session};
use crate::{Cx, Question, Suite12};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) hello: SendServerHello,
    pub(crate) session: Box<Session>,
    pub(crate) suite: Suite12,
    pub(crate) past: Past,
}

impl JudgingSession {
    pub(crate) const fn question(&self) -> Question<'_> {
        self.past.question(None, self.hello.identity.client_auth, false)
    }

    /// Who is refused is not turned away, but asked again: a full handshake follows.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> Flight {
        let Self { hello, session, suite, past } = self;
        match past.judged(judgement) {
            Ok(peer) => hello.resuming(session, suite, Some(peer), cx),
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                Flight::ServerHello(hello)
            }
        }
    }
}
