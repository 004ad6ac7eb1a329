//! SIGNING_ANSWER (ours, after CONNECTED of RFC 9846 §A.1): the signature of the CertificateVerify of an answer (§4.7.2) is
//! being made. The server may go on talking; we say nothing until the answer is whole.

use handfast_wire::code_points::SignatureScheme;

use super::answering::{Answering, Due};
use super::asked::Behind;
use crate::messages::send_certificate_verify;
use crate::question::Identity;
use crate::{Cx, Error, Question};

/// The question is open.
#[derive(Debug)]
pub(crate) struct SigningAnswer {
    pub(crate) behind: Behind,
    pub(crate) identity: Identity,
    pub(crate) scheme: SignatureScheme,
    pub(crate) content: Vec<u8>,
}

impl SigningAnswer {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Sign { scheme: self.scheme, content: &self.content, identity: &self.identity }
    }

    /// With a message that came meanwhile.
    pub(crate) fn meanwhile(
        self,
        happens: impl FnOnce(Behind) -> Result<Behind, Error>,
    ) -> Result<Self, Error> {
        Ok(Self { behind: happens(self.behind)?, ..self })
    }

    pub(crate) fn signature(self, signature: &[u8], cx: &mut Cx<'_>) -> Result<Answering, Error> {
        send_certificate_verify(self.scheme, signature, cx)?;
        Ok(Answering { behind: self.behind, due: Due::Finished })
    }
}
