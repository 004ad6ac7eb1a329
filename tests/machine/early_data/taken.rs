//! A server that takes it.

use std::sync::Arc;

use handfast::handshake::{Epoch, Side};
use handfast::wire::Kind;
use handfast::wire::Kind::{EncryptedExtensions, EndOfEarlyData, Finished, NewSessionTicket, ServerHello};
use handfast::{ClientAuth, Connection, EarlyData, HelloRecord, Hooks, ServerSessions, SessionCache, State};
use handfast_pki::KeyKind;
use handfast_tests::{People, Regulars, Witness};

use super::{MOST, begin, go_on, outcome, ready, regulars, visit};

#[test]
fn comes_apart_from_all_other_data() {
    let regulars = regulars();
    for words in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[7; MOST as usize], b""] {
        let mut pair = visit(&regulars, words);
        assert!(pair.is_complete(), "{:?}", pair.failures());
        assert_eq!(outcome(&pair), (Some(EarlyData::Accepted), Some(EarlyData::Accepted)));
        assert_eq!(pair.server.early_data(), words);
        assert!(pair.server.plaintext().is_empty());
        assert_eq!(pair.server.take_early_data(), words);
        assert!(pair.server.early_data().is_empty());
    }
}

#[test]
fn may_come_in_pieces_until_the_server_has_finished() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let none = &mut Hooks::none();
    assert_eq!(pair.client.may_send_early(), MOST as usize);
    assert_eq!(pair.client.send_early(b"one, ", none), Ok(5));
    pair.server.receive(pair.client.outgoing());
    pair.client.sent(usize::MAX);
    let _ = pair.server.run(none);
    assert_eq!((pair.server.early_data(), pair.server.state()), (&b"one, "[..], State::WaitEoed));
    assert!(!pair.server.is_early_data_over() && pair.server.peer().is_none());
    assert_eq!(pair.client.send_early(b"two, ", none), Ok(5));
    // The server's flight, up to EncryptedExtensions: still the client has more to say.
    let flight = pair.server.outgoing().to_vec();
    let hello = 5 + usize::from(u16::from_be_bytes([flight[3], flight[4]]));
    pair.client.receive(&flight[..hello]);
    let _ = pair.client.run(none);
    assert_eq!(pair.client.state(), State::WaitEe);
    assert_eq!(pair.client.send_early(b"three", none), Ok(5));
    pair.client.receive(&flight[hello..]);
    pair.server.sent(usize::MAX);
    let _ = pair.client.run(none);
    assert!(pair.client.is_connected());
    assert_eq!((pair.client.may_send_early(), pair.client.send_early(b"too late", none)), (0, Ok(0)));
    go_on(&mut pair);
    assert!(pair.is_complete() && pair.server.is_early_data_over());
    assert_eq!(pair.server.early_data(), b"one, two, three");
}

/// The certificate of the session is judged again before anything early is taken.
#[test]
fn is_of_the_client_of_the_session() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let none = &mut Hooks::none();
    assert_eq!(pair.client.send_early(b"it is I", none), Ok(7));
    pair.server.receive(pair.client.outgoing());
    let _ = pair.server.run(none);
    assert!(pair.server.early_peer().is_some_and(|peer| peer.verdict().is_accepted()));
    assert!(pair.client.early_peer().is_none());
    pair.client.sent(usize::MAX);
    go_on(&mut pair);
    assert!(pair.server.early_peer().is_none() && pair.server.peer().is_some());
}

#[test]
fn is_sent_and_ended_under_keys_of_its_own() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let (mut client, mut server) = (Witness::default(), Witness::default());
    assert_eq!(pair.client.send_early(b"early", &mut Hooks::none()), Ok(5));
    pair.play(&mut Hooks::observing(&mut client), &mut Hooks::observing(&mut server));
    let sent = |witness: &Witness| -> Vec<Kind> {
        let messages = witness.messages.iter().filter(|(side, _)| *side == Side::Write);
        messages.map(|(_, bytes)| Kind::of(bytes).unwrap()).collect()
    };
    assert_eq!(sent(&client), [EndOfEarlyData, Finished], "the hello went before");
    assert_eq!(sent(&server), [ServerHello, EncryptedExtensions, Finished, NewSessionTicket]);
    let keys = |witness: &Witness, wanted| -> Vec<Epoch> {
        let changes = witness.steps.iter().flat_map(|step| &step.keys);
        changes.filter(|(side, _)| *side == wanted).map(|(_, epoch)| *epoch).collect()
    };
    let then = [Epoch::Handshake, Epoch::Application(0)];
    assert_eq!(keys(&client, Side::Write), then);
    assert_eq!(keys(&server, Side::Read), [&[Epoch::EarlyData][..], &then].concat());
}

/// What the server says before the client has finished.
#[test]
fn is_answered_at_once() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let none = &mut Hooks::none();
    assert_eq!(pair.client.send_early(b"question", none), Ok(8));
    assert_eq!(pair.server.send_early(b"nobody asked", none), Ok(0));
    pair.server.receive(pair.client.outgoing());
    pair.client.sent(usize::MAX);
    let _ = pair.server.run(none);
    assert_eq!(pair.server.send(b"not yet", none), Ok(0));
    assert_eq!(pair.server.send_early(b"answer", none), Ok(6));
    go_on(&mut pair);
    assert!(pair.is_complete(), "{:?}", pair.failures());
    assert_eq!(pair.client.plaintext(), b"answer");
    assert_eq!(pair.server.may_send_early(), 0);
}

#[test]
fn has_an_exporter_of_its_own() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let export = |connection: &Connection| {
        let mut out = [0; 32];
        connection.export_early("EXPORTER-test", b"", &mut out).map(|()| out)
    };
    assert!(export(&pair.server).is_err());
    let early = export(&pair.client).unwrap();
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!((export(&pair.client), export(&pair.server)), (Ok(early), Ok(early)));
    let mut late = [0; 32];
    pair.server.export("EXPORTER-test", Some(b""), &mut late).unwrap();
    assert_ne!(early, late);
    let refused = regulars.visit();
    assert!(export(&refused.client).is_ok(), "none was sent, but some could have been");
}

#[test]
fn is_no_more_than_the_ticket_allows() {
    let regulars = regulars();
    let mut pair = begin(&regulars);
    let none = &mut Hooks::none();
    let more = vec![0; MOST as usize + 1];
    assert_eq!(pair.client.send_early(&more, none), Ok(MOST as usize));
    assert_eq!(pair.client.send_early(&more, none), Ok(0));
    go_on(&mut pair);
    assert_eq!(pair.server.early_data().len(), MOST as usize);
}

/// Whoever answers at once can bind the answer to the connection; a server that takes no early data has to wait.
#[test]
fn lets_the_server_export_before_its_client_has_finished() {
    let regulars = regulars();
    let export = |connection: &Connection| {
        let mut out = [0; 32];
        connection.export("EXPORTER-test", Some(b""), &mut out).map(|()| out)
    };
    for announced in [true, false] {
        let mut regulars = regulars.clone();
        regulars.client.protocol.early_data = announced;
        let mut pair = begin(&regulars);
        assert!(export(&pair.server).is_err());
        pair.server.receive(pair.client.outgoing());
        pair.client.sent(usize::MAX);
        let _ = pair.server.run(&mut Hooks::none());
        let at_once = export(&pair.server);
        assert_eq!(at_once.is_ok(), announced);
        go_on(&mut pair);
        let both = (export(&pair.client), export(&pair.server));
        assert!(both.0.is_ok() && both.0 == both.1 && (!announced || both.0 == at_once));
    }
}

/// Tickets that are good once go with early data as well.
#[test]
fn comes_with_tickets_of_a_cache() {
    let people = People::new(KeyKind::P256);
    let mut regulars = ready(Regulars::new(people.client(), people.server(ClientAuth::Require)));
    regulars.server.server_sessions = ServerSessions::none();
    regulars.server = regulars.server.with_session_cache(Arc::new(SessionCache::new(10)));
    for turn in 0..3 {
        let mut pair = begin(&regulars);
        let taken = pair.client.send_early(b"again", &mut Hooks::none()).unwrap();
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete());
        assert_eq!(pair.server.early_data().len(), taken);
        assert_eq!(taken, if turn == 0 { 0 } else { 5 });
    }
}

/// Nobody takes any, and nobody sends any, unless it is said.
#[test]
fn is_off_unless_both_sides_want_it() {
    let people = People::new(KeyKind::P256);
    let both = Regulars::new(people.client(), people.server(ClientAuth::Require));
    let record = Arc::new(HelloRecord::since(0, 10));
    let mut offering = both.clone();
    offering.client = offering.client.with_early_data_offered();
    let mut taking = both.clone();
    taking.server = taking.server.with_early_data_taken(MOST, record);
    for regulars in [both, offering, taking] {
        let _ = regulars.visit();
        let mut pair = begin(&regulars);
        assert_eq!(pair.client.send_early(b"early", &mut Hooks::none()), Ok(0));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete() && pair.server.negotiated().resumed);
        assert_eq!(outcome(&pair), (None, None));
    }
}
