//! What is sent, in which records, under which keys.

#![cfg(test)]

use std::io::IoSlice;

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{CannotSeal, Direction, Opened, Receive, RecordKeys, Transmit};
use handfast_rule::AlertDescription;
use handfast_wire::alert::Alert;
use handfast_wire::code_points::ContentType;

const CLIENT_HELLO: &[u8] = &[1, 0, 0, 2, 3, 3];
const SERVER_HELLO: &[u8] = &[2, 0, 0, 1, 7];
const FINISHED: &[u8] = &[20, 0, 0, 3, 1, 2, 3];
const KEY_UPDATE: &[u8] = &[24, 0, 0, 1, 0];

fn keys(seed: u8) -> RecordKeys {
    RecordKeys::tls13(Aead::Aes256Gcm, Hash::Sha384, &Secret::from_slice(&[seed; 48]))
}

fn with_keys() -> Transmit {
    let mut transmit = Transmit::new();
    transmit.install(keys(0)).unwrap();
    transmit
}

/// The records that wait: header and body.
fn records(transmit: &Transmit) -> Vec<([u8; 5], Vec<u8>)> {
    let mut records = Vec::new();
    let mut left = transmit.outgoing();
    while let Some((header, rest)) = left.split_first_chunk::<5>() {
        let (body, rest) = rest.split_at(usize::from(u16::from_be_bytes([header[3], header[4]])));
        records.push((*header, body.to_vec()));
        left = rest;
    }
    assert!(left.is_empty());
    records
}

/// Type and content of each record that waits, opened with these keys.
fn opened(transmit: &Transmit, mut keys: Direction) -> Vec<(ContentType, Vec<u8>)> {
    let open = |(header, mut body): ([u8; 5], Vec<u8>)| {
        let content = keys.open(&header, &mut body).unwrap();
        (content.content_type, body[..content.length].to_vec())
    };
    records(transmit).into_iter().map(open).collect()
}

#[test]
fn only_the_initial_client_hello_says_tls_1_0() {
    let mut client = Transmit::new();
    client.limit_fragment(4);
    client.handshake(CLIENT_HELLO);
    client.flush().unwrap();
    client.handshake(CLIENT_HELLO);
    client.alert(Alert::fatal(AlertDescription::ILLEGAL_PARAMETER)).unwrap();
    let versions: Vec<_> = records(&client).iter().map(|(header, _)| header[2]).collect();
    assert_eq!(versions, [1, 1, 3, 3, 3]);

    let mut server = Transmit::new();
    server.handshake(SERVER_HELLO);
    server.flush().unwrap();
    assert_eq!(server.outgoing(), [&[22, 3, 3, 0, 5], SERVER_HELLO].concat());
}

#[test]
fn messages_share_records_and_a_key_change_flushes() {
    let mut transmit = Transmit::new();
    transmit.handshake(SERVER_HELLO);
    assert!(transmit.has_gathered() && transmit.outgoing().is_empty());
    transmit.install(keys(1)).unwrap();
    assert_eq!(transmit.outgoing(), [&[22, 3, 3, 0, 5], SERVER_HELLO].concat());
    transmit.sent(10);
    transmit.handshake(FINISHED);
    transmit.handshake(KEY_UPDATE);
    transmit.data(b"data").unwrap();
    let flight = [FINISHED, KEY_UPDATE].concat();
    let expected = [(ContentType::HANDSHAKE, flight), (ContentType::APPLICATION_DATA, b"data".to_vec())];
    assert_eq!(opened(&transmit, keys(1).into()), expected);
}

#[test]
fn change_cipher_spec_is_never_protected_and_counts_no_record() {
    let mut transmit = with_keys();
    transmit.handshake(FINISHED);
    transmit.change_cipher_spec().unwrap();
    transmit.alert(Alert::warning(AlertDescription::CLOSE_NOTIFY)).unwrap();
    let mut records = records(&transmit);
    assert_eq!(records.remove(1), ([20, 3, 3, 0, 1], vec![1]));
    let mut keys = Direction::from(keys(0));
    for (header, body) in &mut records {
        assert!(keys.open(header, body).is_ok());
    }
    assert_eq!(keys.sequence(), Some(2));
}

#[test]
fn data_needs_keys() {
    let mut transmit = Transmit::new();
    assert_eq!(transmit.data(b"secret"), Err(CannotSeal::NoKeys));
    assert!(transmit.outgoing().is_empty());
    assert_eq!(transmit.data(b""), Ok(0));
}

#[test]
fn pieces_share_records() {
    let mut transmit = with_keys();
    transmit.limit_fragment(5);
    let pieces = [&b"he"[..], b"", b"llo, wor", b"ld"].map(IoSlice::new);
    assert_eq!(transmit.data_vectored(&pieces), Ok(12));
    let contents: Vec<_> =
        opened(&transmit, keys(0).into()).into_iter().map(|(_, content)| content).collect();
    assert_eq!(contents, [&b"hello"[..], b", wor", b"ld"]);
}

/// RFC 9846 §5.5: data stops before the limit, the KeyUpdate and an alert still fit, and nothing goes beyond.
#[test]
fn a_key_is_updated_before_its_limit() {
    let mut transmit = Transmit::new();
    transmit.limit_records(16);
    transmit.limit_fragment(10);
    transmit.install(keys(0)).unwrap();
    assert!(!transmit.wants_update());
    assert_eq!(transmit.data(&[7; 1000]), Ok(140));
    assert!(transmit.wants_update());
    assert_eq!(transmit.data(&[7; 1000]), Ok(0));
    transmit.handshake(KEY_UPDATE);
    transmit.install(keys(1)).unwrap();
    assert!(!transmit.wants_update());
    assert_eq!(transmit.data(&[7; 100]), Ok(100));
    let carried = carried_over_a_key_update(&transmit);
    assert_eq!(carried, 240);
}

fn carried_over_a_key_update(transmit: &Transmit) -> usize {
    let mut receive = Receive::new();
    receive.install(keys(0)).unwrap();
    assert_eq!(receive.receive(transmit.outgoing()), transmit.outgoing().len());
    let mut carried = 0;
    loop {
        match receive.open_next().unwrap() {
            Opened::ApplicationData => carried += receive.plaintext().len(),
            Opened::Handshake => {
                let place = receive.next_message().unwrap().unwrap();
                assert_eq!(receive.message(&place), KEY_UPDATE);
                receive.install(keys(1)).unwrap();
            }
            _ => return carried,
        }
        receive.consume(receive.plaintext().len());
    }
}

#[test]
fn the_limit_is_never_passed() {
    let mut transmit = Transmit::new();
    transmit.limit_records(4);
    transmit.install(keys(0)).unwrap();
    let alert = Alert::warning(AlertDescription::USER_CANCELED);
    for _ in 0..4 {
        transmit.alert(alert).unwrap();
    }
    let sealed = transmit.outgoing().len();
    assert_eq!(transmit.alert(alert), Err(CannotSeal::KeyExhausted));
    transmit.handshake(KEY_UPDATE);
    assert_eq!(transmit.install(keys(1)), Err(CannotSeal::KeyExhausted));
    assert_eq!(transmit.outgoing().len(), sealed);
}

#[test]
fn no_record_is_longer_than_allowed() {
    let mut direction = Direction::from(keys(0));
    let mut out = vec![1, 2, 3];
    for (content, padding) in [(0x4001, 0), (0x4000, 1), (0, 0x4001), (1, usize::MAX)] {
        let sealed = direction.seal(ContentType::APPLICATION_DATA, &vec![0; content], padding, &mut out);
        assert_eq!((sealed, out.as_slice()), (Err(CannotSeal::TooLong), &[1, 2, 3][..]));
    }
    assert_eq!(direction.sequence(), Some(0));
}

/// RFC 8449 §4: what is encrypted is counted, in TLS 1.3 with the content type; and not what is in the clear.
#[test]
fn no_more_is_protected_than_the_peer_takes() {
    let mut transmit = Transmit::new();
    transmit.limit_protected(100);
    transmit.handshake(&[&[1, 0, 0, 200][..], &[7; 200]].concat());
    transmit.install(keys(0)).unwrap();
    assert_eq!(records(&transmit).len(), 1);
    transmit.sent(usize::MAX);
    assert_eq!(transmit.data(&[7; 200]), Ok(200));
    let lengths: Vec<_> =
        opened(&transmit, keys(0).into()).iter().map(|(_, content)| content.len()).collect();
    assert_eq!(lengths, [99, 99, 2]);
}

#[test]
fn in_tls_1_2_the_whole_limit_is_content() {
    let mut transmit = Transmit::new();
    let (key, iv) = (Secret::from_slice(&[7; 16]), Secret::from_slice(&[7; 4]));
    transmit.install(RecordKeys::tls12(Aead::Aes128Gcm, &key, &iv)).unwrap();
    transmit.limit_protected(100);
    transmit.limit_fragment(512);
    assert_eq!(transmit.data(&[7; 200]), Ok(200));
    assert_eq!(records(&transmit).iter().map(|(_, body)| body.len() - 24).collect::<Vec<_>>(), [100, 100]);
}
