//! WAIT_CV (ours, TLS 1.2): the client proves that it holds the key (RFC 5246 §7.4.8).

use handfast_wire::Kind;
use handfast_wire::handshake::CertificateVerify;

use super::wait_ccs::WaitCcs;
use super::wait_cke::Presented;
use crate::context::Fact;
use crate::keys12::Session;
use crate::tickets12::Course;
use crate::{Cx, Error, Local, auth};

/// ClientKeyExchange came, from a client that presented a chain. It is checked in full also when the chain is unverified.
#[derive(Debug)]
pub(crate) struct WaitCv {
    pub(crate) session: Session,
    pub(crate) presented: Presented,
}

impl WaitCv {
    /// The signature covers the messages themselves, with a hash that need not be that of the cipher suite.
    pub(crate) fn certificate_verify(
        self,
        m: &CertificateVerify<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitCcs, Error> {
        let Self { session, presented } = self;
        let messages = cx.transcript.messages().ok_or(Local::Misuse)?;
        let signed = (m.algorithm, m.signature);
        auth::check12(Kind::CertificateVerify, cx.config, &presented.key, messages, signed)?;
        cx.learned(Fact::PeerScheme(m.algorithm));
        Ok(WaitCcs { session, peer: Some(presented.peer), course: Course::Full })
    }
}
