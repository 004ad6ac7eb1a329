//! The end of a connection: close_notify, alerts that come by, and what is said after them (RFC 9846 §6).

use std::sync::Arc;

use handfast::handshake::{Answer, Ask, SecretName};
use handfast::record::{Direction, Refusal as Record};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::code_points::ContentType;
use handfast::{Acceptance, ClientAuth, Connection, Error, Hooks, Local, Progress, Refusal, Role};
use handfast_pki::KeyKind;
use handfast_tests::samples::{encoded, new_session_ticket};
use handfast_tests::{Forger, Pair, People};

const NEED_INPUT: Result<Progress, Error> = Ok(Progress::NeedInput);

fn pair(client_auth: ClientAuth) -> Pair {
    let people = People::new(KeyKind::P256);
    let mut client = people.client();
    client.reveal_secrets = true;
    Pair::new(Arc::new(client), Arc::new(people.server(client_auth)))
}

/// A connected pair, and the keys of the client, which has sealed nothing with them yet.
fn connected() -> (Pair, Direction) {
    let (mut pair, mut forger) = (pair(ClientAuth::Require), Forger::default());
    pair.play(&mut Hooks::observing(&mut forger), &mut Hooks::none());
    assert!(pair.is_complete());
    (pair, forger.keys(SecretName::ClientTraffic(0)))
}

fn exchange(pair: &mut Pair) {
    pair.play(&mut Hooks::none(), &mut Hooks::none());
}

/// The server receives a record that the client would not send.
fn forged(pair: &mut Pair, keys: &mut Direction, content_type: ContentType, content: &[u8]) {
    let mut record = Vec::new();
    keys.seal(content_type, content, 0, &mut record).unwrap();
    assert_eq!(pair.server.receive(&record), record.len());
}

fn alert(pair: &mut Pair, keys: &mut Direction, level: u8, description: Alert) {
    forged(pair, keys, ContentType::ALERT, &[level, description.0]);
}

/// Each direction ends by itself.
#[test]
fn one_direction_after_the_other() {
    let (mut pair, _) = connected();
    pair.client.send(b"a question", &mut Hooks::none()).unwrap();
    pair.client.close(&mut Hooks::none());
    assert_eq!(pair.client.send(b"more", &mut Hooks::none()), Ok(0));
    exchange(&mut pair);
    assert_eq!(pair.server.plaintext(), b"a question");
    pair.server.consume(usize::MAX);
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Closed));
    assert_eq!(pair.server.end_of_input(&mut Hooks::none()), Ok(()));
    assert_eq!(pair.server.send(b"an answer", &mut Hooks::none()), Ok(9));
    exchange(&mut pair);
    assert_eq!(pair.client.plaintext(), b"an answer");
    pair.client.consume(usize::MAX);
    assert_eq!(pair.client.end_of_input(&mut Hooks::none()), Err(Error::Truncated));

    let (mut pair, _) = connected();
    pair.server.close(&mut Hooks::none());
    exchange(&mut pair);
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Closed));
    assert!(pair.client.peer_has_closed() && !pair.client.is_closed());
    pair.client.close(&mut Hooks::none());
    exchange(&mut pair);
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Closed));
    assert_eq!(pair.failures(), (None, None));
}

/// What is asked of a client that says nothing more is not answered, however often, and does not keep it from reading.
#[test]
fn a_client_that_is_asked_when_it_has_closed_reads_on() {
    let people = People::new(KeyKind::P256);
    for (held, asked_before) in [(false, false), (true, false), (true, true)] {
        let mut client = people.client().with_post_handshake_auth();
        client.held = if held { vec![Ask::Identity] } else { Vec::new() };
        let mut pair = Pair::new(Arc::new(client), Arc::new(people.server(ClientAuth::None)));
        let _ = pair.run(usize::MAX);
        if !asked_before {
            pair.client.close(&mut Hooks::none());
        }
        for _ in 0..16 {
            pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
        }
        let _ = pair.run(usize::MAX);
        pair.client.close(&mut Hooks::none());
        pair.server.send(b"too late to ask", &mut Hooks::none()).unwrap();
        let (client, _) = pair.run(usize::MAX);
        assert_eq!(client, Ok(Progress::Data), "{held}, {asked_before}");
        assert_eq!(pair.client.plaintext(), b"too late to ask");
        pair.client.consume(usize::MAX);
        assert_eq!(pair.client.run(&mut Hooks::none()), NEED_INPUT);
    }
}

#[test]
fn what_comes_after_close_notify_is_ignored() {
    let (mut pair, mut keys) = connected();
    alert(&mut pair, &mut keys, 1, Alert::CLOSE_NOTIFY);
    forged(&mut pair, &mut keys, ContentType::APPLICATION_DATA, b"too late");
    pair.server.receive(b"not even a record");
    for _ in 0..3 {
        assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Closed));
    }
    assert!(pair.server.plaintext().is_empty());
    assert_eq!(pair.server.end_of_input(&mut Hooks::none()), Ok(()));
}

/// The level of close_notify does not matter, nor does that of any other alert.
#[test]
fn alerts_are_what_they_say_whatever_their_level() {
    for level in [0, 1, 2, 255] {
        let (mut pair, mut keys) = connected();
        alert(&mut pair, &mut keys, level, Alert::CLOSE_NOTIFY);
        assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Closed));
        for description in [Alert::HANDSHAKE_FAILURE, Alert(200)] {
            let (mut pair, mut keys) = connected();
            alert(&mut pair, &mut keys, level, description);
            forged(&mut pair, &mut keys, ContentType::APPLICATION_DATA, b"never read");
            let refused = Error::RefusedByPeer(description);
            assert_eq!(pair.server.run(&mut Hooks::none()), Err(refused));
            assert_eq!(pair.server.run(&mut Hooks::none()), Err(refused), "and for good");
            assert_eq!(pair.server.send(b"?", &mut Hooks::none()), Err(refused));
            assert_eq!(pair.server.end_of_input(&mut Hooks::none()), Err(refused));
            assert!(pair.server.outgoing().is_empty(), "an alert is not answered");
            assert!(pair.server.plaintext().is_empty());
        }
    }
}

/// RFC 9846 §6.1: after user_canceled is read on until close_notify; but not for ever.
#[test]
fn user_canceled_is_passed_over_a_few_times() {
    let (mut pair, mut keys) = connected();
    for _ in 0..4 {
        alert(&mut pair, &mut keys, 1, Alert::USER_CANCELED);
        assert_eq!(pair.server.run(&mut Hooks::none()), NEED_INPUT);
    }
    forged(&mut pair, &mut keys, ContentType::APPLICATION_DATA, b"still here");
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Data));
    pair.server.consume(usize::MAX);
    (0..5).for_each(|_| alert(&mut pair, &mut keys, 1, Alert::USER_CANCELED));
    let refused = Error::Refused(Refusal::Record(Record::TooManyAlerts));
    assert_eq!(pair.server.run(&mut Hooks::none()), Err(refused));
}

/// Who closes in the middle of the handshake cancels it, and the other side knows that it will not be completed.
#[test]
fn in_the_handshake() {
    for steps in 0..40 {
        closed_after(steps, Role::Client);
        closed_after(steps, Role::Server);
    }
}

fn closed_after(steps: usize, role: Role) {
    let mut pair = pair(ClientAuth::Require);
    for _ in 0..steps {
        let _ = (pair.client.step(&mut Hooks::none()), pair.server.step(&mut Hooks::none()));
        pass(&mut pair.client, &mut pair.server);
        pass(&mut pair.server, &mut pair.client);
    }
    let states = (pair.client.state(), pair.server.state());
    let closing = side(&mut pair, role);
    (0..2).for_each(|_| closing.close(&mut Hooks::none()));
    let completed = closing.is_connected();
    exchange(&mut pair);
    let other_completed = side(&mut pair, role.peer()).is_connected();
    let expected = if completed { None } else { Some(Error::Local(Local::Abandoned)) };
    let other = if other_completed { None } else { Some(Error::RefusedByPeer(Alert::CLOSE_NOTIFY)) };
    let failures = (side(&mut pair, role).failure(), side(&mut pair, role.peer()).failure());
    assert_eq!(failures, (expected, other), "{role:?} after {steps} steps, in {states:?}");
    assert!(!completed || other_completed || role == Role::Client, "a server knows when all is said");
}

fn side(pair: &mut Pair, role: Role) -> &mut Connection {
    match role {
        Role::Client => &mut pair.client,
        Role::Server => &mut pair.server,
    }
}

fn pass(from: &mut Connection, to: &mut Connection) {
    let n = to.receive(from.outgoing());
    from.sent(n);
}

/// After close_notify nothing more is said, not even why we refuse.
#[test]
fn nothing_is_said_after_close_notify() {
    let (mut pair, _) = connected();
    pair.server.close(&mut Hooks::none());
    exchange(&mut pair);
    pair.server.receive(&[23, 3, 3, 0, 17, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    let refused = Error::Refused(Refusal::Record(Record::BadRecordMac));
    assert_eq!(pair.server.run(&mut Hooks::none()), Err(refused));
    assert!(pair.server.outgoing().is_empty());
    assert_eq!(pair.server.abandon(&mut Hooks::none()), refused, "the first reason stays");
}

/// In TLS 1.3 a client is connected before it is accepted; the first word of the server decides.
#[test]
fn a_client_knows_when_it_was_accepted() {
    type Word = fn(&mut Pair);
    let words: [Word; 4] = [
        |pair| pair.server.inject(&encoded(&new_session_ticket()), &mut Hooks::none()).unwrap(),
        |pair| assert_eq!(pair.server.send(b"welcome", &mut Hooks::none()), Ok(7)),
        |pair| assert_eq!(pair.server.update_keys(false, &mut Hooks::none()), Ok(Progress::Moved)),
        |pair| pair.server.close(&mut Hooks::none()),
    ];
    for word in words {
        let mut pair = pair(ClientAuth::Require);
        assert_eq!(pair.client.acceptance(), Acceptance::Handshaking);
        exchange(&mut pair);
        assert_eq!(pair.client.acceptance(), Acceptance::Pending);
        assert_eq!(pair.server.acceptance(), Acceptance::Accepted, "a server has heard enough");
        word(&mut pair);
        exchange(&mut pair);
        assert_eq!(pair.client.acceptance(), Acceptance::Accepted);
    }
}

#[test]
fn a_client_that_was_connected_learns_that_it_was_refused() {
    let people = People::new(KeyKind::P256);
    let mut pair = Pair::new(Arc::new(people.stranger()), Arc::new(people.server(ClientAuth::Require)));
    while !pair.client.is_connected() {
        let _ = pair.client.run(&mut Hooks::none());
        let n = pair.server.receive(pair.client.outgoing());
        pair.client.sent(n);
        if !pair.client.is_connected() {
            let _ = pair.server.run(&mut Hooks::none());
            let n = pair.client.receive(pair.server.outgoing());
            pair.server.sent(n);
        }
    }
    assert_eq!(pair.client.acceptance(), Acceptance::Pending);
    assert!(pair.client.peer().is_some_and(|peer| peer.verdict().is_accepted()));
    exchange(&mut pair);
    assert_eq!(pair.client.acceptance(), Acceptance::Refused(Alert::CERTIFICATE_REQUIRED));
    let answer = pair.client.answer(Answer::Identity(Ok(None)), &mut Hooks::none());
    assert_eq!(answer, Err(Error::Local(Local::Handshake(handfast::handshake::Local::Misuse))));
}
