//! The client of TLS 1.2 below WAIT_SH. RFC 5246 §7.3 draws its flights; the states are ours.

mod choosing_identity;
mod flight;
mod judging_certificate;
mod server_hello;
mod wait_ccs;
mod wait_cert;
mod wait_cr_shd;
mod wait_finished;
mod wait_shd;
mod wait_ske;
mod wait_status;

use core::mem;

use handfast_wire::{Dialect, Message};

use self::choosing_identity::ChoosingIdentity;
use self::flight::{AfterFlight, Flight, Signing};
use self::judging_certificate::{AfterVerdict, JudgingCertificate};
pub(super) use self::server_hello::server_hello;
pub(crate) use self::wait_ccs::WaitCcs;
use self::wait_cert::AfterCertificate;
pub(crate) use self::wait_cert::WaitCert;
use self::wait_cr_shd::WaitCrShd;
use self::wait_finished::{AfterFinished, WaitFinished};
use self::wait_shd::WaitShd;
use self::wait_ske::WaitSke;
use self::wait_status::WaitStatus;
use crate::connected12::Connected12;
use crate::keys12::Hellos;
use crate::question::Answer;
use crate::{Cx, Error, Input, Question, State};

/// One variant a state.
#[derive(Debug, Default)]
pub(crate) enum Tls12 {
    WaitCert(WaitCert),
    WaitStatus(WaitStatus),
    JudgingCertificate(JudgingCertificate),
    WaitSke(WaitSke),
    WaitCrShd(WaitCrShd),
    WaitShd(WaitShd),
    ChoosingIdentity(ChoosingIdentity),
    Replying(Flight),
    Signing(Signing),
    WaitCcs(WaitCcs),
    WaitFinished(WaitFinished),
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
            (Self::WaitCert(s), M(Message::Certificate12(m))) => match s.certificate(m, cx)? {
                AfterCertificate::Status(s) => Self::WaitStatus(s),
                AfterCertificate::Judge(s) => Self::JudgingCertificate(s),
            },
            (Self::WaitStatus(s), M(Message::CertificateStatus(m))) => {
                Self::JudgingCertificate(s.certificate_status(m, cx)?)
            }
            (Self::WaitStatus(s), Proceed) => Self::JudgingCertificate(s.goes_without(cx)),
            (Self::JudgingCertificate(s), A(Answer::Judgement(j))) => match s.judgement(j, cx.config)? {
                AfterVerdict::Ecdhe(s) => Self::WaitSke(s),
                AfterVerdict::Rsa(s) => Self::WaitCrShd(s),
            },
            (Self::WaitSke(s), M(Message::ServerKeyExchange(m))) => {
                Self::WaitCrShd(s.server_key_exchange(m, cx)?)
            }
            (Self::WaitCrShd(s), M(Message::CertificateRequest12(m))) => {
                Self::WaitShd(s.certificate_request(m, cx))
            }
            (Self::WaitCrShd(s), M(Message::ServerHelloDone)) => Self::Replying(s.server_hello_done()),
            (Self::WaitShd(s), M(Message::ServerHelloDone)) => {
                Self::ChoosingIdentity(s.server_hello_done(cx))
            }
            (Self::ChoosingIdentity(s), A(Answer::Identity(identity))) => {
                Self::Replying(s.identity(identity, cx)?)
            }
            (Self::Replying(flight), Proceed) => match flight {
                Flight::Certificate(s) => Self::Replying(s.proceed(cx)?),
                Flight::ClientKeyExchange(s) => Self::Replying(s.proceed(cx)?),
                Flight::AskSignature(s) => Self::Signing(s.proceed(cx)?),
                Flight::ChangeCipherSpec(s) => Self::Replying(s.proceed(cx)),
                Flight::Finished(s) => match s.proceed(cx)? {
                    AfterFlight::WaitCcs(s) => Self::WaitCcs(s),
                    AfterFlight::Connected(s) => Self::Connected(s),
                },
            },
            (Self::Signing(s), A(Answer::Signature(bytes))) => Self::Replying(s.signature(&bytes, cx)?),
            (Self::WaitCcs(s), M(Message::NewSessionTicket12(m))) => {
                Self::WaitCcs(s.new_session_ticket(m, cx)?)
            }
            (Self::WaitCcs(s), ChangeCipherSpec) => Self::WaitFinished(s.change_cipher_spec(cx)?),
            (Self::WaitFinished(s), M(Message::Finished(m))) => match s.finished(m, cx)? {
                AfterFinished::Connected(s) => Self::Connected(s),
                AfterFinished::Reply(flight) => Self::Replying(flight),
            },
            (Self::Connected(s), M(Message::HelloRequest)) => Self::Connected(s.refuse_renegotiation(cx)?),
            (s, input) => return Err(input.out_of_place(s.state())),
        };
        Ok(())
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::WaitCert(_) => State::WaitCert,
            Self::WaitStatus(_) => State::WaitStatus,
            Self::JudgingCertificate(_) => State::JudgingCertificate,
            Self::WaitSke(_) => State::WaitSke,
            Self::WaitCrShd(_) => State::WaitCrShd,
            Self::WaitShd(_) => State::WaitShd,
            Self::ChoosingIdentity(_) => State::ChoosingIdentity,
            Self::Replying(_) => State::Replying,
            Self::Signing(_) => State::Signing,
            Self::WaitCcs(_) => State::WaitCcs,
            Self::WaitFinished(_) => State::WaitFinished,
            Self::Connected(_) => State::Connected,
            Self::Failed => State::Failed,
        }
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::JudgingCertificate(s) => Some(s.question()),
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::Signing(s) => Some(s.question()),
            _ => None,
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.hellos() {
            Some(hellos) => hellos.suite.agreement.dialect(),
            None => Dialect::Tls12Ecdhe,
        }
    }

    const fn hellos(&self) -> Option<&Hellos> {
        Some(match self {
            Self::WaitCert(s) => &s.hellos,
            Self::WaitStatus(s) => &s.hellos,
            Self::JudgingCertificate(s) => &s.hellos,
            Self::WaitSke(s) => &s.hellos,
            Self::WaitCrShd(s) => &s.server.hellos,
            Self::WaitShd(s) => &s.server.hellos,
            Self::ChoosingIdentity(s) => &s.server.hellos,
            Self::Replying(flight) => flight.hellos(),
            Self::Signing(s) => &s.session.hellos,
            Self::WaitCcs(s) => &s.session.hellos,
            Self::WaitFinished(s) => &s.session.hellos,
            Self::Connected(s) => &s.session().hellos,
            Self::Failed => return None,
        })
    }
}
