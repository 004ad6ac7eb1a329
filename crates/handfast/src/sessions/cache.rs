//! Sessions that a server keeps itself: the ticket is a number, and good once.

use core::fmt;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use handfast_crypto::rng::Rng;
use handfast_handshake::Session;

/// Sessions in memory, the oldest forgotten when there are too many. What was taken is gone, so that no ticket is used
/// twice (RFC 9846 §8.1).
pub struct SessionCache {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sessions: HashMap<Id, Session>,
    /// In the order in which they came; also those that were taken since, which are passed over.
    order: VecDeque<Id>,
}

/// Random, and long enough that nobody guesses one.
type Id = [u8; 32];

impl SessionCache {
    /// For so many sessions; each takes as much memory as its client's certificates, and some hundred bytes.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity, kept: Mutex::default() }
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().sessions.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn put(&self, session: Session, rng: &mut dyn Rng) -> Vec<u8> {
        let mut id = [0; 32];
        rng.fill_bytes(&mut id);
        let mut kept = self.lock();
        kept.sessions.insert(id, session);
        kept.order.push_back(id);
        kept.forget(self.capacity);
        id.to_vec()
    }

    pub(crate) fn take(&self, id: &[u8]) -> Option<Session> {
        self.lock().sessions.remove(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The order is as short as the sessions are few: what was taken is passed over when it comes to the front.
    fn forget(&mut self, capacity: usize) {
        while self.order.len() > capacity {
            let Some(oldest) = self.order.pop_front() else { return };
            self.sessions.remove(&oldest);
        }
    }
}

impl fmt::Debug for SessionCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionCache({} of {})", self.len(), self.capacity)
    }
}
