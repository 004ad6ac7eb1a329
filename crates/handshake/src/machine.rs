//! A machine: a client, a server, or one that has failed.

use handfast_wire::code_points::ExtensionType;
use handfast_wire::{Dialect, Kind, Message};

use crate::client::Client;
use crate::complete::Complete;
use crate::compression::Inflated;
use crate::connected12::Requests;
use crate::schedule12::VERIFY_DATA_LEN;
use crate::server::Server;
use crate::{
    Ask, Command, Config, Cx, Error, Input, Local, Peer, Question, Refusal, RequestNumber, State, Version,
    Wants, diagram,
};

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
pub struct Machine {
    inner: Inner,
    standing: Standing,
    /// How many HelloRequests came while the client was negotiating.
    hello_requests: Requests,
    /// Whether the client said that it can be asked for a certificate after the handshake (RFC 9846 §4.3.6).
    can_be_asked: bool,
}

#[derive(Debug)]
enum Inner {
    Client(Client),
    Server(Server),
}

/// Where a machine stands: noted once a turn, and asked often.
#[derive(Debug, Clone, Copy)]
struct Standing {
    state: State,
    wants: Wants,
    version: Option<Version>,
    dialect: Dialect,
}

impl Inner {
    const fn standing(&self) -> Standing {
        match self {
            Self::Client(client) => {
                let state = client.state();
                let wants = match state.asks_meanwhile() {
                    Some(ask) if client.is_full() => Wants::Answer(ask),
                    _ => state.wants(Role::Client),
                };
                Standing { state, wants, version: client.version(), dialect: client.dialect() }
            }
            Self::Server(server) => {
                let state = server.state();
                let wants = state.wants(Role::Server);
                Standing { state, wants, version: server.version(), dialect: server.dialect() }
            }
        }
    }
}

impl Standing {
    const fn asks(self) -> Option<Ask> {
        match self.wants {
            Wants::Answer(ask) => Some(ask),
            _ => self.state.asks_meanwhile(),
        }
    }
}

impl Machine {
    /// A client that asks for this host name (RFC 6066 §3), or for none if it connects to an address.
    #[must_use]
    pub fn client(server_name: Option<String>) -> Self {
        Self::of(Inner::Client(Client::new(server_name)))
    }

    /// A server.
    #[must_use]
    pub fn server() -> Self {
        Self::of(Inner::Server(Server::new()))
    }

    /// A machine that goes nowhere.
    #[must_use]
    pub const fn failed(role: Role) -> Self {
        Self::of(match role {
            Role::Client => Inner::Client(Client::Failed),
            Role::Server => Inner::Server(Server::Failed),
        })
    }

    const fn of(inner: Inner) -> Self {
        Self { standing: inner.standing(), inner, hello_requests: Requests::NONE, can_be_asked: false }
    }

    /// One turn.
    ///
    /// # Errors
    /// The peer is refused, or something went wrong on our side. The machine has failed then, and the effects of this
    /// turn must be dropped.
    pub fn step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        self.try_step(input, cx).inspect_err(|_| *self = Self::failed(self.role()))
    }

    fn try_step(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        if self.passes_over(&input, cx.config) {
            return Ok(self.hello_requests.count()?);
        }
        self.can_be_asked |= offers_to_be_asked(&input);
        if matches!(input, Input::Command(Command::RequestCertificate { .. })) && !self.can_be_asked {
            return Err(Local::ClientCannotBeAsked.into());
        }
        if let Input::Message(Message::CompressedCertificate(m)) = input {
            let inflated = Inflated::new(m, cx)?;
            let certificate = Message::Certificate(inflated.certificate()?);
            return self.move_on(Input::Message(&certificate), cx);
        }
        self.move_on(input, cx)
    }

    fn move_on(&mut self, input: Input<'_>, cx: &mut Cx<'_>) -> Result<(), Error> {
        match &mut self.inner {
            Inner::Client(client) => client.step(input, cx)?,
            Inner::Server(server) => server.step(input, cx)?,
        }
        self.standing = self.inner.standing();
        Ok(())
    }

    /// A client that is negotiating TLS 1.2 ignores HelloRequest, whatever its state (RFC 5246 §7.4.1.1).
    fn passes_over(&self, input: &Input<'_>, config: &Config) -> bool {
        let asks = matches!(input, Input::Message(Message::HelloRequest)) && self.role() == Role::Client;
        let negotiates =
            || matches!(self.wants(), Wants::Message | Wants::Perhaps(_)) && !self.state().is_connected();
        asks && negotiates() && self.may_speak(Version::Tls12, config)
    }

    /// Whether this version is the one that was chosen, or, before one is, among those of the configuration.
    #[must_use]
    pub fn may_speak(&self, version: Version, config: &Config) -> bool {
        self.version().map_or(config.speaks(version), |chosen| chosen == version)
    }

    /// Whether the diagram has a place for a message of this kind here. To be asked before it is decoded.
    ///
    /// # Errors
    /// It has none: the message is refused, malformed or not.
    pub fn permits(&self, kind: Kind, config: &Config) -> Result<(), Refusal> {
        let (role, state) = (self.role(), self.state());
        match self.version() {
            Some(version) => diagram::permits(role, [version], state, kind)?,
            None => diagram::permits(role, config.versions(), state, kind)?,
        }
        if kind == Kind::CompressedCertificate && config.certificate_compression.is_empty() {
            return Err(Refusal::UnexpectedMessage { state: self.state(), got: kind });
        }
        // A request that the diagram has a place for, but only in the connection of a client that offered to be asked.
        let is_late = kind == Kind::CertificateRequest && self.state().is_connected();
        if is_late && !config.post_handshake_auth {
            return Err(Refusal::PostHandshakeAuthNotOffered);
        }
        Ok(())
    }

    /// Whether a server may ask for a certificate now, after the handshake (RFC 9846 §4.7.2).
    ///
    /// # Errors
    /// [`Local::Misuse`] if it is not connected, or its client is just answering; [`Local::ClientCannotBeAsked`] if the
    /// client does not offer it, as none does in TLS 1.2; [`Local::TooManyRequests`].
    pub fn may_ask(&self) -> Result<(), Local> {
        match &self.inner {
            Inner::Server(server) if server.complete().is_some() && self.can_be_asked => server.may_ask(),
            Inner::Server(server) if server.complete().is_some() => Err(Local::ClientCannotBeAsked),
            Inner::Client(_) | Inner::Server(_) => Err(Local::Misuse),
        }
    }

    /// The last request for a certificate that a server sent after the handshake.
    #[must_use]
    pub const fn last_request(&self) -> Option<RequestNumber> {
        match self.complete() {
            Some(Complete::Tls13(connected)) => connected.last_request(),
            Some(Complete::Tls12(_)) | None => None,
        }
    }

    /// Whether this request has no whole answer yet.
    #[must_use]
    pub fn waits_for(&self, request: RequestNumber) -> bool {
        matches!(&self.inner, Inner::Server(server) if server.waits_for(request))
    }

    /// What is asked. A client that is asked for a certificate after the handshake reads messages meanwhile: it wants
    /// [`Wants::Message`].
    #[must_use]
    pub const fn asks(&self) -> Option<Ask> {
        self.standing.asks()
    }

    /// Whether application data may be sent: not before the handshake is complete, and not between the messages of an
    /// answer of ours to a request that came after it (RFC 9846 §4.7.2).
    #[must_use]
    pub const fn may_send_data(&self) -> bool {
        self.is_complete() && !self.is_answering()
    }

    /// Whether we, a client, are within such an answer.
    #[must_use]
    pub const fn is_answering(&self) -> bool {
        matches!(self.state(), State::Answering | State::SigningAnswer)
    }

    /// The version, once it is chosen: on a server with the ClientHello, on a client with the ServerHello.
    #[must_use]
    pub const fn version(&self) -> Option<Version> {
        self.standing.version
    }

    /// Whether a message of this kind counts for the transcript hash.
    #[must_use]
    pub const fn counts(&self, kind: Kind) -> bool {
        kind.in_transcript(self.dialect(kind))
    }

    /// How a message of this kind is to be read.
    #[must_use]
    pub const fn dialect(&self, kind: Kind) -> Dialect {
        match kind {
            // It comes from a server that speaks TLS 1.2, also before that says so.
            Kind::HelloRequest => Dialect::Tls12Ecdhe,
            _ => self.standing.dialect,
        }
    }

    /// What it waits for.
    #[must_use]
    pub const fn wants(&self) -> Wants {
        self.standing.wants
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.standing.state
    }

    /// Which side it is.
    #[must_use]
    pub const fn role(&self) -> Role {
        match &self.inner {
            Inner::Client(_) => Role::Client,
            Inner::Server(_) => Role::Server,
        }
    }

    /// The open question.
    #[must_use]
    pub fn question(&self) -> Option<Question<'_>> {
        match &self.inner {
            Inner::Client(client) => client.question(),
            Inner::Server(server) => server.question(),
        }
    }

    /// What there is once the handshake is complete.
    const fn complete(&self) -> Option<Complete<'_>> {
        match &self.inner {
            Inner::Client(client) => client.complete(),
            Inner::Server(server) => server.complete(),
        }
    }

    /// Whether the handshake is complete on this side: it is CONNECTED, or about to be.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete().is_some()
    }

    /// Who the peer proved to be, once the handshake is complete. **The only way by which an identity leaves the
    /// machine**; the [`crate::Verdict`] in it was made in JUDGING_CERTIFICATE, or
    /// in JUDGING_SESSION.
    #[must_use]
    pub const fn peer(&self) -> Option<&Peer> {
        match self.complete() {
            Some(complete) => complete.peer(),
            None => None,
        }
    }

    /// Who sent the early data that a server takes: the client of the session, judged again in JUDGING_SESSION before any of
    /// it is taken. It is not proved to be there now, as [`Self::peer`] is: an attacker may have sent the same again
    /// (RFC 9846 §8).
    #[must_use]
    pub const fn early_peer(&self) -> Option<&Peer> {
        match &self.inner {
            Inner::Server(server) => server.early_peer(),
            Inner::Client(_) => None,
        }
    }

    /// Whether the peer asked for a KeyUpdate that was not sent yet, and may be now.
    #[must_use]
    pub fn owes_update(&self) -> bool {
        !self.is_answering() && self.complete().is_some_and(Complete::owes_update)
    }

    /// Keying material for an application (RFC 9846 §7.5, RFC 5705 §4), written into `out`. In TLS 1.2 an empty context is
    /// not the same as none; in TLS 1.3 it is.
    ///
    /// # Errors
    /// [`Local::Misuse`] before the handshake is complete, unless we are a server that takes early data, for a label that
    /// the protocol uses itself, or if label, context or `out` is too long; [`Local::NotExtended`] in TLS 1.2 without the
    /// extended main secret (RFC 7627 §5.4).
    pub fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        if let Some(complete) = self.complete() {
            return complete.export(label, context, out);
        }
        let Inner::Server(server) = &self.inner else { return Err(Local::Misuse) };
        let exporter = server.half_open_exporter().ok_or(Local::Misuse)?;
        exporter.export(label, context.unwrap_or_default(), out).map_err(|_| Local::Misuse)
    }

    /// The verify_data of the Finished that came first in a handshake of TLS 1.2 (RFC 5246 §7.4.9), once it is complete:
    /// `tls-unique` (RFC 5929 §3).
    #[must_use]
    pub fn first_finished(&self) -> Option<[u8; VERIFY_DATA_LEN]> {
        self.complete()?.first_finished()
    }

    /// Keying material beside early data (RFC 9846 §7.5), written into `out`: on a client as soon as it may send some, on a
    /// server if it takes it. Who replays the ClientHello has it repeated (§F.5.1).
    ///
    /// # Errors
    /// [`Local::Misuse`] without early data, or if label or `out` is too long.
    pub fn export_early(&self, label: &str, context: &[u8], out: &mut [u8]) -> Result<(), Local> {
        let exporter = match &self.inner {
            Inner::Client(client) => client.early_exporter(),
            Inner::Server(server) => server.early_exporter(),
        };
        exporter.ok_or(Local::Misuse)?.export(label, context, out).map_err(|_| Local::Misuse)
    }
}

fn offers_to_be_asked(input: &Input<'_>) -> bool {
    let Input::Message(Message::ClientHello(hello)) = input else { return false };
    hello
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.contains(ExtensionType::POST_HANDSHAKE_AUTH))
}
