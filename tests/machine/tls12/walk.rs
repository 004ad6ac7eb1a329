//! Handshakes that walk every arrow of the diagrams of TLS 1.2, and no way that is none.

use std::sync::Arc;

use handfast::handshake::diagram::{Edge, Keys, On as Takes, TLS12};
use handfast::handshake::{Side, Suite12};
use handfast::wire::Kind;
use handfast::{ClientAuth, Config, Hooks, On, Role, ServerSessions, State, Version};
use handfast_pki::KeyKind;
use handfast_tests::samples::sample12;
use handfast_tests::{Meddler, Pair, People, Regulars, Step, Witness, only_tls12};

use crate::staples::stapling;

/// One handshake, and both ask for another; what both sides went through.
fn walked(client: Config, server: Config) -> [(Role, Vec<Step>); 2] {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let (mut in_client, mut in_server) = (Witness::default(), Witness::default());
    let (mut client, mut server) = (Hooks::observing(&mut in_client), Hooks::observing(&mut in_server));
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    assert!(pair.is_complete(), "{:?}", pair.failures());
    pair.server.inject(&sample12(Kind::HelloRequest), &mut Hooks::none()).unwrap();
    pair.client.inject(&sample12(Kind::ClientHello), &mut Hooks::none()).unwrap();
    let _ = pair.client.receive(pair.server.outgoing());
    let _ = pair.server.receive(pair.client.outgoing());
    let _ = (pair.client.run(&mut client), pair.server.run(&mut server));
    [(Role::Client, in_client.steps), (Role::Server, in_server.steps)]
}

fn handshakes() -> Vec<(Role, Step)> {
    let (people, with_rsa) = (People::new(KeyKind::P256), People::new(KeyKind::Rsa2048));
    let transport = |mut config: Config| {
        config.protocol.suites = Vec::new();
        config.protocol.suites12 = Suite12::RSA.to_vec();
        config
    };
    let scenes = [
        (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require))),
        (only_tls12(people.stranger()), only_tls12(people.server(ClientAuth::Optional))),
        (only_tls12(people.client()), only_tls12(people.server(ClientAuth::None))),
        (transport(with_rsa.client()), transport(with_rsa.server(ClientAuth::Require))),
        (transport(with_rsa.client()), transport(with_rsa.server(ClientAuth::None))),
    ];
    let sides = scenes.into_iter().flat_map(|(client, server)| walked(client, server));
    let steps = sides.flat_map(|(role, steps)| steps.into_iter().map(move |step| (role, step)));
    steps.chain(returning()).chain(stapled()).collect()
}

/// A server with an OCSP response, which it sends, or announces and then leaves out.
fn stapled() -> Vec<(Role, Step)> {
    let (client, server) = stapling(Version::Tls12);
    let mut pair = Pair::new(Arc::new(client.clone()), Arc::new(server.clone()));
    let (mut witness, mut lie) = (Witness::default(), Meddler::drop(Kind::CertificateStatus));
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::observing(&mut witness), &mut Hooks::tampering(&mut lie));
    let without = witness.steps.into_iter().map(|step| (Role::Client, step));
    let with = walked(client, server).into_iter();
    let with = with.flat_map(|(role, steps)| steps.into_iter().map(move |step| (role, step)));
    with.chain(without).collect()
}

/// Visits of clients that come back: with nothing, with a session that is gone on from, and with one that nobody knows.
fn returning() -> Vec<(Role, Step)> {
    let people = People::new(KeyKind::P256);
    let both = |client, server| Regulars::new(only_tls12(client), only_tls12(server));
    let regulars = both(people.client(), people.server(ClientAuth::Require));
    let stranger = both(people.stranger(), people.server(ClientAuth::None));
    let mut forgetful = regulars.clone();
    forgetful.server.server_sessions = ServerSessions::none();
    let visits = [&regulars, &regulars, &stranger, &stranger, &forgetful];
    visits.into_iter().flat_map(watched).collect()
}

fn watched(visit: &Regulars) -> Vec<(Role, Step)> {
    let (mut client, mut server) = (Witness::default(), Witness::default());
    let (mut in_client, mut in_server) = (Hooks::observing(&mut client), Hooks::observing(&mut server));
    let pair = visit.visit_with(&mut in_client, &mut in_server).0;
    assert!(pair.is_complete(), "{:?}", pair.failures());
    let steps = client.steps.into_iter().map(|step| (Role::Client, step));
    steps.chain(server.steps.into_iter().map(|step| (Role::Server, step))).collect()
}

/// Whether a transition that was seen is this arrow. Out of a state that is passed through within a turn, the cause is
/// still the one that led there.
fn is(edge: &Edge, role: Role, step: &Step) -> bool {
    let takes = match (step.on, &step.sent[..]) {
        (On::Message(_), []) if step.from == State::RecvdCh => Takes::Turn,
        (On::Message(kind), []) => Takes::Receive(kind),
        (On::ChangeCipherSpec, []) => Takes::ReceiveChangeCipherSpec,
        (On::Answer(ask), []) => Takes::Answer(ask, None),
        (On::Answer(ask), [kind]) => Takes::Answer(ask, Some(*kind)),
        (On::Turn(Some(kind)), [sent]) if kind == *sent => Takes::Send(kind),
        (On::Turn(None), []) if writes(&step.keys) => Takes::SendChangeCipherSpec,
        (On::Turn(None), []) => Takes::Turn,
        _ => return false,
    };
    let ends = (edge.role, edge.from, edge.on, edge.to) == (role, step.from, takes, step.to);
    ends && keys_of(edge) == sides(&step.keys)
}

fn writes<K>(keys: &[(Side, K)]) -> bool {
    keys.iter().any(|(side, _)| *side == Side::Write)
}

/// TLS 1.2 has one epoch: only the direction can differ.
fn sides<K>(keys: &[(Side, K)]) -> Vec<Side> {
    keys.iter().map(|(side, _)| *side).collect()
}

fn keys_of(edge: &Edge) -> Vec<Side> {
    assert!(edge.keys.iter().all(|(_, keys)| *keys == Keys::Application));
    sides(edge.keys)
}

#[test]
fn every_transition_is_an_arrow_with_its_keys() {
    for (role, step) in handshakes() {
        let found = TLS12.iter().any(|edge| is(edge, role, &step));
        assert!(found, "{} has no such arrow: {step:?}", role.name());
    }
}

#[test]
fn every_arrow_is_walked() {
    let walked = handshakes();
    for edge in TLS12 {
        assert!(walked.iter().any(|(role, step)| is(edge, *role, step)), "nobody walked {edge:?}");
    }
}
