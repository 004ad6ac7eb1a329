//! The server of TLS 1.2 from the ClientHello on. RFC 5246 §7.3 draws its flights; the states are ours.

mod choosing_identity;
mod client_hello;
mod decrypting_premaster;
mod finding_session;
mod flight;
mod issuing_ticket;
mod judging_certificate;
mod judging_session;
mod reply;
mod signing;
mod wait_ccs;
mod wait_cert;
mod wait_cke;
mod wait_cv;
mod wait_finished;

use core::mem;

use handfast_wire::{Dialect, Message};

use self::choosing_identity::AfterIdentity;
pub(super) use self::choosing_identity::ChoosingIdentity;
pub(super) use self::client_hello::client_hello;
use self::decrypting_premaster::DecryptingPremaster;
use self::finding_session::{AfterFinding, FindingSession};
use self::flight::{AfterFlight, Flight};
use self::issuing_ticket::{BeforeReply, IssuingTicket};
use self::judging_certificate::JudgingCertificate;
use self::judging_session::JudgingSession;
use self::reply::{AfterReply, Reply};
use self::signing::Signing;
use self::wait_ccs::WaitCcs;
use self::wait_cert::{AfterCertificate, WaitCert};
use self::wait_cke::{AfterExchange, AfterPremaster, WaitCke};
use self::wait_cv::WaitCv;
use self::wait_finished::{AfterFinished, WaitFinished};
use crate::connected12::Connected12;
use crate::question::Answer;
use crate::{Cx, Error, Input, Question, State, Suite12};

/// One variant a state.
#[derive(Debug, Default)]
pub(crate) enum Tls12 {
    ChoosingIdentity(ChoosingIdentity),
    FindingSession(FindingSession),
    JudgingSession(JudgingSession),
    Negotiated(Flight),
    Signing(Signing),
    WaitCert(WaitCert),
    JudgingCertificate(JudgingCertificate),
    WaitCke(WaitCke),
    DecryptingPremaster(DecryptingPremaster),
    WaitCv(WaitCv),
    WaitCcs(WaitCcs),
    WaitFinished(WaitFinished),
    IssuingTicket(IssuingTicket),
    Replying(Reply),
    Connected(Connected12),
    #[default]
    Failed,
}

impl Tls12 {
    /// The whole diagram. The next state takes the place of this one; where there is none, FAILED stays.
    #[inline(never)]
    pub(crate) fn step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        use Input::{Answer as A, ChangeCipherSpec, Message as M, Proceed};
        *self = match (mem::take(self), input) {
            (Self::ChoosingIdentity(s), A(Answer::ServerIdentity(identity))) => {
                match s.identity(identity, cx)? {
                    AfterIdentity::Negotiated(flight) => Self::Negotiated(flight),
                    AfterIdentity::Offered(s) => Self::FindingSession(s),
                }
            }
            (Self::FindingSession(s), A(Answer::Session(found))) => {
                match s.found(found.into_iter().next().map(|(_, session)| session), cx)? {
                    AfterFinding::Judge(s) => Self::JudgingSession(s),
                    AfterFinding::Go(flight) => Self::Negotiated(flight),
                }
            }
            (Self::JudgingSession(s), A(Answer::Judgement(j))) => Self::Negotiated(s.judgement(j, cx)),
            (Self::Negotiated(flight), Proceed) => match flight {
                Flight::ServerHello(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::Resume(s) => Self::before_reply(s.proceed(cx)?),
                Flight::Certificate(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::CertificateStatus(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::AskSignature(s) => Self::Signing(s.proceed(cx)?),
                Flight::CertificateRequest(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::ServerHelloDone(s) => match s.proceed(cx)? {
                    AfterFlight::Asked(s) => Self::WaitCert(s),
                    AfterFlight::NotAsked(s) => Self::WaitCke(s),
                },
            },
            (Self::Signing(s), A(Answer::Signature(bytes))) => Self::Negotiated(s.signature(&bytes, cx)?),
            (Self::WaitCert(s), M(Message::Certificate12(m))) => match s.certificate(m, cx)? {
                AfterCertificate::Chain(s) => Self::JudgingCertificate(s),
                AfterCertificate::Empty(s) => Self::WaitCke(s),
            },
            (Self::JudgingCertificate(s), A(Answer::Judgement(j))) => Self::WaitCke(s.judgement(j)?),
            (Self::WaitCke(s), M(Message::ClientKeyExchange(m))) => match s.client_key_exchange(*m, cx)? {
                AfterExchange::Agreed(next) => Self::after_premaster(next),
                AfterExchange::Encrypted(s) => Self::DecryptingPremaster(s),
            },
            (Self::DecryptingPremaster(s), A(Answer::Premaster(secret))) => {
                Self::after_premaster(s.premaster(&secret, cx)?)
            }
            (Self::WaitCv(s), M(Message::CertificateVerify(m))) => {
                Self::WaitCcs(s.certificate_verify(m, cx)?)
            }
            (Self::WaitCcs(s), ChangeCipherSpec) => Self::WaitFinished(s.change_cipher_spec(cx)),
            (Self::WaitFinished(s), M(Message::Finished(m))) => match s.finished(m, cx)? {
                AfterFinished::Reply(next) => Self::before_reply(next),
                AfterFinished::Connected(s) => Self::Connected(s),
            },
            (Self::IssuingTicket(s), A(Answer::Ticket(ticket))) => {
                Self::Replying(s.ticket(ticket.as_deref(), cx)?)
            }
            (Self::Replying(reply), Proceed) => match reply {
                Reply::ChangeCipherSpec(s) => Self::Replying(s.proceed(cx)),
                Reply::Finished(s) => match s.proceed(cx)? {
                    AfterReply::Connected(s) => Self::Connected(s),
                    AfterReply::WaitCcs(s) => Self::WaitCcs(s),
                },
            },
            (Self::Connected(s), M(Message::ClientHello(_))) => Self::Connected(s.refuse_renegotiation(cx)?),
            (s, input) => return Err(input.out_of_place(s.state())),
        };
        Ok(())
    }

    fn before_reply(next: BeforeReply) -> Self {
        match next {
            BeforeReply::Issue(s) => Self::IssuingTicket(s),
            BeforeReply::Reply(reply) => Self::Replying(reply),
        }
    }

    fn after_premaster(next: AfterPremaster) -> Self {
        match next {
            AfterPremaster::Presented(s) => Self::WaitCv(s),
            AfterPremaster::Nobody(s) => Self::WaitCcs(s),
        }
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::ChoosingIdentity(_) => State::ChoosingIdentity,
            Self::FindingSession(_) => State::FindingSession,
            Self::JudgingSession(_) => State::JudgingSession,
            Self::IssuingTicket(_) => State::IssuingTickets,
            Self::Negotiated(_) => State::Negotiated,
            Self::Signing(_) => State::Signing,
            Self::WaitCert(_) => State::WaitCert,
            Self::JudgingCertificate(_) => State::JudgingCertificate,
            Self::WaitCke(_) => State::WaitCke,
            Self::DecryptingPremaster(_) => State::DecryptingPremaster,
            Self::WaitCv(_) => State::WaitCv,
            Self::WaitCcs(_) => State::WaitCcs,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::Replying(_) => State::Replying,
            Self::Connected(_) => State::Connected,
            Self::Failed => State::Failed,
        }
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::FindingSession(s) => Some(s.question()),
            Self::JudgingSession(s) => Some(s.question()),
            Self::IssuingTicket(s) => Some(s.question()),
            Self::Signing(s) => Some(s.question()),
            Self::JudgingCertificate(s) => Some(s.question()),
            Self::DecryptingPremaster(s) => Some(s.question()),
            _ => None,
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.suite() {
            Some(suite) => suite.agreement.dialect(),
            None => Dialect::Tls12Ecdhe,
        }
    }

    const fn suite(&self) -> Option<Suite12> {
        Some(match self {
            Self::ChoosingIdentity(_) | Self::Failed => return None,
            Self::FindingSession(s) => s.hello.suite,
            Self::JudgingSession(s) => s.hello.suite,
            Self::IssuingTicket(s) => s.keys.hellos.suite,
            Self::Negotiated(flight) => flight.suite(),
            Self::Signing(s) => s.chosen.hellos.suite,
            Self::WaitCert(s) => s.chosen.hellos.suite,
            Self::JudgingCertificate(s) => s.chosen.hellos.suite,
            Self::WaitCke(s) => s.chosen.hellos.suite,
            Self::DecryptingPremaster(s) => s.hellos.suite,
            Self::WaitCv(s) => s.session.hellos.suite,
            Self::WaitCcs(s) => s.session.hellos.suite,
            Self::WaitFinished(s) => s.session.hellos.suite,
            Self::Replying(reply) => reply.session().hellos.suite,
            Self::Connected(s) => s.session().hellos.suite,
        })
    }
}
