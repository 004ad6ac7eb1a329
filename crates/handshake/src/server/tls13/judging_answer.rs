//! JUDGING_ANSWER (ours, after CONNECTED of RFC 9846 §A.2): who is this client, which was asked after the handshake
//! (§4.7.2)? What it sends meanwhile is the rest of its answer, and waits; what we send goes out.

use super::asking::Asking;
use super::wait_answer_cv::WaitAnswerCv;
use crate::post_handshake::RequestNumber;
use crate::question::Judgement;
use crate::{Chain, ClientAuth, Cx, Error, Peer, Question, Refusal, Verdict};

/// The client's chain is here; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingAnswer {
    pub(crate) behind: Asking,
    pub(crate) number: RequestNumber,
    pub(crate) policy: ClientAuth,
    pub(crate) chain: Chain,
}

impl JudgingAnswer {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Judge { chain: &self.chain, server_name: None, policy: self.policy, decrypts: false }
    }

    pub(crate) fn judgement(self, judgement: Judgement) -> Result<WaitAnswerCv, Error> {
        let (verdict, key) = Verdict::of_client(judgement, self.policy).map_err(Refusal::Certificate)?;
        let peer = Peer { chain: self.chain, verdict };
        Ok(WaitAnswerCv { behind: self.behind, number: self.number, peer, key })
    }

    pub(crate) fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(Self { behind: self.behind.update_keys(ask_peer, cx)?, ..self })
    }
}
