//! The client's flight (RFC 5246 §7.3), message by message: each is built only when the one before was delivered, so that
//! the transcript holds what was really sent.

use handfast_crypto::key_transport;
use handfast_crypto::secret::Secret;
use handfast_wire::Message;
use handfast_wire::code_points::{ProtocolVersion, SignatureScheme};
use handfast_wire::handshake::ClientKeyExchange;

use super::wait_ccs::WaitCcs;
use super::wait_cr_shd::{Exchange, Server};
use crate::connected12::Connected12;
use crate::context::{Effect, Side};
use crate::keys12::{Hellos, Session};
use crate::messages::{send_certificate_verify, send_certificate12};
use crate::question::{Ask, Identity};
use crate::tickets12::{self, Course};
use crate::{Cx, Error, Local, Peer, Question, Refusal12, Role};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Flight {
    Certificate(SendCertificate),
    ClientKeyExchange(SendClientKeyExchange),
    AskSignature(AskSignature),
    ChangeCipherSpec(SendChangeCipherSpec),
    Finished(SendFinished),
}

impl Flight {
    pub(crate) const fn hellos(&self) -> &Hellos {
        match self {
            Self::Certificate(s) => &s.server.hellos,
            Self::ClientKeyExchange(s) => &s.server.hellos,
            Self::AskSignature(s) => &s.secret.hellos,
            Self::ChangeCipherSpec(SendChangeCipherSpec::Secret(secret)) => &secret.hellos,
            Self::ChangeCipherSpec(SendChangeCipherSpec::Session(session, ..)) => &session.hellos,
            Self::Finished(s) => &s.session.hellos,
        }
    }
}

/// Certificate is due (§7.4.6).
#[derive(Debug)]
pub(crate) struct SendCertificate {
    pub(crate) server: Server,
    pub(crate) chosen: Option<(Identity, SignatureScheme)>,
}

impl SendCertificate {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { server, chosen } = self;
        send_certificate12(chosen.as_ref().map(|(identity, _)| identity), cx)?;
        Ok(Flight::ClientKeyExchange(SendClientKeyExchange { server, chosen }))
    }
}

/// ClientKeyExchange is due (§7.4.7).
#[derive(Debug)]
pub(crate) struct SendClientKeyExchange {
    pub(crate) server: Server,
    pub(crate) chosen: Option<(Identity, SignatureScheme)>,
}

impl SendClientKeyExchange {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Flight, Error> {
        let Self { server: Server { hellos, peer, exchange }, chosen } = self;
        let premaster = send_exchange(exchange, cx)?;
        let secret = Premaster { hellos, peer, premaster };
        Ok(match chosen {
            Some((identity, scheme)) => Flight::AskSignature(AskSignature { secret, identity, scheme }),
            None => Flight::ChangeCipherSpec(SendChangeCipherSpec::Secret(secret)),
        })
    }
}

fn send_exchange(exchange: Exchange, cx: &mut Cx<'_>) -> Result<Secret, Error> {
    match exchange {
        Exchange::Ecdhe(agreed) => {
            cx.send(&Message::ClientKeyExchange(ClientKeyExchange::Ecdhe(&agreed.share)))?;
            Ok(agreed.secret)
        }
        Exchange::Rsa(key) => {
            let (premaster, encrypted) = key_transport::encrypt(&key, ProtocolVersion::TLS1_2.0, cx.rng)
                .map_err(|_| Refusal12::KeySize)?;
            cx.send(&Message::ClientKeyExchange(ClientKeyExchange::Rsa(&encrypted)))?;
            Ok(premaster)
        }
    }
}

/// The premaster secret, until ClientKeyExchange is delivered and the main secret can be made (RFC 7627 §4).
#[derive(Debug)]
pub(crate) struct Premaster {
    hellos: Hellos,
    peer: Peer,
    premaster: Secret,
}

impl Premaster {
    fn session(self, cx: &mut Cx<'_>) -> (Session, Peer) {
        (self.hellos.session(&self.premaster, cx), self.peer)
    }
}

/// The main secret can be made, and the content of CertificateVerify is there (§7.4.8).
#[derive(Debug)]
pub(crate) struct AskSignature {
    secret: Premaster,
    identity: Identity,
    scheme: SignatureScheme,
}

impl AskSignature {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Signing, Error> {
        let Self { secret, identity, scheme } = self;
        let (session, peer) = secret.session(cx);
        let content = cx.transcript.messages().ok_or(Local::Misuse)?.to_vec();
        cx.ask(Ask::Sign);
        Ok(Signing { session, peer, identity, scheme, content })
    }
}

/// SIGNING (ours): the question is open.
#[derive(Debug)]
pub(crate) struct Signing {
    pub(crate) session: Session,
    peer: Peer,
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
        Ok(Flight::ChangeCipherSpec(SendChangeCipherSpec::Session(self.session, self.peer, Course::Full)))
    }
}

/// ChangeCipherSpec is due (§7.1): after CertificateVerify, or right after ClientKeyExchange.
#[derive(Debug)]
pub(crate) enum SendChangeCipherSpec {
    Secret(Premaster),
    Session(Session, Peer, Course),
}

impl SendChangeCipherSpec {
    /// No signature follows: the messages themselves are needed no longer.
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Flight {
        let (session, peer, course) = match self {
            Self::Secret(secret) => {
                let (session, peer) = secret.session(cx);
                (session, peer, Course::Full)
            }
            Self::Session(session, peer, course) => (session, peer, course),
        };
        cx.effects.push_back(Effect::SettleTranscript(session.hellos.suite.suite.hash));
        cx.change_cipher_spec();
        session.install(Side::Write, Role::Client, cx);
        Flight::Finished(SendFinished { session, peer, course })
    }
}

/// Finished is due (§7.4.9).
#[derive(Debug)]
pub(crate) struct SendFinished {
    session: Session,
    peer: Peer,
    course: Course,
}

/// Where our Finished leads.
#[derive(Debug)]
pub(crate) enum AfterFlight {
    WaitCcs(WaitCcs),
    Connected(Connected12),
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<AfterFlight, Error> {
        let Self { mut session, peer, course } = self;
        session.send_finished(Role::Client, cx)?;
        Ok(match course {
            Course::Full => AfterFlight::WaitCcs(WaitCcs { session, peer, course }),
            Course::Abbreviated => {
                tickets12::keep(&session, Some(&peer), cx);
                cx.effects.push_back(Effect::Complete);
                AfterFlight::Connected(Connected12::new(session, Some(peer)))
            }
        })
    }
}
