//! A second handshake within a connection is refused, and what the peer wanted is told (RFC 5246 §7.4.1.1, RFC 5746).

use std::sync::Arc;

use handfast::handshake::{Refusal12, Side};
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::{ClientAuth, Connection, Error, Hooks, Refusal};
use handfast_pki::KeyKind;
use handfast_tests::samples::sample12;
use handfast_tests::{Meddler, Pair, People, Witness, both_versions, only_tls12};

/// How many a client passes over, and how many either side refuses politely.
const MOST: u32 = 16;

fn connected() -> Pair {
    let people = People::new(KeyKind::P256);
    let (client, server) = (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require)));
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let _ = pair.run(usize::MAX);
    assert!(pair.is_complete(), "{:?}", pair.failures());
    pair
}

/// One says this; the other hears it.
fn says(from: &mut Connection, to: &mut Connection, kind: Kind, witness: &mut Witness) -> Option<Error> {
    from.inject(&sample12(kind), &mut Hooks::none()).unwrap();
    let heard = to.receive(from.outgoing());
    from.sent(heard);
    to.run(&mut Hooks::observing(witness)).err()
}

/// It never enters the transcript, or Finished would not verify.
#[test]
fn a_negotiating_client_passes_over_hello_requests() {
    let people = People::new(KeyKind::P256);
    for before in [
        Kind::ServerHello,
        Kind::Certificate,
        Kind::ServerKeyExchange,
        Kind::CertificateRequest,
        Kind::ServerHelloDone,
    ] {
        let client = Arc::new(both_versions(people.client()));
        let mut pair = Pair::new(client, Arc::new(only_tls12(people.server(ClientAuth::Require))));
        let mut nags = Meddler::new(before, |bytes| {
            let mut all = vec![sample12(Kind::HelloRequest); MOST as usize];
            all.push(bytes.to_vec());
            all
        });
        let _ = pair.run_hooked(usize::MAX, &mut Hooks::none(), &mut Hooks::tampering(&mut nags));
        assert!(nags.has_meddled() && pair.is_complete(), "{before}: {:?}", pair.failures());
        assert_eq!(pair.client.negotiated().renegotiations, 0);
    }
}

#[test]
fn a_connected_client_refuses_a_hello_request() {
    let (mut pair, mut witness) = (connected(), Witness::default());
    assert_eq!(says(&mut pair.server, &mut pair.client, Kind::HelloRequest, &mut witness), None);
    assert_eq!(pair.client.negotiated().renegotiations, 1);
    assert_eq!(witness.alerts, [(Side::Write, AlertDescription::NO_RENEGOTIATION)]);
    assert!(pair.client.is_connected() && pair.client.peer().is_some());
}

/// RFC 5246 §7.2.1: not even a refusal follows close_notify.
#[test]
fn a_client_that_has_closed_says_nothing_of_it() {
    let (mut pair, mut witness) = (connected(), Witness::default());
    pair.client.close(&mut Hooks::none());
    pair.client.sent(pair.client.outgoing().len());
    assert_eq!(says(&mut pair.server, &mut pair.client, Kind::HelloRequest, &mut witness), None);
    assert_eq!(pair.client.negotiated().renegotiations, 1);
    assert!(witness.alerts.is_empty() && pair.client.outgoing().is_empty());
}

#[test]
fn a_connected_server_refuses_a_client_hello() {
    let (mut pair, mut witness) = (connected(), Witness::default());
    assert_eq!(says(&mut pair.client, &mut pair.server, Kind::ClientHello, &mut witness), None);
    assert_eq!(pair.server.negotiated().renegotiations, 1);
    assert_eq!(witness.alerts, [(Side::Write, AlertDescription::NO_RENEGOTIATION)]);
    assert!(pair.server.is_connected() && pair.server.peer().is_some());
}

#[test]
fn nobody_asks_for_ever() {
    let (mut pair, mut witness) = (connected(), Witness::default());
    for _ in 0..MOST {
        assert_eq!(says(&mut pair.server, &mut pair.client, Kind::HelloRequest, &mut witness), None);
    }
    let refused = says(&mut pair.server, &mut pair.client, Kind::HelloRequest, &mut witness);
    assert_eq!(refused, Some(Refusal::Handshake(Refusal12::TooManyRenegotiations.into()).into()));
}
