//! The buffer that records are sealed in and that the socket writes from.

/// What stays when the buffer is empty and was hardly used: one record.
const KEEP: usize = handfast_wire::record::HEADER_LEN + handfast_wire::record::MAX_CIPHERTEXT;

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

    /// The buffer, to append `more` bytes to. Sent bytes are dropped if that moves less than it wins.
    pub(crate) fn append(&mut self, more: usize) -> &mut Vec<u8> {
        if self.waiting().is_empty() {
            self.bytes.clear();
            self.sent = 0;
        } else if self.sent > self.bytes.len() / 2 {
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
            outgoing.append(piece.len()).extend(&piece);
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
        outgoing.append(100).resize(100, 0);
        for _ in 0..1000 {
            let piece = [0; 100];
            outgoing.append(piece.len()).extend(piece);
            outgoing.sent(piece.len());
        }
        assert!(outgoing.waiting().len() == 100 && outgoing.capacity() < 2000);
    }

    #[test]
    fn memory_goes_back() {
        let mut outgoing = Outgoing::default();
        outgoing.append(10 * KEEP).resize(10 * KEEP, 0);
        outgoing.sent(usize::MAX);
        assert!(outgoing.capacity() >= 10 * KEEP, "it was well used");
        outgoing.append(1).push(0);
        outgoing.release();
        assert_eq!(outgoing.waiting().len(), 1);
        outgoing.sent(1);
        assert_eq!(outgoing.capacity(), KEEP);
        outgoing.release();
        assert_eq!(outgoing.capacity(), 0);
    }
}
