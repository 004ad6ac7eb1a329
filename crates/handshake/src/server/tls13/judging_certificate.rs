//! JUDGING_CERTIFICATE (ours, between WAIT_CERT and WAIT_CV of RFC 9846 §A.2): who is this client?

use super::wait_cv::WaitCv;
use crate::keys13::Ending;
use crate::question::Judgement;
use crate::{Chain, ClientAuth, Error, Peer, Question, Refusal, Verdict};

/// The client's chain is here; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingCertificate {
    pub(crate) ending: Ending,
    pub(crate) policy: ClientAuth,
    pub(crate) chain: Chain,
}

impl JudgingCertificate {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::Judge { chain: &self.chain, server_name: None, policy: self.policy, decrypts: false }
    }

    pub(crate) fn judgement(self, judgement: Judgement) -> Result<WaitCv, Error> {
        let (verdict, key) = Verdict::of_client(judgement, self.policy).map_err(Refusal::Certificate)?;
        Ok(WaitCv { ending: self.ending, peer: Peer { chain: self.chain, verdict }, key })
    }
}
