//! JUDGING_SESSION (ours, before the first ClientHello): is the server of the session still the one that we want?

use super::hello::Start;
use super::offer::Offer;
use crate::context::Fact;
use crate::question::Judgement;
use crate::session::{NotResumed, Past, Session};
use crate::{ClientAuth, Cx, Peer, Question, Verdict};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) server_name: Option<String>,
    pub(crate) session: Box<Session>,
    pub(crate) past: Past,
}

impl JudgingSession {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Judge {
            chain: &self.past.chain,
            server_name: self.server_name.as_deref(),
            policy: ClientAuth::Require,
        }
    }

    /// If the chain is refused, the session is not offered, and the server may show a better one.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> Start {
        let Self { server_name, session, past } = self;
        let offer = match Verdict::of(judgement) {
            Ok((verdict, _)) if past.agrees_with(&verdict) => {
                Ok(Offer::new(session, Peer { chain: past.chain, verdict }, cx))
            }
            Ok(_) => Err(NotResumed::OtherVerdict),
            Err(rule) => Err(NotResumed::Certificate(rule)),
        };
        if let Err(why) = offer {
            cx.learned(Fact::NotResumed(why));
        }
        Start::with(server_name, offer.ok().flatten())
    }
}
