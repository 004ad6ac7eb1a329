//! Early data that is not taken: the handshake goes on, and what was said is lost, unless it is said again.

use std::sync::Arc;

use handfast::NoEarlyData as No;
use handfast::NoEarlyData::{Declined, NotAllowed, OtherProtocol, OtherSuite, Retried, Untimely};
use handfast::crypto::kx::Group;
use handfast::handshake::Suite;
use handfast::path::{Allow, AllowRule};
use handfast::record::Refusal as Record;
use handfast::{ClientAuth, EarlyData, Error, Hooks, NotResumed, Refusal, TicketKey, TicketKeys};
use handfast_tests::{Pair, Regulars};

use super::{MOST, after, begin, go_on, is_rejected, outcome, regulars, visit};

/// The same regulars, of whom one has changed since they met.
fn changed(change: impl FnOnce(&mut Regulars)) -> Regulars {
    let mut regulars = regulars();
    change(&mut regulars);
    regulars
}

fn early(regulars: &Regulars) -> Pair {
    visit(regulars, b"early")
}

#[test]
fn of_a_client_that_is_sent_back() {
    let regulars = changed(|regulars| {
        regulars.client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
        regulars.server.protocol.groups = vec![Group::Secp256r1];
    });
    let pair = early(&regulars);
    is_rejected(&pair, Retried, Retried);
    assert!(pair.server.negotiated().resumed && pair.client.negotiated().retried);
    let mut pair = begin(&regulars);
    let none = &mut Hooks::none();
    pair.server.receive(pair.client.outgoing());
    pair.client.sent(usize::MAX);
    let _ = pair.server.run(none);
    pair.client.receive(pair.server.outgoing());
    pair.server.sent(usize::MAX);
    let _ = pair.client.run(none);
    assert_eq!((pair.client.may_send_early(), pair.client.send_early(b"again", none)), (0, Ok(0)));
    assert!(pair.client.export_early("EXPORTER-test", b"", &mut [0; 32]).is_err());
    go_on(&mut pair);
    assert!(pair.is_complete());
}

#[test]
fn under_a_session_that_the_server_does_not_know() {
    let regulars = changed(|regulars| {
        let keys = TicketKeys::shared([TicketKey::from_bytes(&[9; 32])]);
        regulars.server = regulars.server.clone().with_tickets(keys);
    });
    let pair = early(&regulars);
    is_rejected(&pair, No::NotResumed, No::NotResumed);
    assert!(!pair.server.negotiated().resumed && pair.server.peer().is_some());
}

/// Nothing early is taken from somebody who is not welcome any more: the certificate of the session is judged before.
#[test]
fn of_a_client_that_is_no_longer_welcome() {
    let regulars = changed(|regulars| regulars.server.allow = Allow::new().or(AllowRule::cn("bob").unwrap()));
    let pair = early(&regulars);
    assert!(matches!(pair.server.negotiated().not_resumed, Some(NotResumed::Certificate(_))));
    assert_eq!(outcome(&pair).1, Some(EarlyData::Rejected(No::NotResumed)));
    assert!(pair.server.early_data().is_empty() && pair.server.failure().is_some());
}

/// The policy of client authentication has changed: the client is asked again, and nothing early is taken.
#[test]
fn under_another_policy() {
    for client_auth in [ClientAuth::None, ClientAuth::Optional] {
        let regulars = changed(|regulars| regulars.server.client_auth = client_auth);
        is_rejected(&early(&regulars), No::NotResumed, No::NotResumed);
    }
}

#[test]
fn of_a_server_that_takes_none_any_more() {
    let regulars = changed(|regulars| regulars.server.protocol.tickets.as_mut().unwrap().early_data = None);
    let pair = early(&regulars);
    is_rejected(&pair, Declined, NotAllowed);
    assert!(pair.server.negotiated().resumed);
}

#[test]
fn for_another_protocol() {
    let mut regulars = super::ready(changed(|regulars| {
        regulars.client.protocol.alpn = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        regulars.server.protocol.alpn = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }));
    let _ = regulars.visit();
    assert_eq!(early(&regulars).server.early_data(), b"early", "the protocol of then is that of today");
    regulars.server.protocol.alpn.reverse();
    is_rejected(&early(&regulars), Declined, OtherProtocol);
    regulars.server.protocol.alpn.clear();
    let _ = regulars.visit();
    // The session was for none, and the client still offers its own.
    assert_eq!(early(&regulars).server.early_data(), b"early");
}

/// Of the same hash, so that the session is gone on from.
#[test]
fn with_another_suite() {
    let regulars = changed(|regulars| {
        regulars.client.protocol.suites = vec![Suite::TLS13[0], Suite::TLS13[2]];
        regulars.server.protocol.suites = vec![Suite::TLS13[0], Suite::TLS13[2]];
    });
    let mut regulars = super::ready(regulars);
    let _ = regulars.visit();
    let hashes = regulars.server.protocol.suites.iter().map(|suite| suite.hash);
    assert!(hashes.clone().zip(hashes.skip(1)).all(|(one, other)| one == other));
    regulars.server.protocol.suites.reverse();
    let pair = early(&regulars);
    is_rejected(&pair, Declined, OtherSuite);
    assert!(pair.server.negotiated().resumed);
}

/// By the clock of the server; that of the client is behind or ahead.
#[test]
fn that_was_sent_at_another_time() {
    for (millis, taken) in [(9_000, true), (11_000, false), (3_600_000, false)] {
        let regulars = regulars();
        let later = after(&regulars, millis);
        let mut pair = begin(&regulars);
        let (client, server) = (Arc::new(later.client), Arc::new(later.server));
        pair.server = Pair::fixed(client, server, later.clock).server;
        assert_eq!(pair.client.send_early(b"early", &mut Hooks::none()), Ok(5));
        go_on(&mut pair);
        if taken {
            assert_eq!(pair.server.early_data(), b"early", "{millis}");
        } else {
            is_rejected(&pair, Declined, Untimely);
            assert!(pair.server.negotiated().resumed);
        }
    }
}

/// However much was sent, up to what the ticket allowed, in records of any size.
#[test]
fn is_passed_over_to_the_end() {
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[9; 32])]);
    for size in [1, 100, MOST as usize] {
        let mut regulars = regulars();
        regulars.server = regulars.server.with_tickets(keys.clone());
        regulars.client.max_fragment = size;
        let pair = visit(&regulars, &vec![b'x'; MOST as usize]);
        is_rejected(&pair, No::NotResumed, No::NotResumed);
    }
}

/// A server that takes more than 2^14 bytes passes over as many.
#[test]
fn is_passed_over_as_far_as_tickets_allow() {
    let most = 100_000;
    let mut regulars = regulars();
    regulars.server.protocol.tickets.as_mut().unwrap().early_data.as_mut().unwrap().most = most;
    let _ = regulars.visit();
    let taken = visit(&regulars, &vec![b'x'; most as usize]);
    assert_eq!(taken.server.early_data().len(), most as usize);
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[9; 32])]);
    let mut forgetful = regulars.clone();
    forgetful.server = forgetful.server.with_tickets(keys);
    is_rejected(&visit(&forgetful, &vec![b'x'; most as usize]), No::NotResumed, No::NotResumed);
    forgetful.server.protocol.tickets.as_mut().unwrap().early_data = None;
    let pair = visit(&forgetful, &vec![b'x'; most as usize]);
    let too_much = Error::Refused(Refusal::Record(Record::TooMuchEarlyData));
    assert_eq!(pair.server.failure(), Some(too_much));
}
