//! A connection, who watches it, and what must hold of it whatever comes.

use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::crypto::secret::Secret;
use handfast::handshake::{Epoch, Fact, SecretName, Side, Suite};
use handfast::record::RecordKeys;
use handfast::wire::alert::Alert;
use handfast::{
    ClientAuth, Config, Connection, Error, Hooks, Identity, Observation, Observer, Progress, Role, State,
    Verification, Version, Wish,
};

use super::meddling::Meddling;
use super::people::{ALICE, PEOPLE, ROOT, SERVER};
use super::script::Script;
use super::standing::{Claim, Standing};

/// Something that a connection sends, before it is in a record.
#[derive(Debug)]
pub(super) enum Said {
    Message(Vec<u8>),
    ChangeCipherSpec,
    Alert(Alert),
    /// From here on other keys; or none, in a second ClientHello after early data.
    Keys(Option<RecordKeys>),
}

/// What was seen of a connection.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) said: Vec<Said>,
    /// Where it was.
    pub(super) states: Vec<State>,
    suite: Option<Suite>,
    /// What the session of early data was made with: the first that both have.
    early_suite: Option<Suite>,
    secrets: Vec<(SecretName, Hash, Secret)>,
    role: Option<Role>,
    standing: Standing,
}

impl Seen {
    /// What protects the records that it writes. In TLS 1.2 there is one epoch, and no traffic secret.
    fn keys(&self, epoch: Epoch) -> Option<RecordKeys> {
        let suite = if epoch == Epoch::EarlyData { self.early_suite } else { self.suite };
        let aead = suite?.aead;
        let (traffic, key, iv) = self.names(epoch)?;
        match (self.secret(traffic), self.secret(key), self.secret(iv)) {
            (Some((hash, secret)), ..) => Some(RecordKeys::tls13(aead, hash, secret)),
            (None, Some((_, key)), Some((_, iv))) => Some(RecordKeys::tls12(aead, key, iv)),
            (None, ..) => None,
        }
    }

    fn names(&self, epoch: Epoch) -> Option<(SecretName, SecretName, SecretName)> {
        use SecretName::{
            ClientEarlyTraffic, ClientHandshakeTraffic, ClientTraffic, ClientWriteIv, ClientWriteKey,
            ServerHandshakeTraffic, ServerTraffic, ServerWriteIv, ServerWriteKey,
        };
        Some(match (self.role?, epoch) {
            (_, Epoch::Plaintext) => return None,
            (_, Epoch::EarlyData) => (ClientEarlyTraffic, ClientWriteKey, ClientWriteIv),
            (Role::Client, Epoch::Handshake) => (ClientHandshakeTraffic, ClientWriteKey, ClientWriteIv),
            (Role::Client, Epoch::Application(n)) => (ClientTraffic(n), ClientWriteKey, ClientWriteIv),
            (Role::Server, Epoch::Handshake) => (ServerHandshakeTraffic, ServerWriteKey, ServerWriteIv),
            (Role::Server, Epoch::Application(n)) => (ServerTraffic(n), ServerWriteKey, ServerWriteIv),
        })
    }

    fn secret(&self, name: SecretName) -> Option<(Hash, &Secret)> {
        self.secrets.iter().find(|(seen, ..)| *seen == name).map(|(_, hash, secret)| (*hash, secret))
    }
}

impl Observer for Seen {
    fn wish(&self) -> Wish {
        Wish { records: true, fields: true, secrets: true, decisions: true }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.standing.observe(observation);
        match observation {
            Observation::Message { side: Side::Write, bytes, .. } => {
                self.said.push(Said::Message(bytes.to_vec()));
            }
            Observation::ChangeCipherSpec(Side::Write) => self.said.push(Said::ChangeCipherSpec),
            Observation::Alert(Side::Write, alert) => self.said.push(Said::Alert(*alert)),
            Observation::Keys { side: Side::Write, epoch: Epoch::Plaintext } => {
                self.said.push(Said::Keys(None));
            }
            Observation::Keys { side: Side::Write, epoch } => {
                self.said.extend(self.keys(*epoch).map(Some).map(Said::Keys));
            }
            Observation::Transition { from, to, .. } => self.states.extend([*from, *to]),
            Observation::Learned(Fact::Suite(suite)) => self.suite = Some(*suite),
            Observation::Derived(made) => self.secrets.push((made.name, made.hash, made.value.clone())),
            _ => {}
        }
    }
}

/// A connection with its witness and its meddler.
pub(super) struct Witnessed<'a> {
    pub(super) connection: Connection,
    config: Arc<Config>,
    pub(super) seen: Seen,
    pub(super) meddling: Meddling<'a>,
    /// Application data that came.
    pub(super) data: Vec<u8>,
    received: usize,
    /// Whether somebody may be here unverified: by the configuration, or because he was asked so since.
    tolerates: bool,
}

impl<'a> Witnessed<'a> {
    pub(super) fn new(connection: Connection, config: Arc<Config>, meddling: Script<'a>) -> Self {
        let early_suite = config.protocol.suites.first().copied();
        let seen = Seen { role: Some(connection.role()), early_suite, ..Seen::default() };
        let meddling = Meddling::new(meddling);
        let tolerates = match connection.role() {
            Role::Client => config.verification == Verification::ReportOnly,
            Role::Server => config.client_auth == ClientAuth::Optional,
        };
        Self { connection, config, seen, meddling, data: Vec::new(), received: 0, tolerates }
    }

    /// Calls `act` with both hooked in, and sees whether all that must hold does.
    pub(super) fn act<T>(&mut self, act: impl FnOnce(&mut Connection, &mut Hooks<'_>) -> T) -> T {
        let mut hooks = Hooks { observer: Some(&mut self.seen), tamper: Some(&mut self.meddling) };
        let result = act(&mut self.connection, &mut hooks);
        self.check();
        result
    }

    /// Asks for a certificate after the handshake, and maybe insists. What may not be asked changes nothing.
    pub(super) fn ask(&mut self, insists: bool) {
        let policy = if insists { ClientAuth::Require } else { ClientAuth::Optional };
        self.tolerates |= self.act(|side, hooks| side.request_certificate(policy, hooks)).is_ok() && !insists;
    }

    /// Steps as far as it goes. Held questions are answered if `answers`.
    pub(super) fn go(&mut self, answers: bool) {
        // A turn takes a byte that came, or is one of the few of our own flights.
        for _ in 0..64 + 2 * self.received {
            match self.act(Connection::step) {
                Ok(Progress::Moved) => {}
                Ok(Progress::Data) => self.take_data(),
                Ok(Progress::Asked) if answers => {
                    let _ = self.act(Connection::answer_as_configured);
                }
                Ok(_) => return,
                Err(error) => return self.check_failed(error),
            }
        }
        assert!(self.received == usize::MAX, "{} moves without end", self.connection.role().name());
    }

    /// Takes in as much as there is room for, after every `cut` bytes as far as it goes.
    pub(super) fn receive(&mut self, mut bytes: &[u8], cut: usize, answers: bool) {
        while !bytes.is_empty() {
            let piece = bytes.get(..cut).unwrap_or(bytes);
            let n = self.connection.receive(piece);
            self.received += n;
            self.go(answers);
            if n == 0 {
                return;
            }
            bytes = bytes.get(n..).unwrap_or_default();
        }
    }

    /// What it has to send.
    pub(super) fn take_outgoing(&mut self) -> Vec<u8> {
        let outgoing = self.connection.outgoing().to_vec();
        self.connection.sent(outgoing.len());
        outgoing
    }

    fn take_data(&mut self) {
        let data = self.connection.plaintext();
        assert!(!data.is_empty(), "data that is none");
        self.data.extend_from_slice(data);
        let n = data.len();
        self.connection.consume(n);
    }

    fn check_failed(&mut self, error: Error) {
        assert!(!error.to_string().is_empty());
        assert_eq!(self.connection.failure(), Some(error));
        assert_eq!(self.act(Connection::step), Err(error), "a failure is final");
        assert!(!self.connection.is_connected());
        assert_eq!(self.connection.send(b"data", &mut Hooks::none()), Err(error));
    }

    fn check(&self) {
        let bound = self.config.max_outgoing + 64 * 1024;
        assert!(self.connection.outgoing().len() <= bound, "{} bytes wait", self.connection.outgoing().len());
        if self.connection.is_connected() {
            self.check_peer();
        } else {
            assert!(self.connection.peer().is_none(), "a peer before the handshake is complete");
        }
    }

    /// Nobody is connected to a peer that no verdict accepted, or that did not prove to hold its key; and nobody is known
    /// for longer than that.
    fn check_peer(&self) {
        let role = self.connection.role();
        let by_key = self.connection.negotiated().shared_key.as_deref();
        let knows = |identity: &[u8]| self.config.shared_keys().iter().any(|key| key.identity() == identity);
        assert!(by_key.is_none_or(knows), "a key that nobody knows");
        let Some(peer) = self.connection.peer() else {
            assert!(role == Role::Server || by_key.is_some(), "a client knows its server");
            assert!(self.config.client_auth != ClientAuth::Require || by_key.is_some(), "nobody came in");
            assert_eq!(self.seen.standing.known(), None, "somebody is here");
            return;
        };
        let accepted = peer.verdict().is_accepted();
        // A server that decrypts proves it with its Finished, without which nobody is connected.
        let negotiated = self.connection.negotiated();
        let decrypts = negotiated.version == Some(Version::Tls12) && negotiated.group.is_none();
        let decrypts = role == Role::Client && decrypts;
        let known =
            self.seen.standing.known().map(|claim| Claim { proved: claim.proved || decrypts, ..claim });
        assert_eq!(known, Some(Claim { accepted, proved: true }), "judged as it says, and proved");
        assert!(accepted || self.tolerates, "an unverified peer");
        let known: &[&[u8]] = if role == Role::Client { &[SERVER] } else { &[ALICE] };
        let leaf = peer.chain().certificates().next();
        let raw = peer.chain().raw_public_key();
        let is_known = match (role, raw) {
            (_, None) => known.iter().any(|der| Some(*der) == leaf),
            (Role::Client, Some(_)) => raw == shown(&PEOPLE.raw_server),
            (Role::Server, Some(_)) => raw == shown(&PEOPLE.raw_alice),
        };
        assert!(!accepted || is_known, "nobody whom the root or a list of keys knows");
        assert_ne!(leaf, Some(ROOT));
    }
}

/// The key that is shown alone.
fn shown(identity: &Identity) -> Option<&[u8]> {
    identity.chain().first().map(Vec::as_slice)
}

/// Two that are both connected have the same view. Messages that were meddled with are in both transcripts, but what
/// each made of them may differ.
pub(super) fn check_views(a: &Witnessed<'_>, b: &Witnessed<'_>) {
    if !(a.connection.is_connected() && b.connection.is_connected()) {
        return;
    }
    let exported = export(a);
    assert_eq!(exported, export(b), "two views of one handshake");
    // Where the hello was meddled with, the main secret of TLS 1.2 may not be bound to its handshake.
    let is_bound = |side: &Witnessed<'_>| {
        let negotiated = side.connection.negotiated();
        negotiated.version == Some(Version::Tls13) || negotiated.extended_main_secret
    };
    assert_eq!([is_bound(a), is_bound(b)], [exported.is_ok(); 2]);
    if !a.meddling.has_meddled && !b.meddling.has_meddled {
        // Nobody waits for an answer that the other has not given, or has given already.
        let is_quiet = [a, b].iter().all(|side| side.connection.state() == State::Connected);
        let (a, b) = (a.connection.negotiated(), b.connection.negotiated());
        assert_eq!((a.suite, a.group, a.retried), (b.suite, b.group, b.retried));
        assert_eq!((&a.alpn, a.resumed), (&b.alpn, b.resumed));
        if is_quiet {
            assert_eq!((a.our_scheme, a.peer_scheme), (b.peer_scheme, b.our_scheme));
            assert_eq!(a.no_client_certificate, b.no_client_certificate);
        }
    }
}

fn export(side: &Witnessed<'_>) -> Result<[u8; 32], Error> {
    let mut out = [0; 32];
    side.connection.export("EXPERIMENTAL-fuzz", Some(b"context"), &mut out)?;
    Ok(out)
}
