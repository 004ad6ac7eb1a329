//! Every handshake message of RFC 8448 decodes, and encodes to the same bytes again.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{assert_tiles, bytes};
use crate::ext::PreSharedKey;
use crate::handshake::HEADER_LEN;
use crate::{Dialect, Kind, Message};

const SECTIONS: [&str; 5] = [
    "section3-simple-1rtt",
    "section4-resumed-0rtt",
    "section5-hello-retry-request",
    "section6-client-authentication",
    "section7-compatibility-mode",
];

/// The payloads of the handshake records of a section, in order; each holds whole messages.
fn payloads(section: &str) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../vectors/rfc8448")
        .join(section)
        .with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let section: Value = serde_json::from_str(&text).unwrap();
    let records = section["records"].as_array().unwrap();
    let handshake = records.iter().filter(|record| record["content_type"] == "handshake");
    handshake.map(|record| bytes(record["payload"].as_str().unwrap())).collect()
}

fn messages(payload: &[u8]) -> Vec<&[u8]> {
    let mut rest = payload;
    let mut messages = Vec::new();
    while !rest.is_empty() {
        let length = usize::from(rest[1]) << 16 | usize::from(rest[2]) << 8 | usize::from(rest[3]);
        let (message, after) = rest.split_at(HEADER_LEN + length);
        messages.push(message);
        rest = after;
    }
    messages
}

#[test]
fn every_message_comes_back_to_the_same_bytes() {
    let mut kinds = Vec::new();
    for section in SECTIONS {
        for payload in payloads(section) {
            for raw in messages(&payload) {
                let (mut read, mut written, mut out) = (Vec::new(), Vec::new(), Vec::new());
                let message = Message::decode(raw, Dialect::Tls13, Some(&mut read))
                    .unwrap_or_else(|error| panic!("{section}: {error}"));
                message.encode_spans(&mut out, &mut written).expect("a message that fits");
                assert_eq!(out, raw, "{section}: {}", message.kind());
                assert_eq!(written, read, "{section}: {}", message.kind());
                assert_tiles(&read, raw.len());
                kinds.push(message.kind());
            }
        }
    }
    // The traces update no keys.
    let distinct = kinds.iter().collect::<HashSet<_>>();
    assert_eq!((kinds.len(), distinct.len()), (40, 10));
    assert!(!distinct.contains(&Kind::KeyUpdate));
}

/// RFC 8448 §4 prints the ClientHello without its binders, too: 477 bytes of 512.
#[test]
fn binders_are_what_truncate_removes() {
    let payload = payloads("section4-resumed-0rtt").swap_remove(0);
    let Ok(Message::ClientHello(hello)) = Message::decode(&payload, Dialect::Tls13, None) else {
        panic!("not a ClientHello")
    };
    let Some(PreSharedKey::Offered(offered)) = hello.extensions().pre_shared_key() else {
        panic!("no keys offered")
    };
    assert_eq!(payload.len() - offered.binders_len(), 477);
}
