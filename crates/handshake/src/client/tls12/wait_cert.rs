//! WAIT_CERT (ours, TLS 1.2): the server's Certificate (RFC 5246 §7.4.2).

use handfast_wire::handshake::Certificate12;

use super::judging_certificate::JudgingCertificate;
use super::wait_status::WaitStatus;
use crate::keys12::Hellos;
use crate::messages::chain12;
use crate::{Cx, Error, Refusal12};

/// ServerHello came.
#[derive(Debug)]
pub(crate) struct WaitCert {
    pub(crate) hellos: Hellos,
    pub(crate) server_name: Option<String>,
    pub(crate) beside: Beside,
}

/// What ServerHello says of the certificate that follows.
#[derive(Debug)]
pub(crate) struct Beside {
    /// CertificateStatus may follow it (RFC 6066 §8).
    pub(crate) status: bool,
    /// Its timestamps (RFC 6962 §3.3.1).
    pub(crate) timestamps: Vec<Vec<u8>>,
}

/// Where the server's Certificate leads.
#[derive(Debug)]
pub(crate) enum AfterCertificate {
    Status(WaitStatus),
    Judge(JudgingCertificate),
}

impl WaitCert {
    pub(crate) fn certificate(
        self,
        m: &Certificate12<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterCertificate, Error> {
        let wanted = self.hellos.certificate_types.server;
        let chain = chain12(wanted, m)?.ok_or(Refusal12::EmptyCertificate)?;
        let Self { hellos, server_name, beside: Beside { status, timestamps } } = self;
        let waiting = WaitStatus { hellos, server_name, chain, timestamps };
        Ok(if status {
            AfterCertificate::Status(waiting)
        } else {
            AfterCertificate::Judge(waiting.goes_without(cx))
        })
    }
}
