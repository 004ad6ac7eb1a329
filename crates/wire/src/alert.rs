//! The two bytes of an alert.

use handfast_rule::AlertDescription;

use crate::DecodeError;
use crate::code_points::AlertLevel;
use crate::codec::{Reader, Span};

/// An alert (RFC 9846 §6).
///
/// ```text
/// struct {
///     AlertLevel level;
///     AlertDescription description;
/// } Alert;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alert {
    /// How grave; in TLS 1.3 it follows from the description and is ignored.
    pub level: AlertLevel,
    /// What is the matter.
    pub description: AlertDescription,
}

impl Alert {
    /// How many bytes an alert takes.
    pub const LEN: usize = 2;

    /// An alert of level fatal, as every error alert is (RFC 9846 §6).
    #[must_use]
    pub const fn fatal(description: AlertDescription) -> Self {
        Self { level: AlertLevel::FATAL, description }
    }

    /// An alert of level warning, as close_notify and user_canceled are (RFC 9846 §6.1).
    #[must_use]
    pub const fn warning(description: AlertDescription) -> Self {
        Self { level: AlertLevel::WARNING, description }
    }

    /// The alert that fills `bytes`.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] or [`DecodeError::TrailingBytes`] if it is not exactly one (RFC 9846 §5.1).
    pub fn decode(bytes: &[u8], spans: Option<&mut Vec<Span>>) -> Result<Self, DecodeError> {
        Reader::read_all("Alert", bytes, spans, |r| {
            Ok(Self {
                level: AlertLevel(r.u8("level")?),
                description: AlertDescription(r.u8("description")?),
            })
        })
    }

    /// The bytes of the alert.
    #[must_use]
    pub const fn encode(self) -> [u8; Self::LEN] {
        [self.level.0, self.description.0]
    }
}
