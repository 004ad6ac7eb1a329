//! What holds for every message (and for bytes that are none).

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::Index;

use super::strategies::message;
use super::{assert_tiles, dialect_of, encode};
use crate::alert::Alert;
use crate::ext::StatusRequest;
use crate::handshake::HEADER_LEN;
use crate::{DecodeError, Dialect, Kind, Message};

/// A change to the bytes of a message, as a peer or a line that means harm would make it.
#[derive(Debug, Clone)]
enum Damage {
    Replace(Index, u8),
    Insert(Index, u8),
    Remove(Index),
}

impl Damage {
    fn apply(&self, raw: &mut Vec<u8>) {
        match self {
            Self::Replace(at, byte) => *at.get_mut(raw) = *byte,
            Self::Insert(at, byte) => raw.insert(at.index(raw.len()), *byte),
            Self::Remove(at) => drop(raw.remove(at.index(raw.len()))),
        }
    }
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        any::<Index>().prop_map(Damage::Remove),
    ];
    vec(one, 0..4)
}

/// Whether the message says where it ends by ending.
fn ends_where_it_ends(message: &Message<'_>) -> bool {
    match message {
        Message::Finished(_) => true,
        Message::CertificateStatus(status) => matches!(status.response, StatusRequest::Other { .. }),
        _ => false,
    }
}

/// A message whose header tells the truth about this body.
fn framed(handshake_type: u8, body: &[u8]) -> Vec<u8> {
    let [.., high, middle, low] = body.len().to_be_bytes();
    [&[handshake_type, high, middle, low], body].concat()
}

/// Bytes are refused, or they are exactly what their meaning encodes to, in every dialect.
fn decodes_canonically(raw: &[u8]) {
    Dialect::ALL.iter().for_each(|dialect| decodes_canonically_in(*dialect, raw));
}

fn decodes_canonically_in(dialect: Dialect, raw: &[u8]) {
    let (mut read, mut written, mut out) = (Vec::new(), Vec::new(), Vec::new());
    let decoded = Message::decode(raw, dialect, Some(&mut read));
    assert_eq!(decoded, Message::decode(raw, dialect, None), "spans make no difference");
    let Ok(message) = decoded else { return };
    message.encode_spans(&mut out, &mut written).unwrap();
    assert_eq!(out, raw);
    assert_eq!(written, read);
    assert_tiles(&read, raw.len());
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(message in message()) {
        let raw = encode(&message);
        prop_assert_eq!(Message::decode(&raw, dialect_of(&message), None), Ok(message.clone()));
        prop_assert_eq!(Kind::of(&raw), Ok(message.kind()));
        decodes_canonically(&raw);
    }

    #[test]
    fn messages_are_appended(message in message(), before in vec(any::<u8>(), 0..9)) {
        let mut out = before.clone();
        let mut spans = Vec::new();
        message.encode_spans(&mut out, &mut spans).unwrap();
        prop_assert_eq!(&out[..before.len()], &before);
        prop_assert_eq!(&out[before.len()..], encode(&message));
        assert_tiles(&spans, out.len() - before.len());
    }

    #[test]
    fn every_truncation_is_refused(message in message()) {
        let raw = encode(&message);
        for end in 0..raw.len() {
            let refused = Message::decode(&raw[..end], dialect_of(&message), None);
            prop_assert!(matches!(refused, Err(DecodeError::Truncated { .. })), "{end} bytes: {refused:?}");
        }
    }

    /// Of a message cut short whose header knows it, only what says where it ends by ending can be taken.
    #[test]
    fn every_truncated_body_is_refused(message in message()) {
        let raw = encode(&message);
        for end in HEADER_LEN..raw.len() {
            let cut = framed(raw[0], &raw[HEADER_LEN..end]);
            match Message::decode(&cut, dialect_of(&message), None) {
                Ok(message) if ends_where_it_ends(&message) => {}
                Ok(Message::ClientHello(hello)) => prop_assert!(hello.extensions.is_none()),
                Ok(Message::ServerHello(hello)) => prop_assert!(hello.extensions.is_none()),
                refused => prop_assert!(refused.is_err(), "{refused:?}"),
            }
        }
    }

    #[test]
    fn every_trailing_byte_is_refused(message in message(), byte: u8) {
        let mut raw = encode(&message);
        let offset = raw.len();
        raw.push(byte);
        prop_assert_eq!(Message::decode(&raw, dialect_of(&message), None), Err(DecodeError::TrailingBytes { field: "Handshake", offset }));
        let longer = framed(raw[0], &raw[HEADER_LEN..]);
        let refused = Message::decode(&longer, dialect_of(&message), None).is_err();
        prop_assert!(refused || ends_where_it_ends(&message));
    }

    /// An encoder that died half-way leaves the greatest length, never a shorter message that looks whole.
    #[test]
    fn a_half_written_length_is_refused(message in message()) {
        let mut raw = encode(&message);
        raw[1..HEADER_LEN].fill(0xff);
        let refused = Message::decode(&raw, dialect_of(&message), None);
        prop_assert!(matches!(refused, Err(DecodeError::Truncated { .. })), "{refused:?}");
    }

    #[test]
    fn damaged_messages_are_refused_or_mean_what_they_say(message in message(), damage in damage(), honest: bool) {
        let mut raw = encode(&message);
        damage.iter().for_each(|damage| damage.apply(&mut raw));
        if honest && raw.len() >= HEADER_LEN {
            raw = framed(raw[0], &raw[HEADER_LEN..]);
        }
        decodes_canonically(&raw);
    }

    #[test]
    fn any_bytes_are_refused_or_mean_what_they_say(handshake_type in 0..26u8, body in vec(any::<u8>(), 0..200)) {
        decodes_canonically(&body);
        decodes_canonically(&framed(handshake_type, &body));
        let _ = Alert::decode(&body, None);
    }

    #[test]
    fn alerts_come_back(bytes: [u8; 2]) {
        let mut spans = Vec::new();
        prop_assert_eq!(Alert::decode(&bytes, Some(&mut spans)).unwrap().encode(), bytes);
        assert_tiles(&spans, bytes.len());
    }
}

/// A block can hold 16384 extensions; finding that none stands twice must not take that many squared.
#[test]
fn a_block_full_of_extensions_is_read() {
    let full = (0x8000..0x8000 + 16383u16).flat_map(|of_type| [&of_type.to_be_bytes()[..], &[0, 0]].concat());
    let block = full.collect::<Vec<_>>();
    let body = [&u16::try_from(block.len()).unwrap().to_be_bytes()[..], &block].concat();
    decodes_canonically(&framed(8, &body));
    assert!(Message::decode(&framed(8, &body), Dialect::Tls13, None).is_ok());
}
