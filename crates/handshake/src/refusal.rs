//! Why a handshake is refused: one variant a reason, one match for alert, clause and sentence.

use core::fmt;

use handfast_crypto::kx::BadShare;
use handfast_rule::{
    AlertDescription as Alert, Rule, rfc6066, rfc7250, rfc7301, rfc7507, rfc8449, rfc8879, rfc9846,
};
use handfast_wire::code_points::{
    CertificateCompressionAlgorithm, CertificateStatusType, CertificateType, CipherSuite, ExtensionType,
    MaxFragmentLength, NamedGroup, ProtocolVersion, SignatureScheme,
};
use handfast_wire::{DecodeError, Kind};

use crate::{NoIdentity, Refusal12, State};

/// A reason to refuse the peer. Variants carry public context only. Those that speak of a rule are of both versions or of
/// TLS 1.3; the rules that only TLS 1.2 has are in [`Refusal12`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A message for which the diagram has no edge.
    UnexpectedMessage {
        /// Where the machine stood.
        state: State,
        /// What came.
        got: Kind,
    },
    /// A second HelloRetryRequest.
    SecondRetry,
    /// A CertificateRequest after the handshake, though `post_handshake_auth` was not offered.
    PostHandshakeAuthNotOffered,
    /// A Certificate or a CertificateRequest after the handshake whose context fits no open request, or is used again.
    UnknownRequest {
        /// The message.
        message: Kind,
    },
    /// An EndOfEarlyData, though no early data is being taken.
    EarlyDataNotAccepted,
    /// The server takes early data, and goes on from another key than the first, under which it came.
    EarlyDataKey {
        /// Which it goes on from.
        index: u16,
    },
    /// The server takes early data, and chose another cipher suite than that of the session it came under.
    EarlyDataSuite {
        /// What it chose.
        suite: CipherSuite,
    },
    /// The server takes early data, and chose another application protocol than that of the session it came under.
    EarlyDataProtocol,
    /// The server chose a version before TLS 1.3, which has no early data, though some was sent.
    OlderVersionThanEarlyData {
        /// What it chose.
        selected: ProtocolVersion,
    },
    /// The client speaks no version that we do.
    NoCommonVersion {
        /// The best version it offers, as it writes it.
        offered: ProtocolVersion,
    },
    /// The client fell back to an older version, though a better one is spoken here.
    InappropriateFallback {
        /// The best version it offers.
        offered: ProtocolVersion,
    },
    /// The server chose an older version that we did not offer.
    VersionNotOffered {
        /// What it chose.
        selected: ProtocolVersion,
    },
    /// The server chose a version before TLS 1.3 and marked its Random as one that speaks TLS 1.3: somebody changed our
    /// ClientHello on its way.
    Downgraded {
        /// What it chose.
        selected: ProtocolVersion,
    },
    /// `supported_versions` of a server names a version that was not offered.
    SelectedVersion {
        /// What it names.
        selected: ProtocolVersion,
    },
    /// ServerHello chooses another version than HelloRetryRequest did.
    VersionChanged,
    /// legacy_version of a TLS 1.3 hello is not 0x0303.
    LegacyVersion {
        /// What it is.
        got: ProtocolVersion,
    },
    /// The hello lists compression methods other than the null one.
    Compression,
    /// legacy_session_id_echo differs from what was sent.
    SessionIdNotEchoed,
    /// The server chose a cipher suite that was not offered.
    SuiteNotOffered {
        /// What it chose.
        suite: CipherSuite,
    },
    /// The cipher suite of ServerHello differs from that of HelloRetryRequest.
    SuiteChanged {
        /// What HelloRetryRequest named.
        retry: CipherSuite,
        /// What ServerHello names.
        hello: CipherSuite,
    },
    /// No cipher suite of the client is one of ours.
    NoCommonSuite,
    /// No group of the client is one of ours.
    NoCommonGroup,
    /// A server's share is for a group for which the client sent none.
    GroupNotOffered {
        /// The group.
        group: NamedGroup,
    },
    /// HelloRetryRequest asks for a group that was not offered, or for which a share was already sent.
    RetryGroup {
        /// The group.
        group: NamedGroup,
    },
    /// HelloRetryRequest would change nothing.
    RetryWithoutChange,
    /// Two shares for one group, or a share for a group that supported_groups does not list.
    ShareList {
        /// The group.
        group: NamedGroup,
    },
    /// A share that is no valid public value of its group.
    BadShare {
        /// The group.
        group: NamedGroup,
        /// What is wrong with it.
        why: BadShare,
    },
    /// An extension that must be there is not.
    MissingExtension {
        /// The message.
        message: Kind,
        /// The extension.
        extension: ExtensionType,
    },
    /// An extension that was not asked for.
    UnsolicitedExtension {
        /// The message.
        message: Kind,
        /// The extension.
        extension: ExtensionType,
    },
    /// The second ClientHello differs from the first where it must not.
    SecondHelloDiffers {
        /// The field or extension that differs.
        field: &'static str,
    },
    /// The second ClientHello brings no share for the group that was asked for, or brings others too.
    SecondHelloShare {
        /// The group that was asked for.
        group: NamedGroup,
    },
    /// The cookie did not come back as it was sent.
    Cookie,
    /// server_name holds something that is no host name.
    BadServerName,
    /// No identity of ours goes by the name that was asked for.
    UnrecognizedName,
    /// No key of ours makes a signature that the peer accepts.
    NoCommonScheme,
    /// No identity of ours was issued by an authority that the peer names.
    NoCommonAuthority,
    /// No certificate of ours has the values in its extensions that the server asks for.
    NoMatchingCertificate,
    /// One side shows certificates of no type that the other takes.
    NoCommonCertificateType,
    /// No identity of ours is of the type that the server asks for, and we do not go on as nobody.
    NoIdentityOfType,
    /// Without a certificate, a server can go on only from a key that was shared beforehand, and the client offers none that
    /// serves.
    NoSharedKey,
    /// A list of types names X.509 alone, and must be left out then.
    CertificateTypeList {
        /// Of whose certificates.
        extension: ExtensionType,
    },
    /// The server chose a type of certificates that was not offered.
    CertificateTypeNotOffered {
        /// Of whose certificates.
        extension: ExtensionType,
        /// What it chose.
        selected: CertificateType,
    },
    /// A Certificate that is not of the type agreed on.
    OtherCertificateType,
    /// A Certificate with more than one raw public key.
    SeveralRawKeys,
    /// No application protocol of the client is one of ours.
    NoCommonProtocol,
    /// The server chose an application protocol that was not offered, or more than one.
    ProtocolNotOffered,
    /// A Certificate is compressed in a way that was not offered.
    CompressionNotOffered {
        /// The way.
        algorithm: CertificateCompressionAlgorithm,
    },
    /// A compressed Certificate says that it is longer than what is taken here.
    UncompressedTooLong {
        /// What it says, in bytes.
        length: usize,
        /// What is taken.
        limit: usize,
    },
    /// A compressed Certificate cannot be decompressed to the length that it says it has.
    BadCompression {
        /// How it is compressed.
        algorithm: CertificateCompressionAlgorithm,
    },
    /// What was compressed is no Certificate.
    Decompressed(DecodeError),
    /// The server answers record_size_limit and max_fragment_length, of which it must ignore the second.
    TwoRecordLimits,
    /// max_fragment_length holds none of the four lengths, or in the answer another than was asked for.
    MaxFragmentLength {
        /// What it holds.
        length: MaxFragmentLength,
    },
    /// The binder of the pre-shared key that was taken does not verify.
    BadBinder,
    /// The server took a pre-shared key that was not offered, or with a cipher suite of another hash.
    SelectedPsk {
        /// The index that it names.
        index: u16,
    },
    /// The server goes on from a pre-shared key without a key exchange, which was not offered.
    KeyExchangeRequired,
    /// certificate_request_context is not what it must be.
    RequestContext {
        /// The message.
        message: Kind,
    },
    /// The status of a certificate is of a type that was not asked for.
    StatusType {
        /// The message.
        message: Kind,
        /// The type.
        status_type: CertificateStatusType,
    },
    /// The server's Certificate is empty.
    EmptyCertificate,
    /// A client certificate is required and none came.
    CertificateRequired,
    /// The peer's chain was judged and refused under this rule.
    Certificate(Rule),
    /// CertificateVerify uses a scheme that was not offered.
    SchemeNotOffered {
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// CertificateVerify uses a scheme that does not go with the key of the certificate.
    SchemeDoesNotFitKey {
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// The signature of CertificateVerify does not verify.
    BadSignature {
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// Finished does not verify; one of another length than the hash does not, either.
    BadFinished,
    /// A rule of TLS 1.2.
    Tls12(Refusal12),
}

impl handfast_rule::Refusal for Refusal {
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    fn rule(&self) -> Rule {
        let (alert, clause, sentence) = match self {
            Self::UnexpectedMessage { .. } => {
                (Alert::UNEXPECTED_MESSAGE, rfc9846("4"), "this message has no place in this state")
            }
            Self::SecondRetry => {
                (Alert::UNEXPECTED_MESSAGE, rfc9846("4.2.4"), "a second HelloRetryRequest in one connection")
            }
            Self::PostHandshakeAuthNotOffered => (
                Alert::UNEXPECTED_MESSAGE,
                rfc9846("4.7.2"),
                "CertificateRequest after the handshake, though post_handshake_auth was not offered",
            ),
            Self::UnknownRequest { message: Kind::CertificateRequest } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.4.2"),
                "the certificate_request_context was used before in this connection",
            ),
            Self::UnknownRequest { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.5.1"),
                "the certificate_request_context is that of no request that waits for an answer",
            ),
            Self::EarlyDataNotAccepted => (
                Alert::UNEXPECTED_MESSAGE,
                rfc9846("4.6"),
                "EndOfEarlyData, though no early data is being taken",
            ),
            Self::EarlyDataKey { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.11"),
                "early data was accepted under another pre-shared key than the first",
            ),
            Self::EarlyDataSuite { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.10"),
                "early data was accepted under another cipher suite than that of its session",
            ),
            Self::EarlyDataProtocol => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.10"),
                "early data was accepted under another application protocol than that of its session",
            ),
            Self::OlderVersionThanEarlyData { .. } => (
                Alert::PROTOCOL_VERSION,
                rfc9846("E.3"),
                "early data was sent, and the server chose a version that has none",
            ),
            Self::NoCommonVersion { .. } => (
                Alert::PROTOCOL_VERSION,
                rfc9846("4.3.1"),
                "the client offers no version that is spoken here",
            ),
            Self::InappropriateFallback { .. } => (
                Alert::INAPPROPRIATE_FALLBACK,
                rfc7507("3"),
                "the client fell back to an older version, and a better one is spoken here",
            ),
            Self::VersionNotOffered { .. } => {
                (Alert::PROTOCOL_VERSION, rfc9846("E.1"), "the server chose a version that was not offered")
            }
            Self::VersionChanged => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.4"),
                "the version differs between HelloRetryRequest and ServerHello",
            ),
            Self::Downgraded { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.3"),
                "a server that speaks TLS 1.3 was led to choose an older version",
            ),
            Self::SelectedVersion { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.1"),
                "supported_versions selects a version that was not offered",
            ),
            Self::LegacyVersion { .. } => {
                (Alert::PROTOCOL_VERSION, rfc9846("4.2.2"), "legacy_version of a TLS 1.3 hello is not 0x0303")
            }
            Self::Compression => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.2"),
                "the compression methods of a TLS 1.3 hello are not exactly the null method",
            ),
            Self::SessionIdNotEchoed => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.3"),
                "legacy_session_id_echo differs from the ClientHello",
            ),
            Self::SuiteNotOffered { .. } => {
                (Alert::ILLEGAL_PARAMETER, rfc9846("4.2.3"), "the cipher suite chosen was not offered")
            }
            Self::SuiteChanged { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.4"),
                "the cipher suite differs between HelloRetryRequest and ServerHello",
            ),
            Self::NoCommonSuite => {
                (Alert::HANDSHAKE_FAILURE, rfc9846("4.2.1"), "no cipher suite is offered by both sides")
            }
            Self::NoCommonGroup => {
                (Alert::HANDSHAKE_FAILURE, rfc9846("4.2.1"), "no key exchange group is offered by both sides")
            }
            Self::GroupNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.8"),
                "the server's share is for a group for which no share was sent",
            ),
            Self::RetryGroup { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.8"),
                "HelloRetryRequest names a group that was not offered, or one whose share was already sent",
            ),
            Self::RetryWithoutChange => {
                (Alert::ILLEGAL_PARAMETER, rfc9846("4.2.4"), "HelloRetryRequest would change nothing")
            }
            Self::ShareList { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.8"),
                "two shares for one group, or a share for a group that supported_groups does not list",
            ),
            Self::BadShare { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.8.2"),
                "the key share is no valid public value of its group",
            ),
            Self::MissingExtension { .. } => {
                (Alert::MISSING_EXTENSION, rfc9846("9.2"), "an extension that must be there is missing")
            }
            Self::UnsolicitedExtension { .. } => {
                (Alert::UNSUPPORTED_EXTENSION, rfc9846("4.3"), "an extension came that was not asked for")
            }
            Self::SecondHelloDiffers { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.2.2"),
                "the second ClientHello differs from the first where it must not",
            ),
            Self::SecondHelloShare { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.8"),
                "the second ClientHello does not bring the one share that was asked for",
            ),
            Self::Cookie => {
                (Alert::ILLEGAL_PARAMETER, rfc9846("4.3.2"), "the cookie did not come back as it was sent")
            }
            Self::BadServerName => {
                (Alert::ILLEGAL_PARAMETER, rfc6066("3"), "server_name holds something that is no host name")
            }
            Self::UnrecognizedName => {
                (Alert::UNRECOGNIZED_NAME, rfc6066("3"), "no server here goes by the name that was asked for")
            }
            Self::NoCommonScheme => (
                Alert::HANDSHAKE_FAILURE,
                rfc9846("4.3.3"),
                "no key of ours makes a signature that the peer accepts",
            ),
            Self::NoCommonAuthority => (
                Alert::HANDSHAKE_FAILURE,
                rfc9846("4.3.4"),
                "no certificate of ours was issued by an authority that the peer names",
            ),
            Self::NoMatchingCertificate => (
                Alert::HANDSHAKE_FAILURE,
                rfc9846("4.3.5"),
                "no certificate of ours has the extensions that the server asks for",
            ),
            Self::NoCommonCertificateType => (
                Alert::UNSUPPORTED_CERTIFICATE,
                rfc7250("4.2"),
                "one side shows certificates of no type that the other takes: X.509, or a raw public key",
            ),
            Self::NoIdentityOfType => (
                Alert::HANDSHAKE_FAILURE,
                rfc7250("4.2"),
                "nothing of ours is of the type that the server asks for: a certificate, or a raw public key",
            ),
            Self::NoSharedKey => (
                Alert::HANDSHAKE_FAILURE,
                rfc9846("4.2.1"),
                "no key that was shared beforehand is offered here by both sides, and the server has no certificate",
            ),
            Self::CertificateTypeList { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc7250("4.1"),
                "a list of certificate types names X.509 alone, which goes without saying",
            ),
            Self::CertificateTypeNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc7250("4.2"),
                "the server chose a type of certificates that was not offered",
            ),
            Self::OtherCertificateType => {
                (Alert::DECODE_ERROR, rfc7250("3"), "the Certificate is not of the type that was agreed on")
            }
            Self::SeveralRawKeys => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.5.1"),
                "a Certificate holds more than one raw public key",
            ),
            Self::NoCommonProtocol => (
                Alert::NO_APPLICATION_PROTOCOL,
                rfc7301("3.2"),
                "no application protocol is offered by both sides",
            ),
            Self::CompressionNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc8879("4"),
                "a Certificate is compressed in a way that was not offered",
            ),
            Self::UncompressedTooLong { .. } => (
                Alert::BAD_CERTIFICATE,
                rfc8879("4"),
                "a compressed Certificate is longer than is taken here",
            ),
            Self::BadCompression { .. } => (
                Alert::BAD_CERTIFICATE,
                rfc8879("4"),
                "a compressed Certificate does not decompress to the length that it says it has",
            ),
            Self::Decompressed(error) => return handfast_rule::Refusal::rule(error),
            Self::TwoRecordLimits => (
                Alert::ILLEGAL_PARAMETER,
                rfc8449("5"),
                "the server answers both record_size_limit and max_fragment_length",
            ),
            Self::MaxFragmentLength { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc6066("4"),
                "max_fragment_length is none of the four lengths, or not the one that was asked for",
            ),
            Self::ProtocolNotOffered => (
                Alert::ILLEGAL_PARAMETER,
                rfc7301("3.1"),
                "the application protocol chosen is not one that was offered",
            ),
            Self::BadBinder => {
                (Alert::DECRYPT_ERROR, rfc9846("4.3.11"), "the binder of the pre-shared key does not verify")
            }
            Self::SelectedPsk { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.11"),
                "the pre-shared key chosen was not offered, or does not go with the cipher suite",
            ),
            Self::KeyExchangeRequired => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.3.11"),
                "a pre-shared key was chosen without a key_share, and psk_ke was not offered",
            ),
            Self::RequestContext { message } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846(if *message == Kind::Certificate { "4.5.1" } else { "4.4.2" }),
                "certificate_request_context must be empty in the handshake",
            ),
            Self::StatusType { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc6066("8"),
                "the status of a certificate is no OCSP response, though only one was asked for",
            ),
            Self::EmptyCertificate => {
                (Alert::DECODE_ERROR, rfc9846("4.5.1.3"), "the server's Certificate message is empty")
            }
            Self::CertificateRequired => (
                Alert::CERTIFICATE_REQUIRED,
                rfc9846("4.5.1.3"),
                "a client certificate is required and none was sent",
            ),
            Self::Certificate(rule) => (rule.alert, rule.clause, rule.sentence),
            Self::SchemeNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.5.2"),
                "CertificateVerify uses a signature scheme that was not offered",
            ),
            Self::SchemeDoesNotFitKey { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc9846("4.5.2"),
                "the scheme of CertificateVerify does not go with the key of the certificate",
            ),
            Self::BadSignature { .. } => {
                (Alert::DECRYPT_ERROR, rfc9846("4.5.2"), "the signature of CertificateVerify does not verify")
            }
            Self::BadFinished => (Alert::DECRYPT_ERROR, rfc9846("4.5.3"), "Finished does not verify"),
            Self::Tls12(refusal) => return handfast_rule::Refusal::rule(refusal),
        };
        Rule::new(alert, clause, sentence)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tls12(refusal) => return fmt::Display::fmt(refusal, f),
            Self::Decompressed(error) => return write!(f, "{error}, in a Certificate that was compressed"),
            _ => {}
        }
        let rule = handfast_rule::Refusal::rule(self);
        f.write_str(rule.sentence)?;
        self.context(f)?;
        write!(f, " ({})", rule.clause)
    }
}

impl Refusal {
    /// What the sentence leaves out: the values.
    fn context(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedMessage { state, got } => write!(f, ": {} in {state}", got.name()),
            Self::NoCommonVersion { offered: version }
            | Self::InappropriateFallback { offered: version }
            | Self::VersionNotOffered { selected: version }
            | Self::Downgraded { selected: version }
            | Self::OlderVersionThanEarlyData { selected: version }
            | Self::SelectedVersion { selected: version }
            | Self::LegacyVersion { got: version } => write!(f, ": {version}"),
            Self::SuiteNotOffered { suite } | Self::EarlyDataSuite { suite } => write!(f, ": {suite}"),
            Self::SuiteChanged { retry, hello } => write!(f, ": {retry}, then {hello}"),
            Self::GroupNotOffered { group }
            | Self::RetryGroup { group }
            | Self::ShareList { group }
            | Self::SecondHelloShare { group } => write!(f, ": {group}"),
            Self::BadShare { group, why } => write!(f, ": {group}: {why}"),
            Self::MissingExtension { message, extension }
            | Self::UnsolicitedExtension { message, extension } => {
                write!(f, ": {extension} in {}", message.name())
            }
            Self::SecondHelloDiffers { field } => write!(f, ": {field}"),
            Self::CertificateTypeList { extension } => write!(f, ": {extension}"),
            Self::CertificateTypeNotOffered { extension, selected } => {
                write!(f, ": {selected} in {extension}")
            }
            Self::CompressionNotOffered { algorithm } | Self::BadCompression { algorithm } => {
                write!(f, ": {algorithm}")
            }
            Self::UncompressedTooLong { length, limit } => write!(f, ": {length} bytes, at most {limit}"),
            Self::MaxFragmentLength { length } => write!(f, ": {length}"),
            Self::SelectedPsk { index } | Self::EarlyDataKey { index } => write!(f, ": number {index}"),
            Self::RequestContext { message } | Self::UnknownRequest { message } => {
                write!(f, ": {}", message.name())
            }
            Self::SchemeNotOffered { scheme }
            | Self::SchemeDoesNotFitKey { scheme }
            | Self::BadSignature { scheme } => write!(f, ": {scheme}"),
            Self::StatusType { message, status_type } => {
                write!(f, ": {status_type} in {}", message.name())
            }
            Self::SecondRetry
            | Self::Tls12(_)
            | Self::VersionChanged
            | Self::PostHandshakeAuthNotOffered
            | Self::EarlyDataNotAccepted
            | Self::EarlyDataProtocol
            | Self::Compression
            | Self::SessionIdNotEchoed
            | Self::NoCommonSuite
            | Self::NoCommonGroup
            | Self::RetryWithoutChange
            | Self::Cookie
            | Self::BadServerName
            | Self::UnrecognizedName
            | Self::NoCommonScheme
            | Self::NoCommonAuthority
            | Self::NoMatchingCertificate
            | Self::NoCommonCertificateType
            | Self::NoIdentityOfType
            | Self::NoSharedKey
            | Self::OtherCertificateType
            | Self::SeveralRawKeys
            | Self::NoCommonProtocol
            | Self::ProtocolNotOffered
            | Self::TwoRecordLimits
            | Self::Decompressed(_)
            | Self::BadBinder
            | Self::KeyExchangeRequired
            | Self::EmptyCertificate
            | Self::CertificateRequired
            | Self::Certificate(_)
            | Self::BadFinished => Ok(()),
        }
    }
}

impl core::error::Error for Refusal {}

/// A mistake or misfortune on our own side; the peer is told `internal_error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Local {
    /// A message of ours does not fit into its length fields.
    MessageTooLong,
    /// An answer to another question than the open one, or a command before the handshake is complete.
    Misuse,
    /// The key exchange could not be started.
    KeyExchange,
    /// The configuration offers nothing to choose from.
    EmptyConfiguration,
    /// An application protocol of the configuration has an empty name, or one of more than 255 bytes (RFC 7301 §3.1).
    ProtocolName,
    /// The client does not offer to be asked for a certificate after the handshake (RFC 9846 §4.3.6).
    ClientCannotBeAsked,
    /// So many requests for a certificate wait for an answer that no more are sent.
    TooManyRequests,
    /// Nothing is exported from a main secret of TLS 1.2 that is not bound to its handshake (RFC 7627 §5.4).
    NotExtended,
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MessageTooLong => "a message of ours is longer than its length field can say",
            Self::Misuse => "an answer or a command came when none was due",
            Self::KeyExchange => "the key exchange could not be started",
            Self::ClientCannotBeAsked => "the client does not offer post-handshake authentication",
            Self::TooManyRequests => "too many requests for a certificate wait for an answer",
            Self::NotExtended => {
                "the main secret is not bound to its handshake, and nothing is exported from it"
            }
            Self::ProtocolName => {
                "an application protocol of the configuration has no name of 1 to 255 bytes"
            }
            Self::EmptyConfiguration => "the configuration leaves no suite, no group or no scheme to offer",
        })
    }
}

impl core::error::Error for Local {}

/// Why a step did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The peer is refused.
    Refused(Refusal),
    /// It is our own fault.
    Local(Local),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<NoIdentity> for Refusal {
    fn from(none: NoIdentity) -> Self {
        match none {
            NoIdentity::NoCommonCertificateType => Self::NoCommonCertificateType,
            NoIdentity::UnrecognizedName => Self::UnrecognizedName,
            NoIdentity::NoCommonScheme => Self::NoCommonScheme,
            NoIdentity::NoCommonAuthority => Self::NoCommonAuthority,
            NoIdentity::OtherValues => Self::NoMatchingCertificate,
            NoIdentity::OnlySharedKeys => Self::NoSharedKey,
        }
    }
}

impl From<Refusal12> for Refusal {
    fn from(refusal: Refusal12) -> Self {
        Self::Tls12(refusal)
    }
}

impl From<Refusal12> for Error {
    fn from(refusal: Refusal12) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Local> for Error {
    fn from(local: Local) -> Self {
        Self::Local(local)
    }
}

impl From<handfast_wire::codec::TooLong> for Error {
    fn from(_: handfast_wire::codec::TooLong) -> Self {
        Self::Local(Local::MessageTooLong)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => fmt::Display::fmt(refusal, f),
            Self::Local(local) => fmt::Display::fmt(local, f),
        }
    }
}

impl core::error::Error for Error {}
