//! What moves a machine, and what it waits for.

use std::sync::Arc;

use handfast_wire::{Kind, Message};

use crate::question::{Answer, Ask};
use crate::{ClientAuth, Error, Local, Refusal, Refusal12, State};

/// One input a turn.
#[derive(Debug)]
pub enum Input<'a> {
    /// A whole message of the peer.
    Message(&'a Message<'a>),
    /// ChangeCipherSpec of TLS 1.2 (RFC 5246 §7.1): a message of the diagram, if not one of the handshake.
    ChangeCipherSpec,
    /// The answer to the open question.
    Answer(Answer),
    /// It is our turn.
    Proceed,
    /// The application wants something.
    Command(Command),
}

impl Input<'_> {
    /// What to say of an input for which a state has no edge.
    pub(crate) fn out_of_place(&self, state: State) -> Error {
        match self {
            Self::Message(message) => Refusal::UnexpectedMessage { state, got: message.kind() }.into(),
            Self::ChangeCipherSpec => Refusal12::UnexpectedChangeCipherSpec { state }.into(),
            Self::Answer(_) | Self::Proceed | Self::Command(_) => Local::Misuse.into(),
        }
    }
}

/// What an application starts by itself once connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Send a KeyUpdate (RFC 9846 §4.7.3); `ask_peer` asks the peer to update its keys too.
    UpdateKeys {
        /// `update_requested`.
        ask_peer: bool,
    },
    /// Send a CertificateRequest (RFC 9846 §4.7.2), to a client that offers to be asked after the handshake.
    RequestCertificate {
        /// What becomes of a client that shows none, or none that is accepted: [`ClientAuth::Require`] refuses it, and
        /// otherwise it stays whom it was or is known as unverified.
        policy: ClientAuth,
        /// The names of the authorities it is asked for, in DER.
        authorities: Arc<[Vec<u8>]>,
    },
}

/// What a state waits for: all that a driver needs to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// A message of the peer. A question that does not keep it from coming may be open, after the handshake.
    Message,
    /// A message of this kind, which a peer may leave out: if another comes, [`Input::Proceed`], and that one is read again
    /// in the next state.
    Perhaps(Kind),
    /// The answer to a question of this kind.
    Answer(Ask),
    /// [`Input::Proceed`]: the next act is ours.
    Proceed,
    /// Nothing more: the handshake has failed.
    Nothing,
}
