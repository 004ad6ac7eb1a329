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

fn keys12() -> RecordKeys {
    RecordKeys::tls12(Aead::Aes128Gcm, &Secret::from_slice(&[9; 16]), &Secret::from_slice(&[9; 4]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Under {
    Nothing,
    Tls12,
    Tls13,
}

fn under() -> impl Strategy<Value = Under> {
    prop_oneof![Just(Under::Nothing), Just(Under::Tls12), Just(Under::Tls13)]
}

impl Under {
    fn keys(self) -> Option<RecordKeys> {
        match self {
            Self::Nothing => None,
            Self::Tls12 => Some(keys12()),
            Self::Tls13 => Some(keys()),
        }
    }

    fn direction(self) -> Direction {
        self.keys().map_or(Direction::Plaintext, Direction::from)
    }
}

fn receiver(under: Under) -> Receive {
    let mut receive = Receive::new();
    receive.allow_change_cipher_spec(true);
    receive.limit_message(LIMIT);
    receive.keep_sealed(true);
    if let Some(keys) = under.keys() {
        receive.install(keys).unwrap();
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
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..3000), under in under()) {
        let _ = read_all(&mut receiver(under), &bytes);
    }

    #[test]
    fn any_records(records in proptest::collection::vec(record(), 0..60), under in under()) {
        let mut bytes = Vec::new();
        let mut peer = under.direction();
        for (content_type, content, padding) in records {
            let _ = peer.seal(ContentType(content_type), &content, padding, &mut bytes);
        }
        let _ = read_all(&mut receiver(under), &bytes);
    }

    #[test]
    fn any_flipped_bit_is_refused(
        data in proptest::collection::vec(any::<u8>(), 1..200),
        bit: proptest::sample::Index,
        under in prop_oneof![Just(Under::Tls12), Just(Under::Tls13)],
    ) {
        let mut bytes = Vec::new();
        under.direction().seal(ContentType::APPLICATION_DATA, &data, 7, &mut bytes).unwrap();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut receive = receiver(under);
        let read = read_all(&mut receive, &bytes);
        // A longer length waits for bytes that never come.
        prop_assert!(read.is_err() || (receive.unopened() > 0 && receive.last_record().is_none()), "{:?}", read);
    }

    #[test]
    fn open_never_panics(header: [u8; 5], mut body in proptest::collection::vec(any::<u8>(), 0..100)) {
        prop_assert!(Direction::from(keys()).open(&header, &mut body).is_err());
        prop_assert!(Direction::from(keys12()).open(&header, &mut body).is_err());
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
    let mut receive = receiver(Under::Nothing);
    assert_eq!(read_all(&mut receive, &peer), Ok(()));
    assert!(!receive.at_boundary());
}

/// A claimed length reserves nothing.
#[test]
fn a_header_costs_no_memory() {
    let mut receive = receiver(Under::Tls13);
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
