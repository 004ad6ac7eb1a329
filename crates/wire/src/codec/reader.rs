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
    /// The message up to the end of the vector that is being read.
    bytes: &'a [u8],
    at: usize,
    spans: Spans<'s>,
}

impl<'a, 's> Reader<'a, 's> {
    /// Reads `bytes` with `read`, which must consume all of them. The only way to a reader.
    ///
    /// # Errors
    /// What `read` refuses; [`DecodeError::TrailingBytes`] named `name` if it leaves bytes unread.
    pub fn read_all<T>(
        name: &'static str,
        bytes: &'a [u8],
        spans: Option<&'s mut Vec<Span>>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut reader = Self { bytes, at: 0, spans: Spans::new(spans) };
        let value = read(&mut reader)?;
        reader.finish(name)?;
        Ok(value)
    }

    /// Whether bytes are left before the end of the message or of the vector that is being read.
    #[must_use]
    #[inline]
    pub fn has_more(&self) -> bool {
        self.at < self.bytes.len()
    }

    /// How many bytes were read since the start of the message.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// A `uint8`.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] if it does not fit before the end. So for every fixed-length field.
    #[inline]
    pub fn u8(&mut self, name: &'static str) -> Result<u8, DecodeError> {
        self.array(name).map(u8::from_be_bytes)
    }

    /// A `uint16`, big-endian like every number of TLS (RFC 9846 §3.3).
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline]
    pub fn u16(&mut self, name: &'static str) -> Result<u16, DecodeError> {
        self.array(name).map(u16::from_be_bytes)
    }

    /// A `uint24`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    pub fn u24(&mut self, name: &'static str) -> Result<u32, DecodeError> {
        self.array(name).map(|[high, middle, low]| u32::from_be_bytes([0, high, middle, low]))
    }

    /// A `uint32`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    pub fn u32(&mut self, name: &'static str) -> Result<u32, DecodeError> {
        self.array(name).map(u32::from_be_bytes)
    }

    /// An `opaque name[N]`.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline]
    pub fn array<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N], DecodeError> {
        let array = self.ahead().first_chunk().copied().ok_or_else(|| self.truncated(name))?;
        self.advance(name, N);
        Ok(array)
    }

    /// The next `len` bytes.
    ///
    /// # Errors
    /// As [`Reader::u8`].
    #[inline]
    pub fn bytes(&mut self, name: &'static str, len: usize) -> Result<&'a [u8], DecodeError> {
        let bytes = self.ahead().get(..len).ok_or_else(|| self.truncated(name))?;
        self.advance(name, len);
        Ok(bytes)
    }

    /// Everything up to the end of the message or of the vector that is being read.
    #[inline]
    pub fn rest(&mut self, name: &'static str) -> &'a [u8] {
        let bytes = self.ahead();
        self.advance(name, bytes.len());
        bytes
    }

    /// An `opaque name<min..max>`.
    ///
    /// # Errors
    /// [`DecodeError::LengthOutOfRange`] if the prefix is not within `range`, [`DecodeError::Truncated`] if fewer bytes follow.
    pub fn opaque(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
    ) -> Result<&'a [u8], DecodeError> {
        self.nested(name, len, range, |r| Ok(r.rest("value")))
    }

    /// A `T name<min..max>`, checked whole and decoded again as it is iterated. Allocates nothing.
    ///
    /// # Errors
    /// As [`Reader::opaque`], and what an item refuses.
    pub fn list<T: Item<'a>>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
    ) -> Result<List<'a, T>, DecodeError> {
        self.nested(name, len, range, |r| {
            let items = r.ahead();
            while r.has_more() {
                T::read(r)?;
            }
            Ok(List::checked(items))
        })
    }

    /// A vector whose content `read` knows: reads the prefix, lowers the end, runs `read`, demands that all was consumed.
    ///
    /// # Errors
    /// As [`Reader::opaque`], what `read` refuses, and [`DecodeError::TrailingBytes`] if it leaves bytes unread.
    pub fn nested<T>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.group(name, |r| r.counted(name, len, range, read))
    }

    /// A structure without a prefix of its own: gathers the fields that `read` reads under one name.
    ///
    /// # Errors
    /// What `read` refuses.
    pub fn group<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let opened = self.spans.open(name, self.at);
        let value = read(self);
        self.spans.close(opened, self.at);
        value
    }

    /// As [`Reader::nested`], but the fields stay on this level; for the body of a message.
    pub(crate) fn counted<T>(
        &mut self,
        name: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let end = self.end(name, len, range)?;
        let outer = core::mem::replace(&mut self.bytes, end);
        let value = read(self)?;
        self.finish(name)?;
        self.bytes = outer;
        Ok(value)
    }

    /// How many items of at least `smallest` bytes are ahead at most.
    pub(crate) fn at_most(&self, smallest: usize) -> usize {
        self.ahead().len() / smallest
    }

    /// The two bytes ahead as a number, without reading them.
    pub(crate) fn peek_u16(&self) -> Option<u16> {
        self.ahead().first_chunk().copied().map(u16::from_be_bytes)
    }

    /// The byte so far ahead, without reading it.
    pub(crate) fn peek_at(&self, distance: usize) -> Option<u8> {
        self.ahead().get(distance).copied()
    }

    /// Reads a length prefix; answers the message up to the end of what it announces.
    #[inline]
    fn end(
        &mut self,
        field: &'static str,
        len: Len,
        range: RangeInclusive<usize>,
    ) -> Result<&'a [u8], DecodeError> {
        let offset = self.at;
        let length = self.length(len).map_err(|_| DecodeError::Truncated { field, offset })?;
        if !range.contains(&length) {
            let (min, max) = range.into_inner();
            return Err(DecodeError::LengthOutOfRange { field, offset, length, min, max });
        }
        self.bytes.get(..self.at + length).ok_or_else(|| self.truncated(field))
    }

    #[inline]
    fn length(&mut self, len: Len) -> Result<usize, DecodeError> {
        match len {
            Len::U8 => self.u8("length").map(usize::from),
            Len::U16 => self.u16("length").map(usize::from),
            Len::U24 => self.u24("length").map(|length| length as usize),
        }
    }

    #[inline]
    fn ahead(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn advance(&mut self, name: &'static str, by: usize) {
        self.spans.leaf(name, self.at..self.at + by);
        self.at += by;
    }

    #[inline]
    fn finish(&self, field: &'static str) -> Result<(), DecodeError> {
        if self.has_more() { Err(DecodeError::TrailingBytes { field, offset: self.at }) } else { Ok(()) }
    }

    #[cold]
    fn truncated(&self, field: &'static str) -> DecodeError {
        DecodeError::Truncated { field, offset: self.at }
    }
}
