//! Every state of the bare machines with every input: the `match`es are the diagram, also where nobody asks it first.

use std::collections::BTreeSet;

use handfast::handshake::diagram::{Edge, On, TLS13};
use handfast::handshake::{
    Answer, Ask, Command, Config, EarlyDataPolicy, Error, Input, Judgement, Local, NoEarlyData, NoIdentity,
    Refusal, Role, Session, State, Tickets, Wants,
};
use handfast::rule::{AlertDescription, Rule, rfc9846};
use handfast::wire::Kind;
use handfast::{ClientAuth, crypto::kx::Group};
use handfast_pki::{Issued, KeyKind, Request};
use handfast_tests::samples::sample;
use handfast_tests::{Bare, People, now};

/// Who meets whom.
struct Scene {
    server: Issued,
    client: Option<Issued>,
    client_auth: ClientAuth,
    groups: Vec<Group>,
    /// Whether the client keeps sessions and the server issues them, and the one that the client offers.
    resumes: bool,
    session: Option<Session>,
    /// Whether it offers early data, and the server takes it.
    early_data: bool,
    /// How often the server asks for a certificate after the handshake.
    asks: usize,
}

impl Scene {
    /// Scenes whose handshakes go through every state.
    fn all() -> Vec<Self> {
        let people = People::new(KeyKind::P256);
        let server = || people.intermediate.issue(&Request::server(["localhost"], now())).unwrap();
        let client = || Some(people.intermediate.issue(&Request::client("alice", now())).unwrap());
        let (all, p384) = (config().groups, vec![Group::Secp384r1]);
        let scene = |client, client_auth, groups| Self {
            server: server(),
            client,
            client_auth,
            groups,
            resumes: false,
            session: None,
            early_data: false,
            asks: 0,
        };
        let mut returning =
            Self { resumes: true, ..scene(client(), ClientAuth::Require, vec![Group::X25519]) };
        returning.session = returning.meet().0.kept;
        assert!(returning.session.is_some());
        let mut hasty = Self {
            resumes: true,
            early_data: true,
            ..scene(client(), ClientAuth::Require, vec![Group::X25519])
        };
        hasty.session = hasty.meet().0.kept;
        vec![
            Self { asks: 2, ..scene(client(), ClientAuth::Require, p384) },
            Self { asks: 1, ..scene(None, ClientAuth::Optional, all.clone()) },
            scene(None, ClientAuth::None, all),
            returning,
            hasty,
        ]
    }

    fn both(&self) -> (Bare, Bare) {
        let policy = EarlyDataPolicy { most: 100, window: EarlyDataPolicy::WINDOW };
        let early_data = Some(policy).filter(|_| self.early_data);
        let tickets = self.resumes.then(|| Tickets { early_data, ..Tickets::default() });
        let client = Config { sessions: self.resumes, early_data: self.early_data, ..config() };
        let server = Config { groups: self.groups.clone(), tickets, ..config() };
        let mut client = Bare::client(client, self.client.as_ref());
        client.kept.clone_from(&self.session);
        (client, Bare::server(server, &self.server, self.client_auth))
    }

    /// A handshake between the two.
    fn meet(&self) -> (Bare, Bare) {
        let (mut client, mut server) = self.both();
        while client.step(&mut server.sent).unwrap() || server.step(&mut client.sent).unwrap() {}
        (client, server)
    }

    /// One of the two after so many steps of its own, or `None` if there are not so many.
    fn reach(&self, role: Role, steps: usize) -> Option<Bare> {
        let (mut client, mut server) = self.both();
        let (mut made, mut asks) = (0, self.asks);
        loop {
            let (wanted, other) = match role {
                Role::Client => (&mut client, &mut server),
                Role::Server => (&mut server, &mut client),
            };
            if made == steps {
                return Some(match role {
                    Role::Client => client,
                    Role::Server => server,
                });
            }
            let moved = wanted.step(&mut other.sent).unwrap();
            made += usize::from(moved);
            if moved || other.step(&mut wanted.sent).unwrap() {
                continue;
            }
            if asks == 0 {
                return None;
            }
            // All at once, so that the client has a second one to answer when it has answered the first.
            let server = if role == Role::Server { &mut *wanted } else { &mut *other };
            for _ in 0..core::mem::take(&mut asks) {
                server.take(request(), &[]).unwrap();
            }
        }
    }
}

/// Groups whose shares are made quickly: hundreds of handshakes are made here.
fn config() -> Config {
    Config {
        suites12: Vec::new(),
        groups: vec![Group::X25519, Group::Secp384r1],
        shares: vec![Group::X25519],
        post_handshake_auth: true,
        ..Config::default()
    }
}

/// A server asks for a certificate after the handshake.
fn request() -> Input<'static> {
    Input::Command(Command::RequestCertificate { policy: ClientAuth::Optional, authorities: [].into() })
}

/// The states that a message leads to, those passed through within the same turn included.
fn targets(role: Role, from: State, on: On) -> BTreeSet<&'static str> {
    let taken = |from, on| {
        let edge = move |edge: &&Edge| edge.role == role && edge.from == from && edge.on == on;
        TLS13.iter().filter(edge).map(|edge| edge.to)
    };
    let direct: Vec<_> = taken(from, on).collect();
    let onward = direct.iter().flat_map(|to| taken(*to, On::Turn));
    direct.iter().copied().chain(onward).map(State::name).collect()
}

/// A message goes where the table says or is refused for what it says; where the table has no arrow it is unexpected.
fn hears(mut machine: Bare, kind: Kind) {
    let (role, from) = (machine.role(), machine.state());
    let targets = targets(role, from, On::Receive(kind));
    let outcome = machine.hear(&sample(kind));
    let unexpected = Error::Refused(Refusal::UnexpectedMessage { state: from, got: kind });
    match outcome {
        Ok(()) => assert!(
            targets.contains(machine.state().name()),
            "{role:?} {from}: {kind} to {}",
            machine.state()
        ),
        Err(error) if targets.is_empty() && from == State::Failed => assert_eq!(error, Local::Misuse.into()),
        Err(error) if targets.is_empty() => assert_eq!(error, unexpected, "{role:?} {from}: {kind}"),
        Err(error) => assert_ne!(error, unexpected, "{role:?} {from}: {kind} has an arrow"),
    }
}

/// An input that is no message and was not asked for is our own mistake, and refuses nobody.
fn takes(mut machine: Bare, input: Input<'static>, fits: bool) {
    let (role, from, shown) = (machine.role(), machine.state(), format!("{input:?}"));
    let outcome = machine.take(input, &[]);
    if fits {
        assert_ne!(outcome, Err(Local::Misuse.into()), "{role:?} {from}: {shown}");
    } else {
        assert_eq!(outcome, Err(Local::Misuse.into()), "{role:?} {from}: {shown}");
    }
}

fn answers(role: Role) -> Vec<(Ask, Answer)> {
    let rule = Rule::new(AlertDescription::UNKNOWN_CA, rfc9846("4.5.1"), "");
    let identity = match role {
        Role::Client => Answer::Identity(Ok(None)),
        Role::Server => Answer::ServerIdentity(Err(NoIdentity::UnrecognizedName)),
    };
    let session = match role {
        Role::Client => Answer::OwnSessions(Vec::new()),
        Role::Server => Answer::Session(Vec::new()),
    };
    vec![
        (Ask::Session, session),
        (Ask::EarlyData, Answer::EarlyData(Err(NoEarlyData::Replayed))),
        (Ask::Ticket, Answer::Ticket(None)),
        (Ask::Identity, identity),
        (Ask::Judge, Answer::Judgement(Judgement::Refused(Box::new(rule)))),
        (Ask::Sign, Answer::Signature(b"a signature".to_vec())),
    ]
}

/// All inputs, each on a machine of its own.
fn judge(reach: impl Fn() -> Bare) {
    let machine = reach();
    let (role, wants, asks, state) = (machine.role(), machine.wants(), machine.asks(), machine.state());
    Kind::ALL.iter().filter(|kind| is_tls13(**kind)).for_each(|kind| hears(reach(), *kind));
    takes(reach(), Input::Proceed, wants == Wants::Proceed);
    let within_ours = matches!(state, State::Answering | State::SigningAnswer);
    let updates = state.is_connected() && !within_ours;
    takes(reach(), Input::Command(Command::UpdateKeys { ask_peer: true }), updates);
    let may_ask = role == Role::Server && matches!(state, State::Connected | State::Asking);
    assert_eq!(reach().take(request(), &[]).is_ok(), may_ask, "{role:?} {state}");
    for (ask, answer) in answers(role) {
        takes(reach(), Input::Answer(answer), asks == Some(ask));
    }
    for (ask, answer) in answers(role.peer()) {
        let fits = asks == Some(ask) && !matches!(ask, Ask::Identity | Ask::Session);
        takes(reach(), Input::Answer(answer), fits);
    }
}

/// Those of TLS 1.2 alone have no form here, and never reach a machine; and what is compressed is taken apart before it
/// reaches a state.
fn is_tls13(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::HelloRequest
            | Kind::ServerKeyExchange
            | Kind::ServerHelloDone
            | Kind::ClientKeyExchange
            | Kind::CertificateStatus
            | Kind::CompressedCertificate
    )
}

#[test]
fn in_every_state_of_both_roles() {
    let mut seen = BTreeSet::new();
    for scene in Scene::all() {
        for role in [Role::Client, Role::Server] {
            for steps in 0.. {
                let Some(machine) = scene.reach(role, steps) else { break };
                seen.insert((role.name(), machine.state().name()));
                assert!(
                    machine.state().is_connected() || !machine.has_peer(),
                    "{role:?} {}",
                    machine.state()
                );
                judge(|| scene.reach(role, steps).unwrap());
            }
        }
    }
    for role in [Role::Client, Role::Server] {
        seen.insert((role.name(), State::Failed.name()));
        judge(|| Bare::failed(role));
    }
    assert_eq!(seen, states());
}

/// The states of the table in which a machine can be met: not those that it passes through within one turn.
fn states() -> BTreeSet<(&'static str, &'static str)> {
    let taken = TLS13.iter();
    let ends = taken.flat_map(|edge| [edge.from, edge.to].map(|state| (edge.role.name(), state.name())));
    let failed = [Role::Client, Role::Server].map(|role| (role.name(), State::Failed.name()));
    ends.chain(failed).filter(|(_, state)| *state != State::WaitFlight2.name()).collect()
}

/// A handshake between the two, to show that the scenes are what they say.
#[test]
fn bare_machines_complete_a_handshake() {
    for scene in Scene::all() {
        let (client, server) = scene.meet();
        assert_eq!((client.state(), server.state()), (State::Connected, State::Connected));
        assert_eq!(server.has_peer(), scene.client.is_some());
    }
}
