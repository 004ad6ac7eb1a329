//! WAIT_CV (RFC 9846 §A.1): the server proves that it holds the key (§4.5.2).

use handfast_crypto::public_key::PublicKey;
use handfast_wire::handshake::CertificateVerify;

use super::wait_finished::WaitFinished;
use crate::accepts::RequestFacts;
use crate::context::Fact;
use crate::keys13::HandshakeKeys;
use crate::{Cx, Error, Peer, Role, auth};

/// The server's chain was judged.
#[derive(Debug)]
pub(crate) struct WaitCv {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) request: Option<Box<RequestFacts>>,
    pub(crate) peer: Peer,
    pub(crate) key: PublicKey,
}

impl WaitCv {
    pub(crate) fn certificate_verify(
        self,
        m: &CertificateVerify<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitFinished, Error> {
        let transcript = cx.transcript.before(self.keys.suite.hash);
        auth::check(Role::Server, cx.config, &self.key, &transcript, m)?;
        cx.learned(Fact::PeerScheme(m.algorithm));
        let Self { keys, request, peer, .. } = self;
        Ok(WaitFinished { keys, request, peer: Some(peer), early_data: false })
    }
}
