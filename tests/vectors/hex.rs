//! Octets as the files write them.

use crate::trace::Mismatch;

/// In lower case.
pub(crate) fn hex(octets: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = octets.as_ref().iter().flat_map(|octet| [octet >> 4, octet & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Two digits of lower case an octet.
pub(crate) fn octets(digits: &str) -> Result<Vec<u8>, Mismatch> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(octet)
        .collect::<Option<_>>()
        .ok_or_else(|| Mismatch::new(format!("not hexadecimal: {digits:.40}")))
}

fn octet(pair: &[u8]) -> Option<u8> {
    let &[high, low] = pair else { return None };
    Some(digit(high)? << 4 | digit(low)?)
}

fn digit(ascii: u8) -> Option<u8> {
    match ascii {
        b'0'..=b'9' => Some(ascii - b'0'),
        b'a'..=b'f' => Some(ascii - b'a' + 10),
        _ => None,
    }
}
