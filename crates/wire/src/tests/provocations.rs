//! One provocation at least for each way to be refused: the bytes, the refusal, the alert and the clause.

use handfast_rule::{AlertDescription as Alert, Refusal};

use super::bytes;
use crate::DecodeError::{self, *};
use crate::code_points::{EcCurveType, ExtensionType as Type, HandshakeType, KeyUpdateRequest, NameType};
use crate::{Dialect, Kind, Message};

/// Builds the list of variants and their names from one list, which the compiler compares with the enum.
macro_rules! variants {
    ($($variant:ident)*) => {
        const VARIANTS: &[&str] = &[$(stringify!($variant)),*];

        fn variant(error: &DecodeError) -> &'static str {
            match error {
                $($variant { .. } => stringify!($variant),)*
            }
        }
    };
}

variants! {
    Truncated TrailingBytes LengthOutOfRange UnknownMessage NotInDialect ForbiddenExtension DuplicateExtension
    PreSharedKeyNotLast BinderCount UnknownNameType SecondServerName RecordSizeLimitTooSmall NotANamedCurve
    IllegalKeyUpdateRequest
}

#[derive(Clone)]
struct Provocation {
    raw: Vec<u8>,
    dialect: Dialect,
    error: DecodeError,
    alert: Alert,
    clause: &'static str,
}

fn provokes(raw: Vec<u8>, error: DecodeError, alert: Alert, clause: &'static str) -> Provocation {
    Provocation { raw, dialect: Dialect::Tls13, error, alert, clause }
}

impl Provocation {
    fn in_tls12(self) -> Self {
        Self { dialect: Dialect::Tls12Ecdhe, ..self }
    }
}

fn message(handshake_type: u8, body: &str) -> Vec<u8> {
    let body = bytes(body);
    let [high, low] = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[handshake_type, 0, high, low][..], &body].concat()
}

/// A message that starts like this and ends with these extensions.
fn extended(handshake_type: u8, start: &str, extensions: &str) -> Vec<u8> {
    let length = bytes(extensions).len();
    message(handshake_type, &format!("{start} {length:04x} {extensions}"))
}

/// Its extensions start at byte 47.
fn client_hello(extensions: &str) -> Vec<u8> {
    let random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    extended(1, &format!("0303 {random} 00 0002 1301 01 00"), extensions)
}

fn server_hello(extensions: &str) -> Vec<u8> {
    let random = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    extended(2, &format!("0303 {random} 00 1301 00"), extensions)
}

/// A chain of one certificate, whose extensions start at byte 14.
fn certificate(extensions: &str) -> Vec<u8> {
    let length = bytes(extensions).len();
    message(11, &format!("00 {:06x} 000001 aa {length:04x} {extensions}", length + 6))
}

fn malformed() -> Vec<Provocation> {
    let unparsable = |raw, error| provokes(raw, error, Alert::DECODE_ERROR, "6");
    vec![
        unparsable(bytes(""), Truncated { field: "msg_type", offset: 0 }),
        unparsable(bytes("08 0000"), Truncated { field: "EncryptedExtensions", offset: 1 }),
        unparsable(bytes("08 000003 0000"), Truncated { field: "EncryptedExtensions", offset: 4 }),
        // The cookie crosses the end of the extension that holds it, not that of the message.
        unparsable(client_hello("002c0004 0003aabb 0015000100"), Truncated { field: "cookie", offset: 53 }),
        // Three bytes of two-byte groups.
        unparsable(client_hello("000a0005 0003 001d00"), Truncated { field: "NamedGroup", offset: 55 }),
        unparsable(bytes("05 000000 00"), TrailingBytes { field: "Handshake", offset: 4 }),
        unparsable(message(5, "00"), TrailingBytes { field: "EndOfEarlyData", offset: 4 }),
        unparsable(client_hello("00310001 00"), TrailingBytes { field: "extension_data", offset: 51 }),
    ]
}

/// A length that its vector does not allow.
fn refuses(
    raw: Vec<u8>,
    field: &'static str,
    offset: usize,
    length: usize,
    (min, max): (usize, usize),
) -> Provocation {
    let error = LengthOutOfRange { field, offset, length, min, max };
    provokes(raw, error, Alert::DECODE_ERROR, "3.4")
}

fn out_of_range_in_messages() -> Vec<Provocation> {
    let hello = "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let compression = message(1, &format!("{hello} 00 0002 1301 00"));
    vec![
        refuses(message(1, &format!("{hello} 21")), "legacy_session_id", 38, 33, (0, 32)),
        refuses(message(1, &format!("{hello} 00 0000")), "cipher_suites", 39, 0, (2, 0xfffe)),
        refuses(compression, "legacy_compression_methods", 43, 0, (1, 255)),
        refuses(message(2, &format!("{hello} 21")), "legacy_session_id_echo", 38, 33, (0, 32)),
        refuses(message(11, "00 000005 000000 0000"), "cert_data", 8, 0, (1, 0xff_ffff)),
        refuses(extended(4, "00000000 00000000 00 0000", ""), "ticket", 13, 0, (1, 0xffff)),
    ]
}

fn out_of_range_in_client_hello() -> Vec<Provocation> {
    let versions = format!("002b0100 ff {}", "03".repeat(255));
    let psk = "0007 0001aa00000000";
    let binder = format!("0029002c {psk} 0021 1f {}", "01".repeat(32));
    vec![
        refuses(client_hello("00000002 0000"), "server_name_list", 51, 0, (1, 0xffff)),
        refuses(client_hello("00000005 0003 00 0000"), "HostName", 54, 0, (1, 0xffff)),
        refuses(client_hello("000a0002 0000"), "named_group_list", 51, 0, (2, 0xffff)),
        refuses(client_hello("000d0002 0000"), "supported_signature_algorithms", 51, 0, (2, 0xfffe)),
        refuses(client_hello("00320002 0000"), "supported_signature_algorithms", 51, 0, (2, 0xfffe)),
        refuses(client_hello("00100003 0001 00"), "protocol_name_list", 51, 1, (2, 0xffff)),
        refuses(client_hello("00100004 0002 0000"), "ProtocolName", 53, 0, (1, 255)),
        refuses(client_hello("00290002 0000"), "identities", 51, 0, (7, 0xffff)),
        refuses(client_hello("00290009 0007 0000 0000000000"), "identity", 53, 0, (1, 0xffff)),
        refuses(client_hello(&format!("0029000b {psk} 0000")), "binders", 60, 0, (33, 0xffff)),
        refuses(client_hello(&binder), "PskBinderEntry", 62, 31, (32, 255)),
        refuses(client_hello("00130001 00"), "client_certificate_types", 51, 0, (1, 255)),
        refuses(client_hello("00140001 00"), "server_certificate_types", 51, 0, (1, 255)),
        refuses(client_hello("001b0001 00"), "algorithms", 51, 0, (2, 254)),
        refuses(client_hello("002b0001 00"), "versions", 51, 0, (2, 254)),
        refuses(client_hello(&versions), "versions", 51, 255, (2, 254)),
        refuses(client_hello("002c0002 0000"), "cookie", 51, 0, (1, 0xffff)),
        refuses(client_hello("002d0001 00"), "ke_modes", 51, 0, (1, 255)),
        refuses(client_hello("00330006 0004 001d0000"), "key_exchange", 55, 0, (1, 0xffff)),
    ]
}

fn out_of_range_about_certificates() -> Vec<Provocation> {
    vec![
        refuses(extended(13, "00", "002f0004 0002 0000"), "authorities", 11, 2, (3, 0xffff)),
        refuses(extended(13, "00", "002f0006 0004 0000 0000"), "DistinguishedName", 13, 0, (1, 0xffff)),
        refuses(extended(13, "00", "00300005 0003 00 0000"), "certificate_extension_oid", 13, 0, (1, 255)),
        refuses(message(25, "0001 000005 000000"), "compressed_certificate_message", 9, 0, (1, 0xff_ffff)),
        refuses(certificate("0005 0004 01 000000"), "OCSPResponse", 19, 0, (1, 0xff_ffff)),
        refuses(certificate("0012 0002 0000"), "sct_list", 18, 0, (1, 0xffff)),
        refuses(certificate("0012 0004 0002 0000"), "SerializedSCT", 20, 0, (1, 0xffff)),
    ]
}

fn out_of_place() -> Vec<Provocation> {
    let unexpected = |raw, error| provokes(raw, error, Alert::UNEXPECTED_MESSAGE, "4");
    let unknown = |handshake_type| UnknownMessage { handshake_type: HandshakeType(handshake_type) };
    let mut all =
        vec![unexpected(bytes("63 000000"), unknown(99)), unexpected(bytes("fe 000000"), unknown(254))];
    let absent = [
        (Dialect::Tls13, Kind::HelloRequest),
        (Dialect::Tls13, Kind::ServerKeyExchange),
        (Dialect::Tls13, Kind::ServerHelloDone),
        (Dialect::Tls13, Kind::ClientKeyExchange),
        (Dialect::Tls13, Kind::CertificateStatus),
        (Dialect::Tls12Ecdhe, Kind::EndOfEarlyData),
        (Dialect::Tls12Ecdhe, Kind::EncryptedExtensions),
        (Dialect::Tls12Ecdhe, Kind::KeyUpdate),
        (Dialect::Tls12Ecdhe, Kind::CompressedCertificate),
        (Dialect::Tls12Rsa, Kind::ServerKeyExchange),
    ];
    all.extend(absent.map(|(dialect, kind)| Provocation {
        raw: message(kind.handshake_type().0, ""),
        dialect,
        error: NotInDialect { message: kind, dialect },
        alert: Alert::UNEXPECTED_MESSAGE,
        clause: if dialect == Dialect::Tls13 { "4" } else { "7.4" },
    }));
    all
}

fn in_tls12() -> Vec<Provocation> {
    let explicit = NotANamedCurve { curve_type: EcCurveType::EXPLICIT_PRIME };
    let done = TrailingBytes { field: "ServerHelloDone", offset: 4 };
    let all = vec![
        provokes(message(14, "00"), done, Alert::DECODE_ERROR, "6"),
        provokes(message(12, "01 0017 01 04"), explicit, Alert::ILLEGAL_PARAMETER, "5.4"),
        refuses(message(12, "03 0017 00"), "public", 7, 0, (1, 255)),
        refuses(message(16, "00"), "ecdh_Yc", 4, 0, (1, 255)),
        refuses(message(11, "000003 000000"), "ASN.1Cert", 7, 0, (1, 0xff_ffff)),
        refuses(message(13, "00"), "certificate_types", 4, 0, (1, 255)),
        refuses(message(13, "01 01 0000"), "supported_signature_algorithms", 6, 0, (2, 0xfffe)),
        refuses(message(22, "01 000000"), "OCSPResponse", 5, 0, (1, 0xff_ffff)),
        refuses(client_hello("000b0001 00"), "ec_point_format_list", 51, 0, (1, 255)),
    ];
    all.into_iter().map(Provocation::in_tls12).collect()
}

fn forbidden_extensions() -> Vec<Provocation> {
    let forbidden = |raw, extension_type, message| {
        provokes(raw, ForbiddenExtension { extension_type, message }, Alert::ILLEGAL_PARAMETER, "4.3")
    };
    let version = "002b0002 0304";
    vec![
        forbidden(client_hello("00300002 0000"), Type::OID_FILTERS, Kind::ClientHello),
        forbidden(server_hello(&format!("00000000 {version}")), Type::SERVER_NAME, Kind::ServerHello),
        forbidden(extended(8, "", version), Type::SUPPORTED_VERSIONS, Kind::EncryptedExtensions),
        forbidden(extended(8, "", "002f0000"), Type::CERTIFICATE_AUTHORITIES, Kind::EncryptedExtensions),
        forbidden(extended(13, "00", "00310000"), Type::POST_HANDSHAKE_AUTH, Kind::CertificateRequest),
        forbidden(message(11, "00 00000a 000001 aa 0004 00000000"), Type::SERVER_NAME, Kind::Certificate),
        forbidden(
            extended(4, "00000000 00000000 00 0001 aa", "00330000"),
            Type::KEY_SHARE,
            Kind::NewSessionTicket,
        ),
    ]
}

fn illegal() -> Vec<Provocation> {
    let illegal = |raw, error, clause| provokes(raw, error, Alert::ILLEGAL_PARAMETER, clause);
    let twice = |extension_type, message| DuplicateExtension { extension_type, message };
    let psk = "0029002c 0007 0001aa00000000 0021 20 0101010101010101010101010101010101010101010101010101010101010101";
    let two_identities_one_binder = "00290033 000e 0001aa00000000 0001bb00000000 \
        0021 20 0101010101010101010101010101010101010101010101010101010101010101";
    let many = (0..40).map(|at| format!("ff{at:02x}0000")).collect::<String>() + "ff070000";
    let other_name = UnknownNameType { name_type: NameType(1) };
    let other_request = IllegalKeyUpdateRequest { request_update: KeyUpdateRequest(2) };
    vec![
        illegal(
            client_hello("00310000 00310000"),
            twice(Type::POST_HANDSHAKE_AUTH, Kind::ClientHello),
            "4.3",
        ),
        illegal(
            extended(8, "", "0a0a0000 2a2a0000 0a0a0000"),
            twice(Type(0x0a0a), Kind::EncryptedExtensions),
            "4.3",
        ),
        illegal(extended(13, "00", &many), twice(Type(0xff07), Kind::CertificateRequest), "4.3"),
        illegal(client_hello(&format!("{psk} 00310000")), PreSharedKeyNotLast, "4.3.11"),
        illegal(client_hello(two_identities_one_binder), BinderCount { identities: 2, binders: 1 }, "4.3.11"),
        illegal(client_hello("00000006 0004 01 0001 61"), other_name, "3"),
        illegal(client_hello("0000000a 0008 00 0001 61 00 0001 61"), SecondServerName, "3"),
        illegal(client_hello("001c0002 003f"), RecordSizeLimitTooSmall { limit: 63 }, "4"),
        illegal(message(24, "02"), other_request, "4.7.3"),
    ]
}

fn provocations() -> impl Iterator<Item = Provocation> {
    let out_of_range =
        [out_of_range_in_messages(), out_of_range_in_client_hello(), out_of_range_about_certificates()]
            .concat();
    [malformed(), out_of_range, out_of_place(), in_tls12(), forbidden_extensions(), illegal()]
        .into_iter()
        .flatten()
}

#[test]
fn each_is_refused_with_its_alert_and_clause() {
    for Provocation { raw, dialect, error, alert, clause } in provocations() {
        let mut spans = Vec::new();
        assert_eq!(Message::decode(&raw, dialect, Some(&mut spans)), Err(error), "{raw:02x?}");
        assert!(spans.iter().all(|span| span.bytes.end <= raw.len()), "{spans:?}");
        assert_eq!((error.rule().alert, error.rule().clause.section), (alert, clause), "{error}");
    }
}

#[test]
fn every_refusal_is_provoked() {
    for name in VARIANTS {
        assert!(
            provocations().any(|provocation| variant(&provocation.error) == *name),
            "nothing provokes {name}"
        );
    }
}

#[test]
fn sentences_say_what_and_where() {
    for (error, sentence) in [
        (
            LengthOutOfRange { field: "cookie", offset: 51, length: 0, min: 1, max: 0xffff },
            "the length of a vector is outside its range (cookie at byte 51: 0, not 1 to 65535)",
        ),
        (
            ForbiddenExtension { extension_type: Type::KEY_SHARE, message: Kind::Certificate },
            "the extension is not allowed in this message (key_share in Certificate)",
        ),
        (
            UnknownMessage { handshake_type: HandshakeType(99) },
            "the type of the handshake message is unknown (0x63)",
        ),
    ] {
        assert_eq!(error.to_string(), sentence);
    }
}
