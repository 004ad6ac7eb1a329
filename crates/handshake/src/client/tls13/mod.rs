//! The client of TLS 1.3 below WAIT_SH (RFC 9846 §A.1).

mod answering;
mod asked;
mod choosing_identity;
mod flight;
mod judging_certificate;
mod signing_answer;
mod wait_cert;
mod wait_cert_cr;
mod wait_cv;
mod wait_ee;
mod wait_finished;

use core::mem;

use handfast_wire::Message;

use self::answering::{AfterAnswer, Answering, Due};
use self::asked::Asked;
use self::choosing_identity::ChoosingIdentity;
use self::flight::{Flight, Signing};
use self::judging_certificate::JudgingCertificate;
use self::signing_answer::SigningAnswer;
use self::wait_cert::WaitCert;
use self::wait_cert_cr::WaitCertCr;
use self::wait_cv::WaitCv;
use self::wait_ee::AfterEe;
pub(crate) use self::wait_ee::WaitEe;
use self::wait_finished::{AfterFinished, WaitFinished};
use crate::connected::Connected;
use crate::question::Answer;
use crate::schedule13::ExporterSecret;
use crate::{Command, Cx, Error, Input, Question, State};

/// One variant a state.
#[derive(Debug, Default)]
pub(crate) enum Tls13 {
    WaitEe(WaitEe),
    WaitCertCr(WaitCertCr),
    WaitCert(WaitCert),
    JudgingCertificate(JudgingCertificate),
    WaitCv(WaitCv),
    WaitFinished(WaitFinished),
    ChoosingIdentity(ChoosingIdentity),
    Replying(Flight),
    Signing(Signing),
    Connected(Connected),
    Asked(Asked),
    Answering(Answering),
    SigningAnswer(SigningAnswer),
    #[default]
    Failed,
}

impl Tls13 {
    /// The whole diagram. The next state takes the place of this one; where there is none, FAILED stays.
    #[inline(never)]
    pub(crate) fn step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        use Input::{Answer as A, Command as C, Message as M, Proceed};
        *self = match (mem::take(self), input) {
            (Self::WaitEe(s), M(Message::EncryptedExtensions(m))) => match s.encrypted_extensions(m, cx)? {
                AfterEe::Certificate(s) => Self::WaitCertCr(s),
                AfterEe::Psk(s) => Self::WaitFinished(s),
            },
            (Self::WaitCertCr(s), M(Message::CertificateRequest(m))) => {
                Self::WaitCert(s.certificate_request(m, cx)?)
            }
            (Self::WaitCertCr(s), M(Message::Certificate(m))) => {
                Self::JudgingCertificate(s.certificate(m, cx)?)
            }
            (Self::WaitCert(s), M(Message::Certificate(m))) => {
                Self::JudgingCertificate(s.certificate(m, cx)?)
            }
            (Self::JudgingCertificate(s), A(Answer::Judgement(j))) => Self::WaitCv(s.judgement(j)?),
            (Self::WaitCv(s), M(Message::CertificateVerify(m))) => {
                Self::WaitFinished(s.certificate_verify(m, cx)?)
            }
            (Self::WaitFinished(s), M(Message::Finished(m))) => match s.finished(m, cx)? {
                AfterFinished::Asked(s) => Self::ChoosingIdentity(s),
                AfterFinished::NotAsked(flight) => Self::Replying(flight),
            },
            (Self::ChoosingIdentity(s), A(Answer::Identity(identity))) => {
                Self::Replying(s.identity(identity, cx)?)
            }
            (Self::Replying(flight), Proceed) => match flight {
                Flight::EndOfEarlyData(s) => Self::Replying(s.proceed(cx)?),
                Flight::Certificate(s) => Self::Replying(s.proceed(cx)?),
                Flight::AskSignature(s) => Self::Signing(s.proceed(cx)),
                Flight::Finished(s) => Self::Connected(s.proceed(cx)?),
            },
            (Self::Signing(s), A(Answer::Signature(bytes))) => Self::Replying(s.signature(&bytes, cx)?),
            (Self::Connected(s), M(Message::NewSessionTicket(m))) => Self::Connected(s.ticket(m, cx)),
            (Self::Connected(s), M(Message::KeyUpdate(m))) => Self::Connected(s.key_update(m, cx)),
            (Self::Connected(s), C(Command::UpdateKeys { ask_peer })) => {
                Self::Connected(s.update_keys(ask_peer, cx)?)
            }
            (Self::Connected(s), M(Message::CertificateRequest(m))) => Self::Asked(Asked::first(m, s, cx)?),
            (s, input) => s.after_handshake(input, cx)?,
        };
        Ok(())
    }

    /// Post-handshake authentication (§4.7.2). While an application chooses an identity or a device signs, the server may go
    /// on talking.
    fn after_handshake(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        use Input::{Answer as A, Command as C, Message as M, Proceed};
        Ok(match (self, input) {
            (Self::Asked(s), A(Answer::Identity(identity))) => Self::Answering(s.identity(identity, cx)?),
            (Self::Asked(s), M(Message::CertificateRequest(m))) => {
                Self::Asked(s.meanwhile(|behind| behind.certificate_request(m, cx))?)
            }
            (Self::Asked(s), M(Message::NewSessionTicket(m))) => {
                Self::Asked(s.meanwhile(|behind| Ok(behind.ticket(m, cx)))?)
            }
            (Self::Asked(s), M(Message::KeyUpdate(m))) => {
                Self::Asked(s.meanwhile(|behind| Ok(behind.key_update(m, cx)))?)
            }
            (Self::Asked(s), C(Command::UpdateKeys { ask_peer })) => {
                Self::Asked(s.meanwhile(|behind| behind.update_keys(ask_peer, cx))?)
            }
            (Self::Answering(Answering { behind, due }), Proceed) => match due {
                Due::Certificate(s) => Self::Answering(s.proceed(behind, cx)?),
                Due::Signature(s) => Self::SigningAnswer(s.proceed(behind, cx)),
                Due::Finished => match answering::finished(behind, cx)? {
                    AfterAnswer::Connected(s) => Self::Connected(s),
                    AfterAnswer::Asked(s) => Self::Asked(s),
                },
            },
            (Self::SigningAnswer(s), A(Answer::Signature(bytes))) => {
                Self::Answering(s.signature(&bytes, cx)?)
            }
            (Self::SigningAnswer(s), M(Message::CertificateRequest(m))) => {
                Self::SigningAnswer(s.meanwhile(|behind| behind.certificate_request(m, cx))?)
            }
            (Self::SigningAnswer(s), M(Message::NewSessionTicket(m))) => {
                Self::SigningAnswer(s.meanwhile(|behind| Ok(behind.ticket(m, cx)))?)
            }
            (Self::SigningAnswer(s), M(Message::KeyUpdate(m))) => {
                Self::SigningAnswer(s.meanwhile(|behind| Ok(behind.key_update(m, cx)))?)
            }
            (s, input) => return Err(input.out_of_place(s.state())),
        })
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::WaitEe(_) => State::WaitEe,
            Self::WaitCertCr(_) => State::WaitCertCr,
            Self::WaitCert(_) => State::WaitCert,
            Self::JudgingCertificate(_) => State::JudgingCertificate,
            Self::WaitCv(_) => State::WaitCv,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::ChoosingIdentity(_) => State::ChoosingIdentity,
            Self::Replying(_) => State::Replying,
            Self::Signing(_) => State::Signing,
            Self::Connected(_) => State::Connected,
            Self::Asked(_) => State::Asked,
            Self::Answering(_) => State::Answering,
            Self::SigningAnswer(_) => State::SigningAnswer,
            Self::Failed => State::Failed,
        }
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::JudgingCertificate(s) => Some(s.question()),
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::Signing(s) => Some(s.question()),
            Self::Asked(s) => Some(s.question()),
            Self::SigningAnswer(s) => Some(s.question()),
            _ => None,
        }
    }

    /// What can be exported beside early data (RFC 9846 §7.5).
    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        match self {
            Self::WaitEe(s) => s.early_exporter(),
            Self::WaitFinished(s) => s.keys.early_exporter.as_deref(),
            Self::Replying(flight) => flight.ending().early_exporter(),
            _ => self.connected()?.early_exporter(),
        }
    }

    pub(crate) const fn connected(&self) -> Option<&Connected> {
        match self {
            Self::Connected(s) => Some(s),
            Self::Asked(s) => Some(&s.behind.connected),
            Self::Answering(s) => Some(&s.behind.connected),
            Self::SigningAnswer(s) => Some(&s.behind.connected),
            _ => None,
        }
    }

    /// Whether so many requests for a certificate wait behind the one that is being answered that nothing more is read.
    pub(crate) const fn is_full(&self) -> bool {
        match self {
            Self::Asked(Asked { behind, .. }) | Self::SigningAnswer(SigningAnswer { behind, .. }) => {
                behind.is_full()
            }
            _ => false,
        }
    }
}
