//! WAIT_CERT (RFC 9846 §A.1): the server's Certificate (§4.5.1), after it asked for ours.

use handfast_wire::Kind;
use handfast_wire::handshake::Certificate;

use super::judging_certificate::JudgingCertificate;
use crate::keys13::HandshakeKeys;
use crate::negotiate::only;
use crate::offer::RequestFacts;
use crate::question::Ask;
use crate::{Chain, Cx, Error, Refusal};

/// CertificateRequest came.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) keys: HandshakeKeys,
    pub(crate) server_name: Option<String>,
    pub(crate) request: RequestFacts,
}

impl WaitCert {
    pub(crate) fn certificate(
        self,
        m: &Certificate<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<JudgingCertificate, Error> {
        let chain = server_certificate(m, cx)?;
        let Self { keys, server_name, request } = self;
        Ok(JudgingCertificate { keys, server_name, request: Some(request), chain })
    }
}

/// The server's chain: not empty (§4.5.1.3), no context, and no extension, since none was asked for (§4.5.1).
pub(super) fn server_certificate(m: &Certificate<'_>, cx: &mut Cx<'_>) -> Result<Chain, Error> {
    if !m.certificate_request_context.is_empty() {
        return Err(Refusal::RequestContext { message: Kind::Certificate }.into());
    }
    if m.certificate_list.is_empty() {
        return Err(Refusal::EmptyCertificate.into());
    }
    for entry in &m.certificate_list {
        only(Kind::Certificate, &entry.extensions, |_| false)?;
    }
    cx.ask(Ask::Judge);
    Ok(Chain::of(m))
}
