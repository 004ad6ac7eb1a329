//! WAIT_SHD (ours, TLS 1.2): ServerHelloDone (RFC 5246 §7.4.5), after it asked for our certificate.

use super::choosing_identity::ChoosingIdentity;
use super::wait_cr_shd::Server;
use crate::Cx;
use crate::accepts::RequestFacts;
use crate::question::Ask;

/// CertificateRequest came.
#[derive(Debug)]
pub(crate) struct WaitShd {
    pub(crate) server: Server,
    pub(crate) request: Box<RequestFacts>,
}

impl WaitShd {
    pub(crate) fn server_hello_done(self, cx: &mut Cx<'_>) -> ChoosingIdentity {
        cx.ask(Ask::Identity);
        ChoosingIdentity { server: self.server, request: self.request }
    }
}
