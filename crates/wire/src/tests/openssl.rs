//! Messages that OpenSSL 3.0 sent, and what is read in them.

use super::{assert_tiles, bytes, encode};
use crate::code_points::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::ext::{DistinguishedName, ProtocolName, SupportedVersions};
use crate::{Dialect, List, Message, Span};

const CLIENT_HELLO: &str = "
    0100014a 0303 513773ac069b2b63e2fd8424acf77db03bf3bd97d68174588e5aba2e4989507c
    20 2361915d03a81e6110aac11e9715c8f7470d2c631e08b705f4ff7f4f22d619a4
    003e 130213031301c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac014
         0039c009c0130033009d009c003d003c0035002f00ff 0100 00c3
    0000000e000c0000096c6f63616c686f7374 000b000403000102 000a00160014001d0017001e0019001801000101010201030104
    00230000 000500050100000000 0010000b000908687474702f312e31 00160000 00170000
    000d002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602
    002b0009080304030303020301 002d00020101
    003300260024001d0020e357c816a43ccd651f7b5b4078dfe21759e2b1a44f93b6802983673edcf4cf0b";

const CERTIFICATE_REQUEST: &str = "
    0d000047 00 0044 000d0022 0020 040305030603080708080809080a080b080408050806040105010601 03030301
    002f001a 0018 0016 30143112301006035504030c096c6f63616c686f7374";

/// A client that offers TLS 1.2 at most.
const CLIENT_HELLO_12: &str = "
    010000d4 0303 2f2e07c8f02b5f24035c296e35aee35f2639575228df463c78b8a28c1ccacca9 00
    0038 c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac014
         0039c009c0130033009d009c003d003c0035002f00ff 0100 0073
    0000000e000c0000096c6f63616c686f7374 000b000403000102 000a000c000a001d0017001e00190018
    00230000 0010000b000908687474702f312e31 00160000 00170000
    000d002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205020602";

/// A server's answer to it, with an extension that TLS 1.3 forbids in a ServerHello.
const SERVER_HELLO_12: &str = "
    0200004c 0303 43d0364704f9954431378aa5ca52d70b8499ef2a188c2c8d444f574e47524401 00 c02c 00 0024
    ff01000100 000b000403000102 00230000 0010000b000908687474702f312e31 00170000";

fn decoded(raw: &[u8]) -> (Message<'_>, Vec<Span>) {
    let mut spans = Vec::new();
    let message = Message::decode(raw, Dialect::Tls13, Some(&mut spans)).unwrap();
    assert_eq!(encode(&message), raw);
    assert_tiles(&spans, raw.len());
    (message, spans)
}

#[test]
fn client_hello() {
    let raw = bytes(CLIENT_HELLO);
    let (Message::ClientHello(hello), _) = decoded(&raw) else { panic!("not a ClientHello") };
    assert_eq!(hello.cipher_suites.first(), Some(CipherSuite::TLS_AES_256_GCM_SHA384));
    assert!(hello.cipher_suites.contains(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV));
    let extensions = hello.extensions();
    assert_eq!(extensions.server_name().unwrap().host_name, Some(&b"localhost"[..]));
    assert_eq!(extensions.supported_groups().unwrap().len(), 10);
    let protocols = extensions.application_layer_protocol_negotiation().unwrap();
    assert_eq!(protocols, List::from(&[ProtocolName(b"http/1.1")]));
    let versions =
        [ProtocolVersion::TLS1_3, ProtocolVersion::TLS1_2, ProtocolVersion::TLS1_1, ProtocolVersion::TLS1_0];
    assert_eq!(extensions.supported_versions(), Some(SupportedVersions::Offered(List::from(&versions))));
    assert!(extensions.contains(ExtensionType::EXTENDED_MAIN_SECRET));
    assert!(extensions.cookie().is_none());
}

#[test]
fn certificate_request_field_by_field() {
    let raw = bytes(CERTIFICATE_REQUEST);
    let (Message::CertificateRequest(request), spans) = decoded(&raw) else {
        panic!("not a CertificateRequest")
    };
    let schemes = request.extensions.signature_algorithms().unwrap();
    assert_eq!(schemes.first(), Some(SignatureScheme::ECDSA_SECP256R1_SHA256));
    let authorities = request.extensions.certificate_authorities().unwrap();
    assert_eq!(authorities.first(), Some(DistinguishedName(&raw[raw.len() - 22..])));
    let lines = spans.iter().filter(|span| span.name != "SignatureScheme").map(|span| {
        let indent = "  ".repeat(usize::from(span.depth));
        format!("{:2}..{:2} {indent}{}\n", span.bytes.start, span.bytes.end, span.name)
    });
    assert_eq!(lines.collect::<String>(), FIELDS.trim_start_matches('\n'));
}

const FIELDS: &str = "
 0.. 1 msg_type
 1.. 4 length
 4.. 5 certificate_request_context
 4.. 5   length
 5..75 extensions
 5.. 7   length
 7..45   signature_algorithms
 7.. 9     extension_type
 9..45     extension_data
 9..11       length
11..45       supported_signature_algorithms
11..13         length
45..75   certificate_authorities
45..47     extension_type
47..75     extension_data
47..49       length
49..75       authorities
49..51         length
51..75         DistinguishedName
51..53           length
53..75           value
";

#[test]
fn hellos_of_tls12() {
    let raw = bytes(CLIENT_HELLO_12);
    let (Message::ClientHello(hello), _) = decoded(&raw) else { panic!("not a ClientHello") };
    assert_eq!(hello.extensions().supported_versions(), None);
    assert_eq!(hello.extensions().supported_groups().unwrap().first(), Some(NamedGroup::X25519));
    let raw = bytes(SERVER_HELLO_12);
    let (Message::ServerHello(hello), _) = decoded(&raw) else { panic!("not a ServerHello") };
    assert_eq!(hello.random.last_chunk(), Some(b"DOWNGRD\x01"));
    assert_eq!(
        hello.extensions().types().nth(3),
        Some(ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION)
    );
}

#[test]
fn hellos_without_extensions() {
    let raw = bytes(
        "01000029 0301 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002002f 0100",
    );
    let (Message::ClientHello(hello), _) = decoded(&raw) else { panic!("not a ClientHello") };
    assert_eq!(hello.extensions, None);
    assert!(hello.extensions().is_empty());
    let raw =
        bytes("02000026 0301 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 002f 00");
    let (Message::ServerHello(hello), _) = decoded(&raw) else { panic!("not a ServerHello") };
    assert_eq!(hello.extensions, None);
    assert!(hello.extensions().is_empty());
}
