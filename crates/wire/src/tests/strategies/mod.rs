//! Every message that can be composed, for properties.
//!
//! Messages borrow, and a strategy must own: what they borrow is leaked, a few kilobytes a test.

mod extension;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use self::extension::{extensions, extensions12};
use crate::Message;
use crate::code_points::{
    CertificateCompressionAlgorithm, CertificateStatusType, CipherSuite, ClientCertificateType,
    KeyUpdateRequest, NamedGroup, ProtocolVersion, SignatureScheme,
};
use crate::codec::{Item, List};
use crate::ext::{DistinguishedName, Extensions, StatusRequest};
use crate::handshake::{
    Asn1Cert, Certificate, Certificate12, CertificateEntry, CertificateRequest, CertificateRequest12,
    CertificateStatus, CertificateVerify, ClientHello, ClientKeyExchange, CompressedCertificate,
    EncryptedExtensions, Finished, HELLO_RETRY_REQUEST_RANDOM, HelloRetryRequest, KeyUpdate, Kind,
    NewSessionTicket, NewSessionTicket12, ServerEcdhParams, ServerHello, ServerKeyExchange,
};

/// Any message.
pub(super) fn message() -> impl Strategy<Value = Message<'static>> {
    prop_oneof![
        4 => client_hello(),
        2 => server_hello(),
        2 => hello_retry_request(),
        2 => extensions(Kind::EncryptedExtensions)
            .prop_map(|extensions| Message::EncryptedExtensions(EncryptedExtensions { extensions })),
        2 => (opaque(0..=8), extensions(Kind::CertificateRequest)).prop_map(|(certificate_request_context, extensions)| {
            Message::CertificateRequest(CertificateRequest { certificate_request_context, extensions })
        }),
        2 => certificate(),
        1 => (any::<u16>().prop_map(SignatureScheme), opaque(0..=80))
            .prop_map(|(algorithm, signature)| Message::CertificateVerify(CertificateVerify { algorithm, signature })),
        1 => (any::<u16>(), 0..=0xff_ffff_u32, opaque(1..=80)).prop_map(|(algorithm, length, compressed)| {
            Message::CompressedCertificate(CompressedCertificate {
                algorithm: CertificateCompressionAlgorithm(algorithm),
                uncompressed_length: length,
                compressed_certificate_message: compressed,
            })
        }),
        1 => opaque(0..=48).prop_map(|verify_data| Message::Finished(Finished { verify_data })),
        2 => new_session_ticket(),
        1 => key_update(),
        1 => Just(Message::EndOfEarlyData),
        8 => message12(),
    ]
}

/// Any message that only TLS 1.2 has, or has in this form.
fn message12() -> impl Strategy<Value = Message<'static>> {
    let status = prop_oneof![
        opaque(1..=40).prop_map(StatusRequest::OcspResponse),
        (2..=u8::MAX, opaque(0..=20)).prop_map(|(status_type, data)| StatusRequest::Other {
            status_type: CertificateStatusType(status_type),
            data
        }),
    ];
    let exchange = prop_oneof![
        opaque(1..=70).prop_map(ClientKeyExchange::Ecdhe),
        opaque(0..=256).prop_map(ClientKeyExchange::Rsa),
    ];
    prop_oneof![
        1 => Just(Message::HelloRequest),
        1 => Just(Message::ServerHelloDone),
        2 => list(opaque(1..=60).prop_map(Asn1Cert), 0)
            .prop_map(|list| Message::Certificate12(Certificate12::X509(list))),
        1 => opaque(0..=60).prop_map(|rest| Message::Certificate12(Certificate12::RawPublicKey(key(rest)))),
        1 => status.prop_map(|response| Message::CertificateStatus(CertificateStatus { response })),
        2 => server_key_exchange(),
        2 => certificate_request12(),
        2 => exchange.prop_map(Message::ClientKeyExchange),
        1 => (any::<u32>(), opaque(0..=60)).prop_map(|(ticket_lifetime_hint, ticket)| {
            Message::NewSessionTicket12(NewSessionTicket12 { ticket_lifetime_hint, ticket })
        }),
        2 => server_hello12(),
    ]
}

/// A SEQUENCE in DER, by its first octet.
fn key(rest: Bytes) -> Bytes {
    [&[0x30], rest].concat().leak()
}

fn server_key_exchange() -> impl Strategy<Value = Message<'static>> {
    (any::<u16>(), opaque(1..=70), any::<u16>(), opaque(0..=80)).prop_map(
        |(group, public, algorithm, signature)| {
            Message::ServerKeyExchange(ServerKeyExchange {
                params: ServerEcdhParams { group: NamedGroup(group), public },
                algorithm: SignatureScheme(algorithm),
                signature,
            })
        },
    )
}

fn certificate_request12() -> impl Strategy<Value = Message<'static>> {
    let types = list(any::<u8>().prop_map(ClientCertificateType), 1);
    let schemes = list(any::<u16>().prop_map(SignatureScheme), 1);
    let names = list(opaque(1..=30).prop_map(DistinguishedName), 0);
    (types, schemes, names).prop_map(
        |(certificate_types, supported_signature_algorithms, certificate_authorities)| {
            Message::CertificateRequest12(CertificateRequest12 {
                certificate_types,
                supported_signature_algorithms,
                certificate_authorities,
            })
        },
    )
}

fn client_hello() -> impl Strategy<Value = Message<'static>> {
    let hello = (
        version(),
        random(),
        opaque(0..=32),
        list(suite(), 1),
        opaque(1..=3),
        proptest::option::weighted(0.9, extensions(Kind::ClientHello)),
    );
    hello.prop_map(
        |(
            legacy_version,
            random,
            legacy_session_id,
            cipher_suites,
            legacy_compression_methods,
            extensions,
        )| {
            Message::ClientHello(ClientHello {
                legacy_version,
                random,
                legacy_session_id,
                cipher_suites,
                legacy_compression_methods,
                extensions,
            })
        },
    )
}

fn random() -> impl Strategy<Value = &'static [u8; 32]> {
    any::<[u8; 32]>().prop_map(|random| &*Box::leak(Box::new(random)))
}

fn server_hello() -> impl Strategy<Value = Message<'static>> {
    server_hello_with(extensions(Kind::ServerHello))
}

fn server_hello12() -> impl Strategy<Value = Message<'static>> {
    server_hello_with(extensions12(Kind::ServerHello))
}

fn server_hello_with(
    extensions: impl Strategy<Value = Extensions<'static>>,
) -> impl Strategy<Value = Message<'static>> {
    let random = random().prop_filter("that of ServerHello", |random| **random != HELLO_RETRY_REQUEST_RANDOM);
    let extensions = proptest::option::weighted(0.9, extensions);
    (version(), random, opaque(0..=32), suite(), any::<u8>(), extensions).prop_map(
        |(
            legacy_version,
            random,
            legacy_session_id_echo,
            cipher_suite,
            legacy_compression_method,
            extensions,
        )| {
            Message::ServerHello(ServerHello {
                legacy_version,
                random,
                legacy_session_id_echo,
                cipher_suite,
                legacy_compression_method,
                extensions,
            })
        },
    )
}

fn hello_retry_request() -> impl Strategy<Value = Message<'static>> {
    (version(), opaque(0..=32), suite(), any::<u8>(), extensions(Kind::HelloRetryRequest)).prop_map(
        |(legacy_version, legacy_session_id_echo, cipher_suite, legacy_compression_method, extensions)| {
            Message::HelloRetryRequest(HelloRetryRequest {
                legacy_version,
                legacy_session_id_echo,
                cipher_suite,
                legacy_compression_method,
                extensions,
            })
        },
    )
}

fn certificate() -> impl Strategy<Value = Message<'static>> {
    let entry = (opaque(1..=60), extensions(Kind::Certificate))
        .prop_map(|(cert_data, extensions)| CertificateEntry { cert_data, extensions });
    (opaque(0..=8), vec(entry, 0..=3)).prop_map(|(certificate_request_context, certificate_list)| {
        Message::Certificate(Certificate { certificate_request_context, certificate_list })
    })
}

fn new_session_ticket() -> impl Strategy<Value = Message<'static>> {
    (any::<u32>(), any::<u32>(), opaque(0..=8), opaque(1..=60), extensions(Kind::NewSessionTicket)).prop_map(
        |(ticket_lifetime, ticket_age_add, ticket_nonce, ticket, extensions)| {
            Message::NewSessionTicket(NewSessionTicket {
                ticket_lifetime,
                ticket_age_add,
                ticket_nonce,
                ticket,
                extensions,
            })
        },
    )
}

fn key_update() -> impl Strategy<Value = Message<'static>> {
    (0..=1u8).prop_map(|value| Message::KeyUpdate(KeyUpdate { request_update: KeyUpdateRequest(value) }))
}

type Bytes = &'static [u8];

fn opaque(range: core::ops::RangeInclusive<usize>) -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), range).prop_map(|bytes| &*bytes.leak())
}

fn list<T: Item<'static> + 'static>(
    item: impl Strategy<Value = T>,
    least: usize,
) -> impl Strategy<Value = List<'static, T>> {
    vec(item, least..=least + 5).prop_map(|items| List::from(&*items.leak()))
}

fn version() -> impl Strategy<Value = ProtocolVersion> {
    any::<u16>().prop_map(ProtocolVersion)
}

fn suite() -> impl Strategy<Value = CipherSuite> {
    any::<u16>().prop_map(CipherSuite)
}
