//! Every state that waits for a message, with every kind of message, over the wire: the diagram is asked before a
//! message is decoded, and the peer hears the alert.

use std::sync::{Arc, LazyLock};

use handfast::compression;
use handfast::crypto::kx::Group;
use handfast::handshake::Refusal::SecondRetry;
use handfast::handshake::{Ask, Version, diagram};
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::wire::code_points::HandshakeType;
use handfast::{
    ClientAuth, Config, Connection, Error, HelloRecord, Hooks, On, Refusal, Role, State, TicketKey,
    TicketKeys,
};
use handfast_pki::KeyKind;
use handfast_tests::samples::{alert_of_malformed, malformed, raw, sample};
use handfast_tests::{Evergreen, Meddler, Pair, People, Step, Witness};

use Role::{Client, Server};

/// Where one side can be met, and which message of the other is exchanged for another one there.
struct Place {
    role: Role,
    state: State,
    instead_of: Kind,
    client_auth: ClientAuth,
    retry: bool,
    /// The client is asked for a certificate after the handshake, and holds the question of this kind.
    asked: Option<Ask>,
}

const fn place(role: Role, state: State, instead_of: Kind, client_auth: ClientAuth) -> Place {
    Place { role, state, instead_of, client_auth, retry: false, asked: None }
}

const fn after_retry(role: Role, state: State, instead_of: Kind) -> Place {
    Place { role, state, instead_of, client_auth: ClientAuth::None, retry: true, asked: None }
}

const fn asked(role: Role, state: State, instead_of: Kind, asked: Option<Ask>) -> Place {
    let asked = match asked {
        Some(ask) => ask,
        // Held by nobody in this role.
        None => Ask::Decrypt,
    };
    Place { role, state, instead_of, client_auth: ClientAuth::None, retry: false, asked: Some(asked) }
}

const PLACES: &[Place] = &[
    place(Client, State::WaitSh, Kind::ServerHello, ClientAuth::None),
    after_retry(Client, State::WaitSh, Kind::ServerHello),
    place(Client, State::WaitEe, Kind::EncryptedExtensions, ClientAuth::None),
    place(Client, State::WaitCertCr, Kind::Certificate, ClientAuth::None),
    place(Client, State::WaitCertCr, Kind::CertificateRequest, ClientAuth::Require),
    place(Client, State::WaitCert, Kind::Certificate, ClientAuth::Require),
    place(Client, State::WaitCv, Kind::CertificateVerify, ClientAuth::Require),
    place(Client, State::WaitFinished, Kind::Finished, ClientAuth::Require),
    place(Client, State::Connected, Kind::KeyUpdate, ClientAuth::Require),
    place(Server, State::Start, Kind::ClientHello, ClientAuth::None),
    after_retry(Server, State::Start, Kind::ClientHello),
    place(Server, State::WaitEoed, Kind::EndOfEarlyData, ClientAuth::Require),
    place(Server, State::WaitCert, Kind::Certificate, ClientAuth::Require),
    place(Server, State::WaitCv, Kind::CertificateVerify, ClientAuth::Require),
    place(Server, State::WaitFinished, Kind::Finished, ClientAuth::Require),
    place(Server, State::WaitFinished, Kind::Finished, ClientAuth::None),
    place(Server, State::Connected, Kind::KeyUpdate, ClientAuth::Require),
    asked(Client, State::Asked, Kind::KeyUpdate, Some(Ask::Identity)),
    asked(Client, State::SigningAnswer, Kind::KeyUpdate, Some(Ask::Sign)),
    asked(Server, State::Asking, Kind::KeyUpdate, Some(Ask::Identity)),
    asked(Server, State::WaitAnswerCv, Kind::CertificateVerify, None),
    asked(Server, State::WaitAnswerEnd, Kind::Finished, None),
];

/// Two who have met, of whom one announces early data and the other takes it.
fn hasty(client: Config, server: Config) -> (Arc<Config>, Arc<Config>) {
    let client = client.with_session_store(Arc::new(Evergreen::default())).with_early_data_offered();
    let server = server.with_tickets(TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]));
    let server = server.with_early_data_taken(100, Arc::new(HelloRecord::since(0, 1)));
    let both = (Arc::new(client), Arc::new(server));
    let _ = Pair::new(Arc::clone(&both.0), Arc::clone(&both.1)).run(usize::MAX);
    both
}

/// What became of the side in question, and what the other one heard.
struct Outcome {
    result: Option<Error>,
    heard: Option<Error>,
    witness: Witness,
}

impl Place {
    /// This message comes instead of the right one.
    fn hears(&self, message: Vec<u8>) -> Outcome {
        let (client, server) = self.configs();
        let mut pair = Pair::new(client, server);
        let mut meddler = Meddler::replace(self.instead_of, message);
        if self.role == Server && self.retry {
            meddler = meddler.second();
        }
        if self.state == State::WaitAnswerEnd {
            meddler = meddler.second();
        }
        let mut witness = Witness::default();
        self.run(&mut pair, &mut meddler, &mut witness);
        if self.asked.is_some() {
            let watches = self.role == Server;
            let mut hooks = if watches { Hooks::observing(&mut witness) } else { Hooks::none() };
            pair.server.request_certificate(ClientAuth::Optional, &mut hooks).unwrap();
            self.run(&mut pair, &mut meddler, &mut witness);
        }
        if self.instead_of == Kind::KeyUpdate {
            let mut tampering = Hooks::tampering(&mut meddler);
            self.other(&mut pair).update_keys(false, &mut tampering).unwrap();
            self.run(&mut pair, &mut Meddler::drop(Kind::HelloRequest), &mut witness);
        }
        assert!(meddler.has_meddled(), "{self:?}");
        Outcome { result: self.side(&pair).failure(), heard: self.other(&mut pair).failure(), witness }
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
        static CLIENT: LazyLock<Config> = LazyLock::new(|| PEOPLE.client());
        static SERVER: LazyLock<Config> = LazyLock::new(|| PEOPLE.server(ClientAuth::None));
        let (mut client, mut server) = (CLIENT.clone(), SERVER.clone().with_client_auth(self.client_auth));
        client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
        client.protocol.post_handshake_auth = true;
        client.held = self.asked.into_iter().collect();
        // The one that listens undoes what is compressed, and the other does not compress.
        let listens = if self.role == Client { &mut client } else { &mut server };
        *listens = listens.clone().with_certificate_compression(compression::all());
        if self.retry {
            server.protocol.groups = vec![Group::Secp256r1];
        }
        if self.state == State::WaitEoed {
            return hasty(client, server);
        }
        (Arc::new(client), Arc::new(server))
    }

    fn leads_to(&self, kind: Kind, to: State) -> bool {
        let edges = diagram::TLS13.iter().filter(|edge| edge.role == self.role && edge.from == self.state);
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
        let Self { role, state, client_auth, retry, .. } = self;
        write!(f, "{} in {state}, client authentication {client_auth:?}, retry {retry}", role.name())
    }
}

/// What the diagram does not permit is refused as the diagram says, malformed or not, and the peer hears the alert.
fn is_refused(place: &Place, kind: Kind, message: Vec<u8>) {
    let Outcome { result, heard, witness } = place.hears(message);
    let refusal = diagram::permits(place.role, [Version::Tls13], place.state, kind).unwrap_err();
    assert_eq!(result, Some(refusal.into()), "{place:?}: {kind}");
    assert_eq!(heard, Some(Error::RefusedByPeer(AlertDescription::UNEXPECTED_MESSAGE)), "{place:?}: {kind}");
    assert_eq!(witness.state(), place.state, "{place:?}: {kind}");
}

/// What it permits leads where the table says, or is refused for what it says.
fn is_judged(place: &Place, kind: Kind) {
    let Outcome { result, heard, witness } = place.hears(sample(kind));
    let taken = |step: &&Step| step.from == place.state && step.on == On::Message(kind);
    if let Some(step) = witness.steps.iter().rev().find(taken) {
        assert!(place.leads_to(kind, step.to), "{place:?}: {kind} to {}", step.to);
    } else {
        let alert = result.and_then(|error| error.alert()).unwrap();
        assert_ne!(alert, AlertDescription::UNEXPECTED_MESSAGE, "{place:?}: {kind}");
        assert_eq!(heard, Some(Error::RefusedByPeer(alert)), "{place:?}: {kind}");
    }
    let Outcome { result, .. } = place.hears(malformed(kind));
    let alert = result.and_then(|error| error.alert());
    assert_eq!(alert, Some(alert_of_malformed(kind)), "{place:?}: malformed {kind}: {result:?}");
}

#[test]
fn every_kind_in_every_state_that_listens() {
    for place in PLACES {
        for kind in Kind::ALL.iter().copied() {
            let again = place.retry && kind == Kind::HelloRetryRequest;
            match diagram::permits(place.role, [Version::Tls13], place.state, kind) {
                Ok(()) if !again => is_judged(place, kind),
                Ok(()) => {
                    let outcome = place.hears(sample(kind));
                    assert_eq!(outcome.result, Some(SecondRetry.into()), "{place:?}");
                }
                Err(_) => {
                    is_refused(place, kind, sample(kind));
                    is_refused(place, kind, malformed(kind));
                }
            }
        }
    }
}

#[test]
fn unknown_kinds_in_every_state_that_listens() {
    for place in PLACES {
        let Outcome { result, heard, .. } = place.hears(raw(99, b"?"));
        assert_eq!(result, Some(Refusal::UnknownMessage(HandshakeType(99)).into()), "{place:?}");
        assert_eq!(heard, Some(Error::RefusedByPeer(AlertDescription::UNEXPECTED_MESSAGE)), "{place:?}");
    }
}
