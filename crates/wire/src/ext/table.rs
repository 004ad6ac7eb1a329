//! Which extension may stand in which message.

use crate::code_points::ExtensionType as Type;
use crate::handshake::Kind;

/// The table of RFC 9846 §4.3, whole: the messages in which an extension may appear. `None` for one that is not in it.
///
/// signed_certificate_timestamp is not in the RFC's table, but in §4.5.1 and in IANA's registry. Nor is
/// max_fragment_length, which record_size_limit replaces; the table of RFC 8446 had it, and peers use it as it was there.
#[must_use]
pub const fn messages(extension: Type) -> Option<&'static [Kind]> {
    use Kind::{
        Certificate as CT, CertificateRequest as CR, ClientHello as CH, EncryptedExtensions as EE,
        HelloRetryRequest as HRR, NewSessionTicket as NST, ServerHello as SH,
    };
    Some(match extension {
        Type::SERVER_NAME => &[CH, EE, CR],
        Type::MAX_FRAGMENT_LENGTH => &[CH, EE],
        Type::STATUS_REQUEST => &[CH, CR, CT],
        Type::SUPPORTED_GROUPS => &[CH, EE],
        Type::SIGNATURE_ALGORITHMS => &[CH, CR],
        Type::USE_SRTP => &[CH, EE],
        Type::HEARTBEAT => &[CH, EE],
        Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => &[CH, EE],
        Type::SIGNED_CERTIFICATE_TIMESTAMP => &[CH, CR, CT],
        Type::CLIENT_CERTIFICATE_TYPE => &[CH, EE],
        Type::SERVER_CERTIFICATE_TYPE => &[CH, EE],
        Type::PADDING => &[CH],
        Type::COMPRESS_CERTIFICATE => &[CH, CR],
        Type::RECORD_SIZE_LIMIT => &[CH, EE],
        Type::DELEGATED_CREDENTIAL => &[CH, CR, CT],
        Type::SUPPORTED_EKT_CIPHERS => &[CH, EE],
        Type::PRE_SHARED_KEY => &[CH, SH],
        Type::EARLY_DATA => &[CH, EE, NST],
        Type::SUPPORTED_VERSIONS => &[CH, SH, HRR],
        Type::COOKIE => &[CH, HRR],
        Type::PSK_KEY_EXCHANGE_MODES => &[CH],
        Type::CERTIFICATE_AUTHORITIES => &[CH, CR],
        Type::OID_FILTERS => &[CR],
        Type::POST_HANDSHAKE_AUTH => &[CH],
        Type::SIGNATURE_ALGORITHMS_CERT => &[CH, CR],
        Type::KEY_SHARE => &[CH, SH, HRR],
        Type::TRANSPARENCY_INFO => &[CH, CR, CT],
        Type::EXTERNAL_ID_HASH => &[CH, EE],
        Type::EXTERNAL_SESSION_ID => &[CH, EE],
        Type::QUIC_TRANSPORT_PARAMETERS => &[CH, EE],
        Type::TICKET_REQUEST => &[CH, EE],
        Type::ECH_OUTER_EXTENSIONS => &[CH],
        Type::ENCRYPTED_CLIENT_HELLO => &[CH, HRR, EE],
        _ => return None,
    })
}

/// The messages of TLS 1.2 in which an extension with a form here may appear; each by its own RFC, since there was no
/// table then. `None` for one that TLS 1.2 does not have.
#[must_use]
pub const fn messages12(extension: Type) -> Option<&'static [Kind]> {
    use Kind::{ClientHello as CH, ServerHello as SH};
    Some(match extension {
        Type::SERVER_NAME
        | Type::MAX_FRAGMENT_LENGTH
        | Type::STATUS_REQUEST
        | Type::EC_POINT_FORMATS
        | Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION
        | Type::SIGNED_CERTIFICATE_TIMESTAMP
        | Type::CLIENT_CERTIFICATE_TYPE
        | Type::SERVER_CERTIFICATE_TYPE
        | Type::EXTENDED_MAIN_SECRET
        | Type::RECORD_SIZE_LIMIT
        | Type::SESSION_TICKET
        | Type::RENEGOTIATION_INFO => &[CH, SH],
        Type::SUPPORTED_GROUPS | Type::SIGNATURE_ALGORITHMS | Type::SIGNATURE_ALGORITHMS_CERT => &[CH],
        _ => return None,
    })
}

/// Whether this extension has a form here. What is not recognised is kept as bytes, and the table does not bind it.
#[must_use]
pub const fn is_recognised(extension: Type) -> bool {
    matches!(
        extension,
        Type::SERVER_NAME
            | Type::MAX_FRAGMENT_LENGTH
            | Type::STATUS_REQUEST
            | Type::SUPPORTED_GROUPS
            | Type::SIGNATURE_ALGORITHMS
            | Type::APPLICATION_LAYER_PROTOCOL_NEGOTIATION
            | Type::SIGNED_CERTIFICATE_TIMESTAMP
            | Type::CLIENT_CERTIFICATE_TYPE
            | Type::SERVER_CERTIFICATE_TYPE
            | Type::COMPRESS_CERTIFICATE
            | Type::RECORD_SIZE_LIMIT
            | Type::PRE_SHARED_KEY
            | Type::EARLY_DATA
            | Type::SUPPORTED_VERSIONS
            | Type::COOKIE
            | Type::PSK_KEY_EXCHANGE_MODES
            | Type::CERTIFICATE_AUTHORITIES
            | Type::OID_FILTERS
            | Type::POST_HANDSHAKE_AUTH
            | Type::SIGNATURE_ALGORITHMS_CERT
            | Type::KEY_SHARE
            | Type::EC_POINT_FORMATS
            | Type::EXTENDED_MAIN_SECRET
            | Type::SESSION_TICKET
            | Type::RENEGOTIATION_INFO
    )
}

/// Whether the table of TLS 1.3 forbids this extension, which must be recognised for that, in this message.
pub(super) fn forbids(extension: Type, message: Kind) -> bool {
    is_recognised(extension) && !messages(extension).unwrap_or_default().contains(&message)
}

/// Whether this extension, though recognised, stands in this message in neither version.
pub(super) fn has_no_form(extension: Type, message: Kind) -> bool {
    forbids(extension, message) && !messages12(extension).unwrap_or_default().contains(&message)
}
