//! Object identifiers, kept inline so that a refusal can carry one.

use core::fmt;

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

    /// At least one arc, each in its shortest form, the last one complete (X.690 §8.19.2).
    pub(crate) fn is_valid(content: &[u8]) -> bool {
        let starts_padded = |arc: &[u8]| arc.first() == Some(&0x80);
        let complete = content.last().is_some_and(|byte| byte & 0x80 == 0);
        complete && !content.split_inclusive(|byte| byte & 0x80 == 0).any(starts_padded)
    }
}

/// In dotted form: `2.5.29.19`.
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.bytes.get(..usize::from(self.len)).unwrap_or(&self.bytes);
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
    fn validity() {
        assert!(Oid::is_valid(&[0x2A, 0x86, 0x48]));
        assert!(!Oid::is_valid(&[]));
        assert!(!Oid::is_valid(&[0x2A, 0x86]), "the last arc does not end");
        assert!(!Oid::is_valid(&[0x2A, 0x80, 0x01]), "an arc is padded");
    }
}
