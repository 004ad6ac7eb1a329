//! Which side refused: the first thing to know, and the one that alerts are worst at telling.

use handfast::rule::AlertDescription as Alert;
use handfast::{ClientAuth, Error, Role, Version};

use super::{Ending, Patient};

/// Who ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// We refused the peer.
    WeRefused,
    /// The peer refused us, and said so.
    PeerRefused,
    /// The peer left without a word where one that refuses a client's certificate may do so: in TLS 1.3 after the
    /// client's Finished.
    RejectionSuspected,
    /// Nobody refused anybody: the transport ended, or nothing came.
    Lost,
    /// Something went wrong on our side.
    OurSide,
}

impl Direction {
    pub(super) fn of(patient: &Patient<'_>) -> Self {
        match patient.ending {
            Ending::Failed(Error::Refused(_)) => Self::WeRefused,
            // That is how a peer leaves, not how it refuses; before the end of the handshake it is both.
            Ending::Failed(Error::RefusedByPeer(Alert::CLOSE_NOTIFY)) if suspects(patient) => {
                Self::RejectionSuspected
            }
            Ending::Failed(Error::RefusedByPeer(_)) | Ending::Http(_) => Self::PeerRefused,
            Ending::Failed(Error::Local(_)) => Self::OurSide,
            Ending::Failed(Error::Truncated) | Ending::Reset if suspects(patient) => Self::RejectionSuspected,
            Ending::Failed(Error::Truncated) | Ending::Reset | Ending::TimedOut => Self::Lost,
        }
    }

    /// Whether it is the peer that does not want us, as far as can be told.
    #[must_use]
    pub const fn is_against_us(self) -> bool {
        matches!(self, Self::PeerRefused | Self::RejectionSuspected)
    }
}

/// RFC 9846 §4.5.1.3 has the server judge after the client is done; before Finished of TLS 1.2 a reset can as well have
/// swallowed the alert.
fn suspects(patient: &Patient<'_>) -> bool {
    let chart = patient.chart;
    let asked = chart.role == Role::Client && patient.negotiated.client_auth != ClientAuth::None;
    let silent = !chart.heard && (chart.finished || patient.negotiated.version == Some(Version::Tls12));
    asked && silent
}

/// The sentence that a diagnosis starts with.
pub(super) fn headline(direction: Direction, patient: &Patient<'_>) -> String {
    let (we, peer) = (patient.chart.role.name(), patient.chart.role.peer().name());
    let when = when(patient);
    match (direction, patient.ending) {
        (Direction::WeRefused, Ending::Failed(error)) => {
            let alert = error.alert().map(|alert| format!(" with {alert}")).unwrap_or_default();
            format!("We, the {we}, refused the {peer}{alert}, {when}.")
        }
        (_, Ending::Http(code)) => format!("The {peer} refused us, the {we}, with HTTP {code}, {when}."),
        (Direction::PeerRefused, Ending::Failed(Error::RefusedByPeer(alert))) => {
            format!("The {peer} refused us, the {we}, with {alert}, {when}.")
        }
        (Direction::RejectionSuspected, _) => {
            format!("The {peer} left without a word, {when}: client-authentication rejection suspected.")
        }
        (Direction::OurSide, Ending::Failed(error)) => format!("We, the {we}, could not go on: {error}."),
        (_, Ending::TimedOut) => format!("The {peer} did not answer in time, {when}."),
        (_, Ending::Failed(_) | Ending::Reset) => format!("The connection ended without a word, {when}."),
    }
}

/// How far we had come.
fn when(patient: &Patient<'_>) -> String {
    let chart = patient.chart;
    match chart.role {
        Role::Client if !chart.has_server_hello => "before any ServerHello".into(),
        Role::Server if chart.client_hello.is_empty() => "before any ClientHello".into(),
        Role::Server if !chart.has_server_hello => "in answer to the ClientHello".into(),
        _ if chart.complete && chart.heard => "after the handshake".into(),
        _ if chart.finished => "after our Finished".into(),
        _ => format!("in state {}", chart.state.name()),
    }
}
