//! Strict DER, read where it lies. Every element is asked for by the name the standard gives it, so that a refusal can
//! say which one is wrong and where.

use core::fmt;

/// A certificate that cannot be read: which field, where, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Malformed {
    /// The field by its name in RFC 5280, `"tbsCertificate"` or `"notBefore"`.
    pub field: &'static str,
    /// Where the field starts, in bytes from the start of the certificate.
    pub offset: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What can be wrong with an element of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The bytes end before the element does.
    Truncated,
    /// Tag or length is not DER.
    Encoding,
    /// Another type stands where this field belongs.
    Type,
    /// Bytes are left after the last field.
    Trailing,
    /// The type is right, the value is none the standard allows.
    Value,
    /// The field belongs to a later version of certificates than this one is of (RFC 5280 §4.1.2.1).
    Version,
    /// The extension was there before (RFC 5280 §4.2 allows one of each).
    Repeated,
    /// More extensions than any honest certificate has.
    TooMany,
}

impl Fault {
    const fn words(self) -> &'static str {
        match self {
            Self::Truncated => "ends early",
            Self::Encoding => "is not DER",
            Self::Type => "has the wrong type",
            Self::Trailing => "is followed by more bytes",
            Self::Value => "has a value the standard does not allow",
            Self::Version => "belongs to a later version than this certificate's",
            Self::Repeated => "comes twice",
            Self::TooMany => "is one of too many",
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {} {}", self.field, self.offset, self.fault.words())
    }
}

impl core::error::Error for Malformed {}

/// What was read. What is wrong is boxed: it hardly ever happens, and else every step would have to hand it on at length.
pub(crate) type Read<T> = Result<T, Box<Malformed>>;

impl From<Box<Malformed>> for Malformed {
    fn from(malformed: Box<Self>) -> Self {
        *malformed
    }
}

#[cold]
fn malformed(field: &'static str, offset: usize, fault: Fault) -> Box<Malformed> {
    Box::new(Malformed { field, offset, fault })
}

/// The identifier octet of an element: class, constructed or not, number. Certificates need no number above 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag(pub(crate) u8);

impl Tag {
    pub(crate) const BOOLEAN: Self = Self(0x01);
    pub(crate) const INTEGER: Self = Self(0x02);
    pub(crate) const BIT_STRING: Self = Self(0x03);
    pub(crate) const OCTET_STRING: Self = Self(0x04);
    pub(crate) const NULL: Self = Self(0x05);
    pub(crate) const OBJECT_IDENTIFIER: Self = Self(0x06);
    pub(crate) const ENUMERATED: Self = Self(0x0A);
    pub(crate) const UTF8_STRING: Self = Self(0x0C);
    pub(crate) const UTC_TIME: Self = Self(0x17);
    pub(crate) const GENERALIZED_TIME: Self = Self(0x18);
    pub(crate) const SEQUENCE: Self = Self(0x30);
    pub(crate) const SET: Self = Self(0x31);

    /// `[number]` around an element, or in place of the tag of a constructed one.
    pub(crate) const fn explicit(number: u8) -> Self {
        Self(0xA0 | number)
    }

    /// `[number] IMPLICIT` in place of the tag of a primitive element.
    pub(crate) const fn implicit(number: u8) -> Self {
        Self(0x80 | number)
    }
}

/// Reads the elements of one constructed value in order.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// Where the value ends in the certificate.
    end: usize,
}

/// One element: tag, length and value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: Tag,
    /// Tag and length included.
    pub(crate) whole: &'a [u8],
    pub(crate) value: &'a [u8],
    /// Where it ends in the certificate.
    end: usize,
    field: &'static str,
}

impl<'a> Reader<'a> {
    /// `base` is where `input` starts in the certificate.
    pub(crate) const fn new(input: &'a [u8], base: usize) -> Self {
        Self { rest: input, end: base + input.len() }
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(crate) fn next_is(&self, tag: Tag) -> bool {
        self.rest.first() == Some(&tag.0)
    }

    /// Where it stands in the certificate, in bytes.
    pub(crate) const fn position(&self) -> usize {
        self.end - self.rest.len()
    }

    /// The value of the next element, which must be of this type.
    #[inline]
    pub(crate) fn value(&mut self, tag: Tag, field: &'static str) -> Read<&'a [u8]> {
        match self.short(tag) {
            Some(value) => Ok(value),
            None => self.value_of(tag, field),
        }
    }

    /// The value of the next element, if it is of this type and short. So nearly all elements are read: in one place, for
    /// written out at each of its many callers it would drive the rest of a handshake out of the instruction cache, and
    /// with an answer that fits into registers.
    #[inline(never)]
    fn short(&mut self, tag: Tag) -> Option<&'a [u8]> {
        let [first, length @ 0..=0x7F, after @ ..] = self.rest else { return None };
        let (value, rest) = after.split_at_checked(usize::from(*length)).filter(|_| *first == tag.0)?;
        self.rest = rest;
        Some(value)
    }

    /// One that is long, or not of this type.
    #[cold]
    fn value_of(&mut self, tag: Tag, field: &'static str) -> Read<&'a [u8]> {
        if !self.next_is(tag) {
            return Err(self.unexpected(field));
        }
        self.long(field).map(|element| element.value)
    }

    /// The bytes of the next element, a BIT STRING that holds whole bytes.
    pub(crate) fn whole_bytes(&mut self, field: &'static str) -> Read<&'a [u8]> {
        match self.value(Tag::BIT_STRING, field)? {
            [0, bytes @ ..] => Ok(bytes),
            value => Err(self.fault_in(value, field, Fault::Value)),
        }
    }

    /// Reads the elements inside the next one, which must be of this type; all of them must be consumed.
    #[inline]
    pub(crate) fn nested<T>(
        &mut self,
        tag: Tag,
        field: &'static str,
        fields: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let value = self.value(tag, field)?;
        self.inside(value, field, fields)
    }

    /// Reads the elements inside the value that was read last; all of them must be consumed.
    #[inline]
    pub(crate) fn inside<T>(
        &self,
        value: &'a [u8],
        field: &'static str,
        fields: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        Reader { rest: value, end: self.position() }.all(field, fields)
    }

    /// Reads all elements that are left.
    #[inline]
    pub(crate) fn all<T>(
        mut self,
        field: &'static str,
        fields: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let read = fields(&mut self)?;
        self.finish(field)?;
        Ok(read)
    }

    /// What was read, with tag and length.
    #[inline]
    pub(crate) fn whole(&mut self, read: impl FnOnce(&mut Self) -> Read<()>) -> Read<&'a [u8]> {
        let before = self.rest;
        read(self)?;
        Ok(before.get(..before.len() - self.rest.len()).unwrap_or_default())
    }

    /// The next element, whatever its type. Written out at each of its many callers, it would drive the rest of a
    /// handshake out of the instruction cache.
    #[inline(never)]
    pub(crate) fn any(&mut self, field: &'static str) -> Read<Element<'a>> {
        match *self.rest {
            // Nearly all of them.
            [tag, length @ 0..=0x7F, ..] if tag & HIGH != HIGH => {
                self.take(Tag(tag), 2, usize::from(length), field)
            }
            _ => self.long(field),
        }
    }

    #[inline(never)]
    fn long(&mut self, field: &'static str) -> Read<Element<'a>> {
        let (tag, header, length) = long_header(self.rest).map_err(|fault| self.fault(field, fault))?;
        self.take(tag, header, length, field)
    }

    #[inline]
    fn take(&mut self, tag: Tag, header: usize, length: usize, field: &'static str) -> Read<Element<'a>> {
        let Some((whole, rest)) = self.rest.split_at_checked(header + length) else {
            return Err(self.fault(field, Fault::Truncated));
        };
        self.rest = rest;
        let value = whole.get(header..).unwrap_or_default();
        Ok(Element { tag, whole, value, end: self.position(), field })
    }

    /// The next element, which must be of this type. It stands once, as `any` does.
    #[inline(never)]
    pub(crate) fn expect(&mut self, tag: Tag, field: &'static str) -> Read<Element<'a>> {
        if self.next_is(tag) { self.any(field) } else { Err(self.unexpected(field)) }
    }

    /// The next element is of another type, if it is one at all.
    #[cold]
    fn unexpected(&self, field: &'static str) -> Box<Malformed> {
        self.clone().any(field).err().unwrap_or_else(|| self.fault(field, Fault::Type))
    }

    /// The next element if it is of this type; otherwise nothing is read.
    #[inline]
    pub(crate) fn optional(&mut self, tag: Tag, field: &'static str) -> Read<Option<Element<'a>>> {
        if self.next_is(tag) { self.any(field).map(Some) } else { Ok(None) }
    }

    /// The value of the next element if it is of this type; otherwise nothing is read.
    #[inline]
    pub(crate) fn optional_value(&mut self, tag: Tag, field: &'static str) -> Read<Option<&'a [u8]>> {
        if self.next_is(tag) { self.value(tag, field).map(Some) } else { Ok(None) }
    }

    /// A BOOLEAN that is false when absent. A false that is written out is not DER, but half the world writes it
    /// and all the world reads it.
    #[inline]
    pub(crate) fn boolean_or_false(&mut self, field: &'static str) -> Read<bool> {
        if !self.next_is(Tag::BOOLEAN) {
            return Ok(false);
        }
        match self.value(Tag::BOOLEAN, field)? {
            [0x00] => Ok(false),
            [0xFF] => Ok(true),
            value => Err(self.fault_in(value, field, Fault::Value)),
        }
    }

    /// All that is left, as it is.
    #[inline]
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let (rest, none) = self.rest.split_at(self.rest.len());
        self.rest = none;
        rest
    }

    /// What is left, not read yet.
    #[inline]
    pub(crate) const fn peek(&self) -> &'a [u8] {
        self.rest
    }

    /// Passes over these bytes, if they come next.
    #[inline]
    pub(crate) fn skip(&mut self, bytes: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(bytes);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What is left, one by one, up to what cannot be read: for lists that were read before.
    pub(crate) fn each<T>(
        mut self,
        mut next: impl FnMut(&mut Self) -> Read<T> + Clone,
    ) -> impl Iterator<Item = T> + Clone {
        core::iter::from_fn(move || if self.is_empty() { None } else { next(&mut self).ok() })
    }

    /// Nothing may be left.
    #[inline]
    pub(crate) fn finish(&self, field: &'static str) -> Read<()> {
        if self.is_empty() { Ok(()) } else { Err(self.fault(field, Fault::Trailing)) }
    }

    pub(crate) fn fault(&self, field: &'static str, fault: Fault) -> Box<Malformed> {
        malformed(field, self.position(), fault)
    }

    /// What is wrong with a value that was read here.
    #[cold]
    pub(crate) fn fault_in(&self, value: &[u8], field: &'static str, fault: Fault) -> Box<Malformed> {
        let behind = self.rest.as_ptr().addr().saturating_sub(value.as_ptr().addr());
        malformed(field, self.position().saturating_sub(behind), fault)
    }
}

/// The bits of a tag that say that its number follows: none in a certificate is so high.
pub(super) const HIGH: u8 = 0x1F;

/// The tag of the first element, and how long its header and its value are. The length is in its shortest form (X.690
/// §10.1), and under 16 MiB, which no certificate reaches.
fn long_header(input: &[u8]) -> Result<(Tag, usize, usize), Fault> {
    let (header, length) = match *input {
        [tag, ..] if tag & HIGH == HIGH => return Err(Fault::Encoding),
        [_, length @ 0..=0x7F, ..] => (2, [0, 0, 0, length]),
        [_, 0x81, low @ 0x80..=0xFF, ..] => (3, [0, 0, 0, low]),
        [_, 0x82, high @ 1..=0xFF, low, ..] => (4, [0, 0, high, low]),
        [_, 0x83, high @ 1..=0xFF, middle, low, ..] => (5, [0, high, middle, low]),
        [] | [_] | [_, 0x81] | [_, 0x82] | [_, 0x82, _] | [_, 0x83] | [_, 0x83, _] | [_, 0x83, _, _] => {
            return Err(Fault::Truncated);
        }
        _ => return Err(Fault::Encoding),
    };
    let tag = Tag(input.first().copied().unwrap_or_default());
    Ok((tag, header, u32::from_be_bytes(length) as usize))
}

/// The first sixteen bits of a BIT STRING whose bits have names, bit 0 of the standard the highest. Trailing zero bits are
/// tolerated, bits beyond the length are zero.
#[inline]
pub(super) fn named_bits(value: &[u8]) -> Option<u16> {
    let (unused, bits) = value.split_first()?;
    let last = bits.last().copied().unwrap_or(0);
    let padding = 1_u8.checked_shl(u32::from(*unused)).filter(|_| *unused < 8)? - 1;
    if last & padding != 0 || (bits.is_empty() && *unused != 0) {
        return None;
    }
    let byte = |n: usize| bits.get(n).copied().unwrap_or(0);
    Some(u16::from_be_bytes([byte(0), byte(1)]))
}

impl<'a> Element<'a> {
    /// A reader of the elements inside.
    #[inline]
    pub(crate) const fn reader(&self) -> Reader<'a> {
        Reader { rest: self.value, end: self.end }
    }

    /// Reads the elements inside; all of them must be consumed.
    #[inline]
    pub(crate) fn read<T>(&self, fields: impl FnOnce(&mut Reader<'a>) -> Read<T>) -> Read<T> {
        self.reader().all(self.field, fields)
    }

    /// See [`named_bits`].
    pub(crate) fn named_bits(&self) -> Read<u16> {
        named_bits(self.value).ok_or_else(|| self.fault(Fault::Value))
    }

    #[inline]
    pub(crate) fn fault(&self, fault: Fault) -> Box<Malformed> {
        malformed(self.field, self.end - self.value.len(), fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Malformed, Reader, Tag};

    #[test]
    fn reads_in_order_and_knows_where() {
        let mut reader = Reader::new(&[0x02, 1, 7, 0x30, 2, 0x05, 0], 10);
        assert_eq!(reader.expect(Tag::INTEGER, "a").unwrap().value, [7]);
        assert!(reader.optional(Tag::explicit(0), "b").unwrap().is_none());
        let inner = reader.expect(Tag::SEQUENCE, "c").unwrap();
        assert_eq!((inner.end, inner.whole), (17, &[0x30, 2, 5, 0][..]));
        inner.read(|r| r.expect(Tag::NULL, "d")).unwrap();
        reader.finish("all").unwrap();
    }

    #[test]
    fn says_what_is_wrong() {
        let fault = |input: &[u8]| Reader::new(input, 3).expect(Tag::INTEGER, "x").unwrap_err();
        let wrong = |fault| Box::new(Malformed { field: "x", offset: 3, fault });
        assert_eq!(fault(&[0x02]), wrong(Fault::Truncated));
        assert_eq!(fault(&[0x02, 2, 7]), wrong(Fault::Truncated));
        assert_eq!(fault(&[0x02, 0x81, 1, 7]), wrong(Fault::Encoding));
        assert_eq!(fault(&[0x04, 1, 7]), wrong(Fault::Type));
        assert_eq!(wrong(Fault::Type).to_string(), "x at byte 3 has the wrong type");
    }

    #[test]
    fn lengths_in_their_shortest_form() {
        let long = |header: &[u8], len: usize| {
            let bytes = [header, &vec![0; len]].concat();
            Reader::new(&bytes, 0).any("x").map(|element| element.value.len()).map_err(|e| e.fault)
        };
        assert_eq!(long(&[4, 0x7F], 127), Ok(127));
        assert_eq!(long(&[4, 0x81, 0x80], 128), Ok(128));
        assert_eq!(long(&[4, 0x82, 1, 0], 256), Ok(256));
        assert_eq!(long(&[4, 0x83, 1, 0, 0], 65_536), Ok(65_536));
        for padded in [&[4, 0x81, 0x7F][..], &[4, 0x82, 0, 0x80], &[4, 0x83, 0, 1, 0]] {
            assert_eq!(long(padded, 300), Err(Fault::Encoding));
        }
        for never in [&[4, 0x80][..], &[4, 0x84, 1, 0, 0, 0], &[4, 0xFF], &[0x1F, 0x20, 0]] {
            assert_eq!(long(never, 300), Err(Fault::Encoding), "indefinite, huge, or with a high tag number");
        }
        for cut in [&[][..], &[4], &[4, 0x81], &[4, 0x82, 1], &[4, 0x83, 1, 0]] {
            assert_eq!(long(cut, 0), Err(Fault::Truncated));
        }
    }

    #[test]
    fn nothing_may_be_left() {
        let mut reader = Reader::new(&[0x30, 3, 0x05, 0, 0], 0);
        let element = reader.any("outer").unwrap();
        let left = element.read(|r| r.expect(Tag::NULL, "inner")).unwrap_err();
        assert_eq!(*left, Malformed { field: "outer", offset: 4, fault: Fault::Trailing });
    }

    #[test]
    fn booleans() {
        let read = |input: &[u8]| Reader::new(input, 0).boolean_or_false("critical");
        assert_eq!(read(&[]), Ok(false));
        assert_eq!(read(&[1, 1, 0]), Ok(false));
        assert_eq!(read(&[1, 1, 0xFF]), Ok(true));
        assert_eq!(read(&[1, 1, 1]).unwrap_err().fault, Fault::Value);
    }
}
