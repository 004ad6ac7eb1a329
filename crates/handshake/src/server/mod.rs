//! The server: START, RECVD_CH and the choice of an identity here, everything below them in `tls13` and `tls12`.

mod choosing_identity;
mod hello;
mod host;
mod recvd_ch;
mod tls12;
mod tls13;

use core::mem;

use handfast_wire::{Dialect, Message};

use self::choosing_identity::{AfterIdentity, ChoosingIdentity};
use self::hello::{AfterHello, Start};
use self::recvd_ch::RecvdCh;
use self::tls12::Tls12;
use self::tls13::Tls13;
use crate::complete::Complete;
use crate::question::Answer;
use crate::schedule13::ExporterSecret;
use crate::{Cx, Error, Input, Local, Peer, Question, RequestNumber, State, Version};

/// RFC 9846 §A.2, and TLS 1.2 from ClientHello on.
#[derive(Debug, Default)]
pub(crate) enum Server {
    Start(Start),
    RecvdCh(RecvdCh),
    ChoosingIdentity(ChoosingIdentity),
    Tls13(Tls13),
    Tls12(Tls12),
    #[default]
    Failed,
}

impl Server {
    pub(crate) const fn new() -> Self {
        Self::Start(Start::new())
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
            (Self::Start(s), Input::Message(Message::ClientHello(m))) => match s.client_hello(m, cx)? {
                AfterHello::Retry(s) => Self::RecvdCh(s),
                AfterHello::Selected(s) => Self::ChoosingIdentity(s),
                AfterHello::Tls12(s) => Self::Tls12(Tls12::ChoosingIdentity(s)),
            },
            (Self::RecvdCh(s), Input::Proceed) => Self::Start(s.retry(cx)?),
            (Self::ChoosingIdentity(s), Input::Answer(Answer::ServerIdentity(identity))) => {
                Self::Tls13(match s.identity(identity, cx)? {
                    AfterIdentity::Negotiated(flight) => Tls13::Negotiated(flight),
                    AfterIdentity::Offered(s) => Tls13::FindingSession(s),
                })
            }
            (s, input) => return Err(input.out_of_place(s.state())),
        };
        Ok(())
    }

    #[inline]
    pub(crate) const fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::RecvdCh(_) => State::RecvdCh,
            Self::ChoosingIdentity(_) => State::ChoosingIdentity,
            Self::Tls13(s) => s.state(),
            Self::Tls12(s) => s.state(),
            Self::Failed => State::Failed,
        }
    }

    #[inline]
    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::Tls13(s) => s.question(),
            Self::Tls12(s) => s.question(),
            Self::Start(_) | Self::RecvdCh(_) | Self::Failed => None,
        }
    }

    pub(crate) fn may_ask(&self) -> Result<(), Local> {
        match self {
            Self::Tls13(s) => s.may_ask(),
            _ => Err(Local::ClientCannotBeAsked),
        }
    }

    pub(crate) fn waits_for(&self, request: RequestNumber) -> bool {
        matches!(self, Self::Tls13(s) if s.waits_for(request))
    }

    /// What can be exported beside early data that is taken (RFC 9846 §7.5).
    pub(crate) fn early_exporter(&self) -> Option<&ExporterSecret> {
        match self {
            Self::Tls13(s) => s.early_exporter(),
            _ => None,
        }
    }

    /// What can be exported before the client has finished, where early data is taken (RFC 9846 §7.5).
    pub(crate) fn half_open_exporter(&self) -> Option<&ExporterSecret> {
        match self {
            Self::Tls13(s) => s.half_open_exporter(),
            _ => None,
        }
    }

    /// Who sends the early data, by the session that it came under.
    pub(crate) const fn early_peer(&self) -> Option<&Peer> {
        match self {
            Self::Tls13(s) => s.early_peer(),
            _ => None,
        }
    }

    pub(crate) const fn version(&self) -> Option<Version> {
        match self {
            Self::Start(_) | Self::Failed => None,
            Self::RecvdCh(_) | Self::ChoosingIdentity(_) | Self::Tls13(_) => Some(Version::Tls13),
            Self::Tls12(_) => Some(Version::Tls12),
        }
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Tls12(s) => s.dialect(),
            _ => Dialect::Tls13,
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
