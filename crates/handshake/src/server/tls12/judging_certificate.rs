//! JUDGING_CERTIFICATE (ours): who is this client?

use super::flight::Chosen;
use super::wait_cke::{Presented, WaitCke};
use crate::question::Judgement;
use crate::{Chain, ClientAuth, Error, Peer, Question, Refusal, Verdict};

/// The client's chain is here; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingCertificate {
    pub(crate) chosen: Chosen,
    pub(crate) policy: ClientAuth,
    pub(crate) chain: Chain,
}

impl JudgingCertificate {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Judge { chain: &self.chain, server_name: None, policy: self.policy, decrypts: false }
    }

    pub(crate) fn judgement(self, judgement: Judgement) -> Result<WaitCke, Error> {
        let (verdict, key) = Verdict::of_client(judgement, self.policy).map_err(Refusal::Certificate)?;
        let peer = Peer { chain: self.chain, verdict };
        Ok(WaitCke { chosen: self.chosen, presented: Some(Presented { peer, key }) })
    }
}
