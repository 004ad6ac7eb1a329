//! Octets as people read them.

/// Two lower-case digits an octet.
pub(crate) fn digits(octets: &[u8]) -> impl Iterator<Item = u8> {
    octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 0xf)])
}

/// Likewise, as text.
pub(crate) fn text(octets: &[u8]) -> String {
    digits(octets).map(char::from).collect()
}

const fn digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'a' + nibble - 10,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_digit() {
        let shown: Vec<u8> = super::digits(&[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]).collect();
        assert_eq!(shown, b"0123456789abcdef");
    }
}
