//! ANSWERING (ours, after CONNECTED of RFC 9846 §A.1): the client's answer to a request after the handshake (§4.7.2),
//! message by message. Nothing else of ours may stand between them.

use handfast_wire::code_points::{CertificateCompressionAlgorithm, SignatureScheme};

use super::asked::{Asked, Behind};
use super::signing_answer::SigningAnswer;
use crate::connected::Connected;
use crate::context::Effect;
use crate::keys13::send_finished;
use crate::messages::send_certificate;
use crate::question::{Ask, Identity};
use crate::{Cx, Error, Role, auth};

/// An identity was chosen, or none.
#[derive(Debug)]
pub(crate) struct Answering {
    pub(crate) behind: Behind,
    pub(crate) due: Due,
}

/// What is due next.
#[derive(Debug)]
pub(crate) enum Due {
    Certificate(SendCertificate),
    Signature(AskSignature),
    Finished,
}

/// Certificate is due.
#[derive(Debug)]
pub(crate) struct SendCertificate {
    pub(crate) context: Vec<u8>,
    pub(crate) chosen: Option<(Identity, SignatureScheme)>,
    pub(crate) compression: Option<CertificateCompressionAlgorithm>,
}

/// The content of CertificateVerify can be made.
#[derive(Debug)]
pub(crate) struct AskSignature {
    identity: Identity,
    scheme: SignatureScheme,
}

/// Where the end of an answer leads.
#[derive(Debug)]
pub(crate) enum AfterAnswer {
    Connected(Connected),
    Asked(Asked),
}

impl SendCertificate {
    pub(crate) fn proceed(self, behind: Behind, cx: &mut Cx<'_>) -> Result<Answering, Error> {
        let Self { context, chosen, compression } = self;
        send_certificate(&context, chosen.as_ref().map(|(identity, _)| identity), compression, cx)?;
        let due = match chosen {
            Some((identity, scheme)) => Due::Signature(AskSignature { identity, scheme }),
            None => Due::Finished,
        };
        Ok(Answering { behind, due })
    }
}

impl AskSignature {
    pub(crate) fn proceed(self, behind: Behind, cx: &mut Cx<'_>) -> SigningAnswer {
        let Self { identity, scheme } = self;
        let hash = behind.connected.suite().hash;
        let content = auth::content(Role::Client, &cx.transcript.before(hash));
        cx.ask(Ask::Sign);
        SigningAnswer { behind, identity, scheme, content }
    }
}

/// Finished is due: a MAC under the keys that protect what we send now (§4.5).
pub(crate) fn finished(behind: Behind, cx: &mut Cx<'_>) -> Result<AfterAnswer, Error> {
    send_finished(behind.connected.suite(), behind.connected.client_traffic(), cx)?;
    cx.effects.push_back(Effect::JoinTranscript);
    Ok(behind.next(cx))
}
