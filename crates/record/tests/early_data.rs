//! Early data that is passed over (RFC 9846 §4.3.10).

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::Hash;
use handfast_crypto::secret::Secret;
use handfast_record::{Direction, Opened, Receive, RecordKeys, Refusal};
use handfast_wire::code_points::ContentType;

fn keys(seed: u8) -> RecordKeys {
    RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, &Secret::from_slice(&[seed; 32]))
}

/// One record of ten bytes, which can be a message, under these keys.
fn sealed(keys: RecordKeys, content_type: ContentType) -> Vec<u8> {
    let mut out = Vec::new();
    Direction::from(keys).seal(content_type, b"\x14\x00\x00\x06finish", 0, &mut out).unwrap();
    out
}

fn early() -> Vec<u8> {
    sealed(keys(1), ContentType::APPLICATION_DATA)
}

fn receiving(bytes: usize, with_keys: bool, wire: &[&[u8]]) -> Receive {
    let mut receive = Receive::new();
    receive.pass_over_early_data(bytes);
    if with_keys {
        receive.install(keys(2)).unwrap();
    }
    assert_eq!(receive.receive(&wire.concat()), wire.concat().len());
    receive
}

#[test]
fn up_to_the_first_record_that_can_be_opened() {
    let finished = sealed(keys(2), ContentType::HANDSHAKE);
    let mut receive = receiving(1000, true, &[&early(), &early(), &finished, &early()]);
    assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
    assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
    assert_eq!(receive.open_next(), Ok(Opened::Handshake));
    assert!(receive.next_message().unwrap().is_some());
    assert_eq!(receive.open_next(), Err(Refusal::BadRecordMac), "it is over");
}

#[test]
fn before_a_second_hello() {
    let hello = [22, 3, 3, 0, 4, 1, 0, 0, 0];
    let mut receive = receiving(1000, false, &[&early(), &hello]);
    assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
    assert_eq!(receive.open_next(), Ok(Opened::Handshake));
    assert!(receive.next_message().unwrap().is_some());
    receive.pass_over_early_data(0);
    assert_eq!(receive.receive(&early()), early().len());
    assert_eq!(receive.open_next(), Err(Refusal::UnprotectedApplicationData));
}

#[test]
fn no_more_than_is_allowed() {
    // Of each record ten bytes count: those that it holds, and not what protects them.
    for with_keys in [true, false] {
        let mut receive = receiving(29, with_keys, &[&early(), &early(), &early()]);
        assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
        assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
        assert_eq!(receive.open_next(), Err(Refusal::TooMuchEarlyData));
    }
}

#[test]
fn records_that_hold_nothing_count_too() {
    let empty = [23, 3, 3, 0, 0];
    let mut receive = receiving(2, false, &[&empty, &empty, &empty]);
    assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
    assert_eq!(receive.open_next(), Ok(Opened::EarlyData));
    assert_eq!(receive.open_next(), Err(Refusal::TooMuchEarlyData));
}

#[test]
fn not_between_the_pieces_of_a_message() {
    let mut receive = receiving(1000, false, &[&[22, 3, 3, 0, 2, 1, 0], &early()]);
    assert_eq!(receive.open_next(), Ok(Opened::Handshake));
    assert_eq!(receive.next_message(), Ok(None));
    assert!(receive.open_next().is_err());
}
