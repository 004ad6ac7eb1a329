//! JUDGING_SESSION (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): is the client of the session still welcome?

use super::flight::{Flight, Resumed, SendServerHello};
use super::judging_early_data::{Candidate, JudgingEarlyData};
use crate::context::Fact;
use crate::early_data::NoEarlyData;
use crate::question::Judgement;
use crate::session::Past;
use crate::{Cx, Question};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) hello: SendServerHello,
    pub(crate) resumed: Resumed,
    pub(crate) past: Past,
    pub(crate) candidate: Result<Candidate, NoEarlyData>,
}

/// Where the verdict leads.
#[derive(Debug)]
pub(crate) enum AfterJudging {
    Admit(JudgingEarlyData),
    Go(Flight),
}

impl JudgingSession {
    pub(crate) const fn question(&self) -> Question<'_> {
        self.past.question(None, self.hello.identity.client_auth)
    }

    /// Who is refused is not turned away, but asked again: a full handshake follows, and early data is lost.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> AfterJudging {
        let Self { hello, resumed, past, candidate } = self;
        match past.judged(judgement) {
            Ok(peer) => hello.admitting(Resumed { peer: Some(peer), ..resumed }, candidate, cx),
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                AfterJudging::Go(Flight::ServerHello(hello))
            }
        }
    }
}
