//! Bytes to fields.

use core::ops::RangeInclusive;

use super::span::Spans;
use super::{Item, Len, List, Span};
use crate::DecodeError;

/// Reads one message from its first byte to its last.
///
/// Offsets count from the start of the message, however deep the reader is nested: there is never a second reader.
#[derive(Debug)]
pub struct Reader<'a, 's> {
    /// What is left before the end of the message or of the vector that is being read.
    ahead: &'a [u8],
    /// How many bytes were read.
    at: usize,
    spans: Spans<'s>,
    why: Option<DecodeError>,
}

/// The bytes are refused, and the reader knows why: [`Reader::read_all`] tells.
///
/// It is nothing by itself, so that what is read comes back without room for a reason beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(());

impl<'a, 's> Reader<'a, 's> {
    /// Reads `bytes` with `read`, which must consume all of them. The only way to a reader.
    ///
    /// # Errors
    /// What `read` refuses; [`DecodeError::TrailingBytes`] named `name` if it leaves bytes unread.
    pub fn read_all<T>(
        name: &'static str,
        bytes: &'a [u8],
        spans: Option<&'s mut Vec<Span>>,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, DecodeError> {
        let mut reader = Self { ahead: bytes, at: 0, spans: Spans::new(spans), why: None };
        match read(&mut reader) {
            Ok(value) if reader.finish(name).is_ok() => Ok(value),
            _ => Err(reader.reason(name)),
        }
    }

    /// The first item of a list that was checked, and those after it.
    #[inline]
    pub(super) fn first<T: Item<'a>>(list: &'a [u8]) -> Option<(T, &'a [u8])> {
        let mut reader = Self { ahead: list, at: 0, spans: Spans::new(None), why: None };
        let item = T::read(&mut reader).ok()?;
        Some((item, reader.ahead))
    }

    /// Refuses the message. The first reason to do so is the one that counts.
    #[cold]
    pub fn refuse(&mut self, why: DecodeError) -> Refused {
        self.why.get_or_insert(why);
        Refused(())
    }

    /// Whether bytes are left before the end of the message or of the vector that is being read.
    #[must_use]
    #[inline]
    pub const fn has_more(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// How many bytes were read since the start of the message.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.at
    }

    /// A `uint8`.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] if it does not fit before the end. So for every fixed-length field.
    #[inline(never)]
    pub fn u8(&mut self, name: &'static str) -> Result<u8, Refused> {
        self.array(name).copied().map(u8::from_be_bytes)
    }

    /// A `uint16`, big-endian like every number of TLS (RFC 9846 §3.3).
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline(never)]
    pub fn u16(&mut self, name: &'static str) -> Result<u16, Refused> {
        self.array(name).copied().map(u16::from_be_bytes)
    }

    /// A `uint24`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    pub fn u24(&mut self, name: &'static str) -> Result<u32, Refused> {
        self.array(name).map(|&[high, middle, low]| u32::from_be_bytes([0, high, middle, low]))
    }

    /// A `uint32`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    pub fn u32(&mut self, name: &'static str) -> Result<u32, Refused> {
        self.array(name).copied().map(u32::from_be_bytes)
    }

    /// An `opaque name[N]`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline]
    pub fn array<const N: usize>(&mut self, name: &'static str) -> Result<&'a [u8; N], Refused> {
        self.chunk(name, name)
    }

    /// The next `N` bytes, called `name`; what is cut short if they are not all there is `field`.
    #[inline]
    fn chunk<const N: usize>(
        &mut self,
        name: &'static str,
        field: &'static str,
    ) -> Result<&'a [u8; N], Refused> {
        let (chunk, rest) = self.ahead.split_first_chunk().ok_or_else(|| self.truncated(field))?;
        self.advance(name, N, rest);
        Ok(chunk)
    }

    /// The next `len` bytes.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline]
    pub fn bytes(&mut self, name: &'static str, len: usize) -> Result<&'a [u8], Refused> {
        let (bytes, rest) = self.ahead.split_at_checked(len).ok_or_else(|| self.truncated(name))?;
        self.advance(name, len, rest);
        Ok(bytes)
    }

    /// Everything up to the end of the message or of the vector that is being read.
    #[inline]
    pub fn rest(&mut self, name: &'static str) -> &'a [u8] {
        let bytes = self.ahead;
        self.advance(name, bytes.len(), &[]);
        bytes
    }

    /// An `opaque name<min..max>`.
    ///
    /// # Errors
    /// [`DecodeError::LengthOutOfRange`] if the prefix is not within `range`, [`DecodeError::Truncated`] if fewer bytes follow.
    #[inline]
    pub fn opaque(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
    ) -> Result<&'a [u8], Refused> {
        let (min, max) = range.into_inner();
        self.vector(name, len, min, max, |r| {
            r.rest("value");
            Ok(())
        })
    }

    /// A `T name<min..max>`, checked whole and decoded again as it is iterated. Allocates nothing.
    ///
    /// # Errors
    /// As [`Reader::opaque`], and what an item refuses.
    #[inline]
    pub fn list<T: Item<'a>>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
    ) -> Result<List<'a, T>, Refused> {
        let (min, max) = range.into_inner();
        self.vector(name, len, min, max, |r| T::read(r).map(drop)).map(List::checked)
    }

    /// A vector whose content `read` knows: reads the prefix, lowers the end, runs `read`, demands that all was consumed.
    ///
    /// # Errors
    /// As [`Reader::opaque`], what `read` refuses, and [`DecodeError::TrailingBytes`] if it leaves bytes unread.
    #[inline]
    pub fn nested<T>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.group(name, |r| r.counted(name, len, range, read))
    }

    /// A structure without a prefix of its own: gathers the fields that `read` reads under one name.
    ///
    /// # Errors
    /// What `read` refuses.
    #[inline]
    pub fn group<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.group_called(|| name, read)
    }

    /// As [`Reader::group`], with a name that has to be looked up, if anybody wants to know it.
    #[inline]
    pub(crate) fn group_called<T>(
        &mut self,
        name: impl FnOnce() -> &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.spans.open(name, self.at);
        let value = read(self)?;
        self.spans.close(self.at);
        Ok(value)
    }

    /// As [`Reader::nested`], but the fields stay on this level; for the body of a message.
    #[inline]
    pub(crate) fn counted<T>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let (min, max) = range.into_inner();
        let after = self.enter(name, len, min, max)?;
        let value = read(self)?;
        self.finish(name)?;
        self.ahead = after;
        Ok(value)
    }

    /// How many items of at least `smallest` bytes are ahead at most.
    pub(crate) const fn at_most(&self, smallest: usize) -> usize {
        self.ahead.len() / smallest
    }

    /// The two bytes ahead as a number, without reading them.
    pub(crate) fn peek_u16(&self) -> Option<u16> {
        self.ahead.first_chunk().copied().map(u16::from_be_bytes)
    }

    /// The byte so far ahead, without reading it.
    pub(crate) fn peek_at(&self, distance: usize) -> Option<u8> {
        self.ahead.get(distance).copied()
    }

    /// A vector that `item` reads to its end; answers its content.
    #[inline(never)]
    fn vector(
        &mut self,
        name: &'static str,
        len: Len,
        min: usize,
        max: usize,
        item: fn(&mut Self) -> Result<(), Refused>,
    ) -> Result<&'a [u8], Refused> {
        self.nested(name, len, min..=max, |r| {
            let content = r.ahead;
            while r.has_more() {
                item(r)?;
            }
            Ok(content)
        })
    }

    /// Reads a length prefix and lowers the end to that of what it announces; answers what comes after.
    fn enter(&mut self, field: &'static str, len: Len, min: usize, max: usize) -> Result<&'a [u8], Refused> {
        let offset = self.at;
        let length = self.length(field, len)?;
        if !(min..=max).contains(&length) {
            return Err(self.refuse(DecodeError::LengthOutOfRange { field, offset, length, min, max }));
        }
        let (content, after) = self.ahead.split_at_checked(length).ok_or_else(|| self.truncated(field))?;
        self.ahead = content;
        Ok(after)
    }

    /// Reads a length prefix; one that is cut short is named by its vector.
    fn length(&mut self, field: &'static str, len: Len) -> Result<usize, Refused> {
        match len {
            Len::U8 => self.prefix::<1>(field),
            Len::U16 => self.prefix::<2>(field),
            Len::U24 => self.prefix::<3>(field),
        }
    }

    #[inline]
    fn prefix<const N: usize>(&mut self, field: &'static str) -> Result<usize, Refused> {
        let prefix = self.chunk::<N>("length", field)?;
        Ok(prefix.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
    }

    #[inline]
    fn advance(&mut self, name: &'static str, by: usize, rest: &'a [u8]) {
        self.at += by;
        self.ahead = rest;
        if self.spans.are_wanted() {
            self.name(name, by);
        }
    }

    /// The last `len` bytes that were read are a field.
    #[cold]
    #[inline(never)]
    fn name(&mut self, name: &'static str, len: usize) {
        self.spans.leaf(name, self.at - len..self.at);
    }

    #[inline]
    fn finish(&mut self, field: &'static str) -> Result<(), Refused> {
        if self.has_more() {
            return Err(self.refuse(DecodeError::TrailingBytes { field, offset: self.at }));
        }
        Ok(())
    }

    #[cold]
    fn truncated(&mut self, field: &'static str) -> Refused {
        self.refuse(DecodeError::Truncated { field, offset: self.at })
    }

    /// Why the message is refused; the spans that are open end here. Nothing but [`Reader::refuse`] makes a [`Refused`], so
    /// there is a reason.
    #[cold]
    fn reason(&mut self, field: &'static str) -> DecodeError {
        self.spans.close_all(self.at);
        self.why.unwrap_or(DecodeError::Truncated { field, offset: self.at })
    }
}
