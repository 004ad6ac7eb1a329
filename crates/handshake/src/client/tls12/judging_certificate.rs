//! JUDGING_CERTIFICATE (ours): is this chain the server, and can its key do what the cipher suite says?

use handfast_crypto::public_key::PublicKey;

use super::wait_cr_shd::{Server, WaitCrShd};
use super::wait_ske::WaitSke;
use crate::group::named_group;
use crate::keys12::Hellos;
use crate::question::Judgement;
use crate::scheme::{curve_of_key, fits_suite};
use crate::{Agreement, Chain, ClientAuth, Config, Error, Peer, Question, Refusal, Refusal12, Verdict};

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
            decrypts: self.hellos.suite.agreement == Agreement::Rsa,
        }
    }

    pub(crate) fn judgement(self, judgement: Judgement, config: &Config) -> Result<AfterVerdict, Error> {
        let Self { hellos, chain, .. } = self;
        let (verdict, key) = Verdict::of(judgement).map_err(Refusal::Certificate)?;
        let peer = Peer { chain, verdict };
        if !fits_suite(&key, hellos.suite.agreement) {
            return Err(Refusal12::KeyDoesNotFitSuite { suite: hellos.suite.suite.code }.into());
        }
        check_curve(&key, config)?;
        Ok(match hellos.suite.agreement {
            Agreement::EcdheEcdsa | Agreement::EcdheRsa => AfterVerdict::Ecdhe(WaitSke { hellos, peer, key }),
            Agreement::Rsa => {
                AfterVerdict::Rsa(WaitCrShd { server: Server::that_decrypts(hellos, peer, key) })
            }
        })
    }
}

/// The groups of a client of TLS 1.2 are the curves of its peer's key, too (RFC 8422 §5.1, §5.3).
fn check_curve(key: &PublicKey, config: &Config) -> Result<(), Refusal12> {
    let listed = |curve| config.groups.iter().any(|group| named_group(*group) == curve);
    match curve_of_key(key) {
        Some(curve) if !listed(curve) => Err(Refusal12::CurveNotOffered { curve }),
        _ => Ok(()),
    }
}
