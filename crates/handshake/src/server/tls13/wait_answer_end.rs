//! WAIT_ANSWER_END (ours, after CONNECTED of RFC 9846 §A.2): the Finished of an answer (§4.7.2), under the keys that the
//! client sends with now (§4.5). Only with it is the client known as whom it showed.

use handfast_wire::handshake::Finished;

use super::asking::Asking;
use super::issuing_tickets::{Afterwards, IssuingTickets};
use crate::context::{Effect, Fact};
use crate::keys13::check_finished;
use crate::post_handshake::RequestNumber;
use crate::{Cx, Error, Peer};

/// Only Finished is missing.
#[derive(Debug)]
pub(crate) struct WaitAnswerEnd {
    pub(crate) behind: Asking,
    pub(crate) number: RequestNumber,
    pub(crate) peer: Option<Peer>,
}

impl WaitAnswerEnd {
    /// A client that shows nothing stays whom it was. Who is known now gets tickets that say so (§4.7.1).
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<Afterwards, Error> {
        let Self { behind, number, peer } = self;
        check_finished(behind.connected.suite(), behind.connected.client_traffic(), m, cx)?;
        cx.effects.push_back(Effect::JoinTranscript);
        cx.learned(Fact::Answered(number));
        Ok(match peer {
            None => behind.answered(),
            Some(peer) => IssuingTickets::after_answer(behind.known_as(peer, cx.now()), cx),
        })
    }

    pub(crate) fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(Self { behind: self.behind.update_keys(ask_peer, cx)?, ..self })
    }
}
