//! Every state of TLS 1.2 that waits for a message, with every kind of message, over the wire.

use std::sync::{Arc, LazyLock};

use handfast::crypto::kx::Group;
use handfast::handshake::{Refusal12, Version, diagram};
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::wire::code_points::HandshakeType;
use handfast::{
    ClientAuth, Config, Connection, Error, Hooks, MemorySessions, On, Refusal, Role, State, TicketKey,
    TicketKeys,
};
use handfast_pki::KeyKind;
use handfast_tests::samples::{alert_of_malformed, malformed12, raw, sample12};
use handfast_tests::{Meddler, Pair, People, Step, Witness, only_tls12};

use Role::{Client, Server};

/// Where one side can be met, and when the other one says what it should not.
struct Place {
    role: Role,
    state: State,
    when: When,
    client_auth: ClientAuth,
}

#[derive(Debug, Clone, Copy)]
enum When {
    /// In the place of this message.
    InsteadOf(Kind),
    /// After this one, where ChangeCipherSpec should come.
    After(Kind),
    /// After the handshake.
    Later,
}

use When::{After, InsteadOf, Later};

const fn place(role: Role, state: State, when: When, client_auth: ClientAuth) -> Place {
    Place { role, state, when, client_auth }
}

const PLACES: &[Place] = &[
    place(Client, State::WaitSh, InsteadOf(Kind::ServerHello), ClientAuth::None),
    place(Client, State::WaitCert, InsteadOf(Kind::Certificate), ClientAuth::Require),
    place(Client, State::WaitSke, InsteadOf(Kind::ServerKeyExchange), ClientAuth::Require),
    place(Client, State::WaitCrShd, InsteadOf(Kind::CertificateRequest), ClientAuth::Require),
    place(Client, State::WaitCrShd, InsteadOf(Kind::ServerHelloDone), ClientAuth::None),
    place(Client, State::WaitShd, InsteadOf(Kind::ServerHelloDone), ClientAuth::Require),
    place(Client, State::WaitCcs, InsteadOf(Kind::NewSessionTicket), ClientAuth::Require),
    place(Client, State::WaitFinished, InsteadOf(Kind::Finished), ClientAuth::Require),
    place(Client, State::Connected, Later, ClientAuth::Require),
    place(Server, State::Start, InsteadOf(Kind::ClientHello), ClientAuth::None),
    place(Server, State::WaitCert, InsteadOf(Kind::Certificate), ClientAuth::Require),
    place(Server, State::WaitCke, InsteadOf(Kind::ClientKeyExchange), ClientAuth::Require),
    place(Server, State::WaitCke, InsteadOf(Kind::ClientKeyExchange), ClientAuth::None),
    place(Server, State::WaitCv, InsteadOf(Kind::CertificateVerify), ClientAuth::Require),
    place(Server, State::WaitCcs, After(Kind::CertificateVerify), ClientAuth::Require),
    place(Server, State::WaitCcs, After(Kind::ClientKeyExchange), ClientAuth::None),
    place(Server, State::WaitFinished, InsteadOf(Kind::Finished), ClientAuth::Require),
    place(Server, State::Connected, Later, ClientAuth::Require),
];

/// What became of the side in question, and what the other one heard.
struct Outcome {
    result: Option<Error>,
    heard: Option<Error>,
    witness: Witness,
}

impl Place {
    fn hears(&self, message: &[u8]) -> Outcome {
        let (client, server) = self.configs();
        let mut pair = Pair::new(client, server);
        let mut witness = Witness::default();
        let mut meddler = self.meddler(message.to_vec());
        self.run(&mut pair, &mut meddler, &mut witness);
        if let Later = self.when {
            self.other(&mut pair).inject(message, &mut Hooks::none()).unwrap();
            self.run(&mut pair, &mut Meddler::drop(Kind::KeyUpdate), &mut witness);
        } else {
            assert!(meddler.has_meddled(), "{self:?}");
        }
        let heard = self.other(&mut pair).failure();
        Outcome { result: self.side(&pair).failure(), heard, witness }
    }

    fn meddler(&self, message: Vec<u8>) -> Meddler {
        match self.when {
            InsteadOf(kind) => Meddler::replace(kind, message),
            After(kind) => Meddler::new(kind, move |bytes| vec![bytes.to_vec(), message.clone()]),
            Later => Meddler::drop(Kind::KeyUpdate),
        }
    }

    fn run(&self, pair: &mut Pair, meddler: &mut Meddler, witness: &mut Witness) {
        let (mut meddles, mut watches) = (Hooks::tampering(meddler), Hooks::observing(witness));
        let _ = match self.role {
            Client => pair.run_hooked(usize::MAX, &mut watches, &mut meddles),
            Server => pair.run_hooked(usize::MAX, &mut meddles, &mut watches),
        };
    }

    fn configs(&self) -> (Arc<Config>, Arc<Config>) {
        static PEOPLE: LazyLock<People> = LazyLock::new(|| People::new(KeyKind::P256));
        static CLIENT: LazyLock<Config> = LazyLock::new(|| only_tls12(PEOPLE.client()));
        static SERVER: LazyLock<Config> = LazyLock::new(|| only_tls12(PEOPLE.server(ClientAuth::None)));
        let (mut client, server) = (CLIENT.clone(), SERVER.clone().with_client_auth(self.client_auth));
        client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
        if self.state == State::WaitCcs && self.role == Client {
            // What comes in this state, but for ChangeCipherSpec, is a ticket.
            let keys = TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]);
            let client = client.with_session_store(Arc::new(MemorySessions::new(1)));
            return (Arc::new(client), Arc::new(server.with_tickets(keys)));
        }
        (Arc::new(client), Arc::new(server))
    }

    fn permits(&self, kind: Kind) -> Result<(), Error> {
        Ok(diagram::permits(self.role, [Version::Tls12], self.state, kind)?)
    }

    fn leads_to(&self, kind: Kind, to: State) -> bool {
        let edges = diagram::TLS12.iter().filter(|edge| edge.role == self.role && edge.from == self.state);
        edges.filter(|edge| edge.on == diagram::On::Receive(kind)).any(|edge| edge.to == to)
    }

    fn side<'p>(&self, pair: &'p Pair) -> &'p Connection {
        match self.role {
            Client => &pair.client,
            Server => &pair.server,
        }
    }

    fn other<'p>(&self, pair: &'p mut Pair) -> &'p mut Connection {
        match self.role {
            Client => &mut pair.server,
            Server => &mut pair.client,
        }
    }
}

impl core::fmt::Debug for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { role, state, client_auth, .. } = self;
        write!(f, "{} in {state}, client authentication {client_auth:?}", role.name())
    }
}

const HEARD: Option<Error> = Some(Error::RefusedByPeer(AlertDescription::UNEXPECTED_MESSAGE));

fn is_refused(place: &Place, kind: Kind, message: &[u8], refusal: Error) {
    let Outcome { result, heard, witness } = place.hears(message);
    assert_eq!(result, Some(refusal), "{place:?}: {kind}");
    assert_eq!(heard, HEARD, "{place:?}: {kind}");
    assert_eq!(witness.state(), place.state, "{place:?}: {kind}");
}

/// What it permits leads where the table says, or is refused for what it says.
fn is_judged(place: &Place, kind: Kind) {
    let Outcome { result, witness, .. } = place.hears(&sample12(kind));
    let taken = |step: &&Step| step.from == place.state && step.on == On::Message(kind);
    if let Some(step) = witness.steps.iter().rev().find(taken) {
        let passed_over = kind == Kind::HelloRequest && step.to == place.state;
        assert!(passed_over || place.leads_to(kind, step.to), "{place:?}: {kind} to {}", step.to);
    } else {
        let alert = result.and_then(|error| error.alert()).unwrap();
        assert_ne!(alert, AlertDescription::UNEXPECTED_MESSAGE, "{place:?}: {kind}: {result:?}");
    }
    let Outcome { result, .. } = place.hears(&malformed12(kind));
    let alert = result.and_then(|error| error.alert());
    assert_eq!(alert, Some(alert_of_malformed(kind)), "{place:?}: malformed {kind}: {result:?}");
}

#[test]
fn every_kind_in_every_state_that_listens() {
    for place in PLACES {
        for kind in Kind::ALL.iter().copied() {
            match place.permits(kind) {
                Ok(()) => is_judged(place, kind),
                Err(refusal) => {
                    is_refused(place, kind, &sample12(kind), refusal);
                    is_refused(place, kind, &malformed12(kind), refusal);
                }
            }
        }
    }
}

#[test]
fn unknown_kinds_in_every_state_that_listens() {
    for place in PLACES.iter().filter(|place| !matches!(place.when, Later)) {
        let Outcome { result, heard, .. } = place.hears(&raw(99, b"?"));
        assert_eq!(result, Some(Refusal::UnknownMessage(HandshakeType(99)).into()), "{place:?}");
        assert_eq!(heard, HEARD, "{place:?}");
    }
}

/// Nothing of the server's next flight can come before the client's, not even its first byte (RFC 5246 §7.3); only a
/// HelloRequest can come anywhere.
#[test]
fn nobody_speaks_out_of_turn() {
    let place = place(Client, State::Replying, After(Kind::ServerHelloDone), ClientAuth::None);
    let ticket = sample12(Kind::NewSessionTicket);
    for said in [&ticket[..], &ticket[..1]] {
        let Outcome { result, heard, .. } = place.hears(said);
        let (state, got) = (State::Replying, Kind::NewSessionTicket);
        let refusal = handfast::handshake::Refusal::from(Refusal12::UnexpectedMessage { state, got });
        assert_eq!((result, heard), (Some(refusal.into()), HEARD));
    }
    let Outcome { result, .. } = place.hears(&raw(99, b""));
    assert_eq!(result, Some(Refusal::UnknownMessage(HandshakeType(99)).into()));
    let Outcome { result, heard, .. } = place.hears(&sample12(Kind::HelloRequest));
    assert_eq!((result, heard), (None, None));
}
