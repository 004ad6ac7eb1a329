//! JUDGING_CERTIFICATE (ours, between WAIT_CERT and WAIT_CV of RFC 9846 §A.1): is this chain the server?

use super::wait_cv::WaitCv;
use crate::accepts::RequestFacts;
use crate::keys13::HandshakeKeys;
use crate::question::Judgement;
use crate::{Chain, ClientAuth, Error, Peer, Question, Refusal, Verdict};

/// The server's chain is here; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingCertificate {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) server_name: Option<String>,
    pub(crate) request: Option<Box<RequestFacts>>,
    pub(crate) chain: Chain,
}

impl JudgingCertificate {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Judge {
            chain: &self.chain,
            server_name: self.server_name.as_deref(),
            policy: ClientAuth::Require,
            decrypts: false,
        }
    }

    pub(crate) fn judgement(self, judgement: Judgement) -> Result<WaitCv, Error> {
        let (verdict, key) = Verdict::of(judgement).map_err(Refusal::Certificate)?;
        let peer = Peer { chain: self.chain, verdict };
        Ok(WaitCv { keys: self.keys, request: self.request, peer, key })
    }
}
