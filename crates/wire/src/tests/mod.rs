//! Tests of the crate as a whole.

mod field_names;
mod openssl;
mod properties;
mod provocations;
mod rfc8448;
mod strategies;
mod table;

use crate::handshake::ClientKeyExchange;
use crate::{Dialect, Message, Span};

/// The bytes that hexadecimal digits stand for, white space aside.
fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.chars().filter_map(|digit| digit.to_digit(16)).collect::<Vec<_>>();
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn encode(message: &Message<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    message.encode(&mut out).unwrap();
    out
}

/// A dialect in which this message has its form.
fn dialect_of(message: &Message<'_>) -> Dialect {
    match message {
        Message::ClientKeyExchange(ClientKeyExchange::Rsa(_)) => Dialect::Tls12Rsa,
        Message::HelloRequest
        | Message::Certificate12(_)
        | Message::CertificateStatus(_)
        | Message::ServerKeyExchange(_)
        | Message::CertificateRequest12(_)
        | Message::ServerHelloDone
        | Message::ClientKeyExchange(ClientKeyExchange::Ecdhe(_))
        | Message::NewSessionTicket12(_) => Dialect::Tls12Ecdhe,
        _ => Dialect::Tls13,
    }
}

/// Checks that each level of spans tiles the one above, and that the outermost tiles the message.
fn assert_tiles(spans: &[Span], end: usize) {
    let mut leaves_end = 0;
    for (at, span) in spans.iter().enumerate() {
        let inside = spans[at + 1..].iter().take_while(|inner| inner.depth > span.depth).collect::<Vec<_>>();
        match inside.first() {
            None => {
                assert_eq!(span.bytes.start, leaves_end, "a gap or an overlap before {span:?}");
                assert!(!span.bytes.is_empty(), "nothing in {span:?}");
                leaves_end = span.bytes.end;
            }
            Some(first) => {
                assert_eq!(first.bytes.start, span.bytes.start, "{span:?}");
                assert_eq!(first.depth, span.depth + 1, "{span:?}");
                assert_eq!(
                    inside.iter().map(|inner| inner.bytes.end).max(),
                    Some(span.bytes.end),
                    "{span:?}"
                );
            }
        }
    }
    assert_eq!(leaves_end, end);
}
