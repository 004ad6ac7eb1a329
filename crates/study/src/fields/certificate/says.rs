//! What the parts of a certificate say, in a few words. Each is given all octets of an element, tag and length included.

use core::net::{Ipv4Addr, Ipv6Addr};

use handfast::path::cert::Oid;
use handfast::path::name;
use handfast::wire::code_points::ExtensionType;

use super::walk::{self, element};
use super::{SEQUENCE, SET};
use crate::count;
use crate::glossary;
use crate::hex::text as hex;

pub(super) const fn nothing(_: &[u8]) -> Option<String> {
    None
}

fn content(octets: &[u8]) -> Option<&[u8]> {
    octets.get(element(octets)?.content)
}

pub(super) fn null(_: &[u8]) -> Option<String> {
    Some("NULL".to_owned())
}

pub(super) fn boolean(octets: &[u8]) -> Option<String> {
    Some((content(octets)? != [0]).to_string())
}

/// As a number, if it is none below 0 and none that nobody would read.
pub(super) fn number(octets: &[u8]) -> Option<String> {
    let content = content(octets)?;
    let is_readable = matches!(content, [0..=0x7f] | [0..=0x7f, ..]) && content.len() <= size_of::<u64>();
    is_readable
        .then(|| content.iter().fold(0_u64, |number, octet| number << 8 | u64::from(*octet)).to_string())
}

/// Behind an explicit tag.
pub(super) fn number_inside(octets: &[u8]) -> Option<String> {
    number(content(octets)?)
}

/// `2048 bits`
pub(super) fn length_in_bits(octets: &[u8]) -> Option<String> {
    let mut digits = content(octets)?.iter().skip_while(|octet| **octet == 0);
    let first = digits.next()?;
    Some(format!("{} bits", 8 * (digits.count() + 1) - first.leading_zeros() as usize))
}

pub(super) fn digits(octets: &[u8]) -> Option<String> {
    content(octets).map(hex)
}

/// A string of ASCII; whatever else is in it is escaped.
pub(super) fn ascii(octets: &[u8]) -> Option<String> {
    Some(content(octets)?.escape_ascii().to_string())
}

/// A string of any type, as it stands in a name (RFC 4514 §2.4).
pub(super) fn string(octets: &[u8]) -> Option<String> {
    const COMMON_NAME: [u8; 5] = [super::OBJECT, 3, 0x55, 4, 3];
    let attribute = walk::around(SEQUENCE, &[&COMMON_NAME, octets].concat());
    relative_name(&walk::around(SET, &attribute))?.strip_prefix("CN=").map(str::to_owned)
}

/// A name that has no other piece.
pub(super) fn relative_name(octets: &[u8]) -> Option<String> {
    Some(name::text(&walk::around(SEQUENCE, octets)))
}

/// A name behind an explicit tag.
pub(super) fn directory_name(octets: &[u8]) -> Option<String> {
    content(octets).map(name::text)
}

/// An address, or one with its mask (RFC 5280 §4.2.1.10).
pub(super) fn address(octets: &[u8]) -> Option<String> {
    let content = content(octets)?;
    let one = |octets: &[u8]| match octets.len() {
        4 => <[u8; 4]>::try_from(octets).ok().map(|octets| Ipv4Addr::from(octets).to_string()),
        _ => <[u8; 16]>::try_from(octets).ok().map(|octets| Ipv6Addr::from(octets).to_string()),
    };
    match content.split_at_checked(content.len() / 2)? {
        (address, mask) if matches!(content.len(), 8 | 32) => {
            Some(format!("{}/{}", one(address)?, one(mask)?))
        }
        _ => one(content),
    }
}

/// An object identifier by its name, or in dotted form.
pub(super) fn object(octets: &[u8]) -> Option<String> {
    let dotted = dotted(octets)?;
    Some(glossary::oid_name(&dotted).map_or(dotted, str::to_owned))
}

pub(super) fn dotted(octets: &[u8]) -> Option<String> {
    Some(Oid::from_content(content(octets)?).to_string())
}

/// The first object identifier in a SEQUENCE: an AlgorithmIdentifier.
pub(super) fn algorithm(octets: &[u8]) -> Option<String> {
    object(content(octets)?)
}

/// In the order of their bits (RFC 5280 §4.2.1.3).
const USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

pub(super) fn key_usage(octets: &[u8]) -> Option<String> {
    bits(content(octets)?, &USAGES)
}

/// In the order of their bits (RFC 5280 §4.2.1.13).
const REASONS: [&str; 9] = [
    "unused",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "privilegeWithdrawn",
    "aACompromise",
];

pub(super) fn reasons(octets: &[u8]) -> Option<String> {
    bits(content(octets)?, &REASONS)
}

/// The names of the bits that are set, behind the octet that counts those left over.
fn bits(content: &[u8], names: &[&str]) -> Option<String> {
    let (_, octets) = content.split_first()?;
    let is_set = |bit: usize| octets.get(bit / 8).is_some_and(|octet| octet << (bit % 8) & 0x80 != 0);
    let set: Vec<_> =
        names.iter().enumerate().filter(|(bit, _)| is_set(*bit)).map(|(_, name)| *name).collect();
    Some(if set.is_empty() { "none".to_owned() } else { set.join(", ") })
}

/// A TLS extension by its number (RFC 7633 §4).
pub(super) fn feature(octets: &[u8]) -> Option<String> {
    let number: u16 = number(octets)?.parse().ok()?;
    Some(ExtensionType(number).to_string())
}

/// How many there are: a list with a length before it, and one before each (RFC 6962 §3.3).
pub(super) fn promises(octets: &[u8]) -> Option<String> {
    let mut rest = content(octets)?.get(2..)?;
    let mut promises = 0;
    while let Some((length, after)) = rest.split_first_chunk() {
        rest = after.get(usize::from(u16::from_be_bytes(*length))..)?;
        promises += 1;
    }
    Some(count(promises, "timestamp"))
}

/// A point of a curve in a BIT STRING (SEC 1 §2.3.3).
pub(super) fn point(octets: &[u8]) -> Option<String> {
    match content(octets)? {
        [0, 4, coordinates @ ..] => Some(format!("a point, x and y of {} octets", coordinates.len() / 2)),
        [0, 2 | 3, x @ ..] => Some(format!("a point, x of {} octets and the sign of y", x.len())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(says: fn(&[u8]) -> Option<String>, octets: &[u8]) -> String {
        says(octets).unwrap_or_else(|| "nothing".to_owned())
    }

    #[test]
    fn numbers() {
        assert_eq!(said(number, &[2, 1, 0]), "0");
        assert_eq!(said(number, &[2, 3, 1, 0, 1]), "65537");
        assert_eq!(said(number, &[2, 2, 0, 0x80]), "128");
        assert_eq!(said(number, &[2, 1, 0xff]), "nothing");
        assert_eq!(said(number, &[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]), "nothing");
        assert_eq!(said(number_inside, &[0xa2, 3, 2, 1, 32]), "32");
        assert_eq!(said(length_in_bits, &[2, 3, 0, 0x80, 0]), "16 bits");
        assert_eq!(said(length_in_bits, &[2, 2, 1, 0]), "9 bits");
        assert_eq!(said(length_in_bits, &[2, 1, 0]), "nothing");
    }

    #[test]
    fn bits_by_their_names() {
        assert_eq!(said(key_usage, &[3, 2, 7, 0x80]), "digitalSignature");
        assert_eq!(said(key_usage, &[3, 3, 7, 0x01, 0x80]), "encipherOnly, decipherOnly");
        assert_eq!(said(key_usage, &[3, 1, 0]), "none");
        assert_eq!(said(key_usage, &[3, 0]), "nothing");
        assert_eq!(said(reasons, &[3, 2, 1, 0x42]), "keyCompromise, certificateHold");
    }

    #[test]
    fn addresses_with_and_without_a_mask() {
        assert_eq!(said(address, &[0x87, 4, 127, 0, 0, 1]), "127.0.0.1");
        assert_eq!(said(address, &[0x87, 8, 10, 0, 0, 0, 255, 0, 0, 0]), "10.0.0.0/255.0.0.0");
        let mut six = vec![0x87, 16];
        six.extend([0; 15]);
        six.push(1);
        assert_eq!(said(address, &six), "::1");
        assert_eq!(said(address, &[0x87, 3, 1, 2, 3]), "nothing");
        assert_eq!(said(address, &[0x87, 0]), "nothing");
    }

    /// A line feed or an escape of a terminal in a name must not leave it.
    #[test]
    fn strings_are_escaped() {
        assert_eq!(said(string, &[0x0c, 3, b'a', 0x0a, b'b']), "a\\0Ab");
        assert_eq!(said(string, &[0x1e, 4, 0, b'h', 0, b'i']), "hi");
        assert_eq!(said(ascii, &[0x86, 2, b'a', 0x1b]), "a\\x1b");
    }

    #[test]
    fn features_promises_and_points() {
        assert_eq!(said(feature, &[2, 1, 5]), ExtensionType::STATUS_REQUEST.to_string());
        assert_eq!(said(feature, &[2, 3, 1, 0, 0]), "nothing");
        assert_eq!(said(promises, &[4, 9, 0, 7, 0, 1, 9, 0, 2, 9, 9]), "2 timestamps");
        assert_eq!(said(promises, &[4, 5, 0, 3, 0, 9, 9]), "nothing");
        assert_eq!(said(point, &[3, 6, 0, 4, 1, 1, 2, 2]), "a point, x and y of 2 octets");
        assert_eq!(said(point, &[3, 3, 0, 9, 9]), "nothing");
    }
}
