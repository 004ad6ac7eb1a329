//! WAIT_CV (RFC 9846 §A.2): the client proves that it holds the key (§4.5.2).

use handfast_crypto::public_key::PublicKey;
use handfast_wire::handshake::CertificateVerify;

use super::wait_finished::WaitFinished;
use crate::context::Fact;
use crate::keys13::Ending;
use crate::{Cx, Error, Peer, Role, auth};

/// The client's chain was judged. It is checked in full also when the chain is unverified.
#[derive(Debug)]
pub(crate) struct WaitCv {
    pub(crate) ending: Ending,
    pub(crate) peer: Peer,
    pub(crate) key: PublicKey,
}

impl WaitCv {
    pub(crate) fn certificate_verify(
        self,
        m: &CertificateVerify<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitFinished, Error> {
        let transcript = cx.transcript.before(self.ending.suite().hash);
        auth::check(Role::Client, cx.config, &self.key, &transcript, m)?;
        cx.learned(Fact::PeerScheme(m.algorithm));
        Ok(WaitFinished { ending: self.ending, peer: Some(self.peer) })
    }
}
