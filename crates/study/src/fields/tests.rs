//! Trees of messages made by hand; those of whole connections are in `tests/`.

use handfast::handshake::{Epoch, Side};
use handfast::wire::code_points::HandshakeType;
use handfast::wire::{Dialect, Kind};

use super::{Field, fields};
use crate::timeline::Message;

fn message(bytes: &[u8]) -> Message {
    let mut spans = Vec::new();
    let _ = handfast::wire::Message::decode(bytes, Dialect::Tls13, Some(&mut spans));
    let kind = Kind::of(bytes).ok();
    let bytes = bytes.to_vec();
    Message { side: Side::Write, epoch: Epoch::Plaintext, kind, length: bytes.len(), bytes, fields: spans }
}

fn find<'f>(fields: &'f [Field], path: &str) -> &'f Field {
    fields
        .iter()
        .flat_map(Field::walk)
        .find(|field| field.path == path)
        .unwrap_or_else(|| panic!("{path}: {fields:#?}"))
}

const CERTIFICATE_REQUEST: &[u8] = &[
    13, 0, 0, 37, 0, 0, 34, 0, 13, 0, 6, 0, 4, 4, 3, 8, 4, 0, 47, 0, 20, 0, 18, 0, 16, 0x30, 0x0e, 0x31,
    0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x03, b'a', 0x0a, b'b',
];

#[test]
fn values_are_named_and_placed() {
    let fields = fields(&message(CERTIFICATE_REQUEST));
    let said = |path: &str| find(&fields, path).value.clone();
    assert_eq!(said("msg_type").as_deref(), Some("certificate_request"));
    assert_eq!(said("certificate_request_context").as_deref(), Some("empty"));
    assert_eq!(said("extensions").as_deref(), Some("2 items"));
    let schemes = "extensions/signature_algorithms/extension_data/supported_signature_algorithms/";
    assert_eq!(said(&format!("{schemes}SignatureScheme")).as_deref(), Some("ecdsa_secp256r1_sha256"));
    let second = find(&fields, &format!("{schemes}SignatureScheme[1]"));
    assert_eq!((second.bytes.clone(), second.value.as_deref()), (15..17, Some("rsa_pss_rsae_sha256")));
    assert!(second.meaning.is_some() && second.entry.is_some());
}

/// A line feed in a name must not break a line of ours.
#[test]
fn names_of_the_peer_are_escaped() {
    let fields = fields(&message(CERTIFICATE_REQUEST));
    let names: Vec<_> =
        fields.iter().flat_map(Field::walk).filter(|field| field.name == "DistinguishedName").collect();
    let value = names[0].value.as_deref().expect("a name");
    assert!(value.starts_with("CN=a") && !value.contains('\n'), "{value}");
}

#[test]
fn what_cannot_be_decoded_is_one_field() {
    let fields = fields(&message(&[HandshakeType::FINISHED.0 + 100, 0, 0, 2, 1, 2]));
    let last = fields.last().expect("a field");
    assert_eq!((&*last.name, last.bytes.clone()), ("not decoded", 1..6));
}

#[test]
fn a_certificate_that_cannot_be_read_stays_octets() {
    let raw = [11, 0, 0, 11, 0, 0, 0, 7, 0, 0, 2, 0x30, 0x00, 0, 0];
    let fields = fields(&message(&raw));
    let cert = find(&fields, "certificate_list/CertificateEntry/cert_data");
    assert!(cert.is_opaque());
}
