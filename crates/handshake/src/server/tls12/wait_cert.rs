//! WAIT_CERT (ours, TLS 1.2): the client's Certificate (RFC 5246 §7.4.6), which may be empty.

use handfast_wire::handshake::Certificate12;

use super::flight::Chosen;
use super::judging_certificate::JudgingCertificate;
use super::wait_cke::WaitCke;
use crate::context::Fact;
use crate::messages::chain12;
use crate::question::Ask;
use crate::{ClientAuth, Cx, Error, Refusal12};

/// The server asked who the client is.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) chosen: Chosen,
    pub(crate) policy: ClientAuth,
}

/// Where the client's Certificate leads.
#[derive(Debug)]
pub(crate) enum AfterCertificate {
    Chain(JudgingCertificate),
    Empty(WaitCke),
}

impl WaitCert {
    pub(crate) fn certificate(
        self,
        m: &Certificate12<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterCertificate, Error> {
        let Self { chosen, policy } = self;
        match chain12(chosen.hellos.certificate_types.client, m)? {
            Some(chain) => {
                cx.ask(Ask::Judge);
                Ok(AfterCertificate::Chain(JudgingCertificate { chosen, policy, chain }))
            }
            // TLS 1.2 has no certificate_required: the alert is handshake_failure (§7.4.6).
            None if policy == ClientAuth::Require => Err(Refusal12::CertificateRequired.into()),
            None => {
                cx.learned(Fact::NoClientCertificate);
                Ok(AfterCertificate::Empty(WaitCke { chosen, presented: None }))
            }
        }
    }
}
