//! The client: START, what it goes on from, and WAIT_SH here, everything below them in `tls13` and `tls12`.

mod finding_session;
mod hello;
mod identity;
mod judging_session;
mod offer;
mod offers;
mod order;
mod starting_early_data;
mod tls12;
mod tls13;
mod wait_sh;

use core::mem;

use handfast_wire::{Dialect, Message};

use self::finding_session::{AfterFinding, FindingSession};
use self::hello::{AfterStart, Start};
use self::judging_session::JudgingSession;
use self::starting_early_data::StartingEarlyData;
use self::tls12::Tls12;
use self::tls13::Tls13;
use self::wait_sh::{AfterHello, WaitSh};
use crate::complete::Complete;
use crate::question::Answer;
use crate::schedule13::ExporterSecret;
use crate::{Cx, Error, Input, Local, Question, State, Version};

/// RFC 9846 §A.1, and TLS 1.2 from ServerHello on.
#[derive(Debug, Default)]
pub(crate) enum Client {
    Start(Start),
    FindingSession(FindingSession),
    JudgingSession(JudgingSession),
    StartingEarlyData(StartingEarlyData),
    WaitSh(WaitSh),
    Tls13(Tls13),
    Tls12(Tls12),
    #[default]
    Failed,
}

impl Client {
    pub(crate) fn new(server_name: Option<String>) -> Self {
        Self::Start(Start::new(server_name))
    }

    pub(crate) fn step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        match self {
            Self::Tls13(s) => s.step(input, cx),
            Self::Tls12(s) => s.step(input, cx),
            Self::Failed => Err(Local::Misuse.into()),
            _ => self.go_on(input, cx),
        }
    }

    /// The top of the diagram. Its frame is that of all its states: who only passes by does not need it.
    #[inline(never)]
    fn go_on(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        *self = match (mem::take(self), input) {
            (Self::Start(s), Input::Proceed) => match s.proceed(cx)? {
                AfterStart::Find(s) => Self::FindingSession(s),
                AfterStart::Said(s) => Self::WaitSh(s),
                AfterStart::SaidEarly(s) => Self::StartingEarlyData(s),
            },
            (Self::StartingEarlyData(s), Input::Proceed) => Self::WaitSh(s.proceed(cx)),
            (Self::FindingSession(s), Input::Answer(Answer::OwnSessions(sessions))) => {
                match s.found(sessions, cx) {
                    AfterFinding::Judge(s) => Self::JudgingSession(s),
                    AfterFinding::Go(s) => Self::Start(s),
                }
            }
            (Self::JudgingSession(s), Input::Answer(Answer::Judgement(j))) => Self::Start(s.judgement(j, cx)),
            (Self::WaitSh(s), Input::Message(Message::HelloRetryRequest(m))) => Self::Start(s.retry(m, cx)?),
            (Self::WaitSh(s), Input::Message(Message::ServerHello(m))) => match s.server_hello(m, cx)? {
                AfterHello::Tls13(s) => Self::Tls13(Tls13::WaitEe(s)),
                AfterHello::Tls12(s) => Self::Tls12(Tls12::WaitCert(s)),
                AfterHello::Resumed12(s) => Self::Tls12(Tls12::WaitCcs(s)),
            },
            (s, input) => return Err(input.out_of_place(s.state())),
        };
        Ok(())
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::FindingSession(_) => State::FindingSession,
            Self::JudgingSession(_) => State::JudgingSession,
            Self::StartingEarlyData(_) => State::StartingEarlyData,
            Self::WaitSh(_) => State::WaitSh,
            Self::Tls13(s) => s.state(),
            Self::Tls12(s) => s.state(),
            Self::Failed => State::Failed,
        }
    }

    /// Whether nothing more is read until what is asked is answered.
    #[inline]
    pub(crate) const fn is_full(&self) -> bool {
        matches!(self, Self::Tls13(s) if s.is_full())
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::FindingSession(s) => Some(s.question()),
            Self::JudgingSession(s) => Some(s.question()),
            Self::Tls13(s) => s.question(),
            Self::Tls12(s) => s.question(),
            Self::Start(_) | Self::StartingEarlyData(_) | Self::WaitSh(_) | Self::Failed => None,
        }
    }

    pub(crate) const fn version(&self) -> Option<Version> {
        match self {
            Self::Start(_)
            | Self::FindingSession(_)
            | Self::JudgingSession(_)
            | Self::StartingEarlyData(_)
            | Self::WaitSh(_)
            | Self::Failed => None,
            Self::Tls13(_) => Some(Version::Tls13),
            Self::Tls12(_) => Some(Version::Tls12),
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Tls12(s) => s.dialect(),
            _ => Dialect::Tls13,
        }
    }

    /// What can be exported beside early data (RFC 9846 §7.5).
    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        match self {
            Self::WaitSh(s) => Some(s.early_data.as_ref()?.exporter()),
            Self::Tls13(s) => s.early_exporter(),
            _ => None,
        }
    }

    pub(crate) const fn complete(&self) -> Option<Complete<'_>> {
        match self {
            Self::Tls13(s) => match s.connected() {
                Some(s) => Some(Complete::Tls13(s)),
                None => None,
            },
            Self::Tls12(Tls12::Connected(s)) => Some(Complete::Tls12(s)),
            _ => None,
        }
    }
}
