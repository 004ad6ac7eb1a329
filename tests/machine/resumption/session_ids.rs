//! The same in TLS 1.2 by session ids (RFC 5246 §F.1.4), which a server gives to clients that take no tickets, and keeps.

use std::sync::Arc;

use handfast::path::Anchors;
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Kind::{ClientHello, Finished, ServerHello};
use handfast::{ClientAuth, Error, Hooks, NotResumed, SessionCache};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, Regulars, only_tls12, only_tls13};

use super::{come_back, kinds, reasons, starts_anew, succeeds};

/// A visit with octets that are really random: no two sessions have the same id.
fn visit(regulars: &Regulars) -> Pair {
    let mut pair = Pair::new(Arc::new(regulars.client.clone()), Arc::new(regulars.server.clone()));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    pair
}

/// alice and a server that has no tickets to give, and its cache.
fn under(policy: ClientAuth) -> (People, Regulars, Arc<SessionCache>) {
    let people = People::new(KeyKind::P256);
    let mut regulars = Regulars::new(only_tls12(people.client()), only_tls12(people.server(policy)));
    let cache = Arc::new(SessionCache::new(3));
    regulars.server = regulars.server.with_session_cache(Arc::clone(&cache));
    regulars.server.protocol.tickets = None;
    (people, regulars, cache)
}

#[test]
fn are_good_as_often_as_the_client_comes() {
    let (_, regulars, cache) = under(ClientAuth::Require);
    let first = regulars.visit();
    succeeds(&first, false);
    for _ in come_back(&regulars, &first) {
        assert_eq!(cache.len(), 1);
    }
    assert_eq!(kinds(&regulars), (vec![ClientHello, Finished], vec![ServerHello, Finished]));
}

/// Everything is judged again, as it is with tickets.
#[test]
fn open_nothing_that_is_not_open() {
    let (_, mut regulars, _) = under(ClientAuth::None);
    succeeds(&regulars.visit(), false);
    regulars.server.client_auth = ClientAuth::Require;
    let (then, now) = (ClientAuth::None, ClientAuth::Require);
    assert!(starts_anew(&regulars, NotResumed::OtherClientAuth { then, now }).server.peer().is_some());
    succeeds(&regulars.visit(), true);

    let (people, mut regulars, _) = under(ClientAuth::Require);
    succeeds(&regulars.visit(), false);
    let others = People::new(KeyKind::P256);
    let both = [&**people.root.certificate(), &**others.root.certificate()];
    regulars.server = regulars.server.with_anchors(Anchors::from_certificates(both).unwrap());
    starts_anew(&regulars, NotResumed::OtherTrust);
    let pair = regulars.later(13 * 3600).visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair).1, None, "what is too old is not known");
}

/// Clients that speak TLS 1.3, too, send an id that never was one: nothing is said of it.
#[test]
fn that_nobody_knows_lead_to_a_full_handshake() {
    let (_, mut regulars, cache) = under(ClientAuth::Require);
    succeeds(&regulars.visit(), false);
    regulars.server = regulars.server.with_session_cache(Arc::new(SessionCache::new(3)));
    regulars.server.protocol.tickets = None;
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair), (Some(NotResumed::Declined), None));
    assert_eq!(cache.len(), 1);
}

#[test]
fn are_forgotten_when_there_are_too_many() {
    let (_, mut regulars, cache) = under(ClientAuth::Require);
    let returning = regulars.clone();
    succeeds(&visit(&returning), false);
    for _ in 0..5 {
        let sessions = Arc::new(handfast::MemorySessions::new(1));
        regulars.client = regulars.client.with_session_store(sessions);
        succeeds(&visit(&regulars), false);
        assert!(cache.len() <= 3);
    }
    assert_eq!(cache.len(), 3);
    succeeds(&visit(&regulars), true);
    succeeds(&visit(&returning), false);
}

/// RFC 5246 §7.2.2: a session of a connection that failed by an alert is not gone on from. One that was cut off is.
#[test]
fn do_not_outlive_a_failure() {
    let (_, regulars, cache) = under(ClientAuth::Require);
    succeeds(&regulars.visit(), false);
    let mut cut = regulars.visit();
    assert_eq!(cut.server.end_of_input(&mut Hooks::none()), Err(Error::Truncated));
    let mut pair = regulars.visit();
    succeeds(&pair, true);
    pair.server.abandon(&mut Hooks::none());
    assert_eq!(pair.server.failure().and_then(|error| error.alert()), Some(Alert::INTERNAL_ERROR));
    assert!(cache.is_empty());
    let mut pair = regulars.visit();
    succeeds(&pair, false);
    pair.client.abandon(&mut Hooks::none());
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert!(cache.is_empty(), "the peer may say that it failed, too");
}

/// With keys for tickets the cache is for those who take none.
#[test]
fn are_not_for_clients_that_take_tickets() {
    for only in [only_tls12, only_tls13] {
        let people = People::new(KeyKind::P256);
        let mut regulars = Regulars::new(only(people.client()), only(people.server(ClientAuth::Require)));
        let cache = Arc::new(SessionCache::new(3));
        regulars.server = regulars.server.with_session_cache(Arc::clone(&cache));
        succeeds(&regulars.visit(), false);
        succeeds(&regulars.visit(), true);
        assert!(cache.is_empty());
        regulars.client = only(people.client());
        succeeds(&visit(&regulars), false);
        let tls12 = regulars.client.protocol.suites.is_empty();
        assert_eq!(cache.len(), usize::from(tls12), "a client that keeps nothing takes no ticket");
    }
}
