//! Clients that are welcome.

use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Kind;
use handfast::wire::Kind::{ClientHello, EncryptedExtensions, Finished, HelloRetryRequest, NewSessionTicket};
use handfast::{ClientAuth, Error, Hooks, NotResumed, ServerSessions, SessionCache, TicketKey, TicketKeys};
use handfast_pki::KeyKind;
use handfast_tests::{Evergreen, Manner, Pair, People, Regulars, now, only_tls12};

use super::{come_back, kinds, mutual, reasons, succeeds, under};

#[test]
fn show_their_certificate_once() {
    let regulars = mutual();
    let first = regulars.visit();
    succeeds(&first, false);
    assert_eq!((first.client.negotiated().tickets, first.server.negotiated().tickets), (2, 2));
    assert_eq!(reasons(&first), (None, None), "nobody has offered anything");
    for again in come_back(&regulars, &first) {
        assert!(again.client.peer().unwrap().verdict().is_accepted());
        assert_eq!(again.server.negotiated().tickets, 1, "one in the place of the one that was used");
    }
}

/// RFC 9846 §6, RFC 5246 §7.2.2: what a connection gave that failed by an alert, whoever said it, is not offered. One that
/// was cut off did not fail by that.
#[test]
fn forget_what_a_failed_connection_gave() {
    for of in [|config| config, only_tls12] {
        let people = People::new(KeyKind::P256);
        let regulars = Regulars::new(of(people.client()), of(people.server(ClientAuth::Require)));
        let mut cut = regulars.visit();
        assert_eq!(cut.client.end_of_input(&mut Hooks::none()), Err(Error::Truncated));
        let mut refused = regulars.visit();
        succeeds(&refused, true);
        assert!(!regulars.sessions.is_empty());
        refused.server.refuse(Alert::ACCESS_DENIED, &mut Hooks::none());
        refused.play(&mut Hooks::none(), &mut Hooks::none());
        assert_eq!(refused.client.failure(), Some(Error::RefusedByPeer(Alert::ACCESS_DENIED)));
        assert!(regulars.sessions.is_empty());
        let mut refuses = regulars.visit();
        succeeds(&refuses, false);
        refuses.client.abandon(&mut Hooks::none());
        assert!(regulars.sessions.is_empty());
    }
}

#[test]
fn prove_nothing_twice() {
    let regulars = mutual();
    let _ = regulars.visit();
    let (client, server) = kinds(&regulars);
    assert_eq!(client, [ClientHello, Finished]);
    assert_eq!(server, [Kind::ServerHello, EncryptedExtensions, Finished, NewSessionTicket]);
}

#[test]
fn are_known_also_when_they_are_nobody() {
    let people = People::new(KeyKind::P256);
    let regulars = Regulars::new(people.stranger(), people.server(ClientAuth::None));
    succeeds(&regulars.visit(), false);
    let again = regulars.visit();
    succeeds(&again, true);
    assert!(again.server.peer().is_none());
    assert!(again.client.peer().is_some());
}

#[test]
fn may_be_sent_back_first() {
    let mut regulars = mutual();
    regulars.client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    regulars.server.protocol.groups = vec![Group::Secp256r1];
    succeeds(&regulars.visit(), false);
    let (client, server) = kinds(&regulars);
    assert_eq!(client, [ClientHello, ClientHello, Finished]);
    assert_eq!(server[..3], [HelloRetryRequest, Kind::ServerHello, EncryptedExtensions]);
}

/// The server prefers another hash than the session's: it sends the client back, which then offers nothing.
#[test]
fn leave_a_session_of_another_hash() {
    let mut regulars = mutual();
    succeeds(&regulars.visit(), false);
    regulars.client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    regulars.server.protocol.groups = vec![Group::Secp256r1];
    regulars.server.protocol.suites.reverse();
    regulars.server.protocol.suites.rotate_left(1);
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(pair.server.negotiated().not_resumed, None, "nothing was offered in the second hello");
}

#[test]
fn are_let_in_whether_questions_are_held_or_not() {
    let people = People::repeating();
    let (client, server) = (people.client(), people.server(ClientAuth::Require));
    let clock = now();
    let [at_once, held] = Manner::ALL.map(|manner| {
        let mut regulars = Regulars::new(client.clone(), server.clone());
        regulars.clock = clock;
        regulars.server.protocol.alpn = vec![b"h2".to_vec()];
        regulars.client.protocol.alpn = vec![b"h2".to_vec()];
        let visit = || regulars.visit_in(manner, &mut Hooks::none(), &mut Hooks::none());
        succeeds(&visit().0, false);
        let (pair, wires) = visit();
        succeeds(&pair, true);
        assert_eq!(pair.client.negotiated().alpn.as_deref(), Some(&b"h2"[..]));
        wires
    });
    assert!(at_once == held, "held questions change what is sent");
}

/// The application protocol is agreed on anew.
#[test]
fn may_speak_of_something_else() {
    let mut regulars = mutual();
    regulars.server.protocol.alpn = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    regulars.client.protocol.alpn = vec![b"h2".to_vec()];
    succeeds(&regulars.visit(), false);
    regulars.client.protocol.alpn = vec![b"http/1.1".to_vec()];
    let again = regulars.visit();
    succeeds(&again, true);
    assert_eq!(again.server.negotiated().alpn.as_deref(), Some(&b"http/1.1"[..]));
}

/// Keys are handed in: who has them is the same server to the client, before and after they are rotated.
#[test]
fn are_known_to_every_server_with_the_key() {
    let keys = |first: u8, second: u8| {
        TicketKeys::shared([first, second].map(|byte| TicketKey::from_bytes(&[byte; 32])))
    };
    let mut regulars = mutual();
    regulars.server = regulars.server.with_tickets(keys(1, 2));
    succeeds(&regulars.visit(), false);
    regulars.server = regulars.server.with_tickets(keys(3, 1));
    succeeds(&regulars.visit(), true);
    let rotated = keys(4, 5);
    rotated.rotate(TicketKey::from_bytes(&[3; 32]));
    regulars.server = regulars.server.with_tickets(rotated.clone());
    succeeds(&regulars.visit(), true);
    (10..20).for_each(|byte| rotated.rotate(TicketKey::from_bytes(&[byte; 32])));
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair), (Some(NotResumed::Declined), Some(NotResumed::Unknown)));
}

#[test]
fn are_known_by_keys_that_renew_themselves() {
    let mut regulars = mutual();
    let hour = core::time::Duration::from_secs(3600);
    regulars.server = regulars.server.with_tickets(TicketKeys::own(hour));
    succeeds(&regulars.visit(), false);
    for _ in 0..3 {
        regulars = regulars.later(3600);
        succeeds(&regulars.visit(), true);
    }
}

/// A ticket of a cache is a number, and good once.
#[test]
fn are_remembered_by_a_cache() {
    let cache = Arc::new(SessionCache::new(3));
    let people = People::new(KeyKind::P256);
    let client = Arc::new(people.client().with_session_store(Arc::new(Evergreen::default())));
    let server = Arc::new(people.server(ClientAuth::Require).with_session_cache(cache.clone()));
    for (resumed, kept) in [(false, 2), (true, 2), (false, 3), (false, 3)] {
        let mut pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        succeeds(&pair, resumed);
        assert_eq!(cache.len(), kept);
    }
}

/// However many come and never return.
#[test]
fn are_forgotten_when_there_are_too_many() {
    let mut regulars = mutual();
    let cache = Arc::new(SessionCache::new(3));
    regulars.server.server_sessions = ServerSessions::none();
    regulars.server = regulars.server.with_session_cache(cache.clone());
    let returning = regulars.clone();
    for _ in 0..5 {
        let sessions = Arc::new(handfast::MemorySessions::new(1));
        regulars.client = regulars.client.with_session_store(sessions);
        succeeds(&regulars.visit(), false);
        assert!(cache.len() <= 3);
    }
    let pair = returning.visit();
    succeeds(&pair, false);
}

/// Seven days after the certificate was shown, however often the ticket was renewed (RFC 9846 §4.7.1).
#[test]
fn prove_themselves_again_after_seven_days() {
    let mut regulars = under(ClientAuth::None);
    let day = 24 * 3600;
    regulars.server.protocol.tickets.as_mut().unwrap().lifetime = 7 * 24 * 3600;
    succeeds(&regulars.visit(), false);
    for _ in 1..7 {
        regulars = regulars.later(day - 60);
        succeeds(&regulars.visit(), true);
    }
    regulars = regulars.later(day + 6 * 60);
    succeeds(&regulars.visit(), false);
}
