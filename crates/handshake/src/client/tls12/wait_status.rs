//! WAIT_STATUS (ours, TLS 1.2): CertificateStatus (RFC 6066 §8), which a server may announce and then leave out.

use handfast_wire::Kind;
use handfast_wire::handshake::CertificateStatus;

use super::judging_certificate::JudgingCertificate;
use crate::keys12::Hellos;
use crate::question::Ask;
use crate::{Chain, Cx, Error, attached};

/// The server's certificates came, and it may have more to say of the first.
#[derive(Debug)]
pub(crate) struct WaitStatus {
    pub(crate) hellos: Hellos,
    pub(crate) server_name: Option<String>,
    pub(crate) chain: Chain,
    pub(crate) timestamps: Vec<Vec<u8>>,
}

impl WaitStatus {
    pub(crate) fn certificate_status(
        self,
        m: &CertificateStatus<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<JudgingCertificate, Error> {
        let response = attached::ocsp_response(Some(m.response), Kind::CertificateStatus)?;
        Ok(self.judge(response, cx))
    }

    /// Another message came in its place, which waits until the chain is judged.
    pub(crate) fn goes_without(self, cx: &mut Cx<'_>) -> JudgingCertificate {
        self.judge(None, cx)
    }

    fn judge(self, response: Option<&[u8]>, cx: &mut Cx<'_>) -> JudgingCertificate {
        let Self { hellos, server_name, chain, timestamps } = self;
        cx.ask(Ask::Judge);
        JudgingCertificate { hellos, server_name, chain: chain.beside(response, &timestamps) }
    }
}
