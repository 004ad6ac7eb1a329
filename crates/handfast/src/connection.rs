//! A TLS connection without I/O: bytes in, bytes out, one step at a time.

use std::io::IoSlice;
use std::sync::Arc;

use handfast_handshake::{
    Answer, Ask, ClientAuth, Command, Epoch, Machine, Peer, Question, RequestNumber, Role, Side, State,
    Version, Wants,
};
use handfast_path::{At, Decisions, Warning};
use handfast_record::{CannotSeal, Opened, Receive, Transmit};
use handfast_rule::AlertDescription;
use handfast_wire::Span;
use handfast_wire::alert::Alert;
use handfast_wire::code_points::AlertLevel;
use rustls_pki_types::ServerName;

use crate::deliver::Turn;
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

/// Whether a client knows that it was accepted. In TLS 1.3 its handshake is complete before the server has judged its
/// certificate; a refusal comes later, as an alert, or as silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// The handshake is not complete on our side.
    Handshaking,
    /// It is, and nothing was heard from the server since.
    Pending,
    /// The server sent something that it sends only to those it accepts: a ticket, data, a KeyUpdate, a close_notify.
    /// A server has the client's Finished before it is connected, so it knows at once, and so does a client of TLS 1.2.
    Accepted,
    /// The peer refused us with this alert.
    Refused(AlertDescription),
}

/// One connection, of either role.
#[derive(Debug)]
pub struct Connection {
    pub(crate) engine: Engine,
    pub(crate) server_name: Option<ServerName<'static>>,
    pub(crate) rx: Receive,
    pub(crate) tx: Transmit,
    pub(crate) read_epoch: Epoch,
    pub(crate) write_epoch: Epoch,
    pub(crate) keeps_records: bool,
    pub(crate) spans: Vec<Span>,
    pub(crate) negotiated: Negotiated,
    pub(crate) path_refusal: Option<handfast_path::Refusal>,
    pub(crate) path_warnings: Vec<(At, Warning)>,
    pub(crate) decisions: Option<Decisions>,
    pub(crate) failure: Option<Error>,
    /// How often the peer updated its keys since its last data.
    pub(crate) updates_in_a_row: u8,
    heard: bool,
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
            rx,
            tx,
            read_epoch: Epoch::Plaintext,
            write_epoch: Epoch::Plaintext,
            keeps_records: false,
            spans: Vec::new(),
            negotiated: Negotiated::default(),
            path_refusal: None,
            path_warnings: Vec::new(),
            decisions: None,
            failure: None,
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
        if self.tx.outgoing().len() > self.engine.config.max_outgoing {
            return Ok(Progress::NeedTransmit);
        }
        let question = self.open_question();
        match self.engine.machine.wants() {
            Wants::Proceed if self.answers_hello() && !self.rx.at_boundary() => {
                Err(self.fail(handfast_record::Refusal::KeyChangeInsideRecord.into(), hooks))
            }
            // What is ours to do is done, whatever was read before and is not consumed yet.
            Wants::Proceed => self.turn(Turn::Proceed, hooks),
            _ if question.is_some_and(|ask| !self.is_held(ask)) => self.turn(Turn::OwnAnswer, hooks),
            _ if !self.rx.plaintext().is_empty() => Ok(Progress::Data),
            Wants::Answer(_) => Ok(Progress::Asked),
            Wants::Message => Ok(match self.next_input(hooks)? {
                Progress::NeedInput if question.is_some() => Progress::Asked,
                progress => progress,
            }),
            Wants::Nothing => Err(Local::Abandoned.into()),
        }
    }

    /// What is asked, if it is to be answered: a client that has closed its side cannot say who it is any more.
    fn open_question(&self) -> Option<Ask> {
        self.question().map(|question| question.ask()).filter(|_| self.is_server() || !self.closed)
    }

    /// Whether our turn follows a ClientHello or a HelloRetryRequest. They end with their record, since the keys may change
    /// after them (RFC 9846 §5.1); and in no version does anybody go on before they are answered.
    fn answers_hello(&self) -> bool {
        matches!(self.state(), State::Start | State::RecvdCh | State::Negotiated)
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
        self.watch_records(hooks);
        let opened = self.rx.open_next();
        self.see_opened(opened, hooks);
        match opened {
            Ok(opened) => self.opened(opened, hooks),
            Err(refusal) => Err(self.fail(refusal.into(), hooks)),
        }
    }

    fn opened(&mut self, opened: Opened, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        match opened {
            Opened::NeedInput => Ok(Progress::NeedInput),
            Opened::Handshake | Opened::EarlyData => Ok(Progress::Moved),
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
                hooks.see(Observation::ChangeCipherSpec(Side::Read));
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
        hooks.see(Observation::Alert(Side::Read, alert));
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
        let version = self.engine.machine.version();
        let speaks = version.map_or(protocol.speaks(Version::Tls12), |version| version == Version::Tls12);
        speaks && alert.level == AlertLevel::WARNING
    }

    fn is_server(&self) -> bool {
        self.engine.role == Role::Server
    }

    fn speaks(&self, version: Version) -> bool {
        self.engine.machine.version() == Some(version)
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
    pub(crate) const fn reads_meanwhile(&self) -> bool {
        matches!(self.engine.machine.wants(), Wants::Message)
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
        self.answer_with(Turn::Answer(answer), hooks)
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

    /// Whether application data can be sent: after the handshake, but not after [`Self::close`], and not while an answer to
    /// a request for our certificate is under way, whose messages nothing may interrupt (RFC 9846 §4.7.2).
    #[must_use]
    pub fn may_send(&self) -> bool {
        self.engine.machine.may_send_data() && !self.closed
    }

    /// Sends application data, and returns how many bytes were taken: none unless [`Self::may_send`], and none while too
    /// much waits to be sent.
    ///
    /// # Errors
    /// The connection has failed.
    pub fn send(&mut self, data: &[u8], hooks: &mut Hooks<'_>) -> Result<usize, Error> {
        self.send_vectored(&[IoSlice::new(data)], hooks)
    }

    /// As [`Self::send`], from several pieces that share records.
    ///
    /// # Errors
    /// The connection has failed.
    pub fn send_vectored(&mut self, pieces: &[IoSlice<'_>], hooks: &mut Hooks<'_>) -> Result<usize, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let room = self.engine.config.max_outgoing.saturating_sub(self.tx.outgoing().len());
        if !self.may_send() || room == 0 {
            return Ok(0);
        }
        if self.tx.wants_update() || self.engine.machine.owes_update() {
            self.renew_keys(hooks)?;
        }
        let given = pieces.iter().map(|piece| piece.len()).fold(0, usize::saturating_add);
        let taken = match pieces.iter().find(|piece| !piece.is_empty()) {
            // More than there is room for: as much of the first piece as fits, so that nothing grows without bound.
            Some(first) if given > room => self.tx.data(first.get(..room).unwrap_or(first)),
            _ => self.tx.data_vectored(pieces),
        };
        self.see_sealed(hooks);
        taken.map_err(|why| self.fail(why.into(), hooks))
    }

    /// RFC 9846 §5.5 and §4.7.3: the keys are updated before their limit, and an update that was asked for goes before
    /// the next data. In TLS 1.2 there is no other key to be had, so the connection ends at the limit (RFC 9325 §4.4).
    fn renew_keys(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        if self.speaks(Version::Tls12) {
            return Err(self.fail(CannotSeal::KeyExhausted.into(), hooks));
        }
        self.update_keys(false, hooks).map(drop)
    }

    /// Sends a KeyUpdate (RFC 9846 §4.7.3); `ask_peer` asks the peer to update its keys too.
    ///
    /// # Errors
    /// [`Local::Handshake`] before the handshake is complete, within an answer to a request for our certificate, and in
    /// TLS 1.2, which changes nothing. Otherwise the
    /// connection has failed.
    pub fn update_keys(&mut self, ask_peer: bool, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if !self.may_send() || self.speaks(Version::Tls12) {
            return Err(Local::Handshake(handfast_handshake::Local::Misuse).into());
        }
        self.turn(Turn::Command(Command::UpdateKeys { ask_peer }), hooks)
    }

    /// Asks the client for a certificate, after the handshake (RFC 9846 §4.7.2), by the names of the authorities of the
    /// configuration. A client that shows none, or none that is accepted, is refused under [`ClientAuth::Require`], and
    /// served as whom it was, or as unverified, under [`ClientAuth::Optional`]. It answers when it likes, and data goes on
    /// in both directions until then: [`Self::waits_for`] tells when, and [`Self::peer`] who it is.
    ///
    /// # Errors
    /// [`Local::Handshake`], which changes nothing: if we are no server that is connected, or the client just answers
    /// another request; if it does not offer to be asked ([`Negotiated::post_handshake_auth`]); if sixteen requests wait.
    /// Otherwise the connection has failed.
    pub fn request_certificate(
        &mut self,
        policy: ClientAuth,
        hooks: &mut Hooks<'_>,
    ) -> Result<RequestNumber, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let misuse = handfast_handshake::Local::Misuse;
        let may = if self.closed { Err(misuse) } else { self.engine.machine.may_ask() };
        may.map_err(Local::Handshake)?;
        let authorities = self.engine.config.authorities();
        self.turn(Turn::Command(Command::RequestCertificate { policy, authorities }), hooks)?;
        self.engine.machine.last_request().ok_or_else(|| Local::Handshake(misuse).into())
    }

    /// Whether this request of [`Self::request_certificate`] has no whole answer yet.
    #[must_use]
    pub fn waits_for(&self, request: RequestNumber) -> bool {
        self.engine.machine.waits_for(request)
    }

    /// Ends our side with close_notify (RFC 9846 §6.1); the peer may still send, but for one of TLS 1.2, which answers with
    /// its own. If the handshake is not complete, it is
    /// cancelled: the peer is told `user_canceled` first, and the connection has failed with [`Local::Abandoned`].
    pub fn close(&mut self, hooks: &mut Hooks<'_>) {
        self.end_flight(hooks);
        if self.closed || self.failure.is_some() {
            return;
        }
        let cancels = !self.is_connected();
        if cancels {
            self.send_alert(AlertDescription::USER_CANCELED, hooks);
        }
        self.send_alert(AlertDescription::CLOSE_NOTIFY, hooks);
        self.closed = true;
        if cancels {
            self.give_up(Local::Abandoned.into(), hooks);
        }
    }

    /// Gives the connection up for a reason of our own, for example because nobody can answer a held question. The
    /// peer is told `internal_error`. If it has failed before, that stays the reason.
    pub fn abandon(&mut self, hooks: &mut Hooks<'_>) -> Error {
        self.end_flight(hooks);
        match self.failure {
            Some(failure) => failure,
            None => self.fail(Local::Abandoned.into(), hooks),
        }
    }

    /// What is due of our flight goes out before an alert: whatever follows Finished is under application keys
    /// (RFC 9846 §4.5.3), and those are made in a turn of their own.
    fn end_flight(&mut self, hooks: &mut Hooks<'_>) {
        while matches!(self.state(), State::Negotiated | State::Replying | State::Answering) {
            // If it fails, the peer has been told.
            let _ = self.turn(Turn::Proceed, hooks);
        }
    }

    /// Bytes for the peer.
    #[must_use]
    pub fn outgoing(&self) -> &[u8] {
        self.tx.outgoing()
    }

    /// The first `n` bytes of [`Self::outgoing`] were written to the transport.
    pub fn sent(&mut self, n: usize) {
        self.tx.sent(n);
    }

    /// Gives the memory of empty buffers back; to be called when the connection rests.
    pub fn rest(&mut self) {
        self.rx.release();
        self.tx.release();
        self.engine.rest();
    }

    /// Whether the handshake is complete on this side.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.engine.machine.is_complete()
    }

    /// Whether the peer sent close_notify.
    #[must_use]
    pub const fn peer_has_closed(&self) -> bool {
        self.peer_closed
    }

    /// Whether we sent close_notify.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Where the handshake stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.engine.machine.state()
    }

    /// Which side we are.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.engine.role
    }

    /// What was agreed on so far.
    #[must_use]
    pub const fn negotiated(&self) -> &Negotiated {
        &self.negotiated
    }

    /// Whether the peer is known to have accepted us.
    #[must_use]
    pub fn acceptance(&self) -> Acceptance {
        match self.failure {
            Some(Error::RefusedByPeer(alert)) => Acceptance::Refused(alert),
            _ if !self.is_connected() => Acceptance::Handshaking,
            _ if self.heard || self.knows_at_once() || self.negotiated.was_heard() => Acceptance::Accepted,
            _ => Acceptance::Pending,
        }
    }

    /// Whoever has the other's Finished last: a server of TLS 1.3 and a client of TLS 1.2; and a server of TLS 1.2 has had
    /// the client's certificate before it sent its own.
    fn knows_at_once(&self) -> bool {
        self.is_server() || self.speaks(Version::Tls12)
    }

    /// Who the peer proved to be, once the handshake is complete; `None` also for a client that presented nothing.
    #[must_use]
    pub const fn peer(&self) -> Option<&Peer> {
        self.engine.machine.peer()
    }

    /// Why the peer's chain was not accepted, whether it was refused for that or goes unverified.
    #[must_use]
    pub const fn path_refusal(&self) -> Option<handfast_path::Refusal> {
        self.path_refusal
    }

    /// What of the peer's chain was accepted only because the profile is lenient, and where.
    #[must_use]
    pub fn path_warnings(&self) -> &[(At, Warning)] {
        &self.path_warnings
    }

    /// Every decision that was made about a chain that was not accepted.
    #[must_use]
    pub const fn decisions(&self) -> Option<&Decisions> {
        self.decisions.as_ref()
    }

    /// What the connection failed of.
    #[must_use]
    pub const fn failure(&self) -> Option<Error> {
        self.failure
    }

    /// Keying material for the application (RFC 9846 §7.5, RFC 5705), written into `out`. In TLS 1.2 no context is not the
    /// same as an empty one; in TLS 1.3 it is.
    ///
    /// # Errors
    /// The handshake is not complete, the label is one of TLS's own, or label, context or `out` is longer than the version
    /// has room for.
    pub fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        self.engine.machine.export(label, context, out).map_err(Local::Handshake)
    }
}
