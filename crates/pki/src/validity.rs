//! When a certificate holds.

use core::time::Duration;

use rustls_pki_types::UnixTime;
use time::OffsetDateTime;

use crate::Error;

/// How long before the moment of issue a certificate begins to hold: clocks differ a little between machines.
pub const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The validity period of a certificate (RFC 5280 §4.1.2.5), to the second, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first second at which the certificate holds.
    pub not_before: UnixTime,
    /// The last second at which the certificate holds.
    pub not_after: UnixTime,
}

impl Validity {
    /// From five minutes ago ([`CLOCK_SKEW`]) until `days` days from `now`.
    #[must_use]
    pub fn days(now: UnixTime, days: u32) -> Self {
        Self { not_before: earlier(now, CLOCK_SKEW), not_after: later(now, DAY.saturating_mul(days)) }
    }

    /// The two ends as calendar dates.
    pub(crate) fn dates(self) -> Result<(OffsetDateTime, OffsetDateTime), Error> {
        if self.not_after.as_secs() < self.not_before.as_secs() {
            return Err(Error::ValidityReversed);
        }
        Ok((date(self.not_before)?, date(self.not_after)?))
    }
}

fn earlier(time: UnixTime, by: Duration) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(time.as_secs().saturating_sub(by.as_secs())))
}

fn later(time: UnixTime, by: Duration) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(time.as_secs().saturating_add(by.as_secs())))
}

fn date(time: UnixTime) -> Result<OffsetDateTime, Error> {
    let seconds = i64::try_from(time.as_secs()).map_err(|_| Error::DateOutOfRange)?;
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| Error::DateOutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }

    #[test]
    fn days_begin_a_little_early() {
        let validity = Validity::days(at(1_000_000), 2);
        assert_eq!(validity, Validity { not_before: at(999_700), not_after: at(1_172_800) });
        assert_eq!(Validity::days(at(1), 1).not_before, at(0));
    }

    #[test]
    fn impossible_periods_are_refused() {
        let reversed = Validity { not_before: at(2), not_after: at(1) };
        assert_eq!(reversed.dates(), Err(Error::ValidityReversed));
        let year_10000 = Validity { not_before: at(0), not_after: at(253_402_300_800) };
        assert_eq!(year_10000.dates(), Err(Error::DateOutOfRange));
        let year_9999 = Validity { not_before: at(0), not_after: at(253_402_300_799) };
        assert!(year_9999.dates().is_ok());
    }
}
