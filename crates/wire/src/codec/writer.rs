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
#[derive(Debug)]
pub struct Writer<'w> {
    out: &'w mut Vec<u8>,
    /// Where the message starts in `out`.
    start: usize,
    spans: Spans<'w>,
}

impl<'w> Writer<'w> {
    /// Appends to `out` what `write` writes; on an error `out` and `spans` are as they were. The only way to a writer.
    ///
    /// # Errors
    /// What `write` cannot write.
    pub fn write_all(
        out: &'w mut Vec<u8>,
        spans: Option<&mut Vec<Span>>,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), TooLong>,
    ) -> Result<(), TooLong> {
        let start = out.len();
        let mut found = spans.is_some().then(Vec::new);
        let mut writer = Writer { out, start, spans: Spans::new(found.as_mut()) };
        let written = write(&mut writer);
        match (written, spans, found) {
            (Ok(()), Some(spans), Some(found)) => spans.extend(found),
            (Ok(()), _, _) => {}
            (Err(_), _, _) => out.truncate(start),
        }
        written
    }

    /// A `uint8`.
    #[inline]
    pub fn u8(&mut self, name: &'static str, value: u8) {
        self.bytes(name, &[value]);
    }

    /// A `uint16`, big-endian like every number of TLS (RFC 9846 §3.3).
    #[inline]
    pub fn u16(&mut self, name: &'static str, value: u16) {
        self.bytes(name, &value.to_be_bytes());
    }

    /// A `uint24`.
    ///
    /// # Errors
    /// [`TooLong`] if it takes more than three bytes.
    pub fn u24(&mut self, name: &'static str, value: u32) -> Result<(), TooLong> {
        match value.to_be_bytes() {
            [0, bytes @ ..] => {
                self.bytes(name, &bytes);
                Ok(())
            }
            _ => Err(TooLong {
                field: name,
                length: usize::try_from(value).unwrap_or(usize::MAX),
                max: Len::U24.max(),
            }),
        }
    }

    /// A `uint32`.
    pub fn u32(&mut self, name: &'static str, value: u32) {
        self.bytes(name, &value.to_be_bytes());
    }

    /// Bytes as they are.
    #[inline]
    pub fn bytes(&mut self, name: &'static str, bytes: &[u8]) {
        let at = self.at();
        self.out.extend_from_slice(bytes);
        self.spans.leaf(name, at..self.at());
    }

    /// An `opaque name<..max>`.
    ///
    /// # Errors
    /// [`TooLong`] if it has more than `max` bytes.
    pub fn opaque(&mut self, name: &'static str, len: Len, max: usize, bytes: &[u8]) -> Result<(), TooLong> {
        self.nested(name, len, max, |w| {
            w.bytes("value", bytes);
            Ok(())
        })
    }

    /// A `T name<..max>`.
    ///
    /// # Errors
    /// [`TooLong`] if the items take more than `max` bytes, or if one of them does not fit.
    pub fn list<'a, T: Item<'a>>(
        &mut self,
        name: &'static str,
        len: Len,
        max: usize,
        list: List<'a, T>,
    ) -> Result<(), TooLong> {
        self.nested(name, len, max, |w| list.iter().try_for_each(|item| item.write(w)))
    }

    /// A vector whose content `write` writes.
    ///
    /// # Errors
    /// [`TooLong`] if that is more than `max` bytes, and what `write` cannot write.
    pub fn nested(
        &mut self,
        name: &'static str,
        len: Len,
        max: usize,
        write: impl FnOnce(&mut Self) -> Result<(), TooLong>,
    ) -> Result<(), TooLong> {
        self.group(name, |w| w.counted(name, len, max, write))
    }

    /// A structure without a prefix of its own: gathers the fields that `write` writes under one name.
    ///
    /// # Errors
    /// What `write` cannot write.
    pub fn group(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&mut Self) -> Result<(), TooLong>,
    ) -> Result<(), TooLong> {
        let opened = self.spans.open(name, self.at());
        let written = write(self);
        self.spans.close(opened, self.at());
        written
    }

    /// As [`Writer::nested`], but the fields stay on this level; for the body of a message.
    pub(crate) fn counted(
        &mut self,
        name: &'static str,
        len: Len,
        max: usize,
        write: impl FnOnce(&mut Self) -> Result<(), TooLong>,
    ) -> Result<(), TooLong> {
        // Until it is known the length reads as the greatest one, so that a half-written vector cannot pass for a whole one.
        let prefix = self.out.len();
        self.bytes("length", [0xff; 3].get(..len.width()).unwrap_or_default());
        let body = self.out.len();
        write(self)?;
        let length = self.out.len() - body;
        let max = max.min(len.max());
        if length > max {
            return Err(TooLong { field: name, length, max });
        }
        self.patch(prefix, len, length);
        Ok(())
    }

    #[inline]
    fn patch(&mut self, prefix: usize, len: Len, length: usize) {
        let width = len.width();
        let bytes = length.to_be_bytes();
        if let (Some(to), Some(from)) =
            (self.out.get_mut(prefix..prefix + width), bytes.get(bytes.len() - width..))
        {
            to.copy_from_slice(from);
        }
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
                    Ok(())
                })
            })
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
                w.opaque("name", Len::U8, usize::MAX, &bytes)
            });
            assert_eq!(written.err(), error);
            assert_eq!(out.len(), if error.is_some() { 3 } else { 3 + 1 + length });
            assert_eq!(spans.is_empty(), error.is_some());
        }
    }
}
