//! Early data that a client sends to a server which does not take it (RFC 9846 §4.3.10).

use crate::Receive;

impl Receive {
    /// From now on records of application data that cannot be opened are passed over, up to the first one that can, and
    /// no more than `bytes` bytes of them; with 0 none. For a server that was offered early data and did not accept it:
    /// it has not the keys.
    pub fn pass_over_early_data(&mut self, bytes: usize) {
        self.early_data = bytes;
    }

    /// Whether the first unread record, which is whole and could not be opened, is passed over. Between the pieces of a
    /// message it is not: no client sends early data there.
    pub(super) fn passes_over(&mut self, record: usize) -> bool {
        let passes = !self.proven && !self.joined.is_partial() && record <= self.early_data;
        if passes {
            self.early_data -= record;
            self.incoming.hold(record, 0..0);
        }
        passes
    }
}
