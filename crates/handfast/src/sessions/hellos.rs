//! Which ClientHellos came with early data, so that none is taken twice (RFC 9846 §8.2).

use core::fmt;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use handfast_crypto::hash::Hash;
use handfast_handshake::{EarlyHello, Millis, NoEarlyData};

/// Remembers the ClientHellos whose early data was taken, as long as each could be sent again, and refuses early data when
/// it cannot say. All connections of a server share one, and so must all servers that take the same tickets: a server
/// takes what another has taken already, once.
pub struct HelloRecord {
    /// Since when it remembers.
    since: Millis,
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// By the time at which they were sent, so that the oldest can be forgotten; that is the same each time.
    hellos: BTreeSet<(Millis, Mark)>,
    /// What was sent before this is forgotten.
    forgotten: Millis,
}

/// The hash of a binder that was checked, which no one else can make.
type Mark = [u8; 32];

impl HelloRecord {
    /// That of a server that starts at this time ([`crate::Clock::millis`]), with room for so many: more early data than
    /// that within twenty seconds is not taken. Each needs some 50 bytes.
    #[must_use]
    pub fn since(now: Millis, capacity: usize) -> Self {
        Self { since: now, capacity, kept: Mutex::default() }
    }

    /// How many are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().hellos.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the early data of this ClientHello is taken: if it came for the first time, it is remembered.
    pub(crate) fn admit(&self, hello: &EarlyHello, now: Millis) -> Result<(), NoEarlyData> {
        if !self.covers(hello) {
            return Err(NoEarlyData::NotRecorded);
        }
        let mut kept = self.lock();
        kept.forget(now.saturating_sub(hello.window));
        // The clock may have been set back, and what was forgotten could come again.
        if hello.sent_at < kept.forgotten {
            return Err(NoEarlyData::NotRecorded);
        }
        let entry = (hello.sent_at, mark(hello));
        match kept.hellos.len() < self.capacity {
            _ if kept.hellos.contains(&entry) => Err(NoEarlyData::Replayed),
            false => Err(NoEarlyData::NotRecorded),
            true => {
                kept.hellos.insert(entry);
                Ok(())
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it could not have been taken before this record began: its ticket was not there yet, or it was sent too
    /// late for that (RFC 9846 §8.2).
    fn covers(&self, hello: &EarlyHello) -> bool {
        hello.issued_at >= self.since || hello.sent_at > self.since.saturating_add(hello.window)
    }
}

fn mark(hello: &EarlyHello) -> Mark {
    Hash::Sha256.digest(&[&hello.binder]).as_ref().try_into().unwrap_or_default()
}

impl Kept {
    /// What was sent before this could not be taken again: it is too old.
    fn forget(&mut self, before: Millis) {
        self.forgotten = self.forgotten.max(before);
        self.hellos = self.hellos.split_off(&(self.forgotten, [0; 32]));
    }
}

impl fmt::Debug for HelloRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HelloRecord({} of {})", self.len(), self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::{EarlyHello, HelloRecord, NoEarlyData};

    const WINDOW: u64 = 10_000;

    fn sent(sent_at: u64, binder: u8) -> EarlyHello {
        EarlyHello { binder: vec![binder; 32], issued_at: 1_000_000, sent_at, window: WINDOW }
    }

    fn record(capacity: usize) -> HelloRecord {
        HelloRecord::since(1_000_000, capacity)
    }

    #[test]
    fn takes_each_hello_once() {
        let record = record(10);
        let hello = sent(1_005_000, 1);
        assert_eq!(record.admit(&hello, 1_005_000), Ok(()));
        for now in [1_005_000, 1_006_000, 1_015_000] {
            assert_eq!(record.admit(&hello, now), Err(NoEarlyData::Replayed), "{now}");
        }
        assert_eq!(record.admit(&sent(1_005_000, 2), 1_005_000), Ok(()), "another");
        assert_eq!(record.len(), 2);
    }

    #[test]
    fn forgets_what_cannot_come_again_and_nothing_else() {
        let record = record(2);
        assert_eq!(record.admit(&sent(1_005_000, 1), 1_005_000), Ok(()));
        assert_eq!(record.admit(&sent(1_006_000, 2), 1_006_000), Ok(()));
        assert_eq!(record.admit(&sent(1_007_000, 3), 1_007_000), Err(NoEarlyData::NotRecorded), "it is full");
        assert_eq!(record.admit(&sent(1_015_500, 4), 1_015_500), Ok(()));
        assert_eq!(record.len(), 2);
        // The clock is set back.
        assert_eq!(record.admit(&sent(1_005_000, 1), 1_005_000), Err(NoEarlyData::NotRecorded));
        assert_eq!(record.admit(&sent(1_006_000, 2), 1_006_000), Err(NoEarlyData::Replayed));
    }

    #[test]
    fn does_not_take_what_may_have_come_before_it_began() {
        let record = record(10);
        let old = |sent_at| EarlyHello { issued_at: 900_000, ..sent(sent_at, 1) };
        assert_eq!(record.admit(&old(1_000_001), 1_000_001), Err(NoEarlyData::NotRecorded));
        assert_eq!(record.admit(&old(1_000_000 + WINDOW), 1_010_001), Err(NoEarlyData::NotRecorded));
        assert_eq!(record.admit(&old(1_000_001 + WINDOW), 1_010_001), Ok(()));
    }

    #[test]
    fn says_how_full_it_is() {
        let record = record(3);
        assert!(record.is_empty());
        assert_eq!(format!("{record:?}"), "HelloRecord(0 of 3)");
    }
}
