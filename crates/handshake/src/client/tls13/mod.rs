//! The client of TLS 1.3 below WAIT_SH (RFC 9846 §A.1).

mod choosing_identity;
mod flight;
mod judging_certificate;
mod wait_cert;
mod wait_cert_cr;
mod wait_cv;
mod wait_ee;
mod wait_finished;

use handfast_wire::Message;

use self::choosing_identity::ChoosingIdentity;
use self::flight::{Flight, Signing};
use self::judging_certificate::JudgingCertificate;
use self::wait_cert::WaitCert;
use self::wait_cert_cr::WaitCertCr;
use self::wait_cv::WaitCv;
use self::wait_ee::AfterEe;
pub(crate) use self::wait_ee::WaitEe;
use self::wait_finished::{AfterFinished, WaitFinished};
use crate::connected::Connected;
use crate::question::{Answer, Ask};
use crate::{Command, Cx, Error, Input, Question, State, Wants};

/// One variant a state.
#[derive(Debug)]
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
}

impl Tls13 {
    /// The whole diagram.
    pub(crate) fn step(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        use Input::{Answer as A, Command as C, Message as M, Proceed};
        Ok(match (self, input) {
            (Self::WaitEe(s), M(Message::EncryptedExtensions(m))) => match s.encrypted_extensions(&m, cx)? {
                AfterEe::Certificate(s) => Self::WaitCertCr(s),
                AfterEe::Psk(s) => Self::WaitFinished(s),
            },
            (Self::WaitCertCr(s), M(Message::CertificateRequest(m))) => {
                Self::WaitCert(s.certificate_request(&m, cx)?)
            }
            (Self::WaitCertCr(s), M(Message::Certificate(m))) => {
                Self::JudgingCertificate(s.certificate(&m, cx)?)
            }
            (Self::WaitCert(s), M(Message::Certificate(m))) => {
                Self::JudgingCertificate(s.certificate(&m, cx)?)
            }
            (Self::JudgingCertificate(s), A(Answer::Judgement(j))) => Self::WaitCv(s.judgement(j)?),
            (Self::WaitCv(s), M(Message::CertificateVerify(m))) => {
                Self::WaitFinished(s.certificate_verify(&m, cx)?)
            }
            (Self::WaitFinished(s), M(Message::Finished(m))) => match s.finished(&m, cx)? {
                AfterFinished::Asked(s) => Self::ChoosingIdentity(s),
                AfterFinished::NotAsked(flight) => Self::Replying(flight),
            },
            (Self::ChoosingIdentity(s), A(Answer::Identity(identity))) => {
                Self::Replying(s.identity(identity, cx))
            }
            (Self::Replying(flight), Proceed) => match flight {
                Flight::Certificate(s) => Self::Replying(s.proceed(cx)?),
                Flight::AskSignature(s) => Self::Signing(s.proceed(cx)),
                Flight::Finished(s) => Self::Connected(s.proceed(cx)?),
            },
            (Self::Signing(s), A(Answer::Signature(bytes))) => Self::Replying(s.signature(&bytes, cx)?),
            (Self::Connected(s), M(Message::NewSessionTicket(m))) => Self::Connected(s.ticket(&m, cx)),
            (Self::Connected(s), M(Message::KeyUpdate(m))) => Self::Connected(s.key_update(&m, cx)),
            (Self::Connected(s), C(Command::UpdateKeys { ask_peer })) => {
                Self::Connected(s.update_keys(ask_peer, cx)?)
            }
            (s, input) => return Err(input.out_of_place(s.state())),
        })
    }

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
        }
    }

    pub(crate) const fn wants(&self) -> Wants {
        match self {
            Self::JudgingCertificate(_) => Wants::Answer(Ask::Judge),
            Self::ChoosingIdentity(_) => Wants::Answer(Ask::Identity),
            Self::Signing(_) => Wants::Answer(Ask::Sign),
            Self::Replying(_) => Wants::Proceed,
            Self::WaitEe(_)
            | Self::WaitCertCr(_)
            | Self::WaitCert(_)
            | Self::WaitCv(_)
            | Self::WaitFinished(_)
            | Self::Connected(_) => Wants::Message,
        }
    }

    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::JudgingCertificate(s) => Some(s.question()),
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::Signing(s) => Some(s.question()),
            _ => None,
        }
    }
}
