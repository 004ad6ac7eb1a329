//! Why a handshake of TLS 1.2 is refused, where TLS 1.3 has another rule or none: one variant a reason, one match for
//! alert, clause and sentence.

use core::fmt;

use handfast_crypto::kx::BadShare;
use handfast_rule::{AlertDescription as Alert, Rule, rfc5077, rfc5246, rfc5746, rfc7627, rfc8422, rfc9325};
use handfast_wire::Kind;
use handfast_wire::code_points::{CipherSuite, ExtensionType, NamedGroup, SignatureScheme};

use crate::State;

/// A reason to refuse the peer. Variants carry public context only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal12 {
    /// A message for which the diagram has no edge.
    UnexpectedMessage {
        /// Where the machine stood.
        state: State,
        /// What came.
        got: Kind,
    },
    /// A ChangeCipherSpec for which the diagram has no edge.
    UnexpectedChangeCipherSpec {
        /// Where the machine stood.
        state: State,
    },
    /// More requests to renegotiate than anybody needs.
    TooManyRenegotiations,
    /// The null method is not among the compression methods, or not the one that was chosen.
    Compression,
    /// The server resumes a session that never was.
    SessionNotOffered,
    /// The server resumes a session with another cipher suite.
    SuiteOfSession {
        /// What it chose.
        suite: CipherSuite,
    },
    /// One side goes on from a session as if its main secret were not bound to its handshake.
    SessionBinding,
    /// A ticket that ServerHello did not announce.
    TicketNotAnnounced,
    /// A ticket that ServerHello announced, and that did not come.
    TicketNotSent,
    /// The server chose a cipher suite that was not offered, or one of another version.
    SuiteNotOffered {
        /// What it chose.
        suite: CipherSuite,
    },
    /// No cipher suite of the client is one of ours.
    NoCommonSuite,
    /// No curve of the client is one of ours, and no cipher suite does without.
    NoCommonGroup,
    /// An extension of ServerHello that was not asked for.
    UnsolicitedExtension {
        /// The extension.
        extension: ExtensionType,
    },
    /// renegotiation_info of a first handshake is not empty.
    RenegotiationInfo {
        /// The message.
        message: Kind,
    },
    /// The server does not say that it knows of secure renegotiation.
    InsecureRenegotiation,
    /// ec_point_formats does not list the uncompressed one.
    PointFormats {
        /// The message.
        message: Kind,
    },
    /// No key of ours makes a signature that the peer accepts.
    NoCommonScheme,
    /// The server's Certificate is empty.
    EmptyCertificate,
    /// The key of the server's certificate is none for the cipher suite.
    KeyDoesNotFitSuite {
        /// The cipher suite.
        suite: CipherSuite,
    },
    /// No premaster secret is encrypted to an RSA key of this size.
    KeySize,
    /// The key of the server's certificate is on a curve that was not offered.
    CurveNotOffered {
        /// The curve.
        curve: NamedGroup,
    },
    /// ServerKeyExchange names a group that was not offered.
    GroupNotOffered {
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
    /// A client certificate is required and none came.
    CertificateRequired,
    /// A signature with a scheme that was not offered.
    SchemeNotOffered {
        /// The message.
        message: Kind,
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// A signature with a scheme that does not go with the key of the certificate.
    SchemeDoesNotFitKey {
        /// The message.
        message: Kind,
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// A signature that does not verify.
    BadSignature {
        /// The message.
        message: Kind,
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// Finished does not verify; one that is not of 12 bytes does not, either.
    BadFinished,
}

impl handfast_rule::Refusal for Refusal12 {
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    fn rule(&self) -> Rule {
        let (alert, clause, sentence) = match self {
            Self::UnexpectedMessage { .. } => {
                (Alert::UNEXPECTED_MESSAGE, rfc5246("7.4"), "this message has no place in this state")
            }
            Self::UnexpectedChangeCipherSpec { .. } => {
                (Alert::UNEXPECTED_MESSAGE, rfc5246("7.1"), "ChangeCipherSpec has no place in this state")
            }
            Self::TooManyRenegotiations => (
                Alert::UNEXPECTED_MESSAGE,
                rfc5246("7.4.1.1"),
                "the peer does not stop asking for a renegotiation",
            ),
            Self::Compression => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.1.2"),
                "the null compression method is not offered, or not chosen",
            ),
            Self::SessionNotOffered => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.1.3"),
                "the server resumes a session that was never established",
            ),
            Self::SuiteOfSession { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.1.3"),
                "the server resumes a session with another cipher suite",
            ),
            Self::SessionBinding => (
                Alert::HANDSHAKE_FAILURE,
                rfc7627("5.3"),
                "a session is resumed without extended_main_secret, and was made with it",
            ),
            Self::TicketNotAnnounced => (
                Alert::UNEXPECTED_MESSAGE,
                rfc5077("3.3"),
                "NewSessionTicket comes, and ServerHello did not announce it",
            ),
            Self::TicketNotSent => (
                Alert::UNEXPECTED_MESSAGE,
                rfc5077("3.3"),
                "ChangeCipherSpec comes, and not the ticket that ServerHello announced",
            ),
            Self::SuiteNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.1.3"),
                "the cipher suite chosen was not offered for TLS 1.2",
            ),
            Self::NoCommonSuite => (
                Alert::HANDSHAKE_FAILURE,
                rfc5246("7.4.1.3"),
                "no cipher suite of TLS 1.2 is offered by both sides",
            ),
            Self::NoCommonGroup => {
                (Alert::HANDSHAKE_FAILURE, rfc8422("4"), "no curve is offered by both sides")
            }
            Self::UnsolicitedExtension { .. } => {
                (Alert::UNSUPPORTED_EXTENSION, rfc5246("7.4.1.4"), "an extension came that was not asked for")
            }
            Self::RenegotiationInfo { message: Kind::ServerHello } => (
                Alert::HANDSHAKE_FAILURE,
                rfc5746("3.4"),
                "renegotiation_info of a first handshake is not empty",
            ),
            Self::RenegotiationInfo { .. } => (
                Alert::HANDSHAKE_FAILURE,
                rfc5746("3.6"),
                "renegotiation_info of a first handshake is not empty",
            ),
            Self::InsecureRenegotiation => {
                (Alert::HANDSHAKE_FAILURE, rfc9325("3.5"), "the server does not answer renegotiation_info")
            }
            Self::PointFormats { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc8422("5.1.2"),
                "ec_point_formats does not list the uncompressed one",
            ),
            Self::NoCommonScheme => (
                Alert::HANDSHAKE_FAILURE,
                rfc5246("7.4.1.4.1"),
                "no key of ours goes with a cipher suite, a signature scheme and the groups of the client",
            ),
            Self::EmptyCertificate => {
                (Alert::DECODE_ERROR, rfc5246("7.4.2"), "the server's Certificate message is empty")
            }
            Self::KeyDoesNotFitSuite { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.2"),
                "the key of the server's certificate is none for the cipher suite",
            ),
            Self::KeySize => (
                Alert::UNSUPPORTED_CERTIFICATE,
                rfc9325("4.5"),
                "the server's RSA key is too short, or too long, to encrypt a secret to",
            ),
            Self::CurveNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc8422("5.3"),
                "the key of the server's certificate is on a curve that was not offered",
            ),
            Self::GroupNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc8422("5.4"),
                "ServerKeyExchange names a curve that was not offered",
            ),
            Self::BadShare { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc8422("5.11"),
                "the key share is no valid public value of its group",
            ),
            Self::CertificateRequired => (
                Alert::HANDSHAKE_FAILURE,
                rfc5246("7.4.6"),
                "a client certificate is required and none was sent",
            ),
            Self::SchemeNotOffered { message: Kind::ServerKeyExchange, .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.3"),
                "the message uses a signature scheme that was not offered",
            ),
            Self::SchemeNotOffered { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.8"),
                "the message uses a signature scheme that was not offered",
            ),
            Self::SchemeDoesNotFitKey { message: Kind::ServerKeyExchange, .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.3"),
                "the signature scheme does not go with the key of the certificate",
            ),
            Self::SchemeDoesNotFitKey { .. } => (
                Alert::ILLEGAL_PARAMETER,
                rfc5246("7.4.8"),
                "the signature scheme does not go with the key of the certificate",
            ),
            Self::BadSignature { message: Kind::ServerKeyExchange, .. } => {
                (Alert::DECRYPT_ERROR, rfc5246("7.4.3"), "the signature does not verify")
            }
            Self::BadSignature { .. } => {
                (Alert::DECRYPT_ERROR, rfc5246("7.4.8"), "the signature does not verify")
            }
            Self::BadFinished => (Alert::DECRYPT_ERROR, rfc5246("7.4.9"), "Finished does not verify"),
        };
        Rule::new(alert, clause, sentence)
    }
}

impl fmt::Display for Refusal12 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = handfast_rule::Refusal::rule(self);
        f.write_str(rule.sentence)?;
        self.context(f)?;
        write!(f, " ({})", rule.clause)
    }
}

impl core::error::Error for Refusal12 {}

impl Refusal12 {
    /// What the sentence leaves out: the values.
    fn context(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedMessage { state, got } => write!(f, ": {} in {state}", got.name()),
            Self::UnexpectedChangeCipherSpec { state } => write!(f, ": {state}"),
            Self::SuiteNotOffered { suite }
            | Self::SuiteOfSession { suite }
            | Self::KeyDoesNotFitSuite { suite } => write!(f, ": {suite}"),
            Self::UnsolicitedExtension { extension } => write!(f, ": {extension} in ServerHello"),
            Self::RenegotiationInfo { message } | Self::PointFormats { message } => {
                write!(f, ": {}", message.name())
            }
            Self::CurveNotOffered { curve } => write!(f, ": {curve}"),
            Self::GroupNotOffered { group } => write!(f, ": {group}"),
            Self::BadShare { group, why } => write!(f, ": {group}: {why}"),
            Self::SchemeNotOffered { message, scheme }
            | Self::SchemeDoesNotFitKey { message, scheme }
            | Self::BadSignature { message, scheme } => write!(f, ": {scheme} in {}", message.name()),
            Self::TooManyRenegotiations
            | Self::Compression
            | Self::SessionNotOffered
            | Self::SessionBinding
            | Self::TicketNotAnnounced
            | Self::TicketNotSent
            | Self::NoCommonSuite
            | Self::NoCommonGroup
            | Self::InsecureRenegotiation
            | Self::NoCommonScheme
            | Self::EmptyCertificate
            | Self::KeySize
            | Self::CertificateRequired
            | Self::BadFinished => Ok(()),
        }
    }
}
