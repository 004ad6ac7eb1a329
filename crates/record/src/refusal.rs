//! Every reason for which the record layer refuses a peer.

use core::fmt;

use handfast_rule::{AlertDescription as Alert, Rule, rfc5246, rfc6066, rfc8449, rfc9846};
use handfast_wire::code_points::{ContentType, HandshakeType, ProtocolVersion};

/// Why bytes from the peer are refused. Context is public: code points, lengths and our own limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The first bytes are an HTTP request: a browser or a proxy was pointed at the TLS port.
    PlainHttp {
        /// The method, as in the request line.
        method: &'static str,
    },
    /// The first bytes are an HTTP response: the port that we called speaks plain HTTP.
    PlainHttpResponse,
    /// The first bytes are a PROXY protocol header, which a load balancer puts before the connection.
    ProxyHeader,
    /// The first bytes are the banner of an SSH server or client.
    SshBanner,
    /// The first bytes are those of a mail or file protocol that starts without TLS (STARTTLS).
    MailGreeting,
    /// The first bytes are an SSL 2.0 CLIENT-HELLO.
    Sslv2ClientHello,
    /// The first bytes are no record of any version of TLS.
    NotTls {
        /// The five bytes where the header should be.
        first: [u8; 5],
    },
    /// The first record has the type of a TLS record and a version that no TLS ever had.
    NotAVersion {
        /// The version in the header.
        version: ProtocolVersion,
    },
    /// A record under the keys of TLS 1.2 says that it is of another version.
    WrongVersion {
        /// The version in the header.
        version: ProtocolVersion,
    },
    /// A record of a type that is not defined or has no place here.
    UnexpectedContentType {
        /// The type: the inner one if the record was protected.
        content_type: ContentType,
    },
    /// Application data came without protection.
    UnprotectedApplicationData,
    /// A record came without protection after keys were installed.
    Unprotected {
        /// The type of the record.
        content_type: ContentType,
    },
    /// An unprotected record is too long.
    PlaintextOverflow {
        /// Its length in bytes.
        length: u16,
    },
    /// A protected record is too long.
    CiphertextOverflow {
        /// Its length in bytes.
        length: u16,
    },
    /// A protected record holds too much once it is opened.
    InnerPlaintextOverflow {
        /// The length of content, type and padding in bytes.
        length: usize,
    },
    /// A protected record is longer than we said that we take (record_size_limit).
    RecordSizeLimit {
        /// The length of its plaintext in bytes; in TLS 1.3 with type and padding.
        length: usize,
        /// What we said.
        limit: usize,
    },
    /// A record is longer than the fragments that were agreed on (max_fragment_length).
    FragmentLimit {
        /// The length of its content in bytes.
        length: usize,
        /// What was agreed on.
        limit: usize,
    },
    /// A protected record could not be opened. There is nothing more to say.
    BadRecordMac,
    /// More early data came than is passed over.
    TooMuchEarlyData,
    /// A protected record holds only zeros.
    NoContentType,
    /// The sequence number would wrap.
    SequenceExhausted,
    /// A handshake or alert record holds nothing.
    EmptyFragment {
        /// The type of the record.
        content_type: ContentType,
    },
    /// Too many records in a row held nothing.
    TooManyEmptyRecords,
    /// Too many alerts in a row, none of which ended the connection.
    TooManyAlerts,
    /// An alert record does not hold exactly one alert.
    AlertLength {
        /// How many bytes it holds.
        length: usize,
    },
    /// A change_cipher_spec record that is not the single byte 0x01.
    ChangeCipherSpecValue,
    /// A change_cipher_spec record before the first ClientHello or after the peer's Finished.
    ChangeCipherSpecForbidden,
    /// A change_cipher_spec record under the keys of TLS 1.2.
    ChangeCipherSpecAgain,
    /// A change_cipher_spec record that was protected.
    ChangeCipherSpecProtected,
    /// Another record came between the pieces of a handshake message.
    Interleaved {
        /// The type of the record that came between.
        content_type: ContentType,
    },
    /// A handshake message is longer than we take.
    MessageTooLong {
        /// The type of the message.
        handshake_type: HandshakeType,
        /// Its length in bytes, without its header.
        length: usize,
        /// The most that we take.
        limit: usize,
    },
    /// The message before a key change does not end where its record ends.
    KeyChangeInsideRecord,
}

impl handfast_rule::Refusal for Refusal {
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    #[rustfmt::skip]
    fn rule(&self) -> Rule {
        let (alert, section, sentence) = match self {
            Self::PlainHttp { .. } => (Alert::UNEXPECTED_MESSAGE, "5", "the peer sent a plain HTTP request to a TLS port"),
            Self::PlainHttpResponse => (Alert::UNEXPECTED_MESSAGE, "5", "the peer answered in plain HTTP: this is not a TLS port"),
            Self::ProxyHeader => (Alert::UNEXPECTED_MESSAGE, "5", "a PROXY protocol header stands before the TLS connection"),
            Self::SshBanner => (Alert::UNEXPECTED_MESSAGE, "5", "the peer speaks SSH, not TLS"),
            Self::MailGreeting => (Alert::UNEXPECTED_MESSAGE, "5", "the peer speaks a protocol that starts without TLS, such as SMTP, IMAP, POP3 or FTP"),
            Self::Sslv2ClientHello => (Alert::PROTOCOL_VERSION, "E.5", "an SSL 2.0 CLIENT-HELLO cannot start TLS 1.2 or 1.3"),
            Self::NotTls { .. } => (Alert::UNEXPECTED_MESSAGE, "5", "the first bytes are no TLS record"),
            Self::NotAVersion { .. } => (Alert::PROTOCOL_VERSION, "E.5", "the first record has a version that is neither SSL 3.0 nor TLS"),
            Self::WrongVersion { .. } => return Rule::new(Alert::PROTOCOL_VERSION, rfc5246("6.2.1"), "a record under the keys of TLS 1.2 says that it is of another version"),
            Self::UnexpectedContentType { .. } => (Alert::UNEXPECTED_MESSAGE, "5", "a record of this type has no place here"),
            Self::UnprotectedApplicationData => (Alert::UNEXPECTED_MESSAGE, "5.1", "application data must always be protected"),
            Self::Unprotected { .. } => (Alert::UNEXPECTED_MESSAGE, "5.2", "a record was not protected although keys are in place"),
            Self::PlaintextOverflow { .. } => (Alert::RECORD_OVERFLOW, "5.1", "a record holds more than 2^14 bytes"),
            Self::CiphertextOverflow { .. } => (Alert::RECORD_OVERFLOW, "5.2", "a protected record holds more than 2^14 + 256 bytes"),
            Self::InnerPlaintextOverflow { .. } => (Alert::RECORD_OVERFLOW, "5.4", "content, type and padding of a protected record exceed 2^14 + 1 bytes"),
            Self::RecordSizeLimit { .. } => return Rule::new(Alert::RECORD_OVERFLOW, rfc8449("4"), "a record is longer than the record_size_limit that it was sent under"),
            Self::FragmentLimit { .. } => return Rule::new(Alert::RECORD_OVERFLOW, rfc6066("4"), "a record is longer than the max_fragment_length that was agreed on"),
            Self::BadRecordMac => (Alert::BAD_RECORD_MAC, "5.2", "a protected record could not be opened"),
            Self::TooMuchEarlyData => (Alert::UNEXPECTED_MESSAGE, "4.7.1", "more early data came than is passed over here"),
            Self::NoContentType => (Alert::UNEXPECTED_MESSAGE, "5.4", "a protected record holds only zeros"),
            Self::SequenceExhausted => (Alert::INTERNAL_ERROR, "5.3", "the sequence number must not wrap"),
            Self::EmptyFragment { .. } => (Alert::UNEXPECTED_MESSAGE, "5.4", "a handshake or alert record must not be empty"),
            Self::TooManyEmptyRecords => (Alert::UNEXPECTED_MESSAGE, "5.4", "too many records in a row brought nothing"),
            Self::TooManyAlerts => (Alert::UNEXPECTED_MESSAGE, "6.1", "too many alerts in a row that do not end the connection"),
            Self::AlertLength { .. } => (Alert::DECODE_ERROR, "5.1", "a record of type alert must hold exactly one alert of two bytes"),
            Self::ChangeCipherSpecValue => (Alert::UNEXPECTED_MESSAGE, "5", "change_cipher_spec must be the single byte 0x01"),
            Self::ChangeCipherSpecForbidden => (Alert::UNEXPECTED_MESSAGE, "5", "change_cipher_spec may come only after the first ClientHello and before the peer's Finished"),
            Self::ChangeCipherSpecAgain => return Rule::new(Alert::UNEXPECTED_MESSAGE, rfc5246("7.1"), "change_cipher_spec comes once, before the peer's Finished; later it would begin a renegotiation"),
            Self::ChangeCipherSpecProtected => (Alert::UNEXPECTED_MESSAGE, "5", "change_cipher_spec must not be protected"),
            Self::Interleaved { .. } => (Alert::UNEXPECTED_MESSAGE, "5.1", "a record of another type came between the pieces of a handshake message"),
            Self::MessageTooLong { .. } => (Alert::ILLEGAL_PARAMETER, "4", "a handshake message is longer than is taken here"),
            Self::KeyChangeInsideRecord => (Alert::UNEXPECTED_MESSAGE, "5.1", "a handshake message before a key change must end with its record"),
        };
        Rule::new(alert, rfc9846(section), sentence)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(handfast_rule::Refusal::rule(self).sentence)?;
        match self {
            Self::PlainHttp { method } => write!(f, " ({method})"),
            Self::NotTls { first } => write!(f, " ({})", first.escape_ascii()),
            Self::NotAVersion { version } | Self::WrongVersion { version } => write!(f, " ({version})"),
            Self::UnexpectedContentType { content_type }
            | Self::Unprotected { content_type }
            | Self::EmptyFragment { content_type }
            | Self::Interleaved { content_type } => write!(f, " ({content_type})"),
            Self::PlaintextOverflow { length } | Self::CiphertextOverflow { length } => {
                write!(f, " ({length})")
            }
            Self::InnerPlaintextOverflow { length } | Self::AlertLength { length } => {
                write!(f, " ({length})")
            }
            Self::RecordSizeLimit { length, limit } | Self::FragmentLimit { length, limit } => {
                write!(f, " ({length} bytes, at most {limit})")
            }
            Self::MessageTooLong { handshake_type, length, limit } => {
                write!(f, " ({handshake_type}: {length} bytes, at most {limit})")
            }
            _ => Ok(()),
        }
    }
}

impl core::error::Error for Refusal {}
