//! When a certificate holds.

use core::fmt;
use core::time::Duration;

use rustls_pki_types::UnixTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

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
    at(time.as_secs().saturating_sub(by.as_secs()))
}

fn later(time: UnixTime, by: Duration) -> UnixTime {
    at(time.as_secs().saturating_add(by.as_secs()))
}

fn date(time: UnixTime) -> Result<OffsetDateTime, Error> {
    let seconds = i64::try_from(time.as_secs()).map_err(|_| Error::DateOutOfRange)?;
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| Error::DateOutOfRange)
}

/// Reads a moment as people write it, all in UTC: `2026-11-21`, `2026-11-21T22:45:00Z` (RFC 3339), `now`, or from `now` on
/// or back: `+90d`, `-1h`, in `s`, `m`, `h`, `d`.
///
/// # Errors
/// [`UnreadableTime`] if it is none of these, or before 1970.
pub fn instant(text: &str, now: UnixTime) -> Result<UnixTime, UnreadableTime> {
    relative(text, now).or_else(|| absolute(text)).ok_or(UnreadableTime)
}

fn relative(text: &str, now: UnixTime) -> Option<UnixTime> {
    if text == "now" {
        return Some(now);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let by = duration(rest)?;
    match sign {
        "+" => now.as_secs().checked_add(by).map(at),
        "-" => now.as_secs().checked_sub(by).map(at),
        _ => None,
    }
}

/// Seconds in `90d`.
fn duration(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => DAY.as_secs(),
        _ => return None,
    };
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| number.parse::<u64>().ok()).flatten()?.checked_mul(seconds)
}

fn absolute(text: &str) -> Option<UnixTime> {
    let midnight = |date: Date| date.midnight().assume_utc();
    let moment = Date::parse(text, format_description!("[year]-[month]-[day]")).map(midnight);
    let moment = moment.or_else(|_| OffsetDateTime::parse(text, &Rfc3339)).ok()?;
    u64::try_from(moment.unix_timestamp()).ok().map(at)
}

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// A text that names no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableTime;

impl fmt::Display for UnreadableTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is 2026-11-21, 2026-11-21T22:45:00Z, now, +90d or -1h (s, m, h, d)")
    }
}

impl core::error::Error for UnreadableTime {}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn moments_are_read() {
        let now = at(1_000_000_000);
        for (text, seconds) in [
            ("now", 1_000_000_000),
            ("+90d", 1_007_776_000),
            ("-1h", 999_996_400),
            ("+2m", 1_000_000_120),
            ("-5s", 999_999_995),
            ("2026-11-21", 1_795_219_200),
            ("2026-11-21T22:45:00Z", 1_795_301_100),
            ("2026-11-21T22:45:00+01:00", 1_795_297_500),
        ] {
            assert_eq!(instant(text, now), Ok(at(seconds)), "{text}");
        }
    }

    #[test]
    fn texts_that_are_no_moment() {
        for text in [
            "",
            "+",
            "d",
            "90d",
            "+d",
            "+1w",
            "+-1d",
            "++1d",
            "tomorrow",
            "2026-13-01",
            "1969-12-31",
            "-40000d",
            "\u{fc}",
        ] {
            assert_eq!(instant(text, at(1_000_000_000)), Err(UnreadableTime), "{text:?}");
        }
        assert_eq!(instant(&format!("+{}d", u64::MAX), at(0)), Err(UnreadableTime));
    }
}
