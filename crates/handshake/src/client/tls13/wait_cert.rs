//! WAIT_CERT (RFC 9846 §A.1): the server's Certificate (§4.5.1), after it asked for ours.

use handfast_wire::handshake::Certificate;

use super::judging_certificate::JudgingCertificate;
use crate::accepts::RequestFacts;
use crate::keys13::HandshakeKeys;
use crate::messages::take_certificate;
use crate::{Chain, Cx, Error, Refusal};

/// CertificateRequest came.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) server_name: Option<String>,
    pub(crate) request: Box<RequestFacts>,
}

impl WaitCert {
    pub(crate) fn certificate(
        self,
        m: &Certificate<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<JudgingCertificate, Error> {
        let chain = server_certificate(&self.keys, m, cx)?;
        let Self { keys, server_name, request } = self;
        Ok(JudgingCertificate { keys, server_name, request: Some(request), chain })
    }
}

/// The server's chain, which is never empty (§4.5.1.3).
pub(super) fn server_certificate(
    keys: &HandshakeKeys,
    m: &Certificate<'_>,
    cx: &mut Cx<'_>,
) -> Result<Chain, Error> {
    take_certificate(keys.certificate_types.server, m, cx)?.ok_or_else(|| Refusal::EmptyCertificate.into())
}
