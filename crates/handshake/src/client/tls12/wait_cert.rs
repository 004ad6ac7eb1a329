//! WAIT_CERT (ours, TLS 1.2): the server's Certificate (RFC 5246 §7.4.2).

use handfast_wire::handshake::Certificate12;

use super::judging_certificate::JudgingCertificate;
use crate::keys12::Hellos;
use crate::messages::take_certificate12;
use crate::{Cx, Error, Refusal12};

/// ServerHello came.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) hellos: Hellos,
    pub(crate) server_name: Option<String>,
}

impl WaitCert {
    pub(crate) fn certificate(
        self,
        m: &Certificate12<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<JudgingCertificate, Error> {
        let wanted = self.hellos.certificate_types.server;
        let chain = take_certificate12(wanted, m, cx)?.ok_or(Refusal12::EmptyCertificate)?;
        Ok(JudgingCertificate { hellos: self.hellos, server_name: self.server_name, chain })
    }
}
