//! ASKING (ours, after CONNECTED of RFC 9846 §A.2): CertificateRequests were sent after the handshake (§4.7.2), and the
//! client answers them in any order, when it likes.

use std::sync::Arc;

use handfast_wire::Kind;
use handfast_wire::handshake::{Certificate, KeyUpdate};

use super::flight::send_certificate_request;
use super::issuing_tickets::Afterwards;
use super::judging_answer::JudgingAnswer;
use super::wait_answer_end::WaitAnswerEnd;
use crate::connected::Connected;
use crate::context::{Effect, Fact};
use crate::messages::take_chain;
use crate::post_handshake::{MOST_REQUESTS, RequestNumber, Sent};
use crate::session::Millis;
use crate::{ClientAuth, Cx, Error, Local, Peer, Refusal};

/// A connection, and the requests that wait for an answer: at least one in ASKING.
#[derive(Debug)]
pub(crate) struct Asking {
    pub(crate) connected: Box<Connected>,
    requests: Vec<Sent>,
}

/// Where the first message of an answer leads.
#[derive(Debug)]
pub(crate) enum AfterCertificate {
    Chain(JudgingAnswer),
    Empty(WaitAnswerEnd),
}

impl Asking {
    /// Nothing was asked yet.
    pub(crate) fn new(connected: Connected) -> Self {
        Self { connected: Box::new(connected), requests: Vec::new() }
    }

    /// Sends CertificateRequest (§4.4.2), with a context that nobody can know beforehand.
    pub(crate) fn request(
        mut self,
        policy: ClientAuth,
        authorities: &Arc<[Vec<u8>]>,
        cx: &mut Cx<'_>,
    ) -> Result<Self, Error> {
        self.may_ask()?;
        if policy == ClientAuth::None {
            return Err(Local::Misuse.into());
        }
        let context = cx.random();
        cx.learned(Fact::ClientAuth(policy));
        let start = cx.scratch.len();
        send_certificate_request(&context, authorities, cx)?;
        let message = cx.scratch.get(start..).unwrap_or_default().to_vec();
        let number = self.connected.next_request();
        self.requests.push(Sent { number, message, context, policy });
        Ok(self)
    }

    pub(crate) fn may_ask(&self) -> Result<(), Local> {
        if self.requests.len() < MOST_REQUESTS { Ok(()) } else { Err(Local::TooManyRequests) }
    }

    /// The answer to one of the requests begins: to which, its context says (§4.5.1).
    pub(crate) fn certificate(
        mut self,
        m: &Certificate<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterCertificate, Error> {
        let answers = |sent: &Sent| sent.context == m.certificate_request_context;
        let Some(index) = self.requests.iter().position(answers) else {
            return Err(Refusal::UnknownRequest { message: Kind::Certificate }.into());
        };
        let Sent { number, message, policy, .. } = self.requests.remove(index);
        cx.effects.push_back(Effect::ForkTranscript(message));
        if let Some(chain) = take_chain(self.connected.client_type(), m, cx)? {
            let behind = self;
            return Ok(AfterCertificate::Chain(JudgingAnswer { behind, number, policy, chain }));
        }
        // At the server's discretion (§4.5.1.3).
        if policy == ClientAuth::Require {
            return Err(Refusal::CertificateRequired.into());
        }
        cx.learned(Fact::NoClientCertificate);
        Ok(AfterCertificate::Empty(WaitAnswerEnd { behind: self, number, peer: None }))
    }

    pub(crate) fn key_update(self, m: &KeyUpdate, cx: &mut Cx<'_>) -> Self {
        Self { connected: Box::new(self.connected.key_update(m, cx)), ..self }
    }

    pub(crate) fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(Self { connected: Box::new(self.connected.update_keys(ask_peer, cx)?), ..self })
    }

    /// The client proved who it is.
    pub(crate) fn known_as(self, peer: Peer, now: Millis) -> Self {
        Self { connected: Box::new(self.connected.known_as(peer, now)), ..self }
    }

    /// What was to be done is done; requests may wait for their answers.
    pub(crate) fn answered(self) -> Afterwards {
        if self.requests.is_empty() {
            Afterwards::Connected(*self.connected)
        } else {
            Afterwards::Asking(self)
        }
    }

    /// Whether this request waits for its answer.
    pub(crate) fn waits_for(&self, number: RequestNumber) -> bool {
        self.requests.iter().any(|sent| sent.number == number)
    }
}
