//! How much of a capture is kept: a file may be larger than any memory.

use core::cell::Cell;

use crate::timeline::What;

/// What all connections of a file share, in octets.
const ALL: usize = 128 << 20;

/// What one connection may have of it.
const ONE: usize = 8 << 20;

/// About what an event takes beside its octets, and a field of a message.
const EVENT: usize = 256;
const FIELD: usize = 64;

/// What is left for all connections.
#[derive(Debug)]
pub(super) struct Rooms(Cell<usize>);

/// What is left for one.
#[derive(Debug)]
pub(super) struct Room<'r> {
    all: &'r Rooms,
    left: usize,
}

impl Rooms {
    pub(super) const fn new() -> Self {
        Self(Cell::new(ALL))
    }

    pub(super) const fn one(&self) -> Room<'_> {
        Room { all: self, left: ONE }
    }
}

impl Room<'_> {
    /// Whether there is room for this event, which then is taken.
    pub(super) fn takes(&mut self, what: &What) -> bool {
        let size = size(what);
        let left = (self.left.checked_sub(size), self.all.0.get().checked_sub(size));
        let (Some(left), Some(all)) = left else { return false };
        self.left = left;
        self.all.0.set(all);
        true
    }
}

fn size(what: &What) -> usize {
    EVENT
        + match what {
            What::Record(record) => record.plaintext.len() + record.sealed.len(),
            What::Message(message) => message.bytes.len() + FIELD * message.fields.len(),
            What::Learned(_) => EVENT,
            _ => 0,
        }
}
