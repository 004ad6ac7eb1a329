//! A TLS connection without I/O: bytes in, bytes out, one step at a time.

mod binding;
mod speaking;
mod standing;

use std::sync::Arc;

use handfast_handshake::{
    Answer, Ask, Epoch, Machine, Question, Role, SessionName, Side, State, Version, Wants,
};
use handfast_path::{At, Decisions, Warning};
use handfast_record::{Opened, Receive, Transmit};
use handfast_rule::AlertDescription;
use handfast_wire::alert::Alert;
use handfast_wire::code_points::{AlertLevel, HandshakeType};
use handfast_wire::{Kind, Span};
use rustls_pki_types::ServerName;

pub use self::binding::NoBinding;
pub use self::standing::Acceptance;
use crate::deliver::Turn;
use crate::early_data::Early;
use crate::engine::Engine;
use crate::{Config, Env, Error, Hooks, Local, Negotiated, Observation, Refusal};

/// What a step came to. What it speaks of is lent afterwards, by the method named here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Something happened; step again.
    Moved,
    /// Application data is here: [`Connection::plaintext`], [`Connection::consume`].
    Data,
    /// A held question is open: [`Connection::question`], [`Connection::answer`]. Before the handshake is complete nothing
    /// else happens meanwhile. A client that was asked for a certificate afterwards can go on to receive; then this says
    /// that there is nothing more to read until bytes of the peer are here.
    Asked,
    /// Nothing more can be done without bytes of the peer: [`Connection::receive`].
    NeedInput,
    /// Too much waits to be sent: [`Connection::outgoing`], [`Connection::sent`].
    NeedTransmit,
    /// The peer sent close_notify: it will send nothing more.
    Closed,
}

/// One connection, of either role.
#[derive(Debug)]
pub struct Connection {
    pub(crate) engine: Engine,
    pub(crate) server_name: Option<ServerName<'static>>,
    /// For whom a client connects, if several users share its configuration.
    pub(crate) user: Option<Vec<u8>>,
    pub(crate) rx: Receive,
    pub(crate) tx: Transmit,
    pub(crate) read_epoch: Epoch,
    pub(crate) write_epoch: Epoch,
    pub(crate) keeps_records: bool,
    pub(crate) spans: Vec<Span>,
    pub(crate) negotiated: Negotiated,
    /// Which of our identities was chosen, until it is shown.
    pub(crate) chosen: Option<usize>,
    pub(crate) path_refusal: Option<handfast_path::Refusal>,
    pub(crate) path_warnings: Vec<(At, Warning)>,
    pub(crate) decisions: Option<Decisions>,
    pub(crate) failure: Option<Error>,
    pub(crate) early: Early,
    /// What a server calls the session of this connection.
    pub(crate) session: Option<SessionName>,
    /// Whether a client has put sessions of this connection into its store.
    pub(crate) keeps_sessions: bool,
    /// How often the peer updated its keys since its last data.
    pub(crate) updates_in_a_row: u8,
    /// Whether the peer said something after the handshake.
    pub(crate) heard: bool,
    peer_closed: bool,
    pub(crate) closed: bool,
}

impl Connection {
    /// A client that wants the server of this name. A DNS name is asked for with `server_name` (RFC 6066 §3); an
    /// address is not, and is looked for in the certificate only.
    #[must_use]
    pub fn client(config: Arc<Config>, env: Env, server_name: ServerName<'static>) -> Self {
        let asked = match &server_name {
            ServerName::DnsName(name) => Some(name.as_ref().trim_end_matches('.').to_ascii_lowercase()),
            _ => None,
        };
        Self::new(config, env, Role::Client, Some(server_name), Machine::client(asked))
    }

    /// Says for whom a client connects, where one configuration serves several: in any bytes that tell them apart. Their
    /// sessions are kept apart by it ([`Config::with_session_store`]), so that nobody comes back as somebody else. A client
    /// that holds [`Ask::Identity`] keeps and offers no sessions without: before it is asked it does not know who it is.
    #[must_use]
    pub fn on_behalf_of(mut self, user: impl Into<Vec<u8>>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// A server.
    #[must_use]
    pub fn server(config: Arc<Config>, env: Env) -> Self {
        Self::new(config, env, Role::Server, None, Machine::server())
    }

    fn new(
        config: Arc<Config>,
        env: Env,
        role: Role,
        server_name: Option<ServerName<'static>>,
        machine: Machine,
    ) -> Self {
        let (mut rx, mut tx) = (Receive::new(), Transmit::new());
        rx.limit_message(config.max_message);
        tx.limit_fragment(config.max_fragment);
        if let Some(records) = config.max_records {
            tx.limit_records(records);
        }
        Self {
            engine: Engine::new(config, env, role, machine),
            server_name,
            user: None,
            rx,
            tx,
            read_epoch: Epoch::Plaintext,
            write_epoch: Epoch::Plaintext,
            keeps_records: false,
            spans: Vec::new(),
            negotiated: Negotiated::default(),
            chosen: None,
            path_refusal: None,
            path_warnings: Vec::new(),
            decisions: None,
            failure: None,
            early: Early::default(),
            session: None,
            keeps_sessions: false,
            updates_in_a_row: 0,
            heard: false,
            peer_closed: false,
            closed: false,
        }
    }

    /// Room to read into, straight from a socket; tell [`Self::received`] how much was read.
    pub fn space(&mut self) -> &mut [u8] {
        self.rx.space()
    }

    /// The first `n` bytes of [`Self::space`] were filled.
    pub fn received(&mut self, n: usize) {
        self.rx.received(n);
    }

    /// Copies bytes of the peer in, and returns how many there was room for.
    pub fn receive(&mut self, bytes: &[u8]) -> usize {
        self.rx.receive(bytes)
    }

    /// Steps until something is needed or to be told.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn run(&mut self, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        loop {
            match self.step(hooks)? {
                Progress::Moved => {}
                progress => return Ok(progress),
            }
        }
    }

    /// At most one record opened, one message handled, or one message sent.
    ///
    /// # Errors
    /// The connection has failed, now or before. If we refuse, the alert is in [`Self::outgoing`] and must reach the
    /// peer: send it, close the sending side, read what still comes and throw it away.
    pub fn step(&mut self, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if self.tx.outgoing_len() > self.engine.config.max_outgoing {
            return Ok(Progress::NeedTransmit);
        }
        let question = self.open_question();
        match self.engine.machine.wants() {
            Wants::Proceed if self.answers_hello() && !self.rx.at_boundary() => {
                Err(self.fail(handfast_record::Refusal::KeyChangeInsideRecord.into(), hooks))
            }
            // What is ours to do is done, whatever was read before and is not consumed yet.
            Wants::Proceed => match self.out_of_turn() {
                Err(error) => Err(self.fail(error, hooks)),
                Ok(()) => self.turn(Turn::Proceed, hooks),
            },
            _ if question.is_some_and(|ask| !self.is_held(ask)) => self.turn(Turn::OwnAnswer, hooks),
            _ if !self.rx.plaintext().is_empty() => Ok(Progress::Data),
            Wants::Answer(_) if question.is_some() => Ok(Progress::Asked),
            Wants::Perhaps(kind) if self.another_came(kind) => self.turn(Turn::Proceed, hooks),
            // A client that has closed its side answers nothing, and reads on all the same.
            Wants::Message | Wants::Perhaps(_) | Wants::Answer(_) => Ok(match self.next_input(hooks)? {
                Progress::NeedInput if question.is_some() => Progress::Asked,
                progress => progress,
            }),
            Wants::Nothing => Err(Local::Abandoned.into()),
        }
    }

    /// Whether the next message is of another kind than the one that may be left out; a HelloRequest says nothing of that,
    /// since it is passed over anywhere (RFC 5246 §7.4.1.1).
    fn another_came(&self, than: Kind) -> bool {
        let waits_on = [than.handshake_type(), HandshakeType::HELLO_REQUEST];
        self.rx.next_message_type().is_some_and(|next| !waits_on.contains(&HandshakeType(next)))
    }

    /// What is asked, if it is to be answered: a client that has closed its side cannot say who it is any more.
    fn open_question(&self) -> Option<Ask> {
        self.engine.machine.asks().filter(|_| self.is_server() || !self.closed)
    }

    /// Whether our turn follows a ClientHello or a HelloRetryRequest. They end with their record, since the keys may change
    /// after them (RFC 9846 §5.1); and in no version does anybody go on before they are answered.
    fn answers_hello(&self) -> bool {
        matches!(self.state(), State::Start | State::RecvdCh | State::Negotiated)
    }

    /// In TLS 1.2, while our flight is due, nothing more of the peer can have come, and be it the beginning of a message (RFC
    /// 5246 §7.3), but for a HelloRequest, which is passed over anywhere.
    fn out_of_turn(&self) -> Result<(), Error> {
        let came = self.rx.next_message_type().filter(|_| self.state() == State::Replying);
        let Some(came) = came else { return Ok(()) };
        let kind = Kind::of(&[came]).map_err(Refusal::UnknownMessage)?;
        self.engine.machine.permits(kind, &self.engine.config.protocol).map_err(Error::from)
    }

    /// A message that is here already, or what the next record holds.
    fn next_input(&mut self, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if self.peer_closed {
            return Ok(Progress::Closed);
        }
        match self.rx.next_message() {
            Ok(Some(place)) => return self.turn(Turn::Message(place), hooks),
            Ok(None) => {}
            Err(refusal) => return Err(self.fail(refusal.into(), hooks)),
        }
        match self.open_next(hooks) {
            Ok(opened) => self.opened(opened, hooks),
            Err(refusal) => Err(self.fail(refusal.into(), hooks)),
        }
    }

    fn opened(&mut self, opened: Opened, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        match opened {
            Opened::NeedInput => Ok(Progress::NeedInput),
            Opened::Handshake | Opened::EarlyData => Ok(Progress::Moved),
            Opened::ApplicationData if self.read_epoch == Epoch::EarlyData => self.early_data_came(hooks),
            Opened::ApplicationData if self.state().is_within_answer() && self.is_server() => {
                Err(self.fail(Refusal::InterruptedAnswer.into(), hooks))
            }
            Opened::ApplicationData if self.is_connected() => {
                self.heard = true;
                if self.rx.plaintext().is_empty() {
                    return Ok(Progress::Moved);
                }
                self.updates_in_a_row = 0;
                Ok(Progress::Data)
            }
            Opened::ApplicationData => Err(self.fail(Refusal::EarlyApplicationData.into(), hooks)),
            Opened::Alert(alert) => self.alerted(alert, hooks),
            Opened::ChangeCipherSpec => {
                hooks.see(|| Observation::ChangeCipherSpec(Side::Read));
                match self.engine.machine.version() {
                    Some(Version::Tls12) => self.turn(Turn::ChangeCipherSpec, hooks),
                    Some(Version::Tls13) | None => Ok(Progress::Moved),
                }
            }
        }
    }

    /// RFC 9846 §6: close_notify ends the peer's side, user_canceled is followed by one, all else is an error whatever
    /// its level says. A peer that closes before the handshake is complete will never complete it. In TLS 1.2 a
    /// close_notify ends both sides at once (RFC 5246 §7.2.1), and other warnings end nothing (§7.2.2).
    fn alerted(&mut self, alert: Alert, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        hooks.see(|| Observation::Alert(Side::Read, alert));
        match alert.description {
            AlertDescription::CLOSE_NOTIFY if self.is_connected() => {
                self.heard = true;
                self.peer_closed = true;
                if self.speaks(Version::Tls12) {
                    self.close(hooks);
                }
                Ok(Progress::Closed)
            }
            AlertDescription::USER_CANCELED => Ok(Progress::Moved),
            description if self.is_warning(alert) && description != AlertDescription::CLOSE_NOTIFY => {
                Ok(Progress::Moved)
            }
            description => {
                let error = Error::RefusedByPeer(description);
                self.give_up(error, hooks);
                Err(error)
            }
        }
    }

    /// Whether this is a warning of TLS 1.2, spoken or still possible: a server can warn that it does not know the name
    /// that it was asked for before it says which version it speaks (RFC 6066 §3).
    fn is_warning(&self, alert: Alert) -> bool {
        let protocol = &self.engine.config.protocol;
        self.engine.machine.may_speak(Version::Tls12, protocol) && alert.level == AlertLevel::WARNING
    }

    /// The transport ended. Fine after a close_notify; else the connection has failed, because an attacker could have
    /// cut it off (RFC 9846 §6.1).
    ///
    /// # Errors
    /// [`Error::Truncated`], or what the connection failed of before.
    pub fn end_of_input(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        match self.failure {
            Some(failure) => Err(failure),
            None if self.peer_closed => Ok(()),
            None => {
                self.give_up(Error::Truncated, hooks);
                Err(Error::Truncated)
            }
        }
    }

    /// The application data that was opened and not consumed.
    #[must_use]
    pub fn plaintext(&self) -> &[u8] {
        self.rx.plaintext()
    }

    /// The first `n` bytes of [`Self::plaintext`] are done with.
    pub fn consume(&mut self, n: usize) {
        self.rx.consume(n);
    }

    /// The open question, held or not.
    #[must_use]
    pub fn question(&self) -> Option<Question<'_>> {
        self.engine.machine.question()
    }

    /// Whether what the peer sends is read though a question is open.
    #[cfg(feature = "tokio")]
    pub(crate) fn reads_meanwhile(&self) -> bool {
        let wants = self.engine.machine.wants();
        matches!(wants, Wants::Message | Wants::Perhaps(_)) || self.open_question().is_none()
    }

    /// Whether the application has a question to answer.
    #[cfg(feature = "tokio")]
    pub(crate) fn asks_application(&self) -> bool {
        self.open_question().is_some_and(|ask| self.is_held(ask))
    }

    /// Answers a held question.
    ///
    /// # Errors
    /// [`Local::Handshake`] if this is no answer to the open question: the connection goes on as if nothing was said.
    /// Otherwise as [`Self::step`].
    pub fn answer(&mut self, answer: Answer, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if !self.question().is_some_and(|question| answer.fits(&question)) {
            return Err(Local::Handshake(handfast_handshake::Local::Misuse).into());
        }
        self.answer_with(Turn::Answer(Box::new(answer)), hooks)
    }

    /// Once we have closed our side, there is nobody to tell the answer.
    fn answer_with(&mut self, turn: Turn, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if self.open_question().is_some() { self.turn(turn, hooks) } else { Ok(Progress::Moved) }
    }

    /// Answers a held question from the configuration after all.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn answer_as_configured(&mut self, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        match self.question() {
            Some(_) => self.answer_with(Turn::OwnAnswer, hooks),
            None => Err(Local::Handshake(handfast_handshake::Local::Misuse).into()),
        }
    }

    /// Gives the memory of empty buffers back; to be called when the connection rests.
    pub fn rest(&mut self) {
        self.rx.release();
        self.tx.release();
        self.engine.rest();
    }
}
