//! Clients that say only after the handshake who they are (RFC 9846 §4.7.2): they come back as whom they proved to be.

use std::sync::Arc;

use handfast::handshake::Ask;
use handfast::path::revocation::Scope;
use handfast::path::{Evidence, Revocation};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Kind;
use handfast::{ClientAuth, Hooks, LiveEvidence, NotResumed, ServerSessions, SessionCache, State};
use handfast_pki::{KeyKind, Request};
use handfast_tests::{Pair, People, Regulars, carry, fixed, now};

use super::tightened::revoking;
use super::{come_back, kinds, leaf, reasons, succeeds};

/// alice, and a server that asks nobody in the handshake.
fn town(people: &People) -> Regulars {
    Regulars::new(people.client().with_post_handshake_auth(), people.server(ClientAuth::None))
}

/// The server asks so often, and the client answers.
fn is_asked(pair: &mut Pair, policy: ClientAuth, times: usize) {
    for _ in 0..times {
        pair.server.request_certificate(policy, &mut Hooks::none()).unwrap();
    }
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!(pair.failures(), (None, None));
    assert_eq!((pair.client.state(), pair.server.state()), (State::Connected, State::Connected));
}

#[test]
fn are_known_when_they_come_back() {
    let regulars = town(&People::new(KeyKind::P256));
    let mut first = regulars.visit();
    succeeds(&first, false);
    is_asked(&mut first, ClientAuth::Require, 1);
    let tickets = (first.client.negotiated().tickets, first.server.negotiated().tickets);
    assert_eq!(tickets, (4, 4), "two as nobody, two as alice");
    for again in come_back(&regulars, &first) {
        assert!(leaf(&again).is_some());
    }
    let (client, server) = kinds(&regulars);
    assert_eq!(client, [Kind::ClientHello, Kind::Finished]);
    assert!(!server.contains(&Kind::CertificateRequest));
}

/// Also on a connection that was resumed itself: nobody then, somebody from then on.
#[test]
fn may_say_it_on_a_connection_that_was_resumed() {
    let regulars = town(&People::new(KeyKind::P256));
    succeeds(&regulars.visit(), false);
    let mut again = regulars.visit();
    succeeds(&again, true);
    assert_eq!(leaf(&again), None);
    is_asked(&mut again, ClientAuth::Require, 1);
    let third = regulars.visit();
    succeeds(&third, true);
    assert!(leaf(&third).is_some());
}

/// Tickets come while other requests wait, and no two of a connection have the same nonce (RFC 9846 §4.7.1).
#[test]
fn get_tickets_for_each_answer_as_long_as_there_are_nonces() {
    let regulars = town(&People::new(KeyKind::P256));
    // Octets that count begin anew after 256, and so would the contexts of requests.
    let mut pair = Pair::new(Arc::new(regulars.client.clone()), Arc::new(regulars.server.clone()));
    is_asked(&mut pair, ClientAuth::Require, 0);
    is_asked(&mut pair, ClientAuth::Require, 16);
    assert_eq!(pair.client.negotiated().tickets, 2 + 16 * 2);
    for _ in 0..8 {
        is_asked(&mut pair, ClientAuth::Require, 16);
    }
    assert_eq!(pair.server.negotiated().answers, 9 * 16);
    assert_eq!((pair.client.negotiated().tickets, pair.failures()), (255, (None, None)));
    succeeds(&regulars.visit(), true);
}

/// RFC 9846 §6.1: no ticket follows close_notify, whoever makes them.
#[test]
fn get_no_ticket_of_a_server_that_has_closed() {
    for held in [Vec::new(), vec![Ask::Ticket]] {
        let mut regulars = town(&People::new(KeyKind::P256));
        regulars.server.held = held;
        let mut pair = regulars.visit();
        pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
        carry(&mut pair.server, &mut pair.client, usize::MAX, &mut Hooks::none());
        pair.server.close(&mut Hooks::none());
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert_eq!((pair.failures(), pair.server.negotiated().answers), ((None, None), 1));
        assert_eq!((pair.server.negotiated().tickets, pair.client.negotiated().tickets), (2, 2));
    }
}

#[test]
fn are_known_whether_the_name_of_the_ticket_is_held_or_not() {
    let mut regulars = town(&People::new(KeyKind::P256));
    regulars.server.held = vec![Ask::Ticket, Ask::Session];
    let mut first = regulars.visit();
    is_asked(&mut first, ClientAuth::Require, 2);
    assert_eq!(first.server.negotiated().tickets, 6);
    succeeds(&regulars.visit(), true);
}

#[test]
fn are_kept_in_a_cache_as_whom_they_proved_to_be() {
    let mut regulars = town(&People::new(KeyKind::P256));
    regulars.server.server_sessions = ServerSessions::none();
    regulars.server = regulars.server.with_session_cache(Arc::new(SessionCache::new(8)));
    let mut first = regulars.visit();
    is_asked(&mut first, ClientAuth::Require, 1);
    let again = regulars.visit();
    succeeds(&again, true);
    assert!(leaf(&again).is_some());
}

/// Who shows nothing, or nothing that is accepted, gets no ticket for it.
#[test]
fn stay_nobody_if_they_prove_nothing() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let server = || people.server(ClientAuth::None).with_authorities([]);
    for client in [people.stranger(), others.client().with_anchors(people.anchors())] {
        let regulars = Regulars::new(client.with_post_handshake_auth(), server());
        let mut first = regulars.visit();
        is_asked(&mut first, ClientAuth::Optional, 1);
        assert!(first.server.peer().is_none_or(|peer| !peer.verdict().is_accepted()));
        assert_eq!(first.client.negotiated().tickets, 2);
        let again = regulars.visit();
        succeeds(&again, true);
        assert_eq!(leaf(&again), None);
    }
}

/// A server that issues no tickets at all issues none later either.
#[test]
fn get_no_ticket_where_there_are_none() {
    let people = People::new(KeyKind::P256);
    let mut regulars = town(&people);
    regulars.server = people.server(ClientAuth::None);
    let mut first = regulars.visit();
    is_asked(&mut first, ClientAuth::Require, 1);
    assert_eq!(first.client.negotiated().tickets, 0);
    succeeds(&regulars.visit(), false);
}

/// What was proved later is judged again like all else: whose certificate was revoked since comes in as nobody, is asked
/// again, and refused.
#[test]
fn are_judged_again() {
    let people = People::new(KeyKind::P256);
    let alice = people.intermediate.issue(&Request::client("alice", now())).unwrap();
    let client = people.stranger().with_identity(fixed::identity(&alice)).with_post_handshake_auth();
    let live = LiveEvidence::new(Evidence::none());
    let mut server = people.server(ClientAuth::None).with_evidence(live.clone());
    server.client_policy = server.client_policy.revocation(Revocation::soft(Scope::Leaf));
    let regulars = Regulars::new(client, server);
    is_asked(&mut regulars.visit(), ClientAuth::Require, 1);
    succeeds(&regulars.visit(), true);
    live.replace(revoking(&people, &alice));
    let mut pair = regulars.later(60).visit();
    succeeds(&pair, false);
    let why = reasons(&pair).1;
    assert!(matches!(why, Some(NotResumed::Certificate(rule)) if rule.alert == Alert::CERTIFICATE_REVOKED));
    assert_eq!(leaf(&pair), None);
    pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!(pair.server.failure().and_then(|error| error.alert()), Some(Alert::CERTIFICATE_REVOKED));
}
