//! JUDGING_CERTIFICATE (ours): is this chain the server, and can its key do what the cipher suite says?

use super::wait_cr_shd::{Server, WaitCrShd};
use super::wait_ske::WaitSke;
use crate::keys12::Hellos;
use crate::question::Judgement;
use crate::scheme::fits_suite;
use crate::{Agreement, Chain, ClientAuth, Error, Peer, Question, Refusal, Refusal12, Verdict};

/// The server's chain is here; the question is open.
#[derive(Debug)]
pub(crate) struct JudgingCertificate {
    pub(crate) hellos: Hellos,
    pub(crate) server_name: Option<String>,
    pub(crate) chain: Chain,
}

/// Where the verdict leads: a server that encrypts nothing signs its key exchange; another has none.
#[derive(Debug)]
pub(crate) enum AfterVerdict {
    Ecdhe(WaitSke),
    Rsa(WaitCrShd),
}

impl JudgingCertificate {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Judge {
            chain: &self.chain,
            server_name: self.server_name.as_deref(),
            policy: ClientAuth::Require,
        }
    }

    pub(crate) fn judgement(self, judgement: Judgement) -> Result<AfterVerdict, Error> {
        let Self { hellos, chain, .. } = self;
        let (verdict, key) = Verdict::of(judgement).map_err(Refusal::Certificate)?;
        let peer = Peer { chain, verdict };
        if !fits_suite(&key, hellos.suite.agreement) {
            return Err(Refusal12::KeyDoesNotFitSuite { suite: hellos.suite.suite.code }.into());
        }
        Ok(match hellos.suite.agreement {
            Agreement::EcdheEcdsa | Agreement::EcdheRsa => AfterVerdict::Ecdhe(WaitSke { hellos, peer, key }),
            Agreement::Rsa => {
                AfterVerdict::Rsa(WaitCrShd { server: Server::that_decrypts(hellos, peer, key) })
            }
        })
    }
}
