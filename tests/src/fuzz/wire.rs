//! Decoders.

use handfast::rule::Refusal as _;
use handfast::wire::alert::Alert;
use handfast::wire::record::{HEADER_LEN, Header};
use handfast::wire::{DecodeError, Dialect, Kind, Message, Span};

use crate::samples::raw;

/// A handshake message; also the same bytes as the body of a message of each type.
pub fn wire_message(data: &[u8]) {
    decode(data);
    let (Some(first), Some(body)) = (data.first(), data.get(1..)) else { return };
    if let Some(kind) = Kind::ALL.get(usize::from(*first) % Kind::ALL.len()) {
        decode(&raw(kind.handshake_type().0, body.get(..0xffff).unwrap_or(body)));
    }
}

/// Bytes are refused, or they are exactly what their meaning encodes to, in every dialect.
fn decode(raw: &[u8]) {
    Dialect::ALL.iter().for_each(|dialect| decode_in(*dialect, raw));
}

fn decode_in(dialect: Dialect, raw: &[u8]) {
    let (mut read, mut written, mut out) = (Vec::new(), Vec::new(), Vec::new());
    let decoded = Message::decode(raw, dialect, Some(&mut read));
    assert_eq!(decoded, Message::decode(raw, dialect, None), "spans make no difference");
    let message = match decoded {
        Ok(message) => message,
        Err(refusal) => return explain(refusal),
    };
    message.encode_spans(&mut out, &mut written).expect("what fitted once fits again");
    assert_eq!(out, raw);
    assert_eq!(written, read);
    assert_eq!(Kind::of(raw), Ok(message.kind()));
    assert_tiles(&read, raw.len());
}

fn explain(refusal: DecodeError) {
    assert!(!refusal.rule().sentence.is_empty());
    assert!(!refusal.to_string().is_empty());
}

/// The leaves follow each other without gap or overlap from the first byte to the last.
fn assert_tiles(spans: &[Span], end: usize) {
    let mut leaves_end = 0;
    for (at, span) in spans.iter().enumerate() {
        let next = spans.get(at + 1).filter(|next| next.depth > span.depth);
        match next {
            None => {
                assert_eq!(span.bytes.start, leaves_end, "a gap or an overlap before {span:?}");
                leaves_end = span.bytes.end;
            }
            Some(first) => assert_eq!(first.bytes.start, span.bytes.start, "{span:?}"),
        }
    }
    assert_eq!(leaves_end, end);
}

/// The first bytes as an alert and as a record header.
pub fn wire_alert_and_record_header(data: &[u8]) {
    let mut spans = Vec::new();
    match Alert::decode(data, Some(&mut spans)) {
        Ok(alert) => {
            assert_eq!(alert.encode().as_slice(), data);
            assert!(!alert.description.to_string().is_empty());
            assert_tiles(&spans, data.len());
        }
        Err(refusal) => {
            assert_ne!(data.len(), Alert::LEN, "every two bytes are an alert");
            explain(refusal);
        }
    }
    if let Some(header) = data.first_chunk::<HEADER_LEN>() {
        assert_eq!(Header::decode(header).encode(), *header);
    }
}
