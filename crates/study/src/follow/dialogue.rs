//! Two directions of TLS, read without a machine: what the hellos agree on says which keys are whose.

use std::collections::VecDeque;

use handfast::crypto::secret::Secret;
use handfast::handshake::{Derivation, Effect, Epoch, How, SecretName, Seen, Side, Suite};
use handfast::record::{Direction, RecordKeys};
use handfast::wire::alert::Alert;
use handfast::wire::code_points::ContentType;
use handfast::wire::{Kind, Message as Decoded};
use handfast::{Role, Version};

use super::agreed::Agreed;
use super::half::{Half, Raw, Read};
use super::keys::Keys;
use super::missing::Missing;
use crate::Rooms;
use crate::timeline::{Message, Record, Timeline, What};

/// A connection that is overheard.
#[derive(Debug)]
pub(super) struct Dialogue<'k> {
    keys: &'k Keys,
    client: Half,
    server: Half,
    agreed: Agreed,
    timeline: Timeline,
}

/// What a message changes once its record is over.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// A ClientHello announces early data.
    EarlyData,
    /// A HelloRetryRequest: a second ClientHello follows in the clear.
    Retry,
    /// EndOfEarlyData was sent.
    EndOfEarlyData,
    /// Both hellos of TLS 1.3 are there.
    Hellos,
    /// Finished of TLS 1.3 was sent.
    Finished,
    /// KeyUpdate was sent.
    KeyUpdate,
}

impl<'k> Dialogue<'k> {
    pub(super) fn new(keys: &'k Keys, rooms: &Rooms) -> Self {
        let timeline = Timeline::overheard(rooms);
        let (client, server) = (Half::default(), Half::default());
        Self { keys, client, server, agreed: Agreed::default(), timeline }
    }

    /// One side sent this.
    pub(super) fn hear(&mut self, from: Role, octets: &[u8]) {
        self.half(from).add(octets);
        loop {
            match self.half(from).next() {
                Ok(Some(raw)) => self.record(from, &raw),
                Ok(None) => return,
                Err(missing) => return self.tell(from, missing),
            }
        }
    }

    /// All that was heard; so many octets of each side wait for others that never came.
    pub(super) fn end(mut self, waiting: [(Role, usize); 2]) -> Timeline {
        for (role, waiting) in waiting.into_iter().filter(|(_, waiting)| *waiting > 0) {
            self.tell(role, Missing::Octets { waiting });
        }
        self.timeline
    }

    fn record(&mut self, from: Role, raw: &Raw) {
        let is_protected = self.is_protected(from, raw);
        let half = self.half(from);
        let read = if is_protected { half.open(raw) } else { plain(half.epoch(), raw) };
        if read.content.is_none() {
            self.tell_why(from);
        }
        let content_type = read.content.map(|content| content.content_type);
        let changes = match content_type {
            Some(ContentType::HANDSHAKE) => self.handshake(from, read.epoch, &read.plaintext),
            Some(ContentType::ALERT) => self.alert(from, &read.plaintext),
            Some(ContentType::CHANGE_CIPHER_SPEC) => {
                self.push(from, What::ChangeCipherSpec(Side::Write));
                Vec::new()
            }
            _ => Vec::new(),
        };
        self.push(from, What::Record(record(raw, read)));
        if content_type == Some(ContentType::CHANGE_CIPHER_SPEC)
            && self.agreed.version == Some(Version::Tls12)
        {
            self.install12(from);
        }
        changes.into_iter().for_each(|change| self.change(from, change));
    }

    /// In TLS 1.3 the type says it, in TLS 1.2 what came before.
    fn is_protected(&mut self, from: Role, raw: &Raw) -> bool {
        match self.agreed.version {
            Some(Version::Tls12) => self.half(from).epoch() != Epoch::Plaintext,
            _ => raw.header.first() == Some(&ContentType::APPLICATION_DATA.0),
        }
    }

    fn alert(&mut self, from: Role, octets: &[u8]) -> Vec<Change> {
        if let Ok(alert) = Alert::decode(octets, None) {
            self.push(from, What::Alert(Side::Write, alert));
        }
        Vec::new()
    }

    fn handshake(&mut self, from: Role, epoch: Epoch, piece: &[u8]) -> Vec<Change> {
        match self.half(from).messages(piece) {
            Ok(messages) => {
                messages.into_iter().filter_map(|bytes| self.message(from, epoch, bytes)).collect()
            }
            Err(missing) => {
                self.tell(from, missing);
                Vec::new()
            }
        }
    }

    fn message(&mut self, from: Role, epoch: Epoch, bytes: Vec<u8>) -> Option<Change> {
        let (mut fields, kind) = (Vec::new(), Kind::of(&bytes).ok());
        let decoded = Decoded::decode(&bytes, self.agreed.dialect(), Some(&mut fields)).ok();
        let learned = decoded.as_ref().map(|message| self.agreed.hear(message)).unwrap_or_default();
        let change = match &decoded {
            Some(Decoded::ServerHello(_)) if self.agreed.version == Some(Version::Tls13) => {
                Some(Change::Hellos)
            }
            Some(Decoded::Finished(_)) if self.agreed.version == Some(Version::Tls13) => {
                Some(Change::Finished)
            }
            Some(Decoded::KeyUpdate(_)) => Some(Change::KeyUpdate),
            Some(Decoded::ClientHello(_)) if self.agreed.early_data => Some(Change::EarlyData),
            Some(Decoded::HelloRetryRequest(_)) => Some(Change::Retry),
            Some(Decoded::EndOfEarlyData) => Some(Change::EndOfEarlyData),
            _ => None,
        };
        let length = bytes.len();
        self.push(from, What::Message(Message { side: Side::Write, epoch, kind, length, bytes, fields }));
        learned.into_iter().for_each(|fact| self.push(from, What::Learned(fact)));
        change
    }

    fn change(&mut self, from: Role, change: Change) {
        match change {
            Change::Hellos => self.install13(),
            Change::EarlyData => self.install_early(),
            Change::Retry => self.half(Role::Client).install(Epoch::Plaintext, Some(Direction::Plaintext)),
            Change::EndOfEarlyData => self.promote(from, Epoch::EarlyData),
            Change::Finished => self.promote(from, Epoch::Handshake),
            Change::KeyUpdate => self.update(from),
        }
    }
}

/// Keys.
impl Dialogue<'_> {
    /// What these keys protect is over on this side.
    fn promote(&mut self, from: Role, over: Epoch) {
        self.half(from).promote(over);
        let epoch = self.half(from).epoch();
        self.push(from, What::Keys { side: Side::Write, epoch });
    }

    /// The keys of early data (RFC 9846 §7.1). Its cipher suite is that of the session, of which nothing is said but the
    /// length of its hash: each that fits is tried.
    fn install_early(&mut self) {
        let name = SecretName::ClientEarlyTraffic;
        let secret = self.agreed.client_random.and_then(|random| self.keys.find(&random, name)).cloned();
        let length = secret.as_ref().map(Secret::len);
        let fit = |suite: &Suite| length == Some(suite.hash.output_len());
        let candidates: Vec<Traffic> = Suite::TLS13
            .into_iter()
            .filter(fit)
            .filter_map(|suite| self.logged(Role::Client, name, suite))
            .collect();
        self.install(Role::Client, Epoch::EarlyData, None);
        for traffic in candidates {
            self.half(Role::Client).expect(Epoch::EarlyData, Some(traffic.keys()));
        }
    }

    /// The traffic secrets of a key log, as far as it has them (RFC 9846 §7.1).
    fn install13(&mut self) {
        for role in [Role::Server, Role::Client] {
            let (handshake, application) = traffic(role);
            let logged = |this: &mut Self, name| this.logged(role, name, this.agreed.suite?);
            let handshake = logged(self, handshake).map(|secret| secret.keys());
            let application = logged(self, application);
            let later = application.as_ref().map(Traffic::keys);
            *self.agreed.traffic(role) = application;
            // A client may go on with early data until it has the server's Finished.
            if role == Role::Client && self.agreed.early_data {
                self.half(role).expect(Epoch::Handshake, handshake);
            } else {
                self.install(role, Epoch::Handshake, handshake);
            }
            self.half(role).expect(Epoch::Application(0), later);
        }
    }

    fn logged(&mut self, role: Role, name: SecretName, suite: Suite) -> Option<Traffic> {
        let secret = self.keys.find(&self.agreed.client_random?, name)?.clone();
        let (hash, from) = (suite.hash, secret.clone());
        let derivation = Derivation { name, hash, from, how: How::Logged, value: secret };
        self.push(role, What::Derived(Box::new(derivation.clone())));
        Some(Traffic { derivation, suite })
    }

    /// The next generation of the sender (RFC 9846 §7.2).
    fn update(&mut self, from: Role) {
        let Epoch::Application(before) = self.half(from).epoch() else { return };
        let next = self.agreed.traffic(from).take().map(|traffic| traffic.next(from, before + 1));
        if let Some(next) = &next {
            self.push(from, What::Derived(Box::new(next.derivation.clone())));
        }
        let keys = next.as_ref().map(Traffic::keys);
        *self.agreed.traffic(from) = next;
        self.install(from, Epoch::Application(before + 1), keys);
    }

    /// The keys of TLS 1.2 from the main secret (RFC 5246 §6.3).
    fn install12(&mut self, from: Role) {
        if self.agreed.block.is_none() {
            self.expand(from);
        }
        let keys = self.agreed.keys12(from);
        self.install(from, Epoch::Application(0), keys);
    }

    fn expand(&mut self, from: Role) {
        let (Some(suite), Some(randoms)) = (self.agreed.suite, self.agreed.randoms()) else { return };
        let Some(main) = self.keys.find(&randoms.client, SecretName::Main12).cloned() else { return };
        let (hash, name) = (suite.hash, SecretName::Main12);
        let logged = Derivation { name, hash, from: main.clone(), how: How::Logged, value: main.clone() };
        self.push(from, What::Derived(Box::new(logged)));
        let mut effects = VecDeque::new();
        self.agreed.expand(&main, suite, &randoms, Seen::new(Some(&mut effects)));
        for effect in effects {
            if let Effect::Derived(derivation) = effect {
                self.push(from, What::Derived(derivation));
            }
        }
    }

    fn install(&mut self, role: Role, epoch: Epoch, keys: Option<Direction>) {
        self.half(role).install(epoch, keys);
        self.push(role, What::Keys { side: Side::Write, epoch });
    }
}

/// What is kept.
impl Dialogue<'_> {
    const fn half(&mut self, role: Role) -> &mut Half {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }

    /// Why a record was not opened.
    fn tell_why(&mut self, from: Role) {
        let missing = match (self.agreed.suite, self.half(from).has_keys()) {
            (None, _) if self.agreed.version.is_some() => Missing::Suite,
            (_, false) => Missing::Secrets,
            (_, true) => Missing::RightSecrets,
        };
        self.tell(from, missing);
    }

    /// Once of each side.
    fn tell(&mut self, from: Role, missing: Missing) {
        if !self.half(from).told.contains(&missing) {
            self.half(from).told.push(missing);
            self.timeline.push(from, What::Missing(missing));
        }
    }

    fn push(&mut self, from: Role, what: What) {
        self.timeline.push(from, what);
    }
}

/// A traffic secret of TLS 1.3.
#[derive(Debug)]
pub(super) struct Traffic {
    derivation: Derivation,
    suite: Suite,
}

impl Traffic {
    fn keys(&self) -> Direction {
        RecordKeys::tls13(self.suite.aead, self.suite.hash, &self.derivation.value).into()
    }

    fn next(&self, role: Role, generation: u64) -> Self {
        const LABEL: &str = "traffic upd";
        let Derivation { hash, value: from, .. } = self.derivation.clone();
        let value = handfast::crypto::hkdf::expand_label(hash, &from, LABEL, &[], hash.output_len());
        let name = match role {
            Role::Client => SecretName::ClientTraffic(generation),
            Role::Server => SecretName::ServerTraffic(generation),
        };
        let derivation = Derivation { name, hash, from, how: How::ExpandLabel(LABEL, None), value };
        Self { derivation, suite: self.suite }
    }
}

const fn traffic(role: Role) -> (SecretName, SecretName) {
    match role {
        Role::Client => (SecretName::ClientHandshakeTraffic, SecretName::ClientTraffic(0)),
        Role::Server => (SecretName::ServerHandshakeTraffic, SecretName::ServerTraffic(0)),
    }
}

/// A record in the clear.
fn plain(epoch: Epoch, raw: &Raw) -> Read {
    let mut body = raw.body.clone();
    let content = Direction::Plaintext.open(&raw.header, &mut body).ok();
    Read { epoch, sequence: None, content, plaintext: body }
}

fn record(raw: &Raw, read: Read) -> Record {
    let Read { epoch, sequence, content, plaintext } = read;
    Record {
        side: Side::Write,
        epoch,
        header: raw.header,
        sequence,
        content,
        plaintext,
        sealed: raw.body.clone(),
    }
}
