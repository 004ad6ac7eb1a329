//! The one place where effects are applied: between the machine, the record layer and those who watch.

use core::mem;
use core::ops::Range;

use handfast_crypto::hash::Hash;
use handfast_handshake::Wants;
use handfast_handshake::{
    Answer, Ask, Command, Effect, Epoch, Fact, Input, Protection, Question, RecordLimits, Role, Session,
    Side, State,
};
use handfast_record::{Place, RecordKeys};
use handfast_wire::code_points::MaxFragmentLength;
use handfast_wire::record::MAX_PLAINTEXT;
use handfast_wire::{Dialect, Kind, Message};

use crate::answer::{self, Case, Judged};
use crate::{Connection, Error, Hooks, Local, Observation, On, Progress, Refusal, SessionKey};

/// How often a peer may update its keys in a row, with no data between. The number is that of BoringSSL and OpenSSL.
const MAX_KEY_UPDATES: u8 = 32;

/// What moves the machine in a turn.
pub(crate) enum Turn {
    /// A whole message of the peer lies here.
    Message(Place),
    /// ChangeCipherSpec of TLS 1.2 came.
    ChangeCipherSpec,
    /// The application's answer to a held question: rare, and large.
    Answer(Box<Answer>),
    /// The open question is answered from the configuration.
    OwnAnswer,
    /// It is our turn.
    Proceed,
    /// The application wants something.
    Command(Command),
}

/// The arrows of the diagram that a turn follows, for those who watch.
struct Walk {
    from: State,
    on: On,
}

impl Walk {
    fn on_to(&mut self, to: State, hooks: &mut Hooks<'_>) {
        let from = mem::replace(&mut self.from, to);
        hooks.see(|| Observation::Transition { from, on: self.on, to });
    }
}

impl Connection {
    /// One input through the machine, then all its effects, or none of them and an alert.
    pub(crate) fn turn(&mut self, turn: Turn, hooks: &mut Hooks<'_>) -> Result<Progress, Error> {
        self.watch_records(hooks);
        match self.try_turn(turn, hooks) {
            Ok(()) => Ok(Progress::Moved),
            Err(error) => Err(self.fail(error, hooks)),
        }
    }

    fn try_turn(&mut self, turn: Turn, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        let from = hooks.is_watched().then(|| self.engine.machine.state());
        let secrets = hooks.wish().secrets;
        match turn {
            Turn::Message(place) => {
                let completes = !self.engine.complete;
                let kind = self.take_message(&place, hooks)?;
                self.apply(from, On::Message(kind.stands_for()), hooks)?;
                self.heard_message(kind, &place, completes);
                Ok(())
            }
            Turn::ChangeCipherSpec => {
                self.engine.step(Input::ChangeCipherSpec, &[], secrets)?;
                self.apply(from, On::ChangeCipherSpec, hooks)
            }
            Turn::Answer(answer) => self.take_answer(from, *answer, hooks),
            Turn::OwnAnswer => {
                let answer = self.own_answer(hooks)?;
                self.take_answer(from, answer, hooks)
            }
            Turn::Proceed => {
                self.engine.step(Input::Proceed, &[], secrets)?;
                let sends = from.and_then(|_| self.engine.sends());
                self.apply(from, On::Turn(sends.map(Kind::stands_for)), hooks)
            }
            Turn::Command(command) => {
                self.engine.step(Input::Command(command), &[], secrets)?;
                self.apply(from, On::Command, hooks)
            }
        }
    }

    /// A message of the peer: permitted here, decoded, handled.
    fn take_message(&mut self, place: &Place, hooks: &mut Hooks<'_>) -> Result<Kind, Error> {
        let kind = Kind::of(self.rx.message(place)).map_err(Refusal::UnknownMessage);
        if kind == Ok(Kind::KeyUpdate) {
            self.count_key_update()?;
        }
        let bytes = self.rx.message(place);
        let wish = hooks.wish();
        self.spans.clear();
        let decoded = kind.map_err(Error::from).and_then(|kind| {
            self.engine.machine.permits(kind, &self.engine.config.protocol)?;
            let dialect = self.engine.machine.dialect(kind);
            Ok(Message::decode(bytes, dialect, wish.fields.then_some(&mut self.spans)))
        });
        hooks.see(|| Observation::Message {
            side: Side::Read,
            epoch: self.read_epoch,
            kind: kind.ok(),
            bytes,
            fields: &self.spans,
        });
        // A message is lent on from here: it is large.
        let message = decoded.as_ref().map_err(|error| *error)?.as_ref().map_err(|refusal| *refusal)?;
        let kind = kind?;
        if !self.is_asked_too_late(kind) {
            self.engine.step(Input::Message(message), bytes, wish.secrets)?;
        }
        Ok(kind)
    }

    /// Once we have closed our side, there is nobody whom we could tell who we are: such a request is not kept.
    fn is_asked_too_late(&self, kind: Kind) -> bool {
        self.closed && kind == Kind::CertificateRequest
    }

    /// RFC 9846 §4.7.3 lets a peer update its keys as often as it likes; each time costs us a derivation and it nothing.
    fn count_key_update(&mut self) -> Result<(), Refusal> {
        self.updates_in_a_row = self.updates_in_a_row.saturating_add(1);
        if self.updates_in_a_row > MAX_KEY_UPDATES { Err(Refusal::TooManyKeyUpdates) } else { Ok(()) }
    }

    /// The message goes into the transcript after its effects: HelloRetryRequest follows what it puts into the place of
    /// ClientHello1 (RFC 9846 §4.1). The Finished that completes the handshake is part of it, too.
    fn heard_message(&mut self, kind: Kind, place: &Place, of_handshake: bool) {
        self.rx.allow_change_cipher_spec(!self.is_connected());
        self.heard |= !of_handshake;
        let is_remembered = of_handshake || self.engine.remembers(self.engine.role.peer());
        if is_remembered && self.engine.machine.counts(kind) {
            self.engine.transcript.add(self.rx.message(place));
        }
    }

    fn take_answer(
        &mut self,
        from: Option<State>,
        answer: Answer,
        hooks: &mut Hooks<'_>,
    ) -> Result<(), Error> {
        let answer = match answer {
            // No ticket follows close_notify (RFC 9846 §6.1).
            Answer::Ticket(_) if self.closed => Answer::Ticket(None),
            answer => answer,
        };
        self.chosen = answer.identity().map(|ours| ours.index).or(self.chosen);
        self.session = answer.session().cloned().or(self.session.take());
        let ask = answer.ask();
        self.engine.step(Input::Answer(answer), &[], hooks.wish().secrets)?;
        self.apply(from, On::Answer(ask), hooks)
    }

    /// The configuration's answer to the open question.
    #[inline(never)]
    fn own_answer(&mut self, hooks: &mut Hooks<'_>) -> Result<Answer, Error> {
        let question = self.engine.machine.question();
        let question = question.ok_or(Local::Handshake(handfast_handshake::Local::Misuse))?;
        match question {
            Question::ClientIdentity(_) | Question::ServerIdentity(_) => {
                answer::choose(question, &self.engine.config, &mut self.negotiated)
            }
            Question::Sign { .. } => answer::sign(question, &self.engine.config),
            Question::DecryptPremaster { .. } => {
                answer::decrypt(question, &self.engine.config, &mut *self.engine.env.rng)
            }
            Question::EarlyData(hello) => {
                let now = self.engine.env.clock.millis();
                Ok(answer::early_data(hello, &self.engine.config, now))
            }
            Question::OwnSession { .. } | Question::Session(_) | Question::Ticket(_) => {
                let key = self.session_key();
                let now = self.engine.env.clock.millis();
                answer::session(question, &self.engine.config, key.as_ref(), now, &mut *self.engine.env.rng)
            }
            Question::Judge { chain, policy, decrypts, .. } => {
                let (peer, server_name) = (self.engine.role.peer(), self.server_name.as_ref());
                let case = Case { peer, chain, server_name, policy, decrypts };
                let (now, wanted) = (self.engine.env.clock.now(), hooks.wish().decisions);
                let Judged { answer, decisions, refusal, warnings } =
                    answer::judge(&case, wanted, &self.engine.config, now);
                hooks.see(|| Observation::Judged { peer, decisions: &decisions, refusal });
                self.path_refusal = refusal;
                self.path_warnings = warnings;
                self.decisions = refusal.is_some().then_some(decisions);
                Ok(answer)
            }
        }
    }

    /// All effects of a turn, in order. Nothing of it happens if the read keys would change within a record (RFC 9846
    /// §5.1).
    fn apply(&mut self, from: Option<State>, on: On, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        if !self.rx.at_boundary() && self.engine.changes_keys(Side::Read) {
            return Err(handfast_record::Refusal::KeyChangeInsideRecord.into());
        }
        let mut walk = from.map(|from| Walk { from, on });
        while let Some(effect) = self.engine.effects.pop_front() {
            self.apply_one(effect, &mut walk, hooks)?;
        }
        self.engine.forget_turn();
        walk.iter_mut().for_each(|walk| walk.on_to(self.engine.machine.state(), hooks));
        self.end_turn(hooks)
    }

    /// The flight leaves, in as few records as possible, when it is no longer our turn. A question within it does not
    /// end it: the records are the same whether it is held or not.
    fn end_turn(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        let ends = matches!(self.engine.machine.wants(), Wants::Message | Wants::Perhaps(_) | Wants::Nothing);
        if ends && !self.engine.machine.is_answering() {
            self.tx.flush()?;
        }
        self.see_sealed(hooks);
        Ok(())
    }

    fn apply_one(
        &mut self,
        effect: Effect,
        walk: &mut Option<Walk>,
        hooks: &mut Hooks<'_>,
    ) -> Result<(), Error> {
        match effect {
            Effect::Send(kind, place) => self.say(kind, place, hooks),
            Effect::ChangeCipherSpec => {
                self.tx.change_cipher_spec()?;
                hooks.see(|| Observation::ChangeCipherSpec(Side::Write));
            }
            Effect::Warn(description) => self.send_warning(description, hooks),
            Effect::Install(side, epoch, protection) => self.install(side, epoch, &protection, hooks)?,
            Effect::HashTranscript(hash) => self.engine.transcript.hash(hash),
            Effect::SettleTranscript(hash) => self.engine.transcript.settle(hash),
            Effect::RestartTranscript(hash) => self.engine.transcript.restart(hash),
            Effect::ForkTranscript(request) => self.engine.transcript.fork(&request),
            Effect::JoinTranscript => self.engine.transcript.join(),
            Effect::PassOverEarlyData(bytes) => self.rx.pass_over_early_data(bytes),
            Effect::LimitRecords(side, limits) => self.limit_records(side, limits)?,
            Effect::BeginEarlyData(most) => self.early.left = most,
            Effect::Unprotect => self.unprotect(hooks)?,
            Effect::Ask(ask) => hooks.see(|| Observation::Asked(ask)),
            Effect::Keep(session) => self.keep(*session),
            Effect::Learned(fact) => {
                hooks.see(|| Observation::Learned(&fact));
                self.learn(fact);
            }
            Effect::Derived(derivation) => hooks.see(|| Observation::Derived(&derivation)),
            Effect::Complete => {
                self.engine.complete = true;
                hooks.see(|| Observation::Complete);
            }
            Effect::Passed(to) => walk.iter_mut().for_each(|walk| walk.on_to(to, hooks)),
        }
        Ok(())
    }

    /// The message at this place of the scratch buffer.
    fn say(&mut self, kind: Kind, place: Range<usize>, hooks: &mut Hooks<'_>) {
        let scratch = mem::take(&mut self.engine.scratch);
        self.deliver(kind, scratch.get(place).unwrap_or_default(), hooks);
        self.engine.scratch = scratch;
        self.show(kind);
    }

    /// An identity is shown with Certificate. One that was chosen and is not shown, because both sides know each other by a
    /// session or a shared key, is nobody's business.
    fn show(&mut self, sent: Kind) {
        if sent.stands_for() == Kind::Certificate {
            self.negotiated.identity = self.chosen.take().or(self.negotiated.identity);
        }
    }

    /// What was found of the chain of a session that is not gone on from says nothing of this connection.
    fn learn(&mut self, fact: Fact) {
        if matches!(fact, Fact::NotResumed(_)) {
            self.session = None;
            self.path_refusal = None;
            self.path_warnings.clear();
            self.decisions = None;
        }
        self.negotiated.learn(fact);
    }

    fn keep(&mut self, session: Session) {
        if self.engine.role == Role::Server {
            self.session = session.name().cloned();
            self.engine.config.server_sessions.keep(session);
        } else if let Some((store, key)) = self.engine.config.session_store().zip(self.session_key()) {
            store.put(&key, session);
            self.keeps_sessions = true;
        }
    }

    /// Under which a client keeps its sessions. Who is yet to be told which identity is its own has none.
    pub(crate) fn session_key(&self) -> Option<SessionKey> {
        let server = self.server_name.clone()?;
        let we = self.engine.config.we();
        match &self.user {
            Some(user) => Some(SessionKey::new(server, &Hash::Sha256.digest(&[we.as_ref(), user]))),
            None if self.is_held(Ask::Identity) => None,
            None => Some(SessionKey::new(server, we)),
        }
    }

    fn limit_records(&mut self, side: Side, limits: RecordLimits) -> Result<(), Error> {
        let fragment = |length: MaxFragmentLength| length.bytes().map_or(MAX_PLAINTEXT, usize::from);
        match (side, limits) {
            (Side::Read, RecordLimits::Sizes { read, .. }) => self.rx.limit_protected(read.into())?,
            (Side::Write, RecordLimits::Sizes { write, .. }) => self.tx.limit_protected(write.into()),
            (Side::Read, RecordLimits::Fragments(length)) => self.rx.limit_fragment(fragment(length)),
            (Side::Write, RecordLimits::Fragments(length)) => self.tx.limit_fragment(fragment(length)),
        }
        Ok(())
    }

    fn install(
        &mut self,
        side: Side,
        epoch: Epoch,
        protection: &Protection,
        hooks: &mut Hooks<'_>,
    ) -> Result<(), Error> {
        let keys = match protection {
            Protection::Tls13 { aead, hash, secret } => RecordKeys::tls13(*aead, *hash, secret),
            Protection::Tls12 { aead, keys } => RecordKeys::tls12(*aead, &keys.key, &keys.iv),
        };
        match side {
            Side::Read => {
                self.rx.install(keys)?;
                self.read_epoch = epoch;
            }
            Side::Write => {
                self.tx.install(keys)?;
                self.see_sealed(hooks);
                self.write_epoch = epoch;
            }
        }
        hooks.see(|| Observation::Keys { side, epoch });
        Ok(())
    }

    /// Only a client ever goes back to no keys, before its second ClientHello.
    fn unprotect(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        self.tx.unprotect()?;
        self.see_sealed(hooks);
        self.write_epoch = Epoch::Plaintext;
        hooks.see(|| Observation::Keys { side: Side::Write, epoch: Epoch::Plaintext });
        Ok(())
    }

    /// A message of ours, or what a tamper puts into its place: transcript and observer see what is delivered.
    pub(crate) fn deliver(&mut self, kind: Kind, message: &[u8], hooks: &mut Hooks<'_>) {
        self.rx.allow_change_cipher_spec(!self.is_connected());
        let remembers = self.engine.remembers(self.engine.role);
        let Hooks { observer, tamper } = hooks;
        let machine = &self.engine.machine;
        let wants_fields = observer.as_ref().is_some_and(|observer| observer.wish().fields);
        let mut put = |bytes: &[u8]| {
            self.tx.handshake(bytes);
            if let Some(observer) = observer {
                self.spans.clear();
                // What a tamper delivers need not decode; what does has its fields.
                let kind = Kind::of(bytes).ok();
                let dialect = kind.map_or(Dialect::Tls13, |kind| machine.dialect(kind));
                let _ = wants_fields.then(|| Message::decode(bytes, dialect, Some(&mut self.spans)));
                let (side, epoch) = (Side::Write, self.write_epoch);
                observer.observe(&Observation::Message { side, epoch, kind, bytes, fields: &self.spans });
            }
            // What a tamper slips in counts for what it is.
            if remembers && machine.counts(Kind::of(bytes).unwrap_or(kind)) {
                self.engine.transcript.add(bytes);
            }
        };
        match tamper {
            Some(tamper) => tamper.outgoing(kind, message, &mut put),
            None => put(message),
        }
    }

    /// Whether the application answers questions of this kind by itself.
    pub(crate) fn is_held(&self, ask: Ask) -> bool {
        self.engine.config.held.contains(&ask)
    }
}
