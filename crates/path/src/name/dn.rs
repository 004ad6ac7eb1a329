//! Distinguished names as text (RFC 4514): the most specific part first, everything unusual escaped.

use core::fmt::Write;

use x509_parser::der_parser::asn1_rs::{Any, Tag as StringTag};
use x509_parser::prelude::{AttributeTypeAndValue, FromDer, RelativeDistinguishedName, X509Name};

use crate::cert::{Reader, Tag};
use crate::identity;

/// The text of a name given in DER. One that cannot be read is shown as RFC 4514 shows what it has no text for: `#` and
/// the DER in hexadecimal.
#[must_use]
pub fn text(der: &[u8]) -> String {
    let Some(name) = read(der) else { return hexadecimal(der) };
    let mut parts: Vec<String> = name.iter_rdn().map(relative).collect();
    parts.reverse();
    parts.join(",")
}

/// The common names in a name given in DER, in their order, as they are, or the content of one that has no text: it
/// counts all the same. None if the name cannot be read.
pub(crate) fn common_names(der: &[u8]) -> Vec<Result<String, &[u8]>> {
    let Some(name) = read(der) else { return Vec::new() };
    let value = |attribute: &AttributeTypeAndValue<'_>| string(attribute.attr_value());
    name.iter_common_name().map(|one| value(one).ok_or(one.attr_value().data)).collect()
}

/// The whole of a name: crate x509-parser leaves out what it cannot read, and part of a name is another name.
fn read(der: &[u8]) -> Option<X509Name<'_>> {
    let ([], name) = X509Name::from_der(der).ok()? else { return None };
    (Some(name.iter_attributes().count()) == attributes(der)).then_some(name)
}

/// How many attributes there are.
fn attributes(der: &[u8]) -> Option<usize> {
    let mut parts = sequence(der, Tag::SEQUENCE)?;
    let mut count = 0;
    while !parts.is_empty() {
        let mut part = sequence(parts.any("RelativeDistinguishedName").ok()?.whole, Tag::SET)?;
        while !part.is_empty() {
            part.expect(Tag::SEQUENCE, "AttributeTypeAndValue").ok()?;
            count += 1;
        }
    }
    Some(count)
}

fn sequence(der: &[u8], tag: Tag) -> Option<Reader<'_>> {
    Some(Reader::new(Reader::new(der, 0).expect(tag, "Name").ok()?.value, 0))
}

fn relative(part: &RelativeDistinguishedName<'_>) -> String {
    part.iter().map(attribute).collect::<Vec<_>>().join("+")
}

fn attribute(attribute: &AttributeTypeAndValue<'_>) -> String {
    let id = attribute.attr_type().to_id_string();
    let name = NAMES.iter().find(|(of, _)| *of == id).map(|(_, name)| *name);
    let value = string(attribute.attr_value())
        .map_or_else(|| hexadecimal(attribute.attr_value().data), |text| escaped(&text));
    format!("{}={value}", name.unwrap_or(&id))
}

/// The descriptors of RFC 4514 §3, and those that certificates use beside them.
const NAMES: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.6", "C"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("2.5.4.4", "SN"),
    ("2.5.4.42", "GN"),
    ("2.5.4.12", "title"),
    ("2.5.4.5", "serialNumber"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// The text of a string of one of the types of DirectoryString, or an IA5String.
fn string(value: &Any<'_>) -> Option<String> {
    match value.tag() {
        StringTag::Utf8String
        | StringTag::PrintableString
        | StringTag::Ia5String
        | StringTag::NumericString => core::str::from_utf8(value.data).ok().map(str::to_owned),
        StringTag::T61String => Some(value.data.iter().map(|byte| char::from(*byte)).collect()),
        StringTag::BmpString => utf16(value.data),
        StringTag::UniversalString => utf32(value.data),
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    String::from_utf16(&pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>()).ok()
}

fn utf32(bytes: &[u8]) -> Option<String> {
    let (fours, []) = bytes.as_chunks::<4>() else { return None };
    fours.iter().map(|four| char::from_u32(u32::from_be_bytes(*four))).collect()
}

/// RFC 4514 §2.4, and beyond it every character that could disturb a terminal or a log, by the bytes of its UTF-8.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.len().saturating_sub(1);
    for (place, character) in text.char_indices() {
        let edge = (place == 0 && matches!(character, ' ' | '#')) || (place == last && character == ' ');
        if edge || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            out.push('\\');
            out.push(character);
        } else {
            push_visible(&mut out, character);
        }
    }
    out
}

/// A character as it is, or as the bytes of its UTF-8: `\0A`. Letters and digits of every script stay, and of ASCII all
/// that prints; controls, directions and what else could mislead the eye do not.
fn push_visible(out: &mut String, character: char) {
    if character == ' ' || character.is_ascii_graphic() || character.is_alphanumeric() {
        return out.push(character);
    }
    push_bytes(out, character.encode_utf8(&mut [0; 4]).as_bytes());
}

fn push_bytes(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "\\{byte:02X}");
    }
}

/// Names of subjectAltName: peer's bytes, ASCII but in mailboxes. Whatever is not printable, and blank and backslash, so
/// that two names never look the same, as `\XX`.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|character| match character {
            ' ' | '\\' => push_bytes(&mut out, &[u8::try_from(character).unwrap_or_default()]),
            character => push_visible(&mut out, character),
        });
        push_bytes(&mut out, chunk.invalid());
    }
    out
}

pub(crate) fn hexadecimal(der: &[u8]) -> String {
    format!("#{}", identity::hexadecimal(der))
}

#[cfg(test)]
mod tests {
    use super::{escaped, text, visible};

    /// An attribute: identifier, tag, value.
    type Attribute<'a> = (&'a [u8], u8, &'a [u8]);

    /// A Name of RDNs.
    fn name(parts: &[&[Attribute<'_>]]) -> Vec<u8> {
        let element =
            |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
        let attribute = |(id, tag, value): &Attribute<'_>| {
            element(0x30, &[element(6, id), element(*tag, value)].concat())
        };
        let rdn =
            |part: &&[Attribute<'_>]| element(0x31, &part.iter().map(attribute).collect::<Vec<_>>().concat());
        element(0x30, &parts.iter().map(rdn).collect::<Vec<_>>().concat())
    }

    const CN: &[u8] = &[0x55, 4, 3];
    const O: &[u8] = &[0x55, 4, 10];
    const C: &[u8] = &[0x55, 4, 6];

    #[test]
    fn the_most_specific_part_comes_first() {
        let der = name(&[&[(C, 0x13, b"CH")], &[(O, 0x0C, b"Example, Inc.")], &[(CN, 0x0C, b"alice")]]);
        assert_eq!(text(&der), "CN=alice,O=Example\\, Inc.,C=CH");
        let several = name(&[&[
            (CN, 0x0C, b"alice"),
            (&[9, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 1, 1], 0x0C, b"a1"),
        ]]);
        assert_eq!(text(&several), "CN=alice+UID=a1");
        assert_eq!(text(&[0x30, 0]), "");
    }

    #[test]
    fn strings_of_every_type() {
        let one = |tag: u8, value: &[u8]| text(&name(&[&[(CN, tag, value)]]));
        assert_eq!(one(0x0C, "Bücher 本".as_bytes()), "CN=Bücher 本");
        assert_eq!(one(0x16, b"a@example.org"), "CN=a@example.org");
        assert_eq!(one(0x14, &[b'B', 0xFC]), "CN=Bü", "T61String is Latin-1 in practice");
        assert_eq!(one(0x1E, &[0, b'B', 0, 0xFC]), "CN=Bü");
        assert_eq!(one(0x1E, &[0xD8, 0]), "CN=#d800", "half a surrogate pair");
        assert_eq!(one(0x0C, &[0xFF]), "CN=#ff", "no UTF-8");
        assert_eq!(one(0x03, &[0, 1]), "CN=#0001", "a unique identifier");
    }

    #[test]
    fn unknown_attributes_by_number_and_what_is_no_name_in_hexadecimal() {
        assert_eq!(text(&name(&[&[(&[0x2A, 3], 0x0C, b"x")]])), "1.2.3=x");
        assert_eq!(text(&[0x30, 1, 5]), "#300105");
        assert_eq!(text(&[0x30, 0, 0]), "#300000");
    }

    #[test]
    fn nothing_reaches_the_terminal_that_could_disturb_it() {
        assert_eq!(escaped(" #a+b\"c\\d<e>;f "), "\\ #a\\+b\\\"c\\\\d\\<e\\>\\;f\\ ");
        assert_eq!(escaped("#a"), "\\#a");
        assert_eq!(escaped("a\nb\u{1b}[31m"), "a\\0Ab\\1B[31m");
        assert_eq!(escaped("a\u{202e}b"), "a\\E2\\80\\AEb", "right-to-left override");
        assert_eq!(escaped(""), "");
        assert_eq!(visible(b"spiffe://x/a b\\\0"), "spiffe://x/a\\20b\\5C\\00");
    }
}
