//! Why bytes are refused.

use core::error::Error;
use core::fmt;

use handfast_rule::{AlertDescription, Refusal, Rule, rfc5246, rfc6066, rfc8422, rfc8449, rfc9846};

use crate::code_points::{EcCurveType, ExtensionType, HandshakeType, KeyUpdateRequest, NameType};
use crate::handshake::{Dialect, Kind};

/// Why a message or an alert of the peer could not be taken. Offsets count bytes from the start of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// A field does not fit before the end of what holds it.
    Truncated {
        /// The field that was being read.
        field: &'static str,
        /// Where its bytes were to start.
        offset: usize,
    },
    /// Bytes are left after the last field.
    TrailingBytes {
        /// What should have ended.
        field: &'static str,
        /// Where the first byte too many stands.
        offset: usize,
    },
    /// A length prefix is below the floor or above the ceiling of its vector.
    LengthOutOfRange {
        /// The vector.
        field: &'static str,
        /// Where its prefix stands.
        offset: usize,
        /// What the prefix says, in bytes.
        length: usize,
        /// The floor, in bytes.
        min: usize,
        /// The ceiling, in bytes.
        max: usize,
    },
    /// No message has this type.
    UnknownMessage {
        /// The type.
        handshake_type: HandshakeType,
    },
    /// The message is known, but not to the version and key exchange that are spoken here.
    NotInDialect {
        /// The message.
        message: Kind,
        /// What is spoken.
        dialect: Dialect,
    },
    /// The table of extensions does not allow this one in this message.
    ForbiddenExtension {
        /// The extension.
        extension_type: ExtensionType,
        /// The message that held it.
        message: Kind,
    },
    /// An extension block holds the same extension twice.
    DuplicateExtension {
        /// The extension.
        extension_type: ExtensionType,
        /// The message that held it.
        message: Kind,
    },
    /// Extensions follow pre_shared_key in a ClientHello.
    PreSharedKeyNotLast,
    /// There is not one binder for each identity.
    BinderCount {
        /// How many identities were offered.
        identities: usize,
        /// How many binders came with them.
        binders: usize,
    },
    /// A name in server_name is of a type that has no form.
    UnknownNameType {
        /// The type.
        name_type: NameType,
    },
    /// server_name holds a second name of the same type.
    SecondServerName,
    /// record_size_limit is below 64.
    RecordSizeLimitTooSmall {
        /// What the peer would take, in bytes.
        limit: u16,
    },
    /// ServerKeyExchange describes a curve of its own instead of naming one.
    NotANamedCurve {
        /// How it describes it.
        curve_type: EcCurveType,
    },
    /// KeyUpdate asks for something that is neither yes nor no.
    IllegalKeyUpdateRequest {
        /// The value.
        request_update: KeyUpdateRequest,
    },
}

impl Refusal for DecodeError {
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    fn rule(&self) -> Rule {
        use AlertDescription as A;
        let (alert, clause, sentence) = match self {
            Self::Truncated { .. } => {
                (A::DECODE_ERROR, rfc9846("6"), "a field ends after the bytes that hold it")
            }
            Self::TrailingBytes { .. } => {
                (A::DECODE_ERROR, rfc9846("6"), "bytes are left after the last field")
            }
            Self::LengthOutOfRange { .. } => {
                (A::DECODE_ERROR, rfc9846("3.4"), "the length of a vector is outside its range")
            }
            Self::UnknownMessage { .. } => {
                (A::UNEXPECTED_MESSAGE, rfc9846("4"), "the type of the handshake message is unknown")
            }
            Self::NotInDialect { dialect: Dialect::Tls13, .. } => {
                (A::UNEXPECTED_MESSAGE, rfc9846("4"), "TLS 1.3 has no such handshake message here")
            }
            Self::NotInDialect { dialect: Dialect::Tls12Ecdhe | Dialect::Tls12Rsa, .. } => {
                (A::UNEXPECTED_MESSAGE, rfc5246("7.4"), "TLS 1.2 has no such handshake message here")
            }
            Self::ForbiddenExtension { .. } => {
                (A::ILLEGAL_PARAMETER, rfc9846("4.3"), "the extension is not allowed in this message")
            }
            Self::DuplicateExtension { .. } => {
                (A::ILLEGAL_PARAMETER, rfc9846("4.3"), "the extension stands twice in one message")
            }
            Self::PreSharedKeyNotLast => {
                (A::ILLEGAL_PARAMETER, rfc9846("4.3.11"), "pre_shared_key is not the last extension")
            }
            Self::BinderCount { .. } => {
                (A::ILLEGAL_PARAMETER, rfc9846("4.3.11"), "there is not one binder for each PSK identity")
            }
            Self::UnknownNameType { .. } => {
                (A::ILLEGAL_PARAMETER, rfc6066("3"), "a name in server_name is not a host name")
            }
            Self::SecondServerName => {
                (A::ILLEGAL_PARAMETER, rfc6066("3"), "server_name holds more than one host name")
            }
            Self::RecordSizeLimitTooSmall { .. } => {
                (A::ILLEGAL_PARAMETER, rfc8449("4"), "record_size_limit is below 64 bytes")
            }
            Self::NotANamedCurve { .. } => {
                (A::ILLEGAL_PARAMETER, rfc8422("5.4"), "curve_type is not named_curve")
            }
            Self::IllegalKeyUpdateRequest { .. } => {
                (A::ILLEGAL_PARAMETER, rfc9846("4.7.3"), "request_update is neither 0 nor 1")
            }
        };
        Rule::new(alert, clause, sentence)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule().sentence)?;
        match self {
            Self::Truncated { field, offset } | Self::TrailingBytes { field, offset } => {
                write!(f, " ({field} at byte {offset})")
            }
            Self::LengthOutOfRange { field, offset, length, min, max } => {
                write!(f, " ({field} at byte {offset}: {length}, not {min} to {max})")
            }
            Self::UnknownMessage { handshake_type } => write!(f, " ({handshake_type})"),
            Self::NotInDialect { message, .. } => write!(f, " ({message})"),
            Self::ForbiddenExtension { extension_type, message }
            | Self::DuplicateExtension { extension_type, message } => {
                write!(f, " ({extension_type} in {message})")
            }
            Self::BinderCount { identities, binders } => write!(f, " ({binders} for {identities})"),
            Self::UnknownNameType { name_type } => write!(f, " ({name_type})"),
            Self::RecordSizeLimitTooSmall { limit } => write!(f, " ({limit})"),
            Self::NotANamedCurve { curve_type } => write!(f, " ({curve_type})"),
            Self::IllegalKeyUpdateRequest { request_update } => write!(f, " ({request_update})"),
            Self::PreSharedKeyNotLast | Self::SecondServerName => Ok(()),
        }
    }
}

impl Error for DecodeError {}
