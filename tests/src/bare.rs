//! A machine without a connection around it: no records, nobody who asks the diagram first, questions answered at once.

use std::collections::VecDeque;

use handfast::ClientAuth;
use handfast::crypto::kx::Live;
use handfast::crypto::rng::SystemRng;
use handfast::crypto::sign::{Signer, SigningKey};
use handfast::handshake::transcript::{Transcript, View};
use handfast::handshake::{
    Answer, Ask, CertificateType, Config, Cx, Effect, Error, Identity, Input, Judgement, Machine,
    OwnIdentity, Question, Role, ServerIdentity, Session, State, Wants, algorithm_of, curve_of_key,
    schemes_for,
};
use handfast::path::Cert;
use handfast::wire::{Dialect, Kind, Message};
use handfast_pki::Issued;

/// The machine, with what its driver would hold.
#[derive(Debug)]
pub struct Bare {
    machine: Machine,
    transcript: Transcript,
    complete: bool,
    config: Config,
    person: Option<(Identity, SigningKey)>,
    client_auth: ClientAuth,
    /// What it sent, oldest first.
    pub sent: VecDeque<Vec<u8>>,
    /// The first session that it was given to keep, and offers. A server keeps none: its tickets are sessions, unsealed.
    pub kept: Option<Session>,
}

impl Bare {
    /// A client, with or without a certificate.
    #[must_use]
    pub fn client(config: Config, person: Option<&Issued>) -> Self {
        Self::new(Machine::client(None), config, person, ClientAuth::None)
    }

    /// A server.
    #[must_use]
    pub fn server(config: Config, person: &Issued, client_auth: ClientAuth) -> Self {
        Self::new(Machine::server(), config, Some(person), client_auth)
    }

    /// One that has failed.
    #[must_use]
    pub fn failed(role: Role) -> Self {
        Self::new(Machine::failed(role), Config::default(), None, ClientAuth::None)
    }

    fn new(machine: Machine, config: Config, person: Option<&Issued>, client_auth: ClientAuth) -> Self {
        Self {
            machine,
            transcript: Transcript::default(),
            complete: false,
            config,
            person: person.map(identity),
            client_auth,
            sent: VecDeque::new(),
            kept: None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.machine.state()
    }

    /// What it waits for.
    #[must_use]
    pub const fn wants(&self) -> Wants {
        self.machine.wants()
    }

    /// Which side it is.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.machine.role()
    }

    /// Which question is open.
    #[must_use]
    pub fn asks(&self) -> Option<Ask> {
        self.machine.question().map(|question| question.ask())
    }

    /// Whether it names a peer.
    #[must_use]
    pub const fn has_peer(&self) -> bool {
        self.machine.peer().is_some()
    }

    /// One step, if it can make one: its turn, the answer to its question, or this message, which is taken then.
    /// Whether it made one.
    ///
    /// # Errors
    /// The machine refuses.
    pub fn step(&mut self, next: &mut VecDeque<Vec<u8>>) -> Result<bool, Error> {
        match self.wants() {
            Wants::Proceed => self.take(Input::Proceed, &[])?,
            Wants::Answer(_) => self.take(Input::Answer(self.answer()), &[])?,
            Wants::Message if self.machine.asks().is_some() => {
                self.take(Input::Answer(self.answer()), &[])?;
            }
            Wants::Perhaps(kind) if next.front().is_some_and(|bytes| Kind::of(bytes) != Ok(kind)) => {
                self.take(Input::Proceed, &[])?;
            }
            Wants::Message | Wants::Perhaps(_) => match next.pop_front() {
                Some(bytes) => self.hear(&bytes)?,
                None => return Ok(false),
            },
            Wants::Nothing => return Ok(false),
        }
        Ok(true)
    }

    /// A message, whether it has a place here or not.
    ///
    /// # Errors
    /// The machine refuses it.
    ///
    /// # Panics
    /// If it is no message of TLS 1.3.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let message = Message::decode(bytes, Dialect::Tls13, None).expect("a message");
        self.take(Input::Message(&message), bytes)
    }

    /// Any input; what a driver does with its effects.
    ///
    /// # Errors
    /// The machine refuses it; it has failed then.
    pub fn take(&mut self, input: Input<'_>, bytes: &[u8]) -> Result<(), Error> {
        let (mut scratch, mut effects) = (Vec::new(), VecDeque::new());
        self.machine.step(
            input,
            &mut Cx {
                transcript: View::new(&self.transcript, bytes),
                config: &self.config,
                kx: &Live,
                rng: &mut SystemRng,
                clock: &|| 0,
                max_message: 1 << 17,
                scratch: &mut scratch,
                effects: &mut effects,
                wants_secrets: false,
            },
        )?;
        let of_handshake = !self.complete;
        for effect in &effects {
            self.apply(effect, &scratch);
        }
        self.record(self.role().peer(), of_handshake, bytes);
        Ok(())
    }

    fn apply(&mut self, effect: &Effect, scratch: &[u8]) {
        match effect {
            Effect::Send(_, place) => {
                let bytes = scratch.get(place.clone()).expect("what it says it sends");
                self.record(self.role(), !self.complete, bytes);
                self.sent.push_back(bytes.to_vec());
            }
            Effect::HashTranscript(hash) => self.transcript.hash(*hash),
            Effect::SettleTranscript(hash) => self.transcript.settle(*hash),
            Effect::RestartTranscript(hash) => self.transcript.restart(*hash),
            Effect::Keep(session) => drop(self.kept.get_or_insert_with(|| (**session).clone())),
            Effect::ForkTranscript(request) => self.transcript.fork(request),
            Effect::JoinTranscript => self.transcript.join(),
            Effect::Complete => self.complete = true,
            _ => {}
        }
    }

    fn record(&mut self, sender: Role, of_handshake: bool, bytes: &[u8]) {
        let is_remembered = if self.transcript.is_forked() { sender == Role::Client } else { of_handshake };
        if is_remembered && Kind::of(bytes).is_ok_and(|kind| self.machine.counts(kind)) {
            self.transcript.add(bytes);
        }
    }

    fn answer(&self) -> Answer {
        let person = self.person.as_ref();
        match self.machine.question().expect("an open question") {
            Question::ClientIdentity(_) => Answer::Identity(Ok(person.map(|(identity, _)| identity.clone()))),
            Question::ServerIdentity(_) => Answer::ServerIdentity(Ok(ServerIdentity {
                identity: Ok(person.expect("a server has a certificate").0.clone()),
                client_auth: self.client_auth,
                authorities: [].into(),
                trust: [0; 32],
            })),
            Question::Judge { chain, .. } => {
                let leaf =
                    Cert::parse(chain.certificates().next().expect("a certificate")).expect("a certificate");
                Answer::Judgement(Judgement::Accepted(leaf.public_key().expect("a key").to_owned()))
            }
            Question::DecryptPremaster { .. } => unreachable!("no key here decrypts"),
            Question::OwnSession { .. } => Answer::OwnSessions(self.kept.clone().into_iter().collect()),
            Question::Session(names) => {
                let first = names.first().and_then(|name| Session::decode(name.bytes()).ok());
                Answer::Session(first.map(|session| (0, Box::new(session))).into_iter().collect())
            }
            Question::EarlyData(_) => Answer::EarlyData(Ok(())),
            Question::Ticket(session) => {
                Answer::Ticket(Some(session.encode().expect("a short chain").to_vec()))
            }
            Question::Sign { scheme, content, .. } => {
                let (_, key) = person.expect("who signs has a key");
                let algorithm = algorithm_of(scheme, key.public_key()).expect("a scheme of this key");
                Answer::Signature(key.sign(algorithm, content).expect("a signature"))
            }
        }
    }
}

fn identity(issued: &Issued) -> (Identity, SigningKey) {
    let key = SigningKey::from_der(&issued.key).expect("a key");
    let chain = issued.chain.iter().map(|der| der.to_vec()).collect();
    (
        Identity::new(OwnIdentity {
            certificate_type: CertificateType::X509,
            chain,
            schemes: schemes_for(&key),
            curve: curve_of_key(key.public_key()),
            decrypts: false,
            index: 0,
        }),
        key,
    )
}
