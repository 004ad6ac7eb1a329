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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_two_bytes_exactly() {
        let alert = Alert::fatal(AlertDescription::CERTIFICATE_REQUIRED);
        assert_eq!(alert.encode(), [2, 116]);
        assert_eq!(Alert::decode(&[2, 116], None), Ok(alert));
        assert_eq!(Alert::warning(AlertDescription::CLOSE_NOTIFY).encode(), [1, 0]);
        assert_eq!(
            Alert::decode(&[2], None),
            Err(DecodeError::Truncated { field: "description", offset: 1 })
        );
        assert_eq!(
            Alert::decode(&[1, 0, 2], None),
            Err(DecodeError::TrailingBytes { field: "Alert", offset: 2 })
        );
    }

    #[test]
    fn keeps_what_has_no_name() {
        let alert = Alert::decode(&[7, 200], None).unwrap();
        assert_eq!(alert.level.to_string(), "0x07");
        assert_eq!(alert.encode(), [7, 200]);
    }
}
