//! The values of fields, as tshark reads them and as we do.

use handfast::Version;
use handfast_study::Timeline;
use handfast_study::fields::{Field, fields};
use handfast_study::timeline::{Message, What};

use crate::talk::{Plan, talk};
use crate::tshark::{self, Opened};

/// How a field is compared.
#[derive(Debug, Clone, Copy)]
enum How {
    Number,
    /// Its octets, but for so many of its length.
    Octets(usize),
    /// How many octets it has, without those of its length.
    Length(usize),
}

/// What tshark calls a field, and what we call it: a path in a message, or the end of one.
type Row = (&'static [&'static str], &'static [&'static str], How);

const ROWS: &[Row] = &[
    (&["tls.handshake.type"], &["msg_type"], How::Number),
    (&["tls.handshake.length"], &["length"], How::Number),
    (&["tls.handshake.random"], &["random"], How::Octets(0)),
    (&["tls.handshake.session_id"], &["legacy_session_id", "legacy_session_id_echo"], How::Octets(1)),
    (&["tls.handshake.ciphersuite"], &["/CipherSuite", "cipher_suite"], How::Number),
    (&["tls.handshake.extension.type"], &["/extension_type"], How::Number),
    (&["tls.handshake.extensions_server_name_len"], &["/HostName"], How::Length(2)),
    (&["tls.handshake.extensions_supported_group"], &["/NamedGroup"], How::Number),
    (&["tls.handshake.extensions_ec_point_format"], &["/EcPointFormat"], How::Number),
    (
        &["tls.handshake.extensions.supported_version"],
        &["/ProtocolVersion", "/selected_version"],
        How::Number,
    ),
    (
        &["tls.handshake.extensions_key_share_group"],
        &["KeyShareEntry/group", "server_share/group"],
        How::Number,
    ),
    (&["tls.handshake.extensions_key_share_selected_group"], &["/selected_group"], How::Number),
    (&["tls.handshake.extensions_key_share_key_exchange"], &["/key_exchange"], How::Octets(2)),
    (&["tls.handshake.sig_hash_alg"], &["/SignatureScheme", "algorithm"], How::Number),
    (&["tls.handshake.cert_type"], &["/ClientCertificateType"], How::Number),
    (&["tls.handshake.dname_len"], &["/DistinguishedName"], How::Length(2)),
    (&["tls.handshake.certificate"], &["/cert_data", "/ASN.1Cert"], How::Octets(3)),
    (&["tls.handshake.certificate_length"], &["/cert_data", "/ASN.1Cert"], How::Length(3)),
    (&["tls.handshake.server_named_curve"], &["/namedcurve"], How::Number),
    (&["tls.handshake.server_point"], &["/public"], How::Octets(1)),
    (&["tls.handshake.client_point"], &["ecdh_Yc"], How::Octets(1)),
    (&["tls.handshake.sig_len", "tls.handshake.client_cert_vrfy.sig_len"], &["signature"], How::Length(2)),
    (&["tls.handshake.sig", "tls.handshake.client_cert_vrfy.sig"], &["signature"], How::Octets(2)),
];

/// In both versions, with mutual authentication, and after a HelloRetryRequest; each row has values somewhere.
#[test]
fn are_the_same_as_ours() {
    if !tshark::is_installed() {
        return;
    }
    let plain = [Version::Tls13, Version::Tls12].map(Plan::of);
    let retry = Plan { retry: true, ..Plan::of(Version::Tls13) };
    let mut found = vec![0; ROWS.len()];
    for plan in [plain[0], plain[1], retry] {
        let seen = talk(plan);
        let fields: Vec<_> = ROWS.iter().flat_map(|row| row.0).copied().collect();
        let table = Opened::new(&seen.file).table(&fields);
        for (row, found) in ROWS.iter().zip(&mut found) {
            let (ours, theirs) = (ours(row, &seen.timeline), theirs(row, &fields, &table));
            assert_eq!(theirs, ours, "{row:?} {plan:?}");
            *found += ours.len();
        }
    }
    let never: Vec<_> = ROWS.iter().zip(found).filter(|(_, found)| *found == 0).map(|(row, _)| row).collect();
    assert!(never.is_empty(), "not compared: {never:?}");
}

/// Packet by packet, of one row.
fn theirs(row: &Row, fields: &[&str], table: &[Vec<Vec<String>>]) -> Vec<String> {
    let is_meant = |field: &str| row.0.contains(&field);
    let of_packet = |packet: &Vec<Vec<String>>| {
        let cells = fields.iter().zip(packet).filter(|(field, _)| is_meant(field));
        cells.flat_map(|(_, cell)| cell.clone()).collect::<Vec<_>>()
    };
    table.iter().flat_map(of_packet).map(|value| normal(&value, row.2)).collect()
}

/// Empty ones are left out, as tshark does.
fn ours(row: &Row, timeline: &Timeline) -> Vec<String> {
    let messages = timeline.events().iter().filter_map(|event| match &event.what {
        What::Message(message) => Some(message),
        _ => None,
    });
    messages.flat_map(|message| of_message(row, message)).filter(|value| !value.is_empty()).collect()
}

fn of_message((_, names, how): &Row, message: &Message) -> Vec<String> {
    let (fields, mut all) = (fields(message), Vec::new());
    fields.iter().for_each(|field| flatten(field, &mut all));
    let is_meant = |field: &&Field| {
        let path: String = field.path.split(|c| "[]".contains(c)).step_by(2).collect();
        names.iter().any(|name| path == *name || name.contains('/') && path.ends_with(name))
    };
    all.into_iter().filter(is_meant).map(|field| shown(field.octets(&message.bytes), *how)).collect()
}

/// All fields, but for those inside certificates.
fn flatten<'f>(field: &'f Field, all: &mut Vec<&'f Field>) {
    all.push(field);
    if !matches!(&*field.name, "cert_data" | "ASN.1Cert") {
        field.fields.iter().for_each(|field| flatten(field, all));
    }
}

fn shown(octets: &[u8], how: How) -> String {
    match how {
        How::Number => octets.iter().fold(0_u64, |number, octet| number << 8 | u64::from(*octet)).to_string(),
        How::Octets(skipped) => octets[skipped..].iter().map(|octet| format!("{octet:02x}")).collect(),
        How::Length(skipped) => (octets.len() - skipped).to_string(),
    }
}

fn normal(value: &str, how: How) -> String {
    match (how, value.strip_prefix("0x")) {
        (How::Octets(_), _) => value.replace(':', ""),
        (_, Some(digits)) => u64::from_str_radix(digits, 16).expect("digits").to_string(),
        (_, None) => value.to_owned(),
    }
}
