//! A ClientHello with early data, sent again by whoever recorded it (RFC 9846 §8).

use std::sync::Arc;

use handfast::NoEarlyData::{NotRecorded, Replayed, Untimely};
use handfast::handshake::{Answer, Ask, OwnedQuestion};
use handfast::{Clock as _, Connection, EarlyData, HelloRecord, Hooks, Progress, State};
use handfast_tests::{Pair, Regulars};

use super::{after, begin, regulars};

/// What a client says until the server has answered: hello and early data.
fn recorded(regulars: &Regulars) -> Vec<u8> {
    let mut pair = begin(regulars);
    assert_eq!(pair.client.send_early(b"pay 100", &mut Hooks::none()), Ok(7));
    pair.client.outgoing().to_vec()
}

/// A server hears it.
fn hears(regulars: &Regulars, said: &[u8]) -> Connection {
    let (client, server) = (Arc::new(regulars.client.clone()), Arc::new(regulars.server.clone()));
    let mut server = Pair::fixed(client, server, regulars.clock).server;
    assert_eq!(server.receive(said), said.len());
    let _ = server.run(&mut Hooks::none());
    server
}

fn verdict(server: &Connection) -> (&[u8], Option<EarlyData>) {
    (server.early_data(), server.negotiated().early_data)
}

const TAKEN: (&[u8], Option<EarlyData>) = (b"pay 100", Some(EarlyData::Accepted));

#[test]
fn is_taken_once() {
    let regulars = regulars();
    let said = recorded(&regulars);
    assert_eq!(verdict(&hears(&regulars, &said)), TAKEN);
    for _ in 0..3 {
        let again = hears(&regulars, &said);
        assert_eq!(verdict(&again), (&b""[..], Some(EarlyData::Rejected(Replayed))));
        // The handshake could go on, if the one who replays had the keys.
        assert_eq!((again.state(), again.failure()), (State::WaitFinished, None));
    }
}

#[test]
fn is_not_taken_at_another_time() {
    let regulars = regulars();
    let said = recorded(&regulars);
    let later = after(&regulars, 20_000);
    assert_eq!(verdict(&hears(&later, &said)), (&b""[..], Some(EarlyData::Rejected(Untimely))));
    assert_eq!(verdict(&hears(&regulars, &said)), TAKEN, "it was not taken then, so it is good now");
}

/// Each server that has a record of its own takes it once, but none that has just started.
#[test]
fn is_not_taken_by_a_server_that_may_have_forgotten_it() {
    let regulars = regulars();
    let said = recorded(&regulars);
    assert_eq!(verdict(&hears(&regulars, &said)), TAKEN);
    let mut restarted = after(&regulars, 1000);
    let record = Arc::new(HelloRecord::since(restarted.clock.millis(), 100));
    restarted.server = restarted.server.with_early_data_taken(super::MOST, record);
    let rejected = (&b""[..], Some(EarlyData::Rejected(NotRecorded)));
    assert_eq!(verdict(&hears(&restarted, &said)), rejected);
}

#[test]
fn is_not_taken_when_there_is_no_room_to_remember_it() {
    let mut regulars = regulars();
    let record = Arc::new(HelloRecord::since(regulars.clock.millis(), 1));
    regulars.server = regulars.server.with_early_data_taken(super::MOST, Arc::clone(&record));
    assert_eq!(verdict(&hears(&regulars, &recorded(&regulars))), TAKEN);
    // Another ticket, for another visit.
    let other = recorded(&regulars);
    let rejected = (&b""[..], Some(EarlyData::Rejected(NotRecorded)));
    assert_eq!(verdict(&hears(&regulars, &other)), rejected);
    assert_eq!(record.len(), 1);
}

/// An application that remembers by itself, for example on another host.
#[test]
fn may_be_judged_by_the_application() {
    let mut regulars = regulars();
    regulars.server.held = vec![Ask::EarlyData];
    let said = recorded(&regulars);
    for (answer, taken) in [(Ok(()), true), (Err(Replayed), false)] {
        let mut server = hears(&regulars, &said);
        assert_eq!(server.state(), State::JudgingEarlyData);
        let question = server.question().unwrap().to_owned();
        assert!(matches!(question, OwnedQuestion::EarlyData(hello) if hello.binder.len() >= 32));
        assert_eq!(server.answer(Answer::EarlyData(answer), &mut Hooks::none()), Ok(Progress::Moved));
        let _ = server.run(&mut Hooks::none());
        assert_eq!(verdict(&server) == TAKEN, taken);
    }
}
