//! The server of TLS 1.3 from NEGOTIATED on (RFC 9846 §A.2).

mod asking;
mod finding_session;
mod flight;
mod issuing_tickets;
mod judging_answer;
mod judging_certificate;
mod judging_early_data;
mod judging_session;
mod prepared;
mod signing;
mod wait_answer_cv;
mod wait_answer_end;
mod wait_cert;
mod wait_cv;
mod wait_eoed;
mod wait_finished;

use core::mem;

use handfast_wire::Message;

use self::asking::Asking;
use self::finding_session::AfterFinding;
pub(crate) use self::finding_session::{FindingSession, OfferedPsk};
use self::flight::AfterFlight;
pub(crate) use self::flight::{Flight, Shown};
use self::issuing_tickets::{Afterwards, IssuingTickets};
use self::judging_answer::JudgingAnswer;
use self::judging_certificate::JudgingCertificate;
use self::judging_early_data::JudgingEarlyData;
use self::judging_session::{AfterJudging, JudgingSession};
pub(crate) use self::prepared::Prepared;
use self::signing::Signing;
use self::wait_answer_cv::WaitAnswerCv;
use self::wait_answer_end::WaitAnswerEnd;
use self::wait_cert::{AfterCertificate, WaitCert};
use self::wait_cv::WaitCv;
use self::wait_eoed::WaitEoed;
use self::wait_finished::WaitFinished;
use crate::connected::Connected;
use crate::question::Answer;
use crate::schedule13::ExporterSecret;
use crate::{Command, Cx, Error, Input, Local, Peer, Question, RequestNumber, State};

/// One variant a state.
#[derive(Debug, Default)]
pub(crate) enum Tls13 {
    FindingSession(FindingSession),
    JudgingSession(JudgingSession),
    JudgingEarlyData(JudgingEarlyData),
    Negotiated(Flight),
    Signing(Signing),
    WaitEoed(WaitEoed),
    WaitCert(WaitCert),
    JudgingCertificate(JudgingCertificate),
    WaitCv(WaitCv),
    WaitFinished(WaitFinished),
    IssuingTickets(IssuingTickets),
    Connected(Connected),
    Asking(Asking),
    JudgingAnswer(JudgingAnswer),
    WaitAnswerCv(WaitAnswerCv),
    WaitAnswerEnd(WaitAnswerEnd),
    #[default]
    Failed,
}

impl Tls13 {
    /// The whole diagram. The next state takes the place of this one; where there is none, FAILED stays.
    #[inline(never)]
    pub(crate) fn step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        use Input::{Answer as A, Command as C, Message as M, Proceed};
        *self = match (mem::take(self), input) {
            (Self::FindingSession(s), A(Answer::Session(found))) => match s.found(found, cx)? {
                AfterFinding::Judge(s) => Self::JudgingSession(s),
                AfterFinding::Admit(s) => Self::JudgingEarlyData(s),
                AfterFinding::Go(flight) => Self::Negotiated(flight),
            },
            (Self::JudgingSession(s), A(Answer::Judgement(j))) => match s.judgement(j, cx)? {
                AfterJudging::Admit(s) => Self::JudgingEarlyData(s),
                AfterJudging::Go(flight) => Self::Negotiated(flight),
            },
            (Self::JudgingEarlyData(s), A(Answer::EarlyData(admitted))) => {
                Self::Negotiated(s.admission(admitted, cx))
            }
            (Self::Negotiated(flight), Proceed) => match flight {
                Flight::ServerHello(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::EncryptedExtensions(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::CertificateRequest(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::Certificate(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::AskSignature(s) => Self::Signing(s.proceed(cx)),
                Flight::Finished(s) => Self::Negotiated(s.proceed(cx)?),
                Flight::Close(s) => match s.proceed(cx) {
                    AfterFlight::Asked(s) => Self::WaitCert(s),
                    AfterFlight::NotAsked(s) => Self::WaitFinished(s),
                    AfterFlight::EarlyData(s) => Self::WaitEoed(s),
                },
            },
            (Self::WaitEoed(s), M(Message::EndOfEarlyData)) => Self::WaitFinished(s.end_of_early_data(cx)),
            (Self::Signing(s), A(Answer::Signature(bytes))) => Self::Negotiated(s.signature(&bytes, cx)?),
            (Self::WaitCert(s), M(Message::Certificate(m))) => match s.certificate(m, cx)? {
                AfterCertificate::Chain(s) => Self::JudgingCertificate(s),
                AfterCertificate::Empty(s) => Self::WaitFinished(s),
            },
            (Self::JudgingCertificate(s), A(Answer::Judgement(j))) => Self::WaitCv(s.judgement(j)?),
            (Self::WaitCv(s), M(Message::CertificateVerify(m))) => {
                Self::WaitFinished(s.certificate_verify(m, cx)?)
            }
            (Self::WaitFinished(s), M(Message::Finished(m))) => s.finished(m, cx)?.into(),
            (Self::IssuingTickets(s), A(Answer::Ticket(ticket))) => s.ticket(ticket.as_deref(), cx)?.into(),
            (Self::IssuingTickets(s), C(Command::UpdateKeys { ask_peer })) => {
                Self::IssuingTickets(s.update_keys(ask_peer, cx)?)
            }
            (Self::Connected(s), M(Message::KeyUpdate(m))) => Self::Connected(s.key_update(m, cx)),
            (Self::Connected(s), C(Command::UpdateKeys { ask_peer })) => {
                Self::Connected(s.update_keys(ask_peer, cx)?)
            }
            (Self::Connected(s), C(Command::RequestCertificate { policy, authorities })) => {
                Self::Asking(Asking::new(s).request(policy, &authorities, cx)?)
            }
            (s, input) => s.after_handshake(input, cx)?,
        };
        Ok(())
    }

    /// Post-handshake authentication (§4.7.2). Between the messages of an answer nothing else may come of the client.
    fn after_handshake(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        use Input::{Answer as A, Command as C, Message as M};
        Ok(match (self, input) {
            (Self::Asking(s), C(Command::RequestCertificate { policy, authorities })) => {
                Self::Asking(s.request(policy, &authorities, cx)?)
            }
            (Self::Asking(s), M(Message::KeyUpdate(m))) => Self::Asking(s.key_update(m, cx)),
            (Self::Asking(s), M(Message::Certificate(m))) => match s.certificate(m, cx)? {
                asking::AfterCertificate::Chain(s) => Self::JudgingAnswer(s),
                asking::AfterCertificate::Empty(s) => Self::WaitAnswerEnd(s),
            },
            (Self::JudgingAnswer(s), A(Answer::Judgement(j))) => Self::WaitAnswerCv(s.judgement(j)?),
            (Self::WaitAnswerCv(s), M(Message::CertificateVerify(m))) => {
                Self::WaitAnswerEnd(s.certificate_verify(m, cx)?)
            }
            (Self::WaitAnswerEnd(s), M(Message::Finished(m))) => s.finished(m, cx)?.into(),
            (s, C(Command::UpdateKeys { ask_peer })) => s.update_keys(ask_peer, cx)?,
            (s, input) => return Err(input.out_of_place(s.state())),
        })
    }

    /// Our keys are ours to update at any time, also while the client answers.
    fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(match self {
            Self::Asking(s) => Self::Asking(s.update_keys(ask_peer, cx)?),
            Self::JudgingAnswer(s) => Self::JudgingAnswer(s.update_keys(ask_peer, cx)?),
            Self::WaitAnswerCv(s) => Self::WaitAnswerCv(s.update_keys(ask_peer, cx)?),
            Self::WaitAnswerEnd(s) => Self::WaitAnswerEnd(s.update_keys(ask_peer, cx)?),
            _ => return Err(Local::Misuse.into()),
        })
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::FindingSession(_) => State::FindingSession,
            Self::JudgingSession(_) => State::JudgingSession,
            Self::JudgingEarlyData(_) => State::JudgingEarlyData,
            Self::Negotiated(_) => State::Negotiated,
            Self::Signing(_) => State::Signing,
            Self::WaitEoed(_) => State::WaitEoed,
            Self::WaitCert(_) => State::WaitCert,
            Self::JudgingCertificate(_) => State::JudgingCertificate,
            Self::WaitCv(_) => State::WaitCv,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::IssuingTickets(_) => State::IssuingTickets,
            Self::Connected(_) => State::Connected,
            Self::Asking(_) => State::Asking,
            Self::JudgingAnswer(_) => State::JudgingAnswer,
            Self::WaitAnswerCv(_) => State::WaitAnswerCv,
            Self::WaitAnswerEnd(_) => State::WaitAnswerEnd,
            Self::Failed => State::Failed,
        }
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::Signing(s) => Some(s.question()),
            Self::JudgingCertificate(s) => Some(s.question()),
            Self::FindingSession(s) => Some(s.question()),
            Self::JudgingSession(s) => Some(s.question()),
            Self::JudgingEarlyData(s) => Some(s.question()),
            Self::IssuingTickets(s) => Some(s.question()),
            Self::JudgingAnswer(s) => Some(s.question()),
            _ => None,
        }
    }

    pub(crate) const fn connected(&self) -> Option<&Connected> {
        match self {
            Self::Connected(s) => Some(s),
            Self::IssuingTickets(s) => Some(&s.behind.connected),
            Self::Asking(s) => Some(&s.connected),
            Self::JudgingAnswer(s) => Some(&s.behind.connected),
            Self::WaitAnswerCv(s) => Some(&s.behind.connected),
            Self::WaitAnswerEnd(s) => Some(&s.behind.connected),
            _ => None,
        }
    }

    /// What can be exported beside early data that is taken (RFC 9846 §7.5).
    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        match self {
            Self::WaitEoed(s) => s.ending.early_exporter(),
            Self::WaitFinished(s) => s.ending.early_exporter(),
            _ => self.connected()?.early_exporter(),
        }
    }

    /// What can be exported before the client has finished, where early data is taken: who speaks then can bind what it
    /// says to the connection (RFC 9846 §7.5).
    pub(crate) fn half_open_exporter(&self) -> Option<&ExporterSecret> {
        let ending = match self {
            Self::WaitEoed(s) => &s.ending,
            Self::WaitFinished(s) => &s.ending,
            _ => return None,
        };
        ending.early_exporter().map(|_| &ending.established.secrets.exporter)
    }

    /// Who sends the early data, by the session that it came under.
    pub(crate) const fn early_peer(&self) -> Option<&Peer> {
        match self {
            Self::WaitEoed(s) => s.peer.as_ref(),
            _ => None,
        }
    }

    pub(crate) fn may_ask(&self) -> Result<(), Local> {
        match self {
            Self::Connected(_) => Ok(()),
            Self::Asking(s) => s.may_ask(),
            _ => Err(Local::Misuse),
        }
    }

    /// Whether this request has no whole answer yet.
    pub(crate) fn waits_for(&self, request: RequestNumber) -> bool {
        match self {
            Self::Asking(s) => s.waits_for(request),
            Self::IssuingTickets(s) => s.behind.waits_for(request),
            Self::JudgingAnswer(s) => s.number == request || s.behind.waits_for(request),
            Self::WaitAnswerCv(s) => s.number == request || s.behind.waits_for(request),
            Self::WaitAnswerEnd(s) => s.number == request || s.behind.waits_for(request),
            _ => false,
        }
    }
}

/// Where the end of a handshake leads, of an answer after it, and of a ticket.
impl From<Afterwards> for Tls13 {
    fn from(next: Afterwards) -> Self {
        match next {
            Afterwards::IssuesTickets(s) => Self::IssuingTickets(s),
            Afterwards::Connected(s) => Self::Connected(s),
            Afterwards::Asking(s) => Self::Asking(s),
        }
    }
}
