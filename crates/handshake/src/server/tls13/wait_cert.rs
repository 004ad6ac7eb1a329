//! WAIT_CERT (RFC 9846 §A.2): the client's Certificate (§4.5.1), which may be empty.

use handfast_wire::handshake::Certificate;

use super::judging_certificate::JudgingCertificate;
use super::wait_finished::WaitFinished;
use crate::context::Fact;
use crate::keys13::Ending;
use crate::messages::take_certificate;
use crate::{ClientAuth, Cx, Error, Refusal};

/// The server asked who the client is.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) ending: Ending,
    pub(crate) policy: ClientAuth,
}

/// Where the client's Certificate leads.
#[derive(Debug)]
pub(crate) enum AfterCertificate {
    Chain(JudgingCertificate),
    Empty(WaitFinished),
}

impl WaitCert {
    /// The context is the one of the request, which is empty; no extension was asked for (§4.5.1).
    pub(crate) fn certificate(self, m: &Certificate<'_>, cx: &mut Cx<'_>) -> Result<AfterCertificate, Error> {
        let Some(chain) = take_certificate(self.ending.established.client_type, m, cx)? else {
            return self.empty(cx).map(AfterCertificate::Empty);
        };
        let Self { ending, policy } = self;
        Ok(AfterCertificate::Chain(JudgingCertificate { ending, policy, chain }))
    }

    /// RFC 9846 §4.5.1.3: at the server's discretion.
    fn empty(self, cx: &mut Cx<'_>) -> Result<WaitFinished, Error> {
        if self.policy == ClientAuth::Require {
            return Err(Refusal::CertificateRequired.into());
        }
        cx.learned(Fact::NoClientCertificate);
        Ok(WaitFinished { ending: self.ending, peer: None })
    }
}
