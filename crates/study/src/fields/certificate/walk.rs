//! A walk through DER (ITU-T X.690): one element after the other, down and up again, so that no octet is left out.

use core::ops::Range;
use std::borrow::Cow;

use super::super::{self as fields, Field};
use crate::glossary::Entry;

/// What a part is called, and what it is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) entry: Entry,
}

super::parts! {
    HEADER "tag_and_length", RFC 5280 "4.1": "Opens an element of DER: of which kind it is, and how many octets follow.";
    REST "rest", RFC 5280 "4.1": "Octets that the standard has no place for.";
}

/// Where the walk is, and the fields that it has passed.
pub(super) struct Walk<'m> {
    message: &'m [u8],
    left: Range<usize>,
    above: String,
    fields: Vec<Field>,
}

/// An element: its place, and that of its content.
pub(super) struct Element {
    whole: Range<usize>,
    pub(super) content: Range<usize>,
}

impl<'m> Walk<'m> {
    /// Over these octets of the message; the fields lie below a path.
    pub(super) fn over(left: Range<usize>, message: &'m [u8], above: &str) -> Self {
        Self { message, left, above: above.to_owned(), fields: Vec::new() }
    }

    /// What was passed; what is left is a field, too.
    pub(super) fn into_fields(mut self) -> Vec<Field> {
        self.rest();
        self.fields
    }

    /// The next element, to be read before it is passed.
    pub(super) fn peek(&self) -> Option<&'m [u8]> {
        self.message.get(self.element()?.whole)
    }

    pub(super) fn next_tag(&self) -> Option<u8> {
        self.peek()?.first().copied()
    }

    /// The next element as it is.
    pub(super) fn leaf(&mut self, part: &Part, value: Option<String>) {
        if let Some(element) = self.element() {
            self.part(part, element.whole, value);
        }
    }

    /// Likewise, if it has this tag.
    pub(super) fn optional(&mut self, tag: u8, part: &Part, value: Option<String>) {
        if self.next_tag() == Some(tag) {
            self.leaf(part, value);
        }
    }

    /// The next octet alone.
    pub(super) fn octet(&mut self, part: &Part) {
        if !self.left.is_empty() {
            self.part(part, self.left.start..self.left.start + 1, None);
        }
    }

    /// The next element, with what it consists of.
    pub(super) fn node(&mut self, part: &Part, value: Option<String>, fill: impl FnOnce(&mut Self)) {
        self.named(Cow::Borrowed(part.name), part.entry, value, fill);
    }

    /// Likewise, under a name that is known only here. What is not as it should be stays in one piece.
    pub(super) fn named(
        &mut self,
        name: Cow<'static, str>,
        entry: Entry,
        value: Option<String>,
        fill: impl FnOnce(&mut Self),
    ) {
        let Some(element) = self.element() else { return };
        let mut inner = Self::over(element.whole.clone(), self.message, &self.path(&name));
        inner.inside(fill);
        let is_told = inner.fields.iter().any(|field| field.name != HEADER.name && field.name != REST.name);
        let fields = if is_told { inner.fields } else { Vec::new() };
        self.pass(name, entry, element.whole, value, fields);
    }

    /// What the next element consists of, without a field for itself.
    pub(super) fn inside(&mut self, fill: impl FnOnce(&mut Self)) {
        let Some(element) = self.element() else { return };
        let end = self.left.end;
        self.part(&HEADER, element.whole.start..element.content.start, None);
        self.left = element.content;
        fill(self);
        self.rest();
        self.left = element.whole.end..end;
    }

    /// The field that was passed last.
    pub(super) fn last(&mut self) -> Option<&mut Field> {
        self.fields.last_mut()
    }

    fn rest(&mut self) {
        if !self.left.is_empty() {
            self.part(&REST, self.left.clone(), None);
        }
    }

    fn path(&self, name: &str) -> String {
        let same = self.fields.iter().filter(|field| field.name == name).count();
        fields::path(&self.above, name, same)
    }

    fn part(&mut self, part: &Part, bytes: Range<usize>, value: Option<String>) {
        self.pass(Cow::Borrowed(part.name), part.entry, bytes, value, Vec::new());
    }

    fn pass(
        &mut self,
        name: Cow<'static, str>,
        entry: Entry,
        bytes: Range<usize>,
        value: Option<String>,
        fields: Vec<Field>,
    ) {
        self.left.start = bytes.end;
        let path = self.path(&name);
        self.fields.push(Field { name, path, bytes, value, entry: Some(entry), meaning: None, fields });
    }

    fn element(&self) -> Option<Element> {
        let Element { whole, content } = element(self.message.get(self.left.clone())?)?;
        let moved = |place: Range<usize>| self.left.start + place.start..self.left.start + place.end;
        Some(Element { whole: moved(whole), content: moved(content) })
    }
}

/// The first element of these octets: a tag of one octet, and a length of one or, after an octet that counts them, of
/// several (X.690 §8.1).
pub(super) fn element(octets: &[u8]) -> Option<Element> {
    let (_, rest) = octets.split_first()?;
    let (first, rest) = rest.split_first()?;
    let counted = usize::from(first & 0x7f);
    let (start, length) = match first & 0x80 {
        0 => (2, counted),
        _ => (2 + counted, number(rest.get(..counted)?)?),
    };
    let end = start.checked_add(length).filter(|end| *end <= octets.len())?;
    Some(Element { whole: 0..end, content: start..end })
}

fn number(octets: &[u8]) -> Option<usize> {
    let is_sane = (1..=size_of::<u32>()).contains(&octets.len());
    is_sane.then(|| octets.iter().fold(0, |number, octet| (number << 8) | usize::from(*octet)))
}

/// An element of this tag with this content.
pub(super) fn around(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let significant = length.iter().position(|octet| *octet != 0).unwrap_or(length.len() - 1);
    let length = length.get(significant..).unwrap_or_default();
    let mut der = vec![tag];
    if content.len() >= 0x80 {
        der.extend(u8::try_from(length.len()).map(|count| 0x80 | count));
    }
    der.extend_from_slice(length);
    der.extend_from_slice(content);
    der
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Part, Walk, around};

    const PART: Part = Part { name: "part", ..HEADER };

    #[test]
    fn elements_are_passed_and_what_is_left_is_a_field() {
        let der = [0x30, 5, 2, 1, 7, 4, 0, 0xff];
        let mut walk = Walk::over(0..der.len(), &der, "above");
        walk.inside(|walk| walk.leaf(&PART, None));
        let fields = walk.into_fields();
        let placed: Vec<_> = fields.iter().map(|field| (&*field.path, field.bytes.clone())).collect();
        let expected = [
            ("above/tag_and_length", 0..2),
            ("above/part", 2..5),
            ("above/rest", 5..7),
            ("above/rest[1]", 7..8),
        ];
        assert_eq!(placed, expected);
    }

    #[test]
    fn a_length_beyond_the_end_is_no_element() {
        for der in
            [&[0x30, 5, 0][..], &[0x30, 0x80], &[0x30, 0x85, 0, 0, 0, 0, 0], &[0x30, 0x82, 1], &[0x30], &[]]
        {
            let mut walk = Walk::over(0..der.len(), der, "");
            walk.leaf(&PART, None);
            assert!(walk.into_fields().iter().all(|field| field.name == "rest"), "{der:?}");
        }
    }

    #[test]
    fn a_length_is_the_shortest() {
        assert_eq!(around(0x30, &[]), [0x30, 0]);
        assert_eq!(around(0x30, &[1; 0x7f])[..2], [0x30, 0x7f]);
        assert_eq!(around(0x31, &[1; 0x80])[..3], [0x31, 0x81, 0x80]);
        assert_eq!(around(0x30, &[1; 0x123])[..4], [0x30, 0x82, 0x01, 0x23]);
    }
}
