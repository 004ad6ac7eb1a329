//! The client: START and WAIT_SH here, everything below them in `tls13`.

mod hello;
mod tls13;
mod wait_sh;

use handfast_wire::Message;

use self::hello::Start;
use self::tls13::Tls13;
use self::wait_sh::WaitSh;
use crate::connected::Connected;
use crate::{Cx, Error, Input, Question, State, Wants};

/// RFC 9846 §A.1.
#[derive(Debug)]
pub(crate) enum Client {
    Start(Start),
    WaitSh(WaitSh),
    Tls13(Tls13),
}

impl Client {
    pub(crate) fn new(server_name: Option<String>) -> Self {
        Self::Start(Start::new(server_name))
    }

    /// The top of the diagram.
    pub(crate) fn step(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(match (self, input) {
            (Self::Start(s), Input::Proceed) => Self::WaitSh(s.client_hello(cx)?),
            (Self::WaitSh(s), Input::Message(Message::HelloRetryRequest(m))) => Self::Start(s.retry(&m, cx)?),
            (Self::WaitSh(s), Input::Message(Message::ServerHello(m))) => {
                Self::Tls13(Tls13::WaitEe(s.server_hello(&m, cx)?))
            }
            (Self::Tls13(s), input) => Self::Tls13(s.step(input, cx)?),
            (s, input) => return Err(input.out_of_place(s.state())),
        })
    }

    pub(crate) const fn state(&self) -> State {
        match self {
            Self::Start(_) => State::Start,
            Self::WaitSh(_) => State::WaitSh,
            Self::Tls13(s) => s.state(),
        }
    }

    pub(crate) const fn wants(&self) -> Wants {
        match self {
            Self::Start(_) => Wants::Proceed,
            Self::WaitSh(_) => Wants::Message,
            Self::Tls13(s) => s.wants(),
        }
    }

    pub(crate) fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::Tls13(s) => s.question(),
            Self::Start(_) | Self::WaitSh(_) => None,
        }
    }

    pub(crate) const fn connected(&self) -> Option<&Connected> {
        match self {
            Self::Tls13(Tls13::Connected(s)) => Some(s),
            _ => None,
        }
    }
}
