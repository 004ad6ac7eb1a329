//! ChangeCipherSpec too early, twice, and not at all (RFC 5246 §7.1).

use std::sync::Arc;

use handfast::handshake::Refusal12;
use handfast::rule::AlertDescription;
use handfast::wire::record::HEADER_LEN;
use handfast::{ClientAuth, Error, Hooks, Refusal, Role, State};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, only_tls12};

const CHANGE_CIPHER_SPEC: &[u8] = &[20, 3, 3, 0, 1, 1];

/// The records of a stream, headers included.
fn records(mut stream: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    while let Some(&[.., high, low]) = stream.first_chunk::<HEADER_LEN>() {
        let (record, rest) = stream.split_at(HEADER_LEN + usize::from(u16::from_be_bytes([high, low])));
        records.push(record.to_vec());
        stream = rest;
    }
    records
}

/// A handshake in which the records of one side go through this; the first that both failed of, the victim's first.
fn played(liar: Role, edit: impl Fn(Vec<Vec<u8>>) -> Vec<Vec<u8>>) -> (Option<Error>, Option<Error>) {
    let people = People::new(KeyKind::P256);
    let mut server = only_tls12(people.server(ClientAuth::Require));
    server.max_fragment = 200;
    let mut pair = Pair::new(Arc::new(only_tls12(people.client())), Arc::new(server));
    for _ in 0..6 {
        for from in [Role::Client, Role::Server] {
            let Pair { client, server } = &mut pair;
            let (from, to, lies) = match from {
                Role::Client => (client, server, liar == Role::Client),
                Role::Server => (server, client, liar == Role::Server),
            };
            let _ = from.run(&mut Hooks::none());
            let said = records(from.outgoing());
            from.sent(from.outgoing().len());
            for record in if lies { edit(said) } else { said } {
                let _ = to.receive(&record);
                let _ = to.run(&mut Hooks::none());
            }
        }
    }
    match liar {
        Role::Client => (pair.server.failure(), pair.client.failure()),
        Role::Server => (pair.client.failure(), pair.server.failure()),
    }
}

fn is_change(record: &[u8]) -> bool {
    record == CHANGE_CIPHER_SPEC
}

fn unexpected(state: State) -> Option<Error> {
    Some(Refusal::Handshake(Refusal12::UnexpectedChangeCipherSpec { state }.into()).into())
}

const HEARD: Option<Error> = Some(Error::RefusedByPeer(AlertDescription::UNEXPECTED_MESSAGE));

#[test]
fn nothing_is_wrong_without_a_lie() {
    assert_eq!(played(Role::Client, |records| records), (None, None));
}

/// CVE-2014-0224: keys made of nothing.
#[test]
fn too_early() {
    let before_the_flight = |mut records: Vec<Vec<u8>>| {
        if records.iter().any(|record| is_change(record)) {
            records.insert(0, CHANGE_CIPHER_SPEC.to_vec());
        }
        records
    };
    let after_the_hello = |mut records: Vec<Vec<u8>>| {
        if records.len() > 3 {
            records.insert(1, CHANGE_CIPHER_SPEC.to_vec());
        }
        records
    };
    assert_eq!(played(Role::Client, before_the_flight), (unexpected(State::WaitCert), HEARD));
    assert_eq!(played(Role::Server, after_the_hello), (unexpected(State::WaitCert), HEARD));
}

#[test]
fn twice() {
    let twice = |records: Vec<Vec<u8>>| {
        let copies = |record: Vec<u8>| vec![record.clone(); if is_change(&record) { 2 } else { 1 }];
        records.into_iter().flat_map(copies).collect()
    };
    for liar in [Role::Client, Role::Server] {
        let (failed, heard) = played(liar, twice);
        assert_eq!(failed.and_then(|error| error.alert()), Some(AlertDescription::UNEXPECTED_MESSAGE));
        assert_eq!(heard, HEARD);
    }
}

/// Finished comes under keys that were never announced: its first octets, those of the nonce, read as a HelloRequest,
/// which a client passes over; what follows is noise. Once in 128 times it reads as the head of a message that is still
/// to come.
#[test]
fn not_at_all() {
    let none = |records: Vec<Vec<u8>>| records.into_iter().filter(|record| !is_change(record)).collect();
    assert_eq!(played(Role::Client, none).1, HEARD);
    let failed = |(failed, heard): (Option<Error>, _)| Some((failed?.alert().unwrap(), heard));
    let (alert, heard) = (0..8).find_map(|_| failed(played(Role::Server, none))).unwrap();
    assert_eq!(heard, Some(Error::RefusedByPeer(alert)));
}
