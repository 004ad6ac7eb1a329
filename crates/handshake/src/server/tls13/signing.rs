//! SIGNING (ours, within NEGOTIATED of RFC 9846 §A.2): the signature of CertificateVerify (§4.5.2) is being made.

use handfast_wire::code_points::SignatureScheme;

use super::flight::{Flight, Known, SendFinished};
use crate::keys13::HandshakeKeys;
use crate::messages::send_certificate_verify;
use crate::question::Identity;
use crate::{ClientAuth, Cx, Error, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct Signing {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) identity: Identity,
    pub(crate) client_auth: ClientAuth,
    pub(crate) scheme: SignatureScheme,
    pub(crate) content: Vec<u8>,
}

impl Signing {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Sign { scheme: self.scheme, content: &self.content, identity: &self.identity }
    }

    pub(crate) fn signature(self, signature: &[u8], cx: &mut Cx<'_>) -> Result<Flight, Error> {
        send_certificate_verify(self.scheme, signature, cx)?;
        Ok(Flight::Finished(SendFinished {
            keys: self.keys,
            client: Known::NotYet(self.client_auth),
            early_data: None,
        }))
    }
}
