//! The buffer that records are sealed in and that the socket writes from.

use core::iter;
use core::ops::Range;
use std::collections::VecDeque;

use handfast_wire::record::{HEADER_LEN, MAX_CIPHERTEXT};

/// What stays when the buffer is empty and was hardly used: one record.
const KEEP: usize = HEADER_LEN + MAX_CIPHERTEXT;

/// The first room: for the flight of a handshake with two certificates.
const FIRST: usize = 2048;

/// Content whose address is a multiple of this is copied and protected in 4 % less time.
const ALIGNMENT: usize = 32;

/// A record of which so many bytes are to come is worth a gap.
const LONG: usize = 4096;

/// Records in the order `sent | waiting`, with gaps between long ones, so that the content of each is aligned.
#[derive(Default)]
pub(crate) struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
    /// Within what waits, none at its beginning.
    gaps: VecDeque<Range<usize>>,
}

impl Outgoing {
    /// What waits to be sent, up to the first gap.
    pub(crate) fn waiting(&self) -> &[u8] {
        let end = self.gaps.front().map_or(self.bytes.len(), |gap| gap.start);
        self.bytes.get(self.sent..end).unwrap_or_default()
    }

    /// All that waits to be sent, gap by gap.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let starts = iter::once(self.sent).chain(self.gaps.iter().map(|gap| gap.end));
        let ends = self.gaps.iter().map(|gap| gap.start).chain([self.bytes.len()]);
        starts
            .zip(ends)
            .filter_map(|(start, end)| self.bytes.get(start..end))
            .filter(|piece| !piece.is_empty())
    }

    /// How many bytes wait to be sent.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - self.sent - self.gaps.iter().map(Range::len).sum::<usize>()
    }

    /// Makes room for `more` bytes in so many records. Sent bytes are dropped if that moves less than it wins.
    pub(crate) fn reserve(&mut self, more: usize, records: usize) {
        let half = self.bytes.len() / 2;
        if self.sent > half || self.sent == self.bytes.len() {
            self.bytes.drain(..self.sent);
            for gap in &mut self.gaps {
                *gap = gap.start - self.sent..gap.end - self.sent;
            }
            self.sent = 0;
        }
        let gaps = if more < LONG { 0 } else { records.saturating_mul(ALIGNMENT) };
        let least = if self.bytes.capacity() == 0 { FIRST } else { 0 };
        self.bytes.reserve(more.saturating_add(gaps).max(least));
    }

    /// The buffer, to append a record to, which has `lead` bytes before its content and `length` of content.
    pub(crate) fn begin(&mut self, lead: usize, length: usize) -> &mut Vec<u8> {
        if length >= LONG {
            let end = self.bytes.len();
            let content = self.bytes.as_ptr().addr().wrapping_add(end).wrapping_add(lead);
            self.skip(end..end + content.wrapping_neg() % ALIGNMENT);
        }
        &mut self.bytes
    }

    fn skip(&mut self, gap: Range<usize>) {
        self.bytes.resize(gap.end, 0);
        if gap.start == self.sent {
            self.sent = gap.end;
        } else if !gap.is_empty() {
            self.gaps.push_back(gap);
        }
    }

    /// The first `n` waiting bytes are sent.
    pub(crate) fn sent(&mut self, n: usize) {
        let mut left = n;
        while let Some(gap) = self.gaps.front().filter(|gap| gap.start - self.sent <= left).cloned() {
            left -= gap.start - self.sent;
            self.sent = gap.end;
            self.gaps.pop_front();
        }
        self.sent = self.bytes.len().min(self.sent.saturating_add(left));
        if self.sent == self.bytes.len() {
            self.empty();
        }
    }

    /// Gives the memory back if nothing waits.
    pub(crate) fn release(&mut self) {
        if self.waiting().is_empty() {
            *self = Self::default();
        }
    }

    /// How much memory is in use, in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// A buffer much larger than what it held last shrinks.
    fn empty(&mut self) {
        let oversized = self.bytes.len() < self.bytes.capacity() / 4;
        self.bytes.clear();
        self.sent = 0;
        if oversized {
            self.bytes.shrink_to(KEEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn append(outgoing: &mut Outgoing, lead: usize, bytes: &[u8]) {
        outgoing.reserve(bytes.len(), 1);
        outgoing.begin(lead, bytes.len() - lead).extend(bytes);
    }

    #[test]
    fn sent_in_any_pieces() {
        let mut outgoing = Outgoing::default();
        let (mut sent, mut all) = (Vec::<u8>::new(), Vec::new());
        for round in 0..3000usize {
            let length = [round % 50, LONG + round % 50][usize::from(round % 7 == 0)];
            let piece = vec![u8::try_from(round % 251).unwrap(); length];
            all.extend(&piece);
            append(&mut outgoing, 5.min(length), &piece);
            let n = outgoing.len().min(round % 1300);
            sent.extend(outgoing.pieces().flatten().take(n));
            outgoing.sent(n);
        }
        sent.extend(outgoing.pieces().flatten());
        assert_eq!(sent, all);
    }

    #[test]
    fn sent_piece_by_piece() {
        let mut outgoing = Outgoing::default();
        let records = [vec![1; 2 * LONG + 1], vec![2; LONG + 7], vec![3; 9], vec![4; 3 * LONG + 1]];
        outgoing.reserve(8 * LONG, records.len());
        records.iter().for_each(|record| append(&mut outgoing, 5, record));
        assert_eq!(outgoing.len(), records.concat().len());
        assert_eq!(outgoing.pieces().count(), 3, "what is short follows at once");
        let mut sent = Vec::new();
        while !outgoing.waiting().is_empty() {
            sent.extend_from_slice(outgoing.waiting());
            outgoing.sent(outgoing.waiting().len());
        }
        assert_eq!((sent, outgoing.len()), (records.concat(), 0));
    }

    #[test]
    fn sent_bytes_are_dropped_though_some_always_wait() {
        let mut outgoing = Outgoing::default();
        append(&mut outgoing, 5, &[0; 100]);
        for _ in 0..1000 {
            append(&mut outgoing, 5, &[0; 100]);
            outgoing.sent(100);
        }
        assert!(outgoing.len() == 100 && outgoing.capacity() <= FIRST);
    }

    #[test]
    fn the_content_of_long_records_is_aligned() {
        let mut outgoing = Outgoing::default();
        for lead in [5, 13, 5] {
            outgoing.reserve(6 * LONG, 3);
            for size in [2 * LONG, LONG, LONG + 3] {
                let out = outgoing.begin(lead, size);
                let content = out.as_ptr().addr() + out.len() + lead;
                assert_eq!(content % ALIGNMENT, 0);
                out.extend(vec![7; lead + size]);
            }
            assert_eq!(outgoing.len(), 4 * LONG + 3 + 3 * lead);
            outgoing.sent(usize::MAX);
            assert_eq!(outgoing.len(), 0);
        }
    }

    #[test]
    fn memory_goes_back() {
        let mut outgoing = Outgoing::default();
        append(&mut outgoing, 5, &vec![0; 10 * KEEP]);
        outgoing.sent(usize::MAX);
        assert!(outgoing.capacity() >= 10 * KEEP, "it was well used");
        append(&mut outgoing, 0, &[0]);
        outgoing.release();
        assert_eq!(outgoing.len(), 1);
        outgoing.sent(1);
        assert_eq!(outgoing.capacity(), KEEP);
        outgoing.release();
        assert_eq!(outgoing.capacity(), 0);
    }
}
