//! The buffer that records are sealed in and that the socket writes from.

use handfast_wire::record::{HEADER_LEN, MAX_CIPHERTEXT};

/// What stays when the buffer is empty and was hardly used: one record.
const KEEP: usize = HEADER_LEN + MAX_CIPHERTEXT;

/// Content whose address is a multiple of this is copied and protected soonest.
const ALIGNMENT: usize = 32;

/// Bytes in the order `sent | waiting`.
#[derive(Default)]
pub(crate) struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
}

impl Outgoing {
    /// What waits to be sent.
    pub(crate) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.sent..).unwrap_or_default()
    }

    /// The buffer, to append `more` bytes to. Sent bytes are dropped if that moves less than it wins. A record that is the
    /// first lies so that its content, after `lead` bytes, is aligned.
    pub(crate) fn append(&mut self, lead: usize, more: usize) -> &mut Vec<u8> {
        if self.waiting().is_empty() {
            self.bytes.clear();
            self.bytes.reserve(more.saturating_add(ALIGNMENT));
            self.sent = self.bytes.as_ptr().addr().wrapping_add(lead).wrapping_neg() % ALIGNMENT;
            self.bytes.resize(self.sent, 0);
            return &mut self.bytes;
        }
        if self.sent > self.bytes.len() / 2 {
            self.bytes.drain(..self.sent);
            self.sent = 0;
        }
        self.bytes.reserve(more);
        &mut self.bytes
    }

    /// The first `n` waiting bytes are sent.
    pub(crate) fn sent(&mut self, n: usize) {
        self.sent = self.bytes.len().min(self.sent.saturating_add(n));
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

    #[test]
    fn sent_in_any_pieces() {
        let mut outgoing = Outgoing::default();
        let (mut sent, mut all) = (Vec::new(), Vec::new());
        for round in 0..1000usize {
            let piece = vec![u8::try_from(round % 251).unwrap(); round % 50];
            all.extend(&piece);
            outgoing.append(5, piece.len()).extend(&piece);
            let n = outgoing.waiting().len().min(round % 53);
            sent.extend_from_slice(&outgoing.waiting()[..n]);
            outgoing.sent(n);
        }
        sent.extend_from_slice(outgoing.waiting());
        assert_eq!(sent, all);
    }

    #[test]
    fn sent_bytes_are_dropped_though_some_always_wait() {
        let mut outgoing = Outgoing::default();
        outgoing.append(5, 100).extend([0; 100]);
        for _ in 0..1000 {
            let piece = [0; 100];
            outgoing.append(5, piece.len()).extend(piece);
            outgoing.sent(piece.len());
        }
        assert!(outgoing.waiting().len() == 100 && outgoing.capacity() < 2000);
    }

    #[test]
    fn the_first_content_is_aligned() {
        let mut outgoing = Outgoing::default();
        for lead in [5, 13, 5] {
            for size in [1, 100_000, 3] {
                let content = outgoing.append(lead, lead + size);
                content.extend(vec![7; lead + size]);
                let waiting = outgoing.waiting();
                assert_eq!(waiting, vec![7; lead + size]);
                assert_eq!((waiting.as_ptr().addr() + lead) % ALIGNMENT, 0);
                outgoing.sent(lead + size);
                assert!(outgoing.waiting().is_empty());
            }
        }
    }

    #[test]
    fn memory_goes_back() {
        let mut outgoing = Outgoing::default();
        outgoing.append(5, 10 * KEEP).resize(10 * KEEP, 0);
        outgoing.sent(usize::MAX);
        assert!(outgoing.capacity() >= 10 * KEEP, "it was well used");
        outgoing.append(5, 1).push(0);
        outgoing.release();
        assert_eq!(outgoing.waiting().len(), 1);
        outgoing.sent(1);
        assert_eq!(outgoing.capacity(), KEEP);
        outgoing.release();
        assert_eq!(outgoing.capacity(), 0);
    }
}
