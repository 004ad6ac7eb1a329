//! The client's last flight (RFC 9846 §A.1, between WAIT_FINISHED and CONNECTED), message by message: each is built
//! only when the one before was delivered, so that the transcript holds what was really sent.

use handfast_wire::Message;
use handfast_wire::code_points::{CertificateCompressionAlgorithm, SignatureScheme};

use crate::connected::Connected;
use crate::context::{Effect, Side};
use crate::keys13::Ending;
use crate::messages::{send_certificate, send_certificate_verify};
use crate::question::{Ask, Identity};
use crate::{Cx, Error, Peer, Question, Role, auth};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Flight {
    EndOfEarlyData(SendEndOfEarlyData),
    Certificate(SendCertificate),
    AskSignature(AskSignature),
    Finished(SendFinished),
}

impl Flight {
    pub(super) const fn ending(&self) -> &Ending {
        match self {
            Self::EndOfEarlyData(s) => &s.ending,
            Self::Certificate(s) => &s.ending,
            Self::AskSignature(s) => &s.ending,
            Self::Finished(s) => &s.ending,
        }
    }
}

/// EndOfEarlyData is due (§4.6): the last under the early traffic keys. Nobody was asked for a certificate.
#[derive(Debug)]
pub(crate) struct SendEndOfEarlyData {
    pub(crate) ending: Ending,
    pub(crate) peer: Option<Peer>,
}

impl SendEndOfEarlyData {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { ending, peer } = self;
        cx.send(&Message::EndOfEarlyData)?;
        ending.install_handshake(Side::Write, cx);
        Ok(Flight::Finished(SendFinished { ending, peer, asked: false }))
    }
}

/// Certificate is due.
#[derive(Debug)]
pub(crate) struct SendCertificate {
    pub(crate) ending: Ending,
    pub(crate) peer: Option<Peer>,
    pub(crate) chosen: Option<(Identity, SignatureScheme)>,
    pub(crate) compression: Option<CertificateCompressionAlgorithm>,
}

impl SendCertificate {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { ending, peer, chosen, compression } = self;
        send_certificate(&[], chosen.as_ref().map(|(identity, _)| identity), compression, cx)?;
        Ok(match chosen {
            Some((identity, scheme)) => Flight::AskSignature(AskSignature { ending, peer, identity, scheme }),
            None => Flight::Finished(SendFinished { ending, peer, asked: true }),
        })
    }
}

/// The content of CertificateVerify can be made.
#[derive(Debug)]
pub(crate) struct AskSignature {
    ending: Ending,
    peer: Option<Peer>,
    identity: Identity,
    scheme: SignatureScheme,
}

impl AskSignature {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Signing {
        let Self { ending, peer, identity, scheme } = self;
        let content = auth::content(Role::Client, &cx.transcript.before(ending.suite().hash));
        cx.ask(Ask::Sign);
        Signing { ending, peer, identity, scheme, content }
    }
}

/// SIGNING (ours): the question is open.
#[derive(Debug)]
pub(crate) struct Signing {
    ending: Ending,
    peer: Option<Peer>,
    identity: Identity,
    scheme: SignatureScheme,
    content: Vec<u8>,
}

impl Signing {
    pub(crate) fn question(&self) -> Question<'_> {
        Question::Sign { scheme: self.scheme, content: &self.content, identity: &self.identity }
    }

    pub(crate) fn signature(self, signature: &[u8], cx: &mut Cx<'_>) -> Result<Flight, Error> {
        send_certificate_verify(self.scheme, signature, cx)?;
        Ok(Flight::Finished(SendFinished { ending: self.ending, peer: self.peer, asked: true }))
    }
}

/// Finished is due.
#[derive(Debug)]
pub(crate) struct SendFinished {
    pub(crate) ending: Ending,
    pub(crate) peer: Option<Peer>,
    /// Whether there was a CertificateRequest, whose context was empty.
    pub(crate) asked: bool,
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Connected, Error> {
        self.ending.send_finished(cx)?;
        self.ending.install(Side::Write, Role::Client, cx);
        cx.effects.push_back(Effect::Complete);
        let mut connected = Connected::new(Role::Client, self.ending.established, self.peer);
        if self.asked {
            connected.contexts.use_up(&[]);
        }
        Ok(connected)
    }
}
