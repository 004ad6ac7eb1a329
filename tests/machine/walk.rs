//! Handshakes that walk every arrow of the diagrams, and no way that is none.

use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::handshake::diagram::{self, Edge, Keys, TLS13};
use handfast::handshake::{Answer, Ask, Epoch, Side};
use handfast::path::{Allow, AllowRule};
use handfast::wire::Kind;
use handfast::{ClientAuth, Config, HelloRecord, Hooks, On, Progress, Role, ServerSessions, State};
use handfast_pki::KeyKind;
use handfast_tests::samples::{encoded, new_session_ticket};
use handfast_tests::{Meddler, Pair, People, Regulars, Step, Witness};

/// One handshake, a ticket, and a KeyUpdate of each side; what both sides went through.
fn walked(client: Config, server: Config) -> [(Role, Vec<Step>); 2] {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let (mut in_client, mut in_server) = (Witness::default(), Witness::default());
    let mut ticket = Meddler::before(Kind::KeyUpdate, encoded(&new_session_ticket()));
    let mut client = Hooks::observing(&mut in_client);
    let mut server = Hooks { observer: Some(&mut in_server), tamper: Some(&mut ticket) };
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    pair.client.update_keys(true, &mut client).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    // It answers before it speaks.
    pair.server.send(b"well met", &mut server).unwrap();
    let both = pair.run_hooked(usize::MAX, &mut client, &mut server);
    assert_eq!(both, (Ok(Progress::Data), Ok(Progress::NeedInput)));
    assert_eq!((pair.client.negotiated().tickets, pair.client.negotiated().key_updates), (1, 1));
    [(Role::Client, in_client.steps), (Role::Server, in_server.steps)]
}

/// Visits of one who comes back: with nothing, with a session that is gone on from, and with some that are not; and to a
/// server that has no ticket to give.
fn returning() -> Vec<(Role, Step)> {
    let people = People::new(KeyKind::P256);
    let regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    let stranger = Regulars::new(people.stranger(), people.server(ClientAuth::None));
    let mut forgetful = regulars.clone();
    forgetful.server.server_sessions = ServerSessions::none();
    let mut exclusive = regulars.clone();
    exclusive.server.allow = Allow::new().or(AllowRule::cn("bob").unwrap());
    let mut suspicious = regulars.clone();
    suspicious.client = suspicious.client.with_anchors(People::new(KeyKind::P256).anchors());
    let visits = [
        &regulars,
        &regulars,
        &stranger,
        &stranger,
        &forgetful,
        &regulars,
        &exclusive,
        &regulars,
        &suspicious,
    ];
    let mut steps = witnessed(&visits);
    steps.extend(hasty(&people));
    steps.extend(in_a_hurry(&regulars));
    steps.extend(known_later(&people));
    steps.retain(|(_, step)| step.to != State::Failed);
    steps
}

/// The steps of both sides in these visits, one after the other.
fn witnessed(visits: &[&Regulars]) -> Vec<(Role, Step)> {
    let mut steps = Vec::new();
    for visit in visits {
        let (mut client, mut server) = (Witness::default(), Witness::default());
        let _ = visit.visit_with(&mut Hooks::observing(&mut client), &mut Hooks::observing(&mut server));
        steps.extend(client.steps.into_iter().map(|step| (Role::Client, step)));
        steps.extend(server.steps.into_iter().map(|step| (Role::Server, step)));
    }
    steps
}

/// A server that asks twice after the handshake, and has tickets for who answers, or has none to give.
fn known_later(people: &People) -> Vec<(Role, Step)> {
    let regulars = Regulars::new(people.client().with_post_handshake_auth(), people.server(ClientAuth::None));
    let mut forgetful = regulars.clone();
    forgetful.server.server_sessions = ServerSessions::none();
    let mut steps = Vec::new();
    for visit in [regulars, forgetful] {
        let mut pair = visit.visit();
        let mut witness = Witness::default();
        for _ in 0..2 {
            pair.server
                .request_certificate(ClientAuth::Require, &mut Hooks::observing(&mut witness))
                .unwrap();
        }
        pair.play(&mut Hooks::none(), &mut Hooks::observing(&mut witness));
        assert!(pair.is_complete() && pair.server.negotiated().answers == 2);
        steps.extend(witness.steps.into_iter().map(|step| (Role::Server, step)));
    }
    steps
}

/// Visits of those who announce early data: it is taken, from alice and from nobody; the client is sent back; the session
/// is not known any more; none is taken any more.
fn hasty(people: &People) -> Vec<(Role, Step)> {
    let ready = |client: Config, client_auth| {
        let record = Arc::new(HelloRecord::since(0, 100));
        let server = people.server(client_auth).with_early_data_taken(100, record);
        Regulars::new(client.with_early_data_offered(), server)
    };
    let alice = ready(people.client(), ClientAuth::Require);
    let nobody = ready(people.stranger(), ClientAuth::None);
    let mut retrying = alice.clone();
    retrying.server.protocol.groups = vec![Group::Secp384r1];
    let mut forgetful = alice.clone();
    forgetful.server.server_sessions = ServerSessions::none();
    let mut wary = alice.clone();
    wary.server.protocol.tickets.as_mut().unwrap().early_data = None;
    let visits = [&alice, &alice, &nobody, &nobody, &alice, &retrying, &alice, &forgetful, &alice, &wary];
    witnessed(&visits)
}

/// A server that wants new keys while its ticket is still being made.
fn in_a_hurry(regulars: &Regulars) -> Vec<(Role, Step)> {
    let mut server = regulars.server.clone();
    server.held = vec![Ask::Ticket];
    let mut pair = Pair::new(Arc::new(regulars.client.clone()), Arc::new(server));
    pair.play_on();
    let mut witness = Witness::default();
    let mut watches = Hooks::observing(&mut witness);
    pair.server.update_keys(false, &mut watches).unwrap();
    pair.play(&mut Hooks::none(), &mut watches);
    assert!(pair.is_complete());
    witness.steps.into_iter().map(|step| (Role::Server, step)).collect()
}

/// Questions after the handshake, with tickets and new keys wherever they may come.
fn asked_later() -> [(Role, Vec<Step>); 2] {
    let people = People::new(KeyKind::P256);
    let mut client = people.client().with_post_handshake_auth();
    client.held = vec![Ask::Identity, Ask::Sign];
    let mut server = people.server(ClientAuth::None);
    server.held = vec![Ask::Judge];
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let (mut in_client, mut in_server) = (Witness::default(), Witness::default());
    let mut ticket = Meddler::before(Kind::KeyUpdate, encoded(&new_session_ticket()));
    let mut another = Meddler::before(Kind::KeyUpdate, encoded(&new_session_ticket()));
    let mut client = Hooks::observing(&mut in_client);
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut Hooks::observing(&mut in_server));
    for _ in 0..2 {
        let mut server = Hooks::observing(&mut in_server);
        pair.server.request_certificate(ClientAuth::Optional, &mut server).unwrap();
    }
    let mut server = Hooks { observer: Some(&mut in_server), tamper: Some(&mut ticket) };
    pair.server.update_keys(false, &mut server).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    pair.client.update_keys(false, &mut client).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    // The first is answered, and meanwhile a third is asked.
    pair.client.answer_as_configured(&mut client).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    let mut server = Hooks { observer: Some(&mut in_server), tamper: Some(&mut another) };
    pair.server.request_certificate(ClientAuth::Optional, &mut server).unwrap();
    pair.server.update_keys(false, &mut server).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    pair.client.answer_as_configured(&mut client).unwrap();
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    let mut server = Hooks::observing(&mut in_server);
    pair.server.update_keys(false, &mut server).unwrap();
    pair.server.answer_as_configured(&mut server).unwrap();
    while pair.server.state() != State::Asking {
        pair.server.update_keys(false, &mut server).unwrap();
        pair.server.step(&mut server).unwrap();
    }
    for _ in 0..2 {
        let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
        pair.client.answer(Answer::Identity(Ok(None)), &mut client).unwrap();
    }
    let _ = pair.run_hooked(usize::MAX, &mut client, &mut server);
    assert!(pair.is_complete() && pair.server.negotiated().answers == 3);
    [(Role::Client, in_client.steps), (Role::Server, in_server.steps)]
}

fn handshakes() -> Vec<(Role, Step)> {
    let people = People::new(KeyKind::P256);
    let mut retrying = people.server(ClientAuth::Require);
    retrying.protocol.groups = vec![Group::Secp384r1];
    let scenes = [
        (people.client(), people.server(ClientAuth::Require)),
        (people.stranger(), people.server(ClientAuth::Optional)),
        (people.client(), people.server(ClientAuth::None)),
        (people.client(), retrying),
    ];
    let sides = scenes.into_iter().flat_map(|(client, server)| walked(client, server)).chain(asked_later());
    let steps = sides.flat_map(|(role, steps)| steps.into_iter().map(move |step| (role, step)));
    steps.chain(returning()).collect()
}

/// Whether a transition that was seen is this arrow. Out of a state that is passed through within a turn, the cause is
/// still the one that led there.
fn is(edge: &Edge, role: Role, step: &Step) -> bool {
    let passed = matches!(step.from, State::RecvdCh | State::WaitFlight2);
    let on = match (step.on, &step.sent[..]) {
        (On::Message(_) | On::Turn(None), []) if passed => diagram::On::Turn,
        (On::Message(kind), []) => diagram::On::Receive(kind),
        (On::Answer(ask), []) => diagram::On::Answer(ask, None),
        (On::Answer(ask), [kind]) => diagram::On::Answer(ask, Some(*kind)),
        (On::Turn(Some(kind)), [sent]) if kind == *sent => diagram::On::Send(kind),
        (On::Turn(None), []) => diagram::On::Turn,
        // The tamper of these handshakes puts a ticket before the KeyUpdate.
        (On::Command, [Kind::KeyUpdate] | [Kind::NewSessionTicket, Kind::KeyUpdate]) => {
            diagram::On::Send(Kind::KeyUpdate)
        }
        (On::Command, [Kind::CertificateRequest]) => diagram::On::Send(Kind::CertificateRequest),
        _ => return false,
    };
    let ends = (edge.role, edge.from, edge.on, edge.to) == (role, step.from, on, step.to);
    ends && keys_of(edge) == keys_in(step)
}

fn keys_of(edge: &Edge) -> Vec<(bool, Keys)> {
    let mut keys: Vec<_> = edge.keys.iter().map(|(side, keys)| (*side == Side::Read, *keys)).collect();
    keys.sort_by_key(|(reads, _)| *reads);
    keys
}

fn keys_in(step: &Step) -> Vec<(bool, Keys)> {
    let keys = |epoch| match epoch {
        // What a client says after HelloRetryRequest is in the clear, as its first hello was.
        Epoch::Plaintext => Keys::None,
        Epoch::EarlyData => Keys::EarlyData,
        Epoch::Handshake => Keys::Handshake,
        Epoch::Application(0) => Keys::Application,
        Epoch::Application(_) => Keys::Next,
    };
    let mut keys: Vec<_> =
        step.keys.iter().map(|(side, epoch)| (*side == Side::Read, keys(*epoch))).collect();
    keys.sort_by_key(|(reads, _)| *reads);
    keys
}

#[test]
fn every_transition_is_an_arrow_with_its_keys() {
    for (role, step) in handshakes() {
        assert!(
            TLS13.iter().any(|edge| is(edge, role, &step)),
            "{} has no such arrow: {step:?}",
            role.name()
        );
    }
}

#[test]
fn every_arrow_is_walked() {
    let walked = handshakes();
    for edge in TLS13 {
        assert!(walked.iter().any(|(role, step)| is(edge, *role, step)), "nobody walked {edge:?}");
    }
}
