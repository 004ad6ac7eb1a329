//! A machine: a client, a server, or one that has failed.

use crate::client::Client;
use crate::connected::Connected;
use crate::server::Server;
use crate::{Cx, Error, Input, Local, Peer, Question, State, Wants};

/// Which side of the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It speaks first.
    Client,
    /// It answers.
    Server,
}

impl Role {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }

    /// "client" or "server".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// A handshake machine.
#[derive(Debug)]
pub struct Machine(Inner);

#[derive(Debug)]
enum Inner {
    Client(Client),
    Server(Server),
    Failed(Role),
}

impl Machine {
    /// A client that asks for this host name (RFC 6066 §3), or for none if it connects to an address.
    #[must_use]
    pub fn client(server_name: Option<String>) -> Self {
        Self(Inner::Client(Client::new(server_name)))
    }

    /// A server.
    #[must_use]
    pub fn server() -> Self {
        Self(Inner::Server(Server::new()))
    }

    /// A machine that goes nowhere, to stand in the place of one that moves or has failed.
    #[must_use]
    pub const fn failed(role: Role) -> Self {
        Self(Inner::Failed(role))
    }

    /// One turn.
    ///
    /// # Errors
    /// The peer is refused, or something went wrong on our side. The machine is gone then, and the effects of this
    /// turn must be dropped.
    pub fn step(self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<Self, Error> {
        match self.0 {
            Inner::Client(client) => client.step(input, cx).map(|next| Self(Inner::Client(next))),
            Inner::Server(server) => server.step(input, cx).map(|next| Self(Inner::Server(next))),
            Inner::Failed(_) => Err(Local::Misuse.into()),
        }
    }

    /// What it waits for.
    #[must_use]
    pub const fn wants(&self) -> Wants {
        match &self.0 {
            Inner::Client(client) => client.wants(),
            Inner::Server(server) => server.wants(),
            Inner::Failed(_) => Wants::Nothing,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        match &self.0 {
            Inner::Client(client) => client.state(),
            Inner::Server(server) => server.state(),
            Inner::Failed(_) => State::Failed,
        }
    }

    /// Which side it is.
    #[must_use]
    pub const fn role(&self) -> Role {
        match &self.0 {
            Inner::Client(_) => Role::Client,
            Inner::Server(_) => Role::Server,
            Inner::Failed(role) => *role,
        }
    }

    /// The open question.
    #[must_use]
    pub fn question(&self) -> Option<Question<'_>> {
        match &self.0 {
            Inner::Client(client) => client.question(),
            Inner::Server(server) => server.question(),
            Inner::Failed(_) => None,
        }
    }

    /// What there is once the handshake is complete.
    const fn connected(&self) -> Option<&Connected> {
        match &self.0 {
            Inner::Client(client) => client.connected(),
            Inner::Server(server) => server.connected(),
            Inner::Failed(_) => None,
        }
    }

    /// Who the peer proved to be, once the handshake is complete. **The only way by which an identity leaves the
    /// machine**; the [`crate::Verdict`] in it was made in JUDGING_CERTIFICATE.
    #[must_use]
    pub const fn peer(&self) -> Option<&Peer> {
        match self.connected() {
            Some(connected) => connected.peer(),
            None => None,
        }
    }

    /// Whether the peer asked for a KeyUpdate that was not sent yet.
    #[must_use]
    pub fn owes_update(&self) -> bool {
        self.connected().is_some_and(Connected::owes_update)
    }

    /// Keying material for an application (RFC 9846 §7.5), written into `out`.
    ///
    /// # Errors
    /// [`Local::Misuse`] before the handshake is complete, or if `out` is longer than HKDF can fill.
    pub fn export(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), Local> {
        self.connected().ok_or(Local::Misuse)?.export(label, context, out)
    }
}
