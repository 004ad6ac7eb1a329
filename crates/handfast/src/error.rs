//! How a connection ends badly: we refuse the peer, the peer refuses us, or something is wrong on our side.

use core::fmt;

use handfast_crypto::sign::SignFailed;
use handfast_rule::{AlertDescription, Rule, rfc9846};

/// Why a connection failed. A failed connection gives the same error again whatever is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// We refuse the peer; the alert is in what [`crate::Connection::outgoing`] lends.
    Refused(Refusal),
    /// The peer sent this fatal alert: it refuses us; or a close_notify before the handshake was complete.
    RefusedByPeer(AlertDescription),
    /// The transport ended without a close_notify: what came may not be all that was sent (RFC 9846 §6.1).
    Truncated,
    /// A mistake or misfortune on our side.
    Local(Local),
}

/// Why we refuse a peer: one variant a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its records.
    Record(handfast_record::Refusal),
    /// The form of its messages.
    Decode(handfast_wire::DecodeError),
    /// What its messages say.
    Handshake(handfast_handshake::Refusal),
    /// Its certificates.
    Certificate(handfast_path::Refusal),
    /// A handshake message of a type that no standard knows.
    UnknownMessage(handfast_wire::code_points::HandshakeType),
    /// Application data before the handshake is complete.
    EarlyApplicationData,
    /// More early data than its ticket allows.
    TooMuchEarlyData,
    /// Application data between the messages with which a client answers a request after the handshake.
    InterruptedAnswer,
    /// Too many KeyUpdates in a row, with no data between.
    TooManyKeyUpdates,
}

/// What went wrong on our side. The peer is told `internal_error`, unless it is the peer that is unwelcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// In the handshake.
    Handshake(handfast_handshake::Local),
    /// A record could not be sealed.
    Record(handfast_record::CannotSeal),
    /// The signature could not be made.
    Signing(SignFailed),
    /// A server needs an identity, and the configuration holds none.
    NoIdentity,
    /// The application gave up ([`crate::Connection::abandon`]).
    Abandoned,
    /// The application does not want this peer, and told it so with this alert ([`crate::Connection::refuse`]).
    Unwelcome(AlertDescription),
}

impl handfast_rule::Refusal for Refusal {
    fn rule(&self) -> Rule {
        match self {
            Self::Record(refusal) => refusal.rule(),
            Self::Decode(refusal) => refusal.rule(),
            Self::Handshake(refusal) => refusal.rule(),
            Self::Certificate(refusal) => refusal.rule(),
            Self::UnknownMessage(_) => Rule::new(
                AlertDescription::UNEXPECTED_MESSAGE,
                rfc9846("4"),
                "a handshake message of an unknown type",
            ),
            Self::EarlyApplicationData => Rule::new(
                AlertDescription::UNEXPECTED_MESSAGE,
                rfc9846("6.2"),
                "application data before the handshake is complete",
            ),
            Self::TooMuchEarlyData => Rule::new(
                AlertDescription::UNEXPECTED_MESSAGE,
                rfc9846("4.7.1"),
                "more early data than its ticket allows",
            ),
            Self::InterruptedAnswer => Rule::new(
                AlertDescription::UNEXPECTED_MESSAGE,
                rfc9846("4.7.2"),
                "application data between the messages of an answer to a CertificateRequest",
            ),
            Self::TooManyKeyUpdates => Rule::new(
                AlertDescription::UNEXPECTED_MESSAGE,
                rfc9846("4.7.3"),
                "too many KeyUpdates in a row, with no data between",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = handfast_rule::Refusal::rule(self);
        match self {
            Self::Record(refusal) => fmt::Display::fmt(refusal, f),
            Self::Decode(refusal) => fmt::Display::fmt(refusal, f),
            Self::Handshake(refusal) => fmt::Display::fmt(refusal, f),
            Self::Certificate(refusal) => fmt::Display::fmt(refusal, f),
            Self::UnknownMessage(kind) => write!(f, "{}: {kind} ({})", rule.sentence, rule.clause),
            Self::EarlyApplicationData
            | Self::TooMuchEarlyData
            | Self::InterruptedAnswer
            | Self::TooManyKeyUpdates => {
                write!(f, "{} ({})", rule.sentence, rule.clause)
            }
        }
    }
}

impl core::error::Error for Refusal {}

impl Error {
    /// The alert that the peer is sent, if it is sent one.
    #[must_use]
    pub fn alert(&self) -> Option<AlertDescription> {
        match self {
            Self::Refused(refusal) => Some(handfast_rule::Refusal::rule(refusal).alert),
            Self::Local(Local::Unwelcome(alert)) => Some(*alert),
            Self::Local(_) => Some(AlertDescription::INTERNAL_ERROR),
            Self::RefusedByPeer(_) | Self::Truncated => None,
        }
    }

    /// The error inside an I/O error that a stream of this crate returned.
    #[must_use]
    pub fn within(error: &std::io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => fmt::Display::fmt(refusal, f),
            Self::RefusedByPeer(alert) => write!(f, "the peer refused: {alert}"),
            Self::Truncated => {
                f.write_str("the peer closed the transport without a close_notify (RFC 9846 §6.1)")
            }
            Self::Local(local) => fmt::Display::fmt(local, f),
        }
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handshake(local) => fmt::Display::fmt(local, f),
            Self::Record(local) => fmt::Display::fmt(local, f),
            Self::Signing(why) => write!(f, "the signature could not be made: {why}"),
            Self::NoIdentity => f.write_str("the server has no identity to present"),
            Self::Abandoned => f.write_str("the application gave the connection up"),
            Self::Unwelcome(alert) => write!(f, "the application does not want this peer: {alert}"),
        }
    }
}

impl core::error::Error for Error {}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> Self {
        let kind = match error {
            Error::Truncated => std::io::ErrorKind::UnexpectedEof,
            Error::RefusedByPeer(_) => std::io::ErrorKind::ConnectionAborted,
            Error::Refused(_) => std::io::ErrorKind::InvalidData,
            Error::Local(_) => std::io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

macro_rules! from {
    ($($source:ty => $($wrap:path),+;)*) => {$(
        impl From<$source> for Error {
            fn from(source: $source) -> Self {
                from!(@ source, $($wrap),+)
            }
        }
    )*};
    (@ $source:ident, $wrap:path) => { $wrap($source) };
    (@ $source:ident, $wrap:path, $($more:path),+) => { $wrap(from!(@ $source, $($more),+)) };
}

from! {
    Refusal => Error::Refused;
    Local => Error::Local;
    handfast_record::Refusal => Error::Refused, Refusal::Record;
    handfast_wire::DecodeError => Error::Refused, Refusal::Decode;
    handfast_handshake::Refusal => Error::Refused, Refusal::Handshake;
    handfast_record::CannotSeal => Error::Local, Local::Record;
}

impl From<handfast_handshake::Error> for Error {
    fn from(error: handfast_handshake::Error) -> Self {
        match error {
            handfast_handshake::Error::Refused(refusal) => refusal.into(),
            handfast_handshake::Error::Local(local) => Local::Handshake(local).into(),
        }
    }
}
