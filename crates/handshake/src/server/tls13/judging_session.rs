//! JUDGING_SESSION (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): is the client of the session still welcome?

use super::flight::{Flight, Resumed, SendServerHello};
use crate::context::Fact;
use crate::question::Judgement;
use crate::session::{NotResumed, Past};
use crate::{Cx, Error, Peer, Question, Verdict};

/// The chain of then is judged by what holds today; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingSession {
    pub(crate) hello: SendServerHello,
    pub(crate) resumed: Resumed,
    pub(crate) past: Past,
}

impl JudgingSession {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Judge {
            chain: &self.past.chain,
            server_name: None,
            policy: self.hello.identity.client_auth,
        }
    }

    /// Who is refused is not turned away, but asked again: a full handshake follows.
    pub(crate) fn judgement(self, judgement: Judgement, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { hello, resumed, past } = self;
        let why = match Verdict::of(judgement) {
            Ok((verdict, _)) if past.agrees_with(&verdict) => {
                let peer = Some(Peer { chain: past.chain, verdict });
                return Ok(hello.resuming(Resumed { peer, ..resumed }, cx));
            }
            Ok(_) => NotResumed::OtherVerdict,
            Err(rule) => NotResumed::Certificate(rule),
        };
        cx.learned(Fact::NotResumed(why));
        Ok(Flight::ServerHello(hello))
    }
}
