//! The protected records of RFC 8448, sealed and opened: every octet equal.

#![cfg(test)]

use std::path::Path;

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Direction, RecordKeys};
use handfast_wire::code_points::ContentType;
use serde_json::Value;

const SECTIONS: &[(&str, usize)] = &[
    ("section3-simple-1rtt", 7),
    ("section4-resumed-0rtt", 8),
    ("section5-hello-retry-request", 4),
    ("section6-client-authentication", 4),
    ("section7-compatibility-mode", 4),
];

struct Record {
    secret: Secret,
    sequence: u64,
    content_type: ContentType,
    payload: Vec<u8>,
    record: Vec<u8>,
}

fn protected_records(section: &str) -> Vec<Record> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/rfc8448").join(section);
    let trace: Value = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
    let records = trace["records"].as_array().unwrap().iter();
    records
        .filter(|record| record["protected"] == true)
        .map(|record| parse(record, &trace["values"]))
        .collect()
}

fn parse(record: &Value, values: &Value) -> Record {
    let keys = record["keys"].as_str().unwrap();
    let name = [format!("{keys}_secret"), format!("{keys}_secret_0")];
    let secret = name.iter().find_map(|name| values.get(name)).unwrap();
    Record {
        secret: Secret::from_slice(&octets(secret)),
        sequence: record["sequence"].as_u64().unwrap(),
        content_type: match record["content_type"].as_str().unwrap() {
            "handshake" => ContentType::HANDSHAKE,
            "alert" => ContentType::ALERT,
            "application_data" => ContentType::APPLICATION_DATA,
            other => panic!("{other}"),
        },
        payload: octets(&record["payload"]),
        record: octets(&record["record"]),
    }
}

fn octets(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap().as_bytes();
    hex.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// The direction of a record, as far as its sequence number: earlier records of the same keys are sealed first.
fn direction(secret: &Secret, sequence: u64) -> Direction {
    let mut direction = Direction::from(RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, secret));
    for _ in 0..sequence {
        direction.seal(ContentType::ALERT, &[1, 0], 0, &mut Vec::new()).unwrap();
    }
    direction
}

#[test]
fn every_protected_record_is_sealed_to_the_same_octets() {
    for (section, count) in SECTIONS {
        let records = protected_records(section);
        assert_eq!(records.len(), *count, "{section}");
        for Record { secret, sequence, content_type, payload, record } in records {
            let mut sealed = Vec::new();
            direction(&secret, sequence).seal(content_type, &payload, 0, &mut sealed).unwrap();
            assert_eq!(sealed, record, "{section}");
        }
    }
}

#[test]
fn every_protected_record_is_opened_to_the_same_octets() {
    for (section, _) in SECTIONS {
        for Record { secret, sequence, content_type, payload, record } in protected_records(section) {
            let (header, body) = record.split_first_chunk().unwrap();
            let mut body = body.to_vec();
            let content = direction(&secret, sequence).open(header, &mut body).unwrap();
            assert_eq!((content.content_type, content.padding), (content_type, 0), "{section}");
            assert_eq!(body[..content.length], payload, "{section}");
        }
    }
}

#[test]
fn no_flipped_bit_is_missed() {
    for Record { secret, sequence, record, .. } in protected_records("section6-client-authentication") {
        for bit in 0..record.len() * 8 {
            let mut record = record.clone();
            record[bit / 8] ^= 1 << (bit % 8);
            let (header, body) = record.split_first_chunk_mut().unwrap();
            assert!(direction(&secret, sequence).open(header, body).is_err(), "bit {bit}");
        }
    }
}
