//! The server: START, RECVD_CH and the choice of an identity here, everything below them in `tls13`.

mod choosing_identity;
mod hello;
mod recvd_ch;
mod tls13;

use handfast_wire::Message;

use self::choosing_identity::ChoosingIdentity;
use self::hello::{AfterHello, Start};
use self::recvd_ch::RecvdCh;
use self::tls13::Tls13;
use crate::connected::Connected;
use crate::question::{Answer, Ask};
use crate::{Cx, Error, Input, Question, State, Wants};

/// RFC 9846 §A.2.
#[derive(Debug)]
pub(crate) enum Server {
    Start(Start),
    RecvdCh(RecvdCh),
    ChoosingIdentity(ChoosingIdentity),
    Tls13(Tls13),
}

impl Server {
    pub(crate) const fn new() -> Self {
        Self::Start(Start::new())
    }

    /// The top of the diagram.
    pub(crate) fn step(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(match (self, input) {
            (Self::Start(s), Input::Message(Message::ClientHello(m))) => match s.client_hello(&m, cx)? {
                AfterHello::Retry(s) => Self::RecvdCh(s),
                AfterHello::Selected(s) => Self::ChoosingIdentity(s),
            },
            (Self::RecvdCh(s), Input::Proceed) => Self::Start(s.retry(cx)?),
            (Self::ChoosingIdentity(s), Input::Answer(Answer::ServerIdentity(identity))) => {
                Self::Tls13(Tls13::Negotiated(s.identity(identity)?))
            }
            (Self::Tls13(s), input) => Self::Tls13(s.step(input, cx)?),
            (s, input) => return Err(input.out_of_place(s.state())),
        })
    }

    pub(crate) const fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::RecvdCh(_) => State::RecvdCh,
            Self::ChoosingIdentity(_) => State::ChoosingIdentity,
            Self::Tls13(s) => s.state(),
        }
    }

    pub(crate) const fn wants(&self) -> Wants {
        match self {
            Self::Start(_) => Wants::Message,
            Self::RecvdCh(_) => Wants::Proceed,
            Self::ChoosingIdentity(_) => Wants::Answer(Ask::Identity),
            Self::Tls13(s) => s.wants(),
        }
    }

    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::ChoosingIdentity(s) => Some(s.question()),
            Self::Tls13(s) => s.question(),
            Self::Start(_) | Self::RecvdCh(_) => None,
        }
    }

    pub(crate) const fn connected(&self) -> Option<&Connected> {
        match self {
            Self::Tls13(Tls13::Connected(s)) => Some(s),
            _ => None,
        }
    }
}
