//! WAIT_ANSWER_CV (ours, after CONNECTED of RFC 9846 §A.2): the client proves that it holds the key of the certificate that
//! it showed after the handshake (§4.7.2).

use handfast_crypto::public_key::PublicKey;
use handfast_wire::handshake::CertificateVerify;

use super::asking::Asking;
use super::wait_answer_end::WaitAnswerEnd;
use crate::context::Fact;
use crate::post_handshake::RequestNumber;
use crate::{Cx, Error, Peer, Role, auth};

/// The client's chain was judged. It is checked in full also when the chain is unverified.
#[derive(Debug)]
pub(crate) struct WaitAnswerCv {
    pub(crate) behind: Asking,
    pub(crate) number: RequestNumber,
    pub(crate) peer: Peer,
    pub(crate) key: PublicKey,
}

impl WaitAnswerCv {
    pub(crate) fn certificate_verify(
        self,
        m: &CertificateVerify<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitAnswerEnd, Error> {
        let transcript = cx.transcript.before(self.behind.connected.suite().hash);
        auth::check(Role::Client, cx.config, &self.key, &transcript, m)?;
        cx.learned(Fact::PeerScheme(m.algorithm));
        Ok(WaitAnswerEnd { behind: self.behind, number: self.number, peer: Some(self.peer) })
    }

    pub(crate) fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(Self { behind: self.behind.update_keys(ask_peer, cx)?, ..self })
    }
}
