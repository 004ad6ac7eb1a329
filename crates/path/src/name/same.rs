//! When two distinguished names are the same name (RFC 5280 §7.1).
//!
//! The bytes decide in almost every case. Where they differ, the text of each attribute is compared without regard to
//! case, to the type of string it is written in, and to spaces that mean nothing (RFC 4518 §2.6.1): authorities that were
//! renewed by another tool than the one before write their own name in a new way.

use crate::cert::{Element, Reader, Tag};

/// Whether both, each in DER, are the same name. Bytes that are no name are the same as themselves alone.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one == other || (one.len().max(other.len()) <= MOST_OCTETS && same_parts(one, other).unwrap_or(false))
}

/// A longer name is the same as its bytes alone, or comparing names could be made to cost more than signatures. The upper
/// bounds of X.520 (RFC 5280 appendix A.1) keep honest ones far below.
const MOST_OCTETS: usize = 1024;

/// How far two names may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Not at all.
    Same,
    /// They do, and only in what [`same`] does not regard.
    Different,
}

impl Spelling {
    /// The order in which candidates are tried: issuers are to copy their own name byte for byte (RFC 5280 §4.1.2.6), so
    /// that the rest is hardly ever compared.
    pub(crate) const ORDER: [Self; 2] = [Self::Same, Self::Different];

    /// Whether both, each in DER, are the same name, spelled so.
    pub(crate) fn is_of(self, one: &[u8], other: &[u8]) -> bool {
        match self {
            Self::Same => one == other,
            Self::Different => one != other && same(one, other),
        }
    }
}

/// Whether `name` begins with all parts of `base`, both in DER: it lies in the subtree of a directoryName (RFC 5280
/// §4.2.1.10).
pub(crate) fn is_within(name: &[u8], base: &[u8]) -> bool {
    same_start(base, name).is_some()
}

fn same_parts(one: &[u8], other: &[u8]) -> Option<bool> {
    same_start(one, other).map(|left| left.is_empty())
}

/// Compares part by part. What is left of `long`, if it begins with `short`.
fn same_start<'l>(short: &[u8], long: &'l [u8]) -> Option<Reader<'l>> {
    let (mut short, mut long) = (inside(short, Tag::SEQUENCE)?, inside(long, Tag::SEQUENCE)?);
    while !short.is_empty() {
        let (part, counterpart) = (short.any("RDN").ok()?, long.any("RDN").ok()?);
        if part.whole != counterpart.whole && !same_attributes(&part, &counterpart)? {
            return None;
        }
    }
    Some(long)
}

/// A part of a name with more attributes than this is the same as its bytes alone; honest ones have one or two.
const MOST_ATTRIBUTES: usize = 4;

/// Each attribute of a part is somewhere in the other one, which has as many.
fn same_attributes(one: &Element<'_>, other: &Element<'_>) -> Option<bool> {
    if let (Some(first), Some(counterpart)) = (only_attribute(one), only_attribute(other)) {
        return Some(same_attribute(&first, &counterpart));
    }
    let (here, there) = (attributes(one), attributes(other));
    let count = here.clone().count();
    if count != there.clone().count() || !(1..=MOST_ATTRIBUTES).contains(&count) {
        return Some(false);
    }
    Some(here.clone().all(|attribute| there.clone().any(|candidate| same_attribute(&attribute, &candidate))))
}

fn only_attribute<'a>(part: &Element<'a>) -> Option<Element<'a>> {
    let mut reader = part.reader();
    reader.expect(Tag::SEQUENCE, "AttributeTypeAndValue").ok().filter(|_| reader.is_empty())
}

fn attributes<'a>(part: &Element<'a>) -> impl Iterator<Item = Element<'a>> + Clone {
    Reader::new(part.value, 0).each(|reader| reader.expect(Tag::SEQUENCE, "AttributeTypeAndValue"))
}

fn same_attribute(one: &Element<'_>, other: &Element<'_>) -> bool {
    let (mut one, mut other) = (Reader::new(one.value, 0), Reader::new(other.value, 0));
    let same_type = match (one.any("type"), other.any("type")) {
        (Ok(kind), Ok(counterpart)) => kind.whole == counterpart.whole,
        _ => false,
    };
    same_type
        && match (one.any("value"), other.any("value")) {
            (Ok(value), Ok(counterpart)) => same_value(&value, &counterpart),
            _ => false,
        }
}

fn same_value(one: &Element<'_>, other: &Element<'_>) -> bool {
    one.whole == other.whole || (!differ_at_once(one, other) && same_text(one, other).unwrap_or(false))
}

/// The first characters, which stand at the front of what is compared, differ: so it is with nearly all names that do.
fn differ_at_once(one: &Element<'_>, other: &Element<'_>) -> bool {
    match (first_ascii(one), first_ascii(other)) {
        (Some(one), Some(other)) => !one.eq_ignore_ascii_case(&other),
        _ => false,
    }
}

/// The first character, if it is a visible one of ASCII, whose lower case is of ASCII too.
fn first_ascii(value: &Element<'_>) -> Option<u8> {
    let first = value.value.first().filter(|first| first.is_ascii_graphic())?;
    (value.tag != BMP_STRING).then_some(*first)
}

fn same_text(one: &Element<'_>, other: &Element<'_>) -> Option<bool> {
    Some(Folded::of(Text::of(one)?).eq(Folded::of(Text::of(other)?)))
}

const NUMERIC_STRING: Tag = Tag(0x12);
const PRINTABLE_STRING: Tag = Tag(0x13);
/// TeletexString, which is Latin-1 in practice.
const TELETEX_STRING: Tag = Tag(0x14);
const IA5_STRING: Tag = Tag(0x16);
const BMP_STRING: Tag = Tag(0x1E);

/// The characters of a string, whatever type it is written in.
enum Text<'a> {
    Utf8(core::str::Chars<'a>),
    Latin1(core::slice::Iter<'a, u8>),
    Utf16(core::slice::Iter<'a, [u8; 2]>),
}

impl<'a> Text<'a> {
    fn of(value: &Element<'a>) -> Option<Self> {
        match value.tag {
            Tag::UTF8_STRING | NUMERIC_STRING | PRINTABLE_STRING | IA5_STRING => {
                core::str::from_utf8(value.value).ok().map(|text| Self::Utf8(text.chars()))
            }
            TELETEX_STRING => Some(Self::Latin1(value.value.iter())),
            BMP_STRING => match value.value.as_chunks::<2>() {
                (pairs, []) => Some(Self::Utf16(pairs.iter())),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Iterator for Text<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Utf8(characters) => characters.next(),
            Self::Latin1(bytes) => bytes.next().map(|byte| char::from(*byte)),
            Self::Utf16(pairs) => pairs.next().map(|pair| {
                char::from_u32(u32::from(u16::from_be_bytes(*pair))).unwrap_or(char::REPLACEMENT_CHARACTER)
            }),
        }
    }
}

/// Without leading and trailing space, with one space for many, and in lower case.
struct Folded<'a> {
    text: Text<'a>,
    /// What is to come of the last character: a letter can have a lower case of three.
    lower: Option<core::char::ToLowercase>,
    /// The first character after a gap.
    held: Option<char>,
    started: bool,
}

impl<'a> Folded<'a> {
    const fn of(text: Text<'a>) -> Self {
        Self { text, lower: None, held: None, started: false }
    }
}

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(lower) = self.lower.as_mut().and_then(Iterator::next) {
            return Some(lower);
        }
        let mut character = self.held.take().map_or_else(|| self.text.next(), Some)?;
        if character.is_whitespace() {
            character = self.text.find(|next| !next.is_whitespace())?;
            if self.started {
                self.held = Some(character);
                return Some(' ');
            }
        }
        self.started = true;
        let mut lower = character.to_lowercase();
        let first = lower.next();
        self.lower = Some(lower);
        first
    }
}

fn inside(der: &[u8], tag: Tag) -> Option<Reader<'_>> {
    Some(Reader::new(Reader::new(der, 0).expect(tag, "Name").ok()?.value, 0))
}

#[cfg(test)]
mod tests {
    use super::{is_within, same};

    const CN: &[u8] = &[0x55, 4, 3];
    const O: &[u8] = &[0x55, 4, 10];

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    /// Identifier, tag, value.
    type Attribute<'a> = (&'a [u8], u8, &'a [u8]);

    /// A Name of parts of attributes.
    fn name(parts: &[&[Attribute<'_>]]) -> Vec<u8> {
        let attribute = |(id, tag, value): &Attribute<'_>| {
            element(0x30, &[element(6, id), element(*tag, value)].concat())
        };
        let part =
            |part: &&[Attribute<'_>]| element(0x31, &part.iter().map(attribute).collect::<Vec<_>>().concat());
        element(0x30, &parts.iter().map(part).collect::<Vec<_>>().concat())
    }

    fn common(tag: u8, value: &[u8]) -> Vec<u8> {
        name(&[&[(CN, tag, value)]])
    }

    #[test]
    fn case_spaces_and_the_type_of_string_make_no_difference() {
        let plain = common(0x13, b"Test CA");
        for variant in [
            common(0x0C, b"Test CA"),
            common(0x13, b"TEST ca"),
            common(0x0C, b"  Test \t  CA "),
            common(0x16, b"test ca"),
            common(0x14, b"Test CA"),
            common(0x1E, b"\0T\0e\0s\0t\0 \0C\0A"),
        ] {
            assert!(same(&plain, &variant) && same(&variant, &plain), "{variant:02X?}");
        }
        assert!(same(&common(0x0C, "ÉCOLE".as_bytes()), &common(0x14, b"\xE9cole")));
    }

    #[test]
    fn everything_else_does() {
        let plain = common(0x13, b"Test CA");
        for other in [
            common(0x13, b"TestCA"),
            common(0x13, b"Test CA 2"),
            common(0x13, b"Test C"),
            common(0x03, b"Test CA"),
            name(&[&[(O, 0x13, b"Test CA")]]),
            name(&[&[(CN, 0x13, b"Test CA")], &[(O, 0x13, b"x")]]),
            name(&[]),
        ] {
            assert!(!same(&plain, &other) && !same(&other, &plain), "{other:02X?}");
        }
        assert!(!same(&common(0x0C, b"\xFF"), &common(0x0C, b"\xFE")), "no UTF-8: by the bytes");
        assert!(same(&common(0x13, b""), &common(0x0C, b"  ")), "nothing but space is nothing");
    }

    #[test]
    fn what_is_no_name_is_the_same_as_itself_alone() {
        let (one, other) = ([0x30, 4, 0x31, 2, 0x04, 0], [0x30, 4, 0x31, 2, 0x05, 0]);
        assert!(same(&one, &one) && !same(&one, &other), "parts without an attribute");
    }

    #[test]
    fn order_matters_between_parts_and_not_within_one() {
        let (a, b): (Attribute<'_>, Attribute<'_>) = ((CN, 0x13, b"a"), (O, 0x13, b"b"));
        assert!(same(&name(&[&[a, b]]), &name(&[&[b, a]])));
        assert!(!same(&name(&[&[a], &[b]]), &name(&[&[b], &[a]])));
        assert!(!same(&name(&[&[a, b]]), &name(&[&[a], &[b]])));
        let crowd = vec![a; 20];
        let mut turned = crowd.clone();
        turned[0] = (CN, 0x13, b"A");
        assert!(!same(&name(&[&crowd]), &name(&[&turned])), "too many to be compared one by one");
    }

    #[test]
    fn subtrees() {
        let (a, b, c): (Attribute<'_>, Attribute<'_>, Attribute<'_>) =
            ((CN, 0x13, b"a"), (O, 0x13, b"b"), (CN, 0x0C, b"c"));
        let whole = name(&[&[a], &[b], &[c]]);
        for base in [name(&[]), name(&[&[a]]), name(&[&[(CN, 0x0C, b"A")], &[b]]), whole.clone()] {
            assert!(is_within(&whole, &base), "{base:02X?}");
        }
        for base in [name(&[&[b]]), name(&[&[a], &[c]]), name(&[&[a], &[b], &[c], &[c]])] {
            assert!(!is_within(&whole, &base), "{base:02X?}");
        }
    }
}
