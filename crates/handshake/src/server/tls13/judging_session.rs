//! JUDGING_SESSION (ours, between RECVD_CH and NEGOTIATED of RFC 9846 §A.2): is the client of the session still welcome?

use super::flight::{Flight, Resumed, SendServerHello};
use crate::context::Fact;
use crate::question::Judgement;
use crate::session::Past;
use crate::{Cx, Error, Question};

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
        match past.judged(judgement) {
            Ok(peer) => Ok(hello.resuming(Resumed { peer: Some(peer), ..resumed }, cx)),
            Err(why) => {
                cx.learned(Fact::NotResumed(why));
                Ok(Flight::ServerHello(hello))
            }
        }
    }
}
