//! The buffer that the socket reads into and that records are opened in.

use core::ops::Range;

use handfast_wire::record::{HEADER_LEN, MAX_CIPHERTEXT};

/// The room an idle connection has: a quarter of a record, so that doubling it twice holds exactly one.
const LEAST: usize = (HEADER_LEN + MAX_CIPHERTEXT).div_ceil(4);

/// The room a busy connection has: four records to one read.
const MOST: usize = 16 * LEAST;

/// After so many small reads in a row the room is halved.
const QUIET: u8 = 8;

/// Bytes in the order `taken | held | unread | spare`. Memory grows only as the peer fills it, never because of a length
/// that the peer claims.
#[derive(Default)]
pub(crate) struct Incoming {
    bytes: Vec<u8>,
    held: Range<usize>,
    unread: Range<usize>,
    offered: usize,
    quiet: u8,
}

impl Incoming {
    /// Room for the next read; empty only while the buffer is full of what has not been taken.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        self.move_to_front();
        self.fit();
        let spare = self.bytes.get_mut(self.unread.end..).unwrap_or_default();
        self.offered = spare.len();
        spare
    }

    /// `n` bytes were read into the room that [`Self::space`] lent.
    pub(crate) fn received(&mut self, n: usize) {
        let n = n.min(self.offered);
        self.offered -= n;
        self.unread.end += n;
        self.quiet = if n < self.bytes.len() / 4 { self.quiet.saturating_add(1) } else { 0 };
    }

    /// What has been received and not been opened.
    pub(crate) fn unread(&self) -> &[u8] {
        self.bytes.get(self.unread.clone()).unwrap_or_default()
    }

    /// The first `n` unread bytes, to be opened in place.
    pub(crate) fn unread_mut(&mut self, n: usize) -> &mut [u8] {
        self.bytes.get_mut(self.unread.clone()).and_then(|unread| unread.get_mut(..n)).unwrap_or_default()
    }

    /// The first `record` unread bytes were a record; holds the content at this place of its body, and returns where in
    /// the buffer that is.
    pub(crate) fn hold(&mut self, record: usize, content: Range<usize>) -> Range<usize> {
        let body = self.unread.start + HEADER_LEN;
        self.held = body + content.start..body + content.end;
        self.unread.start += record;
        self.held.clone()
    }

    /// The content that is held.
    pub(crate) fn held(&self) -> &[u8] {
        self.slice(&self.held)
    }

    /// Takes the first `n` bytes of what is held; they stay in place until [`Self::space`] is called.
    pub(crate) fn take(&mut self, n: usize) -> Range<usize> {
        let start = self.held.start;
        self.held.start = self.held.end.min(start.saturating_add(n));
        start..self.held.start
    }

    /// The bytes of a range that [`Self::take`] returned.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    /// Gives the memory back if nothing is in it.
    pub(crate) fn release(&mut self) {
        if self.kept().is_empty() {
            *self = Self::default();
        }
    }

    /// How much memory is in use, in bytes.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    fn kept(&self) -> Range<usize> {
        let start = if self.held.is_empty() { self.unread.start } else { self.held.start };
        start..self.unread.end
    }

    /// Moves what is kept to the front if that is less than the room won, or if there is no room at all. So each byte
    /// received costs at most about one byte moved.
    fn move_to_front(&mut self) {
        let kept = self.kept();
        let full = kept.end == self.bytes.len();
        if kept.start == 0 || (kept.len() > kept.start && !full) {
            return;
        }
        self.bytes.copy_within(kept.clone(), 0);
        let shift = |range: &Range<usize>| {
            range.start.saturating_sub(kept.start)..range.end.saturating_sub(kept.start)
        };
        (self.held, self.unread) = (shift(&self.held), shift(&self.unread));
    }

    /// Grows while reads fill the room, shrinks after a row of small ones.
    fn fit(&mut self) {
        let filled = self.offered == 0 || self.unread.end == self.bytes.len();
        if filled && self.bytes.len() < MOST {
            self.resize((2 * self.bytes.len()).clamp(LEAST, MOST));
        } else if self.quiet >= QUIET && self.bytes.len() > LEAST && self.kept().is_empty() {
            self.resize(self.bytes.len() / 2);
        }
    }

    fn resize(&mut self, room: usize) {
        self.bytes.reserve_exact(room.saturating_sub(self.bytes.len()));
        self.bytes.resize(room, 0);
        self.bytes.shrink_to_fit();
        self.quiet = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(buffer: &mut Incoming, n: usize) -> usize {
        let n = buffer.space().len().min(n);
        buffer.received(n);
        n
    }

    fn drop_unread(buffer: &mut Incoming) {
        buffer.unread.start = buffer.unread.end;
    }

    #[test]
    fn room_for_one_record_is_two_doublings() {
        assert!((HEADER_LEN + MAX_CIPHERTEXT..=HEADER_LEN + MAX_CIPHERTEXT + 3).contains(&(4 * LEAST)));
    }

    #[test]
    fn grows_only_as_it_is_filled_and_never_beyond_four_records() {
        let mut buffer = Incoming::default();
        let mut received = 0;
        while buffer.capacity() < MOST {
            received += read(&mut buffer, usize::MAX);
            assert!(buffer.capacity() <= received.max(LEAST));
            buffer.space();
        }
        received += read(&mut buffer, usize::MAX);
        assert_eq!((received, buffer.capacity()), (MOST, MOST));
        assert!(buffer.space().is_empty());
    }

    #[test]
    fn shrinks_when_reads_are_small_and_goes_when_released() {
        let mut buffer = Incoming::default();
        for _ in 0..8 {
            read(&mut buffer, usize::MAX);
            drop_unread(&mut buffer);
        }
        assert_eq!(buffer.capacity(), MOST);
        for _ in 0..100 {
            read(&mut buffer, 10);
            drop_unread(&mut buffer);
        }
        assert_eq!(buffer.capacity(), LEAST);
        buffer.release();
        assert_eq!(buffer.capacity(), 0);
    }

    #[test]
    fn moves_only_what_is_less_than_the_room_won() {
        let mut buffer = Incoming::default();
        read(&mut buffer, 1000);
        buffer.unread.start = 400;
        buffer.space();
        assert_eq!(buffer.unread, 400..1000, "600 bytes would win 400");
        buffer.unread.start = 600;
        buffer.space();
        assert_eq!(buffer.unread, 0..400, "400 bytes win 600");
    }

    #[test]
    fn nothing_in_use_is_released() {
        let mut buffer = Incoming::default();
        read(&mut buffer, 10);
        buffer.release();
        assert_eq!(buffer.unread().len(), 10);
    }

    #[test]
    fn bytes_survive_every_move() {
        let mut buffer = Incoming::default();
        let (mut next_in, mut next_out) = (0u8, 0u8);
        for round in 0..10_000 {
            let space = buffer.space();
            let n = space.len().min(round % 777);
            for byte in space.iter_mut().take(n) {
                *byte = next_in;
                next_in = next_in.wrapping_add(1);
            }
            buffer.received(n);
            for _ in 0..buffer.unread().len().min(round % 800) {
                assert_eq!(buffer.unread()[0], next_out);
                next_out = next_out.wrapping_add(1);
                buffer.unread.start += 1;
            }
        }
    }
}
