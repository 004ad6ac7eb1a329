//! Points in time as certificates write them (RFC 5280 §4.1.2.5).

use core::fmt;

use rustls_pki_types::UnixTime;

use super::reader::{Element, Fault, Read, Reader, Tag};

/// A point in time in seconds since 1970-01-01 00:00:00 UTC. Negative before: a certificate can begin in 1950.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl From<UnixTime> for Time {
    fn from(time: UnixTime) -> Self {
        Self(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
    }
}

const DAY: i64 = 24 * 60 * 60;
/// The years 0000 to 9999: all that a certificate can name.
const CALENDAR: core::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

impl Time {
    /// The first second that UTCTime has no word for.
    pub(crate) const YEAR_2050: Self = Self(2_524_608_000);

    /// The next element, which is a time of either type.
    #[inline(never)] // two in each certificate
    pub(crate) fn next(fields: &mut Reader<'_>, field: &'static str) -> Read<Self> {
        let tag = if fields.next_is(Tag::GENERALIZED_TIME) { Tag::GENERALIZED_TIME } else { Tag::UTC_TIME };
        let value = fields.value(tag, field)?;
        Self::of(tag, value).ok_or_else(|| fields.fault_in(value, field, Fault::Value))
    }

    /// UTCTime or GeneralizedTime, with seconds and in UTC. Those who issue use one until 2049 and the other from 2050
    /// on; those who read take both for any year (RFC 5280 §4.1.2.5). Whether it is either was asked when it was read.
    #[inline]
    pub(crate) fn decode(element: &Element<'_>) -> Read<Self> {
        Self::of(element.tag, element.value).ok_or_else(|| element.fault(Fault::Value))
    }

    fn of(tag: Tag, text: &[u8]) -> Option<Self> {
        match tag {
            Tag::UTC_TIME => utc_time(text),
            Tag::GENERALIZED_TIME => generalized_time(text),
            _ => None,
        }
    }

    /// Midnight UTC of a date of the Gregorian calendar.
    fn of_date(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=12).contains(&month) || day < 1 || (day > 28 && day > days_in(year, month)) {
            return None;
        }
        // A year that begins in March ends with its leap day, and its months take turns of 30.6 days.
        let (next, month) = if month > 2 { (year + 1, month - 3) } else { (year, month + 9) };
        let days = days_before(next) - 306 + (153 * month + 2) / 5 + day - 1;
        Some(Self((days - days_before(1970)) * DAY))
    }

    /// Year, month and day.
    fn date(self) -> (i64, i64, i64) {
        let days = self.0.div_euclid(DAY) + days_before(1970);
        let guess = days.div_euclid(366);
        let year = (guess..).find(|year| days_before(year + 1) > days).unwrap_or(guess);
        let mut day = days - days_before(year);
        let mut month = 1;
        while day >= days_in(year, month) {
            day -= days_in(year, month);
            month += 1;
        }
        (year, month, day + 1)
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days from the year 0, which is a leap year, to the start of this one.
const fn days_before(year: i64) -> i64 {
    365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400
}

const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `YYMMDDHHMMSSZ`; years from 50 on are of the 20th century.
fn utc_time(text: &[u8]) -> Option<Time> {
    let (date, [n, nn, s, ss, b'Z']) = text.split_first_chunk()? else { return None };
    let [year, month, day, hour] = numbers(*date)?;
    let [minute, second, ..] = numbers([*n, *nn, *s, *ss, b'0', b'0', b'0', b'0'])?;
    let century = if year >= 50 { 1900 } else { 2000 };
    date_and_clock([century + year, month, day], [hour, minute, second])
}

/// `YYYYMMDDHHMMSSZ`, no fraction.
fn generalized_time(text: &[u8]) -> Option<Time> {
    let (date, [h, hh, n, nn, s, ss, b'Z']) = text.split_first_chunk()? else { return None };
    let [century, year, month, day] = numbers(*date)?;
    let [hour, minute, second, _] = numbers([*h, *hh, *n, *nn, *s, *ss, b'0', b'0'])?;
    date_and_clock([100 * century + year, month, day], [hour, minute, second])
}

fn date_and_clock([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3]) -> Option<Time> {
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let midnight = Time::of_date(year, month, day)?;
    Some(Time(midnight.0 + (hour * 60 + minute) * 60 + second))
}

/// Four numbers of two decimal digits each, worked out side by side: there are four dates in the shortest path.
fn numbers(text: [u8; 8]) -> Option<[i64; 4]> {
    const fn each(octet: u8) -> u64 {
        u64::from_ne_bytes([octet; 8])
    }
    // A digit has become its value, and nothing else is below ten.
    let digits = u64::from_le_bytes(text) ^ each(b'0');
    let above_nine = digits | digits.wrapping_add(each(0x80 - 10));
    if above_nine & each(0x80) != 0 {
        return None;
    }
    // The tens are the lower octet of each pair.
    let [a, _, b, _, c, _, d, _] = (digits * 10 + (digits >> 8)).to_le_bytes();
    Some([a, b, c, d].map(i64::from))
}

/// `2026-11-21 09:30:00 UTC`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !CALENDAR.contains(&self.0) {
            return write!(f, "{} s from 1970", self.0);
        }
        let (year, month, day) = self.date();
        let clock = self.0.rem_euclid(DAY);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Time, generalized_time, numbers, utc_time};
    use proptest::prelude::*;

    #[test]
    fn known_points() {
        assert_eq!(utc_time(b"700101000000Z"), Some(Time(0)));
        assert_eq!(utc_time(b"691231235959Z"), Some(Time(-1)));
        assert_eq!(utc_time(b"500101000000Z"), Some(Time(-631_152_000)));
        assert_eq!(utc_time(b"491231235959Z"), Some(Time(2_524_607_999)));
        assert_eq!(utc_time(b"000229120000Z"), Some(Time(951_825_600)));
        assert_eq!(generalized_time(b"20240229000000Z"), Some(Time(1_709_164_800)));
        assert_eq!(generalized_time(b"99991231235959Z"), Some(Time(253_402_300_799)));
        assert_eq!(
            generalized_time(b"00000101000000Z").map(|t| t.to_string()).unwrap(),
            "0000-01-01 00:00:00 UTC"
        );
    }

    #[test]
    fn what_is_no_time() {
        for text in ["", "7001010000Z", "700101000000", "700101000000+0100", "70010100000aZ", "701301000000Z"]
        {
            assert_eq!(utc_time(text.as_bytes()), None, "{text}");
        }
        for text in
            ["20230229000000Z", "19000229000000Z", "20240230000000Z", "20240001000000Z", "20240100000000Z"]
        {
            assert_eq!(generalized_time(text.as_bytes()), None, "{text}");
        }
        for text in ["20240101240000Z", "20240101006000Z", "20240101000060Z", "20240101000000.5Z"] {
            assert_eq!(generalized_time(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_of_digits_alone() {
        for (tens, ones) in (0..=u8::MAX).flat_map(|tens| (0..=u8::MAX).map(move |ones| (tens, ones))) {
            let are_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
            let value = are_digits.then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'));
            for place in 0..4 {
                let (mut text, mut expected) = (*b"12345678", [12, 34, 56, 78]);
                text[2 * place..][..2].copy_from_slice(&[tens, ones]);
                expected[place] = value.unwrap_or_default();
                assert_eq!(numbers(text), value.map(|_| expected), "{text:?}");
            }
        }
    }

    #[test]
    fn far_away_is_still_printed() {
        assert_eq!(Time(i64::MAX).to_string(), "9223372036854775807 s from 1970");
        assert!(Time(i64::MIN).to_string().starts_with('-'));
    }

    proptest! {
        #[test]
        fn printed_and_read_again(seconds in super::CALENDAR) {
            let time = Time(seconds);
            let text: String = time.to_string().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(generalized_time(format!("{text}Z").as_bytes()), Some(time));
        }
    }
}
