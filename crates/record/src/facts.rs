//! What an observer learns about one record.

use core::ops::Range;

use handfast_wire::code_points::ContentType;
use handfast_wire::record::HEADER_LEN;

use crate::Content;

/// One record, opened or sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordFacts<'a> {
    /// The header as on the wire.
    pub header: [u8; HEADER_LEN],
    /// The sequence number of a protected record, `None` of an unprotected one.
    pub sequence: Option<u64>,
    /// The true type, and how many zeros followed it; `None` if the record could not be opened.
    pub content: Option<Content>,
    /// The content, unprotected.
    pub plaintext: &'a [u8],
    /// The body as on the wire, if the observer asked that it be kept: opening and sealing happen in place.
    pub sealed: Option<&'a [u8]>,
}

impl RecordFacts<'_> {
    /// The type in the header: application_data for every protected record.
    #[must_use]
    pub const fn outer_type(&self) -> ContentType {
        let [content_type, ..] = self.header;
        ContentType(content_type)
    }
}

/// The facts, with the bytes elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Noted {
    pub(crate) header: [u8; HEADER_LEN],
    pub(crate) sequence: Option<u64>,
    pub(crate) content: Option<Content>,
    pub(crate) plaintext: Range<usize>,
}

impl Noted {
    pub(crate) fn facts<'a>(&self, plaintext: &'a [u8], sealed: Option<&'a [u8]>) -> RecordFacts<'a> {
        let Self { header, sequence, content, .. } = *self;
        RecordFacts { header, sequence, content, plaintext, sealed }
    }
}

/// Copies of the records that were sealed and not seen yet.
#[derive(Default)]
pub(crate) struct Journal {
    bytes: Vec<u8>,
    records: Vec<(Noted, Range<usize>)>,
}

impl Journal {
    /// A record is about to be sealed.
    pub(crate) fn plaintext(&mut self, content_type: ContentType, sequence: Option<u64>, content: &[u8]) {
        let content_facts = Content { content_type, start: 0, length: content.len(), padding: 0 };
        let plaintext = self.keep(content);
        let noted = Noted { header: [0; HEADER_LEN], sequence, content: Some(content_facts), plaintext };
        self.records.push((noted, 0..0));
    }

    /// It was sealed, and this is all of it.
    pub(crate) fn sealed(&mut self, record: &[u8]) {
        let Some((header, body)) = record.split_first_chunk() else { return };
        let sealed = self.keep(body);
        if let Some((noted, place)) = self.records.last_mut() {
            (noted.header, *place) = (*header, sealed);
        }
    }

    /// Shows all of them, and forgets them.
    pub(crate) fn drain(&mut self, mut see: impl FnMut(RecordFacts<'_>)) {
        for (noted, sealed) in self.records.drain(..) {
            let plaintext = self.bytes.get(noted.plaintext.clone()).unwrap_or_default();
            see(noted.facts(plaintext, self.bytes.get(sealed)));
        }
        self.bytes.clear();
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }
}
