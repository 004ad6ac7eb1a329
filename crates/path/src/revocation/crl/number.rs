//! cRLNumber and baseCRLNumber (RFC 5280 §5.2.3, §5.2.4).

use core::cmp::Ordering;

use crate::cert::{Element, Fault, Read, Reader, Tag};

/// `INTEGER (0..MAX)`, of any length: the bytes without leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number<'a>(&'a [u8]);

impl<'a> Number<'a> {
    /// The bytes, big-endian.
    pub(crate) const fn bytes(self) -> &'a [u8] {
        self.0
    }

    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let number: Element<'a> = r.expect(Tag::INTEGER, "CRLNumber")?;
        match number.value {
            [] | [0x80..=0xFF, ..] | [0, 0..=0x7F, ..] => Err(number.fault(Fault::Value)),
            [0, rest @ ..] => Ok(Self(rest)),
            all => Ok(Self(all)),
        }
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Number;
    use crate::cert::Reader;

    fn number(der: &[u8]) -> Option<Number<'_>> {
        Number::decode(&mut Reader::new(der, 0)).ok()
    }

    #[test]
    fn compared_by_value() {
        let rising =
            [&[2, 1, 0][..], &[2, 1, 1], &[2, 1, 0x7F], &[2, 2, 0, 0x80], &[2, 2, 1, 0], &[2, 2, 1, 1]];
        let numbers: Vec<_> = rising.iter().map(|der| number(der).unwrap()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    }

    #[test]
    fn neither_negative_nor_padded() {
        for der in [&[2, 0][..], &[2, 1, 0x80], &[2, 2, 0, 0x7F], &[2, 2, 0, 0]] {
            assert_eq!(number(der), None, "{der:?}");
        }
    }
}
