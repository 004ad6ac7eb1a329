//! The public keys that nearly all have: of each kind, all is the same but for a number, so that they need not be taken
//! apart.

use crate::public_key::KeyKind;

/// All that DER allows in a SubjectPublicKeyInfo around the number.
struct Usual {
    kind: KeyKind,
    before: &'static [u8],
    /// How much of that belongs to the content of subjectPublicKey.
    of_key: usize,
    /// How long the number is, in octets.
    number: usize,
    after: &'static [u8],
}

const USUAL: [Usual; 6] = [
    Usual::point(
        KeyKind::P256,
        b"\x30\x59\x30\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\0\x04",
        64,
    ),
    Usual::point(
        KeyKind::P384,
        b"\x30\x76\x30\x10\x06\x07*\x86H\xce=\x02\x01\x06\x05+\x81\x04\0\x22\x03b\0\x04",
        96,
    ),
    Usual {
        kind: KeyKind::Ed25519,
        before: b"\x30\x2a\x30\x05\x06\x03+ep\x03\x21\0",
        of_key: 0,
        number: 32,
        after: b"",
    },
    Usual::rsa(
        2048,
        b"\x30\x82\x01\x22\x30\x0d\x06\x09*\x86H\x86\xf7\x0d\x01\x01\x01\x05\0\x03\x82\x01\x0f\0\
          \x30\x82\x01\x0a\x02\x82\x01\x01\0",
    ),
    Usual::rsa(
        3072,
        b"\x30\x82\x01\xa2\x30\x0d\x06\x09*\x86H\x86\xf7\x0d\x01\x01\x01\x05\0\x03\x82\x01\x8f\0\
          \x30\x82\x01\x8a\x02\x82\x01\x81\0",
    ),
    Usual::rsa(
        4096,
        b"\x30\x82\x02\x22\x30\x0d\x06\x09*\x86H\x86\xf7\x0d\x01\x01\x01\x05\0\x03\x82\x02\x0f\0\
          \x30\x82\x02\x0a\x02\x82\x02\x01\0",
    ),
];

const EXPONENT_65537: &[u8] = &[0x02, 0x03, 0x01, 0x00, 0x01];

impl Usual {
    /// Both coordinates of a point follow the 4 that says that it is not compressed.
    const fn point(kind: KeyKind, before: &'static [u8], number: usize) -> Self {
        Self { kind, before, of_key: 1, number, after: b"" }
    }

    /// A modulus stands in RSAPublicKey, before an exponent that is the same for nearly all.
    const fn rsa(bits: usize, before: &'static [u8]) -> Self {
        Self { kind: KeyKind::Rsa { bits }, before, of_key: 9, number: bits / 8, after: EXPONENT_65537 }
    }

    fn is(&self, spki: &[u8]) -> bool {
        let rest = spki.strip_prefix(self.before).and_then(|rest| rest.strip_suffix(self.after));
        rest.is_some_and(|number| number.len() == self.number && (!self.is_rsa() || is_full(number)))
    }

    const fn is_rsa(&self) -> bool {
        matches!(self.kind, KeyKind::Rsa { .. })
    }
}

/// The highest bit is set: a modulus is as long as it says.
fn is_full(number: &[u8]) -> bool {
    number.first().is_some_and(|first| *first >= 0x80)
}

/// The kind of a usual key, and where the content of subjectPublicKey begins.
pub(crate) fn kind_and_start(spki: &[u8]) -> Option<(KeyKind, usize)> {
    let usual = USUAL.iter().find(|usual| usual.is(spki))?;
    Some((usual.kind, usual.before.len() - usual.of_key))
}

#[cfg(test)]
mod tests {
    use super::{USUAL, kind_and_start};
    use crate::public_key::PublicKeyRef;

    #[test]
    fn what_is_usual_is_what_the_der_says() {
        for usual in USUAL {
            let with = |number: &[u8]| [usual.before, number, usual.after].concat();
            let spki = with(&vec![0x80; usual.number]);
            let start = usual.before.len() - usual.of_key;
            assert_eq!(kind_and_start(&spki), Some((usual.kind, start)));
            let read = PublicKeyRef::read(&spki).unwrap();
            assert_eq!((read.kind(), read.key_bytes()), (usual.kind, &spki[start..]));
            assert_eq!(kind_and_start(&spki[..spki.len() - 1]), None);
            assert_eq!(kind_and_start(&[&spki[..], &[0]].concat()), None);
            assert_eq!(kind_and_start(&with(&vec![0x80; usual.number - 1])), None);
        }
    }

    #[test]
    fn a_modulus_of_fewer_bits_is_not_usual() {
        for usual in USUAL.into_iter().filter(super::Usual::is_rsa) {
            let spki = [usual.before, &vec![0x7F; usual.number], usual.after].concat();
            assert_eq!(kind_and_start(&spki), None);
            assert!(PublicKeyRef::read(&spki).is_err(), "and its leading zero is no DER");
        }
    }
}
