//! Distinguished names as text (RFC 4514): the most specific part first, everything unusual escaped.

use core::fmt::Write;

use x509_parser::der_parser::asn1_rs::Any;
use x509_parser::prelude::{AttributeTypeAndValue, FromDer, RelativeDistinguishedName, X509Name};

/// The text of a name given in DER. One that cannot be read is shown as RFC 4514 shows what it has no text for: `#` and
/// the DER in hexadecimal.
pub(crate) fn text(der: &[u8]) -> String {
    match X509Name::from_der(der) {
        Ok(([], name)) => {
            let mut parts: Vec<String> = name.iter_rdn().map(relative).collect();
            parts.reverse();
            parts.join(",")
        }
        _ => hexadecimal(der),
    }
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
    use x509_parser::der_parser::asn1_rs::Tag;
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString => {
            core::str::from_utf8(value.data).ok().map(str::to_owned)
        }
        Tag::T61String => Some(value.data.iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => utf16(value.data),
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    String::from_utf16(&pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>()).ok()
}

/// RFC 4514 §2.4, and beyond it every character that could disturb a terminal or a log, by the bytes of its UTF-8.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.len().saturating_sub(1);
    for (place, character) in text.char_indices() {
        let edge = (place == 0 && matches!(character, ' ' | '#')) || (place == last && character == ' ');
        if edge || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=') {
            out.push('\\');
            out.push(character);
        } else {
            push_visible(&mut out, character);
        }
    }
    out
}

/// A character as it is, or as the bytes of its UTF-8: `\0A`. Letters, digits and marks of every script stay; controls,
/// directions and other characters without a shape do not.
fn push_visible(out: &mut String, character: char) {
    if character == ' ' || character.is_ascii_graphic() || character.is_alphanumeric() {
        return out.push(character);
    }
    let mut utf8 = [0; 4];
    for byte in character.encode_utf8(&mut utf8).bytes() {
        let _ = write!(out, "\\{byte:02X}");
    }
}

/// Names of subjectAltName: peer's bytes, ASCII by the standard. Whatever is not printable, and the backslash itself, so
/// that two names never look the same, as `\XX`.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_graphic() && *byte != b'\\' {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "\\{byte:02X}");
        }
    }
    out
}

fn hexadecimal(der: &[u8]) -> String {
    der.iter().fold(String::from("#"), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
