//! A message of every kind, well-formed and malformed, that no machine has asked for.

use handfast::rule::AlertDescription;
use handfast::wire::code_points::{
    CertificateCompressionAlgorithm, CipherSuite, ClientCertificateType, KeyUpdateRequest, NamedGroup,
    ProtocolVersion, SignatureScheme,
};
use handfast::wire::ext::{Extension, Extensions, KeyShare, KeyShareEntry, SupportedVersions};
use handfast::wire::handshake::{
    Asn1Cert, Certificate, Certificate12, CertificateEntry, CertificateRequest, CertificateRequest12,
    CertificateVerify, ClientHello, ClientKeyExchange, CompressedCertificate, EncryptedExtensions, Finished,
    HelloRetryRequest, KeyUpdate, NewSessionTicket, ServerEcdhParams, ServerHello, ServerKeyExchange,
};
use handfast::wire::{Kind, List, Message};

/// A well-formed message of this kind, header included.
#[must_use]
pub fn sample(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::ClientHello => encoded(&client_hello()),
        Kind::ServerHello => encoded(&server_hello()),
        Kind::HelloRetryRequest => encoded(&hello_retry_request()),
        Kind::NewSessionTicket => encoded(&new_session_ticket()),
        Kind::EndOfEarlyData => encoded(&Message::EndOfEarlyData),
        Kind::EncryptedExtensions => {
            encoded(&Message::EncryptedExtensions(EncryptedExtensions { extensions: Extensions::new() }))
        }
        Kind::Certificate => encoded(&certificate(&[b"a certificate"])),
        Kind::CertificateRequest => encoded(&certificate_request()),
        Kind::CertificateVerify => encoded(&Message::CertificateVerify(CertificateVerify {
            algorithm: SignatureScheme::ECDSA_SECP256R1_SHA256,
            signature: b"a signature",
        })),
        Kind::Finished => encoded(&Message::Finished(Finished { verify_data: &[7; 32] })),
        Kind::KeyUpdate => encoded(&key_update(KeyUpdateRequest::UPDATE_NOT_REQUESTED)),
        // These are TLS 1.2's alone.
        Kind::HelloRequest | Kind::ServerHelloDone => raw(kind.handshake_type().0, &[]),
        Kind::CompressedCertificate => encoded(&Message::CompressedCertificate(CompressedCertificate {
            algorithm: CertificateCompressionAlgorithm::ZLIB,
            uncompressed_length: 20,
            compressed_certificate_message: b"not compressed",
        })),
        Kind::ServerKeyExchange | Kind::ClientKeyExchange | Kind::CertificateStatus => {
            raw(kind.handshake_type().0, &[1, 0, 0, 1, 0])
        }
    }
}

/// A well-formed message of this kind as TLS 1.2 with ECDHE writes it, header included.
#[must_use]
pub fn sample12(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::ClientHello => encoded(&client_hello12()),
        Kind::ServerHello => encoded(&server_hello12()),
        Kind::NewSessionTicket => raw(kind.handshake_type().0, &[0, 0, 14, 16, 0, 1, 7]),
        Kind::Certificate => encoded(&certificate12(&[b"a certificate"])),
        Kind::CertificateRequest => encoded(&certificate_request12()),
        Kind::CertificateStatus => raw(kind.handshake_type().0, &[1, 0, 0, 1, 7]),
        Kind::ServerKeyExchange => encoded(&server_key_exchange()),
        Kind::ClientKeyExchange => encoded(&Message::ClientKeyExchange(ClientKeyExchange::Ecdhe(&[9; 32]))),
        Kind::Finished => encoded(&Message::Finished(Finished { verify_data: &[7; 12] })),
        kind => sample(kind),
    }
}

/// As [`malformed`], of [`sample12`].
#[must_use]
pub fn malformed12(kind: Kind) -> Vec<u8> {
    spoilt(kind, &sample12(kind))
}

/// A message of this kind whose last byte is missing, or that has one too many; its length is right.
#[must_use]
pub fn malformed(kind: Kind) -> Vec<u8> {
    spoilt(kind, &sample(kind))
}

/// How such a message is refused where it is permitted: a Finished of any length can be read, and then it is the wrong one
/// (RFC 9846 §4.5.3).
#[must_use]
pub const fn alert_of_malformed(kind: Kind) -> AlertDescription {
    match kind {
        Kind::Finished => AlertDescription::DECRYPT_ERROR,
        _ => AlertDescription::DECODE_ERROR,
    }
}

fn spoilt(kind: Kind, sample: &[u8]) -> Vec<u8> {
    match sample.split_at_checked(4) {
        Some((_, [body @ .., _])) => raw(kind.handshake_type().0, body),
        _ => raw(kind.handshake_type().0, &[0]),
    }
}

/// Any handshake message.
///
/// # Panics
/// If the body is longer than a message can be.
#[must_use]
pub fn raw(handshake_type: u8, body: &[u8]) -> Vec<u8> {
    let [zero, length @ ..] = u32::try_from(body.len()).expect("a short body").to_be_bytes();
    assert_eq!(zero, 0, "a short body");
    [&[handshake_type], &length[..], body].concat()
}

/// A message as bytes.
///
/// # Panics
/// If it is too long.
#[must_use]
pub fn encoded(message: &Message<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    message.encode(&mut out).expect("it fits");
    out
}

/// A KeyUpdate that asks for this.
#[must_use]
pub const fn key_update(request_update: KeyUpdateRequest) -> Message<'static> {
    Message::KeyUpdate(KeyUpdate { request_update })
}

/// A Certificate with these certificates.
#[must_use]
pub fn certificate<'a>(chain: &[&'a [u8]]) -> Message<'a> {
    let entry = |der: &&'a [u8]| CertificateEntry { cert_data: der, extensions: Extensions::new() };
    Message::Certificate(Certificate {
        certificate_request_context: &[],
        certificate_list: chain.iter().map(entry).collect(),
    })
}

/// A Certificate of TLS 1.2 with these certificates.
#[must_use]
pub fn certificate12(chain: &[&'static [u8]]) -> Message<'static> {
    let list: Vec<_> = chain.iter().map(|der| Asn1Cert(der)).collect();
    Message::Certificate12(Certificate12::X509(List::from(&*list.leak())))
}

/// A session ticket.
#[must_use]
pub fn new_session_ticket() -> Message<'static> {
    Message::NewSessionTicket(NewSessionTicket {
        ticket_lifetime: 3600,
        ticket_age_add: 0,
        ticket_nonce: &[0],
        ticket: b"a ticket",
        extensions: Extensions::new(),
    })
}

fn client_hello() -> Message<'static> {
    const SHARES: &[KeyShareEntry<'static>] =
        &[KeyShareEntry { group: NamedGroup::X25519, key_exchange: &[9; 32] }];
    Message::ClientHello(ClientHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &[1; 32],
        legacy_session_id: &[],
        cipher_suites: (&[CipherSuite::TLS_AES_128_GCM_SHA256]).into(),
        legacy_compression_methods: &[0],
        extensions: Some(
            vec![
                Extension::SupportedGroups((&[NamedGroup::X25519]).into()),
                Extension::SignatureAlgorithms((&[SignatureScheme::ECDSA_SECP256R1_SHA256]).into()),
                Extension::SupportedVersions(SupportedVersions::Offered((&[ProtocolVersion::TLS1_3]).into())),
                Extension::KeyShare(KeyShare::Offered(SHARES.into())),
            ]
            .into(),
        ),
    })
}

fn client_hello12() -> Message<'static> {
    Message::ClientHello(ClientHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &[1; 32],
        legacy_session_id: &[],
        cipher_suites: (&[CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]).into(),
        legacy_compression_methods: &[0],
        extensions: Some(
            vec![
                Extension::SupportedGroups((&[NamedGroup::X25519]).into()),
                Extension::SignatureAlgorithms((&[SignatureScheme::ECDSA_SECP256R1_SHA256]).into()),
                Extension::ExtendedMainSecret,
            ]
            .into(),
        ),
    })
}

fn server_hello12() -> Message<'static> {
    Message::ServerHello(ServerHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &[2; 32],
        legacy_session_id_echo: &[],
        cipher_suite: CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        legacy_compression_method: 0,
        extensions: Some(vec![Extension::RenegotiationInfo(&[])].into()),
    })
}

fn certificate_request12() -> Message<'static> {
    Message::CertificateRequest12(CertificateRequest12 {
        certificate_types: (&[ClientCertificateType::ECDSA_SIGN]).into(),
        supported_signature_algorithms: (&[SignatureScheme::ECDSA_SECP256R1_SHA256]).into(),
        certificate_authorities: List::default(),
    })
}

fn server_key_exchange() -> Message<'static> {
    Message::ServerKeyExchange(ServerKeyExchange {
        params: ServerEcdhParams { group: NamedGroup::X25519, public: &[9; 32] },
        algorithm: SignatureScheme::ECDSA_SECP256R1_SHA256,
        signature: b"a signature",
    })
}

fn server_hello() -> Message<'static> {
    Message::ServerHello(ServerHello {
        legacy_version: ProtocolVersion::TLS1_2,
        random: &[2; 32],
        legacy_session_id_echo: &[],
        cipher_suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        legacy_compression_method: 0,
        extensions: Some(
            vec![
                Extension::KeyShare(KeyShare::Selected(KeyShareEntry {
                    group: NamedGroup::X25519,
                    key_exchange: &[9; 32],
                })),
                Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion::TLS1_3)),
            ]
            .into(),
        ),
    })
}

fn hello_retry_request() -> Message<'static> {
    Message::HelloRetryRequest(HelloRetryRequest {
        legacy_version: ProtocolVersion::TLS1_2,
        legacy_session_id_echo: &[],
        cipher_suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        legacy_compression_method: 0,
        extensions: vec![
            Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion::TLS1_3)),
            Extension::Cookie(b"a cookie"),
        ]
        .into(),
    })
}

fn certificate_request() -> Message<'static> {
    Message::CertificateRequest(CertificateRequest {
        certificate_request_context: &[],
        extensions: vec![Extension::SignatureAlgorithms((&[SignatureScheme::ECDSA_SECP256R1_SHA256]).into())]
            .into(),
    })
}
