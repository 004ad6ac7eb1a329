//! What an observer sees of records: both sides the same.

#![cfg(test)]

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Opened, Receive, RecordKeys, Refusal, Transmit};
use handfast_wire::code_points::ContentType;

type Seen = ([u8; 5], Option<u64>, ContentType, Vec<u8>, Vec<u8>);

fn keys() -> RecordKeys {
    RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, &Secret::from_slice(&[7; 32]))
}

fn flight() -> Transmit {
    let mut transmit = Transmit::new();
    transmit.keep_sealed(true);
    transmit.handshake(&[2, 0, 0, 1, 7]);
    transmit.change_cipher_spec().unwrap();
    transmit.install(keys()).unwrap();
    transmit.limit_fragment(4);
    transmit.data(b"seven b").unwrap();
    transmit
}

fn sent(transmit: &mut Transmit) -> Vec<Seen> {
    let mut seen = Vec::new();
    transmit.drain_records(|facts| {
        let content = facts.content.unwrap();
        let sealed = facts.sealed.unwrap().to_vec();
        seen.push((facts.header, facts.sequence, content.content_type, facts.plaintext.to_vec(), sealed));
    });
    seen
}

fn received(bytes: &[u8]) -> Vec<Seen> {
    let mut receive = Receive::new();
    receive.keep_sealed(true);
    receive.allow_change_cipher_spec(true);
    receive.receive(bytes);
    let mut seen = Vec::new();
    while receive.open_next() != Ok(Opened::NeedInput) {
        let facts = receive.last_record().unwrap();
        let content = facts.content.unwrap();
        let sealed = facts.sealed.unwrap().to_vec();
        seen.push((facts.header, facts.sequence, content.content_type, facts.plaintext.to_vec(), sealed));
        receive.next_message().unwrap();
        receive.consume(100);
        if content.content_type == ContentType::CHANGE_CIPHER_SPEC {
            receive.install(keys()).unwrap();
        }
    }
    seen
}

#[test]
fn both_sides_see_the_same() {
    let mut transmit = flight();
    let seen = sent(&mut transmit);
    assert_eq!(seen.len(), 4);
    assert_eq!(seen, received(transmit.outgoing()));
    let wire: Vec<u8> =
        seen.iter().flat_map(|(header, .., sealed)| header.iter().chain(sealed).copied()).collect();
    assert_eq!(wire, transmit.outgoing(), "header and sealed body are what is on the wire");
    let plaintexts: Vec<_> =
        seen.iter().map(|(_, sequence, _, plaintext, _)| (*sequence, plaintext.as_slice())).collect();
    assert_eq!(
        plaintexts,
        [(None, &[2, 0, 0, 1, 7][..]), (None, &[1]), (Some(0), b"seve"), (Some(1), b"n b")]
    );
}

#[test]
fn drained_records_are_forgotten() {
    let mut transmit = flight();
    sent(&mut transmit);
    assert!(sent(&mut transmit).is_empty());
    transmit.keep_sealed(false);
    transmit.data(b"unseen").unwrap();
    assert!(sent(&mut transmit).is_empty());
}

#[test]
fn a_record_that_cannot_be_opened_is_seen_as_it_came() {
    let mut receive = Receive::new();
    receive.keep_sealed(true);
    receive.install(keys()).unwrap();
    receive.receive(&[&[23, 3, 3, 0, 20][..], &[5; 20]].concat());
    assert_eq!(receive.open_next(), Err(Refusal::BadRecordMac));
    let facts = receive.last_record().unwrap();
    assert_eq!(facts.outer_type(), ContentType::APPLICATION_DATA);
    assert_eq!((facts.content, facts.sequence), (None, Some(0)));
    assert_eq!((facts.plaintext, facts.sealed), (&[][..], Some(&[5; 20][..])));
}

#[test]
fn facts_end_when_the_buffer_moves() {
    let mut receive = Receive::new();
    receive.receive(&[22, 3, 1, 0, 4, 1, 0, 0, 0]);
    assert_eq!(receive.open_next(), Ok(Opened::Handshake));
    assert!(receive.last_record().is_some_and(|facts| facts.sealed.is_none()));
    receive.space();
    assert!(receive.last_record().is_none());
}

#[test]
fn debug_shows_no_content() {
    let mut receive = Receive::new();
    receive.receive(b"secret");
    assert_eq!(format!("{receive:?}"), "Receive { Plaintext, unopened: 6, memory: 4162 }");
    assert_eq!(format!("{:?}", Transmit::new()), "Transmit { Plaintext, waiting: 0, memory: 0 }");
}
