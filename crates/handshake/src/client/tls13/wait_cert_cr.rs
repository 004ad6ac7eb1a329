//! WAIT_CERT_CR (RFC 9846 §A.1): CertificateRequest (§4.4.2), or the server's Certificate at once.

use handfast_wire::Kind;
use handfast_wire::handshake::{Certificate, CertificateRequest};

use super::judging_certificate::JudgingCertificate;
use super::wait_cert::{WaitCert, server_certificate};
use crate::keys13::HandshakeKeys;
use crate::messages::requested;
use crate::{Cx, Error, Refusal};

/// EncryptedExtensions came.
#[derive(Debug)]
pub(crate) struct WaitCertCr {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) server_name: Option<String>,
}

impl WaitCertCr {
    /// The server asks who we are.
    pub(crate) fn certificate_request(
        self,
        m: &CertificateRequest<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitCert, Error> {
        if !m.certificate_request_context.is_empty() {
            return Err(Refusal::RequestContext { message: Kind::CertificateRequest }.into());
        }
        let request = requested(self.keys.certificate_types.client, m, cx)?;
        Ok(WaitCert { keys: self.keys, server_name: self.server_name, request: Box::new(request) })
    }

    pub(crate) fn certificate(
        self,
        m: &Certificate<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<JudgingCertificate, Error> {
        let chain = server_certificate(&self.keys, m, cx)?;
        Ok(JudgingCertificate { keys: self.keys, server_name: self.server_name, request: None, chain })
    }
}
