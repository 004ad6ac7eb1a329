//! The range of bytes that a field takes.

use core::ops::Range;

/// A named range of a message.
///
/// Spans stand in the order in which the fields start; a span that holds others stands before them, one level less deep.
/// The spans that hold no others tile the message: no gap, no overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The RFC's name of the field (`"legacy_version"`), of an item's type where the field has no name
    /// (`"CipherSuite"`), or of an extension (`"key_share"`). `"length"` is a length prefix, `"value"` the bytes after it.
    pub name: &'static str,
    /// Where the field lies, counted in bytes from the start of the message.
    pub bytes: Range<usize>,
    /// How many spans it lies in: 0 for a field of the message itself.
    pub depth: u8,
}

/// The spans of one message while they are collected; every verb costs one branch when nobody asked for them.
#[derive(Debug)]
pub(super) struct Spans<'s> {
    list: Option<&'s mut Vec<Span>>,
    depth: u8,
}

impl<'s> Spans<'s> {
    pub(super) fn new(list: Option<&'s mut Vec<Span>>) -> Self {
        Self { list, depth: 0 }
    }

    /// Whether anybody asked for them.
    #[inline]
    pub(super) const fn are_wanted(&self) -> bool {
        self.list.is_some()
    }

    /// A span that holds no others.
    #[inline]
    pub(super) fn leaf(&mut self, name: &'static str, bytes: Range<usize>) {
        if self.list.is_some() && !bytes.is_empty() {
            self.push(name, bytes);
        }
    }

    /// Opens a span that holds what follows, up to [`Spans::close`].
    #[inline]
    pub(super) fn open(&mut self, name: impl FnOnce() -> &'static str, start: usize) {
        if self.list.is_some() {
            self.push(name(), start..start);
            self.depth += 1;
        }
    }

    /// Closes the span that was opened last, of those that are open.
    #[inline]
    pub(super) fn close(&mut self, end: usize) {
        if self.list.is_some() {
            self.end(end);
        }
    }

    /// Closes what is still open where a message fails.
    pub(super) fn close_all(&mut self, end: usize) {
        while self.depth > 0 {
            self.end(end);
        }
    }

    /// Forgets all but the first ones.
    pub(super) fn truncate(&mut self, number: usize) {
        if let Some(list) = &mut self.list {
            list.truncate(number);
        }
    }

    #[cold]
    #[inline(never)]
    fn end(&mut self, end: usize) {
        self.depth -= 1;
        let mut spans = self.list.iter_mut().flat_map(|list| list.iter_mut());
        if let Some(span) = spans.rfind(|span| span.depth == self.depth) {
            span.bytes.end = end;
        }
    }

    #[cold]
    #[inline(never)]
    fn push(&mut self, name: &'static str, bytes: Range<usize>) {
        if let Some(list) = &mut self.list {
            list.push(Span { name, bytes, depth: self.depth });
        }
    }
}
