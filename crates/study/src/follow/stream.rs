//! What one side of a TCP connection said, put together: in order, each octet once (RFC 9293 §3.4).

use std::collections::BTreeMap;

/// One direction.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// The sequence number of the next octet; none before the first segment.
    next: Option<u32>,
    /// Its place among all octets of this direction.
    at: u64,
    /// What came too early, by its place.
    early: BTreeMap<u64, Vec<u8>>,
    waiting: usize,
}

/// So many octets wait for one that is missing, in so many segments.
const MOST: usize = 1 << 20;
const SEGMENTS: usize = 1024;

impl Stream {
    /// The octets start behind this number.
    pub(super) fn starts(&mut self, sequence: u32) {
        self.next.get_or_insert(sequence.wrapping_add(1));
    }

    /// Takes a segment, and returns all that can be read now. Without a start, the first segment is it. What comes too
    /// early is lost unless it `may_wait`.
    pub(super) fn take(&mut self, sequence: u32, payload: &[u8], may_wait: bool) -> Vec<u8> {
        let next = *self.next.get_or_insert(sequence);
        // How far it is ahead: half of all numbers lie ahead, the others behind.
        let ahead = i64::from(sequence.wrapping_sub(next).cast_signed());
        match u64::try_from(ahead) {
            Ok(0) => self.read(payload),
            Ok(ahead) => {
                let payload = if may_wait { payload } else { &[] };
                self.keep(self.at.saturating_add(ahead), payload);
                Vec::new()
            }
            Err(_) => {
                let known = usize::try_from(ahead.unsigned_abs()).unwrap_or(usize::MAX);
                self.read(payload.get(known..).unwrap_or_default())
            }
        }
    }

    /// How many octets came too early and wait still.
    pub(super) const fn waiting(&self) -> usize {
        self.waiting
    }

    /// The next octets, and those behind them that have waited.
    fn read(&mut self, payload: &[u8]) -> Vec<u8> {
        let mut octets = payload.to_vec();
        self.pass(payload.len());
        while let Some(entry) = self.early.first_entry().filter(|entry| *entry.key() <= self.at) {
            let (place, early) = entry.remove_entry();
            self.waiting -= early.len();
            let known = usize::try_from(self.at - place).unwrap_or(usize::MAX);
            let new = early.get(known..).unwrap_or_default();
            octets.extend_from_slice(new);
            self.pass(new.len());
        }
        octets
    }

    fn pass(&mut self, octets: usize) {
        self.at = self.at.saturating_add(octets as u64);
        // Sequence numbers count modulo 2^32.
        #[expect(clippy::cast_possible_truncation, reason = "what is above 2^32 makes no difference")]
        let step = octets as u32;
        self.next = self.next.map(|next| next.wrapping_add(step));
    }

    /// Of two that start at the same place the longer is kept.
    fn keep(&mut self, place: u64, payload: &[u8]) {
        let known = self.early.get(&place).map_or(0, Vec::len);
        let room = self.waiting + payload.len() <= MOST && self.early.len() < SEGMENTS;
        if payload.len() > known && room {
            self.waiting += payload.len() - known;
            self.early.insert(place, payload.to_vec());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Stream};

    fn started(at: u32) -> Stream {
        let mut stream = Stream::default();
        stream.starts(at.wrapping_sub(1));
        stream
    }

    #[test]
    fn in_any_order_each_octet_once() {
        let mut stream = started(10);
        assert_eq!(stream.take(13, b"def", true), b"");
        assert_eq!(stream.take(16, b"ghi", true), b"");
        assert_eq!(stream.take(13, b"de", true), b"");
        assert_eq!(stream.waiting(), 6);
        assert_eq!(stream.take(10, b"abcd", true), b"abcdefghi");
        assert_eq!(stream.take(10, b"abcdefghijk", true), b"jk");
        assert_eq!(stream.take(12, b"c", true), b"");
        assert_eq!(stream.waiting(), 0);
    }

    #[test]
    fn numbers_begin_anew() {
        let mut stream = started(u32::MAX - 1);
        assert_eq!(stream.take(1, b"de", true), b"");
        assert_eq!(stream.take(u32::MAX - 1, b"abc", true), b"abcde");
        assert_eq!(stream.take(3, b"f", true), b"f");
    }

    #[test]
    fn without_a_start_the_first_segment_is_it() {
        let mut stream = Stream::default();
        assert_eq!(stream.take(500, b"abc", true), b"abc");
        assert_eq!(stream.take(503, b"d", true), b"d");
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut stream = started(0);
        for sequence in (1..).step_by(1000).take(3000) {
            assert_eq!(stream.take(sequence, &[0; 900], true), b"");
        }
        assert!(stream.waiting() <= MOST);
    }
}
