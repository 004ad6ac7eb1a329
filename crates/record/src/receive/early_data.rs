//! Early data that a client sends to a server which does not take it (RFC 9846 §4.3.10).

use crate::{Receive, Refusal};

/// What of a protected record is no content: its type and the tag of its AEAD (RFC 9846 §5.2).
const OVERHEAD: usize = 1 + 16;

impl Receive {
    /// From now on records of application data that cannot be opened are passed over, up to the first one that can, and
    /// no more than `bytes` bytes of content and padding, which cannot be told apart; with 0 none. For a server that was
    /// offered early data and did not accept it: it has not the keys.
    pub fn pass_over_early_data(&mut self, bytes: usize) {
        self.early_data = Some(bytes).filter(|bytes| *bytes > 0);
    }

    /// Passes over the first unread record, whose body has this length, and which could not be opened for this reason. Between
    /// the pieces of a message it is refused for that: no client sends early data there.
    pub(super) fn pass_over(&mut self, record: usize, body: usize, refusal: Refusal) -> Result<(), Refusal> {
        let left = self.early_data.filter(|_| !self.proven && !self.joined.is_partial()).ok_or(refusal)?;
        // One byte at least, so that empty records come to an end, too.
        let data = body.saturating_sub(OVERHEAD).max(1);
        self.early_data = Some(left.checked_sub(data).ok_or(Refusal::TooMuchEarlyData)?);
        self.incoming.hold(record, 0..0);
        Ok(())
    }
}
