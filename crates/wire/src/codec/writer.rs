//! Fields to bytes.

use core::error::Error;
use core::fmt;

use super::span::Spans;
use super::{Item, Len, List, Span};

/// A vector of ours is longer than its prefix or its ceiling allows. Nothing was written.
///
/// A mistake on this side (too many authorities for one CertificateRequest, say), not a refusal of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// The field that does not fit.
    pub field: &'static str,
    /// How many bytes it would take.
    pub length: usize,
    /// How many it may take.
    pub max: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} would take {} bytes, and at most {} fit", self.field, self.length, self.max)
    }
}

impl Error for TooLong {}

/// Appends one message to a buffer, the mirror of [`Reader`](super::Reader).
///
/// What does not fit is written nevertheless, and [`Writer::write_all`] takes all of it back.
#[derive(Debug)]
pub struct Writer<'w> {
    out: &'w mut Vec<u8>,
    /// Where the message starts in `out`.
    start: usize,
    spans: Spans<'w>,
    too_long: Option<TooLong>,
}

impl<'w> Writer<'w> {
    /// Appends to `out` what `write` writes; on an error `out` and `spans` are as they were. The only way to a writer.
    ///
    /// # Errors
    /// The first field that is too long.
    pub fn write_all(
        out: &'w mut Vec<u8>,
        spans: Option<&'w mut Vec<Span>>,
        write: impl FnOnce(&mut Self),
    ) -> Result<(), TooLong> {
        let (start, named) = (out.len(), spans.as_ref().map_or(0, |spans| spans.len()));
        let mut writer = Self { out, start, spans: Spans::new(spans), too_long: None };
        write(&mut writer);
        let Some(too_long) = writer.too_long else { return Ok(()) };
        writer.out.truncate(start);
        writer.spans.truncate(named);
        Err(too_long)
    }

    /// A `uint8`.
    #[inline(never)]
    pub fn u8(&mut self, name: &'static str, value: u8) {
        self.put(name, &[value]);
    }

    /// A `uint16`, big-endian like every number of TLS (RFC 9846 §3.3).
    #[inline(never)]
    pub fn u16(&mut self, name: &'static str, value: u16) {
        self.put(name, &value.to_be_bytes());
    }

    /// A `uint24`, which is too long if it takes more than three bytes.
    pub fn u24(&mut self, name: &'static str, value: u32) {
        let [high, bytes @ ..] = value.to_be_bytes();
        if high != 0 {
            let length = usize::try_from(value).unwrap_or(usize::MAX);
            self.refuse(TooLong { field: name, length, max: Len::U24.max() });
        }
        self.put(name, &bytes);
    }

    /// A `uint32`.
    pub fn u32(&mut self, name: &'static str, value: u32) {
        self.put(name, &value.to_be_bytes());
    }

    /// Bytes as they are.
    #[inline(never)]
    pub fn bytes(&mut self, name: &'static str, bytes: &[u8]) {
        self.put(name, bytes);
    }

    /// Written out where it is called, so that few bytes are stored and not copied.
    #[inline]
    fn put(&mut self, name: &'static str, bytes: &[u8]) {
        if self.spans.are_wanted() {
            return self.write_named(name, bytes);
        }
        self.out.extend_from_slice(bytes);
    }

    #[cold]
    #[inline(never)]
    fn write_named(&mut self, name: &'static str, bytes: &[u8]) {
        let at = self.at();
        self.out.extend_from_slice(bytes);
        self.spans.leaf(name, at..self.at());
    }

    /// An `opaque name<..max>`.
    #[inline(never)]
    pub fn opaque(&mut self, name: &'static str, len: Len, max: usize, bytes: &[u8]) {
        self.nested(name, len, max, |w| w.bytes("value", bytes));
    }

    /// A `T name<..max>`.
    #[inline(never)]
    pub fn list<'a, T: Item<'a>>(&mut self, name: &'static str, len: Len, max: usize, list: List<'a, T>) {
        self.nested(name, len, max, |w| list.write(w));
    }

    /// A vector whose content `write` writes; too long if that is more than `max` bytes.
    #[inline]
    pub fn nested(&mut self, name: &'static str, len: Len, max: usize, write: impl FnOnce(&mut Self)) {
        self.group(name, |w| w.counted(name, len, max, write));
    }

    /// A structure without a prefix of its own: gathers the fields that `write` writes under one name.
    #[inline]
    pub fn group(&mut self, name: &'static str, write: impl FnOnce(&mut Self)) {
        self.group_called(|| name, write);
    }

    /// As [`Writer::group`], with a name that has to be looked up, if anybody wants to know it.
    #[inline]
    pub(crate) fn group_called(
        &mut self,
        name: impl FnOnce() -> &'static str,
        write: impl FnOnce(&mut Self),
    ) {
        self.spans.open(name, self.at());
        write(self);
        self.spans.close(self.at());
    }

    /// As [`Writer::nested`], but the fields stay on this level; for the body of a message.
    #[inline]
    pub(crate) fn counted(
        &mut self,
        name: &'static str,
        len: Len,
        max: usize,
        write: impl FnOnce(&mut Self),
    ) {
        let body = self.enter(len);
        write(self);
        self.leave(name, len, max, body);
    }

    /// Writes a length prefix that is to be filled in; answers where the body starts. Until it is known the length reads as
    /// the greatest one, so that a half-written vector cannot pass for a whole one.
    #[inline(never)]
    fn enter(&mut self, len: Len) -> usize {
        match len {
            Len::U8 => self.u8("length", 0xff),
            Len::U16 => self.u16("length", 0xffff),
            Len::U24 => self.put("length", &[0xff; 3]),
        }
        self.out.len()
    }

    /// Fills in the prefix of the body that starts there.
    #[inline(never)]
    fn leave(&mut self, field: &'static str, len: Len, max: usize, body: usize) {
        let length = self.out.len() - body;
        let max = max.min(len.max());
        if length > max {
            return self.refuse(TooLong { field, length, max });
        }
        match len {
            Len::U8 => self.fill_in::<1>(body, length),
            Len::U16 => self.fill_in::<2>(body, length),
            Len::U24 => self.fill_in::<3>(body, length),
        }
    }

    /// The length stands in the `N` bytes before the body.
    #[inline]
    fn fill_in<const N: usize>(&mut self, body: usize, length: usize) {
        let prefix = self.out.get_mut(..body).and_then(<[u8]>::last_chunk_mut::<N>);
        if let Some((prefix, length)) = prefix.zip(length.to_be_bytes().last_chunk()) {
            *prefix = *length;
        }
    }

    #[cold]
    fn refuse(&mut self, too_long: TooLong) {
        self.too_long.get_or_insert(too_long);
    }

    #[inline]
    fn at(&self) -> usize {
        self.out.len() - self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_is_not_known_yet_reads_as_the_greatest() {
        let mut out = vec![7];
        let written = Writer::write_all(&mut out, None, |w| {
            w.nested("outer", Len::U16, 0xffff, |w| {
                w.nested("inner", Len::U24, 0xff_ffff, |w| {
                    assert_eq!(*w.out, [7, 0xff, 0xff, 0xff, 0xff, 0xff]);
                    w.u8("value", 9);
                });
            });
        });
        assert_eq!(written, Ok(()));
        assert_eq!(out, [7, 0, 4, 0, 0, 1, 9]);
    }

    #[test]
    fn a_vector_fills_its_prefix_and_no_more() {
        for (length, error) in [(255, None), (256, Some(TooLong { field: "name", length: 256, max: 255 }))] {
            let (mut out, mut spans) = (vec![1, 2, 3], Vec::new());
            let bytes = vec![0; length];
            let written = Writer::write_all(&mut out, Some(&mut spans), |w| {
                w.opaque("name", Len::U8, usize::MAX, &bytes);
            });
            assert_eq!(written.err(), error);
            assert_eq!(out.len(), if error.is_some() { 3 } else { 3 + 1 + length });
            assert_eq!(spans.is_empty(), error.is_some());
        }
    }
}
