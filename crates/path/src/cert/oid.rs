//! Object identifiers, kept inline so that a refusal can carry one.

use core::fmt;
use core::str::FromStr;

/// The longest identifier that is kept whole, in bytes. Longer ones are compared and shown by their start.
const CAPACITY: usize = 31;

/// An object identifier: the content bytes of its DER.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Oid {
    bytes: [u8; CAPACITY],
    /// The true length, at most 255.
    len: u8,
}

impl Oid {
    /// From the content bytes of a DER OBJECT IDENTIFIER.
    #[must_use]
    pub fn from_content(content: &[u8]) -> Self {
        let mut oid = Self { bytes: [0; CAPACITY], len: u8::try_from(content.len()).unwrap_or(u8::MAX) };
        oid.bytes.iter_mut().zip(content).for_each(|(to, from)| *to = *from);
        oid
    }

    /// Likewise, if it can be kept whole.
    pub(crate) fn whole(content: &[u8]) -> Option<Self> {
        (content.len() <= CAPACITY).then(|| Self::from_content(content))
    }

    /// The content bytes of the DER, if they were kept whole.
    #[must_use]
    pub fn content(&self) -> Option<&[u8]> {
        self.bytes.get(..usize::from(self.len))
    }

    /// At least one arc, each in its shortest form, the last one complete (X.690 §8.19.2).
    pub(crate) fn is_valid(content: &[u8]) -> bool {
        let is_padded = || content.windows(2).any(|pair| matches!(pair, [0x00..=0x7F, 0x80]));
        match content {
            [] | [0x80, ..] | [.., 0x80..=0xFF] => false,
            _ => !is_padded(),
        }
    }
}

/// In dotted form: `2.5.29.19`.
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.content().unwrap_or(&self.bytes);
        for (place, arc) in kept.split_inclusive(|byte| byte & 0x80 == 0).enumerate() {
            let value = arc.iter().fold(0_u128, |value, byte| (value << 7) | u128::from(byte & 0x7F));
            match (place, value) {
                (0, 0..80) => write!(f, "{}.{}", value / 40, value % 40)?,
                (0, _) => write!(f, "2.{}", value - 80)?,
                _ => write!(f, ".{value}")?,
            }
        }
        if usize::from(self.len) > CAPACITY { f.write_str("…") } else { Ok(()) }
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not an object identifier in dotted form, or one that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnOid;

impl fmt::Display for NotAnOid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object identifier is written as 2.16.840.1, and takes at most {CAPACITY} bytes of DER")
    }
}

impl core::error::Error for NotAnOid {}

/// From dotted form: `2.5.29.19`. The first arc is 0, 1 or 2, and below 2 the second one is at most 39 (X.660).
impl FromStr for Oid {
    type Err = NotAnOid;

    fn from_str(dotted: &str) -> Result<Self, NotAnOid> {
        let mut arcs = dotted.split('.').map(arc);
        let second_of = |arcs: &mut dyn Iterator<Item = Option<u128>>| arcs.next().flatten().ok_or(NotAnOid);
        let (first, second) = (second_of(&mut arcs)?, second_of(&mut arcs)?);
        if first > 2 || (first < 2 && second > 39) {
            return Err(NotAnOid);
        }
        let start = second.checked_add(40 * first).ok_or(NotAnOid)?;
        let mut content = base128(start);
        for arc in arcs {
            content.extend(base128(arc.ok_or(NotAnOid)?));
        }
        Self::whole(&content).ok_or(NotAnOid)
    }
}

fn arc(digits: &str) -> Option<u128> {
    let shortest = digits == "0" || digits.starts_with(|first: char| matches!(first, '1'..='9'));
    digits.parse().ok().filter(|_| shortest)
}

/// Seven bits a byte, the highest first; all bytes but the last say that more follow (X.690 §8.19.2).
fn base128(arc: u128) -> Vec<u8> {
    let bytes = (0..19).rev().map(|group| (group, arc >> (7 * group)));
    let significant = bytes.skip_while(|(group, rest)| *rest == 0 && *group > 0);
    significant.map(|(group, rest)| ((rest & 0x7F) as u8) | if group > 0 { 0x80 } else { 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::Oid;

    #[test]
    fn dotted() {
        let dotted = |content: &[u8]| Oid::from_content(content).to_string();
        assert_eq!(dotted(&[0x55, 0x1D, 0x13]), "2.5.29.19");
        assert_eq!(dotted(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]), "1.2.840.113549");
        assert_eq!(dotted(&[0x88, 0x37]), "2.999");
        assert_eq!(dotted(&[0x2A; 40]), format!("1.2{}…", ".42".repeat(30)));
        assert_eq!(dotted(&[0xFF; 31]).split('.').count(), 2, "an arc beyond 128 bits is shown, not a panic");
    }

    #[test]
    fn read_back() {
        for dotted in
            ["2.5.29.19", "1.2.840.113549", "2.999", "0.39.0", "2.25.340282366920938463463374607431768211455"]
        {
            assert_eq!(dotted.parse::<Oid>().unwrap().to_string(), dotted);
        }
        let long = format!("1.2{}", ".1".repeat(31));
        for wrong in [
            "",
            "1",
            "3.1",
            "1.40",
            "1..2",
            "1.2.",
            "01.2",
            "1.+2",
            "1.2.x",
            "2.340282366920938463463374607431768211455",
            &long,
        ] {
            assert!(wrong.parse::<Oid>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn validity() {
        assert!(Oid::is_valid(&[0x2A, 0x86, 0x48]));
        assert!(!Oid::is_valid(&[]));
        assert!(!Oid::is_valid(&[0x2A, 0x86]), "the last arc does not end");
        assert!(!Oid::is_valid(&[0x2A, 0x80, 0x01]), "an arc is padded");
        assert!(!Oid::is_valid(&[0x80, 0x01]), "the first one is");
        assert!(Oid::is_valid(&[0x81, 0x80, 0x80, 0x01]), "a zero within an arc");
    }
}
