//! Whatever a peer sends: no panic, no endless loop, no more memory than the limits say.

#![cfg(test)]

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Direction, Opened, Receive, RecordKeys, Refusal, UsageLimit};
use handfast_wire::code_points::ContentType;
use proptest::prelude::*;

const LIMIT: usize = 4096;

fn keys() -> RecordKeys {
    RecordKeys::tls13(Aead::ChaCha20Poly1305, Hash::Sha256, &Secret::from_slice(&[9; 32]))
}

fn receiver(protected: bool) -> Receive {
    let mut receive = Receive::new();
    receive.allow_change_cipher_spec(true);
    receive.limit_message(LIMIT);
    receive.keep_sealed(true);
    if protected {
        receive.install(keys()).unwrap();
    }
    receive
}

/// Reads everything, and checks what holds at every step. Every step must use up input.
fn read_all(receive: &mut Receive, mut bytes: &[u8]) -> Result<(), Refusal> {
    let mut steps = 0;
    let most = bytes.len() + 10;
    loop {
        bytes = &bytes[receive.receive(bytes)..];
        let opened = receive.open_next()?;
        while let Some(place) = receive.next_message()? {
            assert!((4..=LIMIT + 4).contains(&receive.message(&place).len()));
        }
        assert!(receive.plaintext().len() <= 1 << 14);
        receive.consume(receive.plaintext().len());
        assert!(receive.memory() <= 4 * 16_648 + 2 * (LIMIT + 4) + 16_640, "{}", receive.memory());
        steps += 1;
        assert!(steps <= most, "no progress");
        if opened == Opened::NeedInput && bytes.is_empty() {
            return Ok(());
        }
    }
}

/// A record whose header is right, of any content.
fn record() -> impl Strategy<Value = (u8, Vec<u8>, usize)> {
    let content = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..20),
        proptest::collection::vec(Just(0), 0..2000),
        Just(vec![1]),
        Just(vec![1, 90]),
        Just(vec![4, 0, 8, 0]),
    ];
    (prop_oneof![8 => 20u8..=24, 1 => any::<u8>()], content, 0usize..50)
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..3000), protected: bool) {
        let _ = read_all(&mut receiver(protected), &bytes);
    }

    #[test]
    fn any_records(records in proptest::collection::vec(record(), 0..60), protected: bool) {
        let mut bytes = Vec::new();
        let mut peer = if protected { Direction::from(keys()) } else { Direction::Plaintext };
        for (content_type, content, padding) in records {
            let _ = peer.seal(ContentType(content_type), &content, padding, &mut bytes);
        }
        let _ = read_all(&mut receiver(protected), &bytes);
    }

    #[test]
    fn any_flipped_bit_is_refused(data in proptest::collection::vec(any::<u8>(), 1..200), bit: proptest::sample::Index) {
        let mut bytes = Vec::new();
        Direction::from(keys()).seal(ContentType::APPLICATION_DATA, &data, 7, &mut bytes).unwrap();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut receive = receiver(true);
        let read = read_all(&mut receive, &bytes);
        // A longer length waits for bytes that never come.
        prop_assert!(read.is_err() || (receive.unopened() > 0 && receive.last_record().is_none()), "{:?}", read);
    }

    #[test]
    fn open_never_panics(header: [u8; 5], mut body in proptest::collection::vec(any::<u8>(), 0..100)) {
        prop_assert!(Direction::from(keys()).open(&header, &mut body).is_err());
    }
}

/// A message of the greatest length that is never ended costs what was sent of it, and no more than the limit.
#[test]
fn a_message_without_end_is_bounded() {
    let mut peer = Vec::new();
    Direction::Plaintext.seal(ContentType::HANDSHAKE, &[1, 0, 0x10, 0], 0, &mut peer).unwrap();
    for _ in 0..4095 {
        Direction::Plaintext.seal(ContentType::HANDSHAKE, &[0], 0, &mut peer).unwrap();
    }
    let mut receive = receiver(false);
    assert_eq!(read_all(&mut receive, &peer), Ok(()));
    assert!(!receive.at_boundary());
}

/// A claimed length reserves nothing.
#[test]
fn a_header_costs_no_memory() {
    let mut receive = receiver(true);
    receive.receive(&[23, 3, 3, 0x41, 0]);
    assert_eq!(receive.open_next(), Ok(Opened::NeedInput));
    receive.space();
    assert!(receive.memory() < 5000);
}

#[test]
fn a_receiver_does_not_enforce_the_senders_limit() {
    let mut bytes = Vec::new();
    let mut peer = Direction::from(keys());
    for _ in 0..20 {
        peer.seal(ContentType::APPLICATION_DATA, b"x", 0, &mut bytes).unwrap();
    }
    let mut receive = Receive::new();
    receive.install(keys().at_most(UsageLimit::MIN)).unwrap();
    assert_eq!(read_all(&mut receive, &bytes), Ok(()));
}
