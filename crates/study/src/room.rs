//! How much is kept of what was observed: a connection may last for ever, and a capture be larger than any memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use handfast::wire::code_points::ContentType;

use crate::timeline::{Record, What};

/// What all timelines together may keep, in octets.
const ALL: usize = 128 << 20;

/// What one of them may have of it for what its applications say, and for everything else: neither takes the place of the
/// other.
const DATA: usize = 4 << 20;
const REST: usize = 4 << 20;

/// About what an event takes beside its octets, and a field of a message.
const EVENT: usize = 256;
const FIELD: usize = 64;

/// What the timelines of a program may keep together: 128 MiB of it, and each 8 MiB. Clones share it; a timeline that is
/// dropped gives back what it had.
#[derive(Debug, Clone)]
pub struct Rooms(Arc<AtomicUsize>);

/// What is left for one timeline.
#[derive(Debug, Default)]
pub(crate) struct Room(Option<Bounds>);

#[derive(Debug)]
struct Bounds {
    all: Rooms,
    data: usize,
    rest: usize,
}

impl Default for Rooms {
    fn default() -> Self {
        Self(Arc::new(AtomicUsize::new(ALL)))
    }
}

impl Rooms {
    pub(crate) fn one(&self) -> Room {
        Room(Some(Bounds { all: self.clone(), data: DATA, rest: REST }))
    }

    fn take(&self, size: usize) -> bool {
        let less = |left: usize| left.checked_sub(size);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    fn give_back(&self, size: usize) {
        self.0.fetch_add(size, Ordering::Relaxed);
    }
}

impl Room {
    /// For everything, of a connection that is known to end.
    pub(crate) const UNBOUNDED: Self = Self(None);

    /// Whether there is room for this event, which then is taken.
    pub(crate) fn takes(&mut self, what: &What) -> bool {
        self.0.as_mut().is_none_or(|bounds| bounds.takes(what))
    }
}

impl Bounds {
    fn takes(&mut self, what: &What) -> bool {
        let size = size(what);
        let part = if is_data(what) { &mut self.data } else { &mut self.rest };
        match part.checked_sub(size) {
            Some(left) if self.all.take(size) => {
                *part = left;
                true
            }
            _ => false,
        }
    }
}

impl Drop for Bounds {
    fn drop(&mut self) {
        self.all.give_back((DATA - self.data) + (REST - self.rest));
    }
}

fn is_data(what: &What) -> bool {
    let What::Record(Record { content: Some(content), .. }) = what else { return false };
    content.content_type == ContentType::APPLICATION_DATA
}

fn size(what: &What) -> usize {
    EVENT
        + match what {
            What::Record(record) => record.plaintext.len() + record.sealed.len(),
            What::Message(message) => message.bytes.len() + FIELD * message.fields.len(),
            What::Learned(_) | What::Derived(_) => EVENT,
            What::Judged { decisions, .. } => EVENT * decisions.all().len(),
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_room_took_is_given_back_with_it() {
        let rooms = Rooms::default();
        let mut all: Vec<_> = (0..ALL / REST).map(|_| rooms.one()).collect();
        for room in &mut all {
            let taken = (0..).take_while(|_| room.takes(&What::Complete)).count();
            assert_eq!(taken, REST / EVENT);
        }
        assert!(!rooms.one().takes(&What::Complete), "one at the cost of others");
        drop(all.pop());
        assert!(rooms.one().takes(&What::Complete));
    }
}
