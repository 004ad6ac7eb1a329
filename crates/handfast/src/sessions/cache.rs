//! Sessions that a server keeps itself: a ticket is a number, and good once; the session id of TLS 1.2 is good as long as its
//! session.

use core::fmt;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use handfast_crypto::rng::Rng;
use handfast_handshake::{Session, SessionName};

/// Sessions in memory, the oldest forgotten when there are too many. What came by a ticket is gone, so that no ticket is
/// used twice (RFC 9846 §8.1); what came by a session id stays (RFC 5246 §F.1.4).
pub struct SessionCache {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sessions: HashMap<SessionName, Session>,
    /// In the order in which they came; also those that were taken since, which are passed over.
    order: VecDeque<SessionName>,
}

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

    /// Keeps it under a ticket, which is random, and long enough that nobody guesses one.
    pub(crate) fn issue(&self, session: Session, rng: &mut dyn Rng) -> Vec<u8> {
        let mut ticket = vec![0; 32];
        rng.fill_bytes(&mut ticket);
        self.keep(SessionName::Ticket(ticket.clone()), session);
        ticket
    }

    /// Keeps it under a name that it has already.
    pub(crate) fn keep(&self, name: SessionName, session: Session) {
        let mut kept = self.lock();
        kept.order.push_back(name.clone());
        kept.sessions.insert(name, session);
        kept.shrink(self.capacity);
    }

    /// The session of this name. After a ticket it is gone.
    pub(crate) fn find(&self, name: &SessionName) -> Option<Session> {
        match name {
            SessionName::Ticket(_) => self.lock().sessions.remove(name),
            SessionName::Id(_) => self.lock().sessions.get(name).cloned(),
        }
    }

    /// It is not gone on from any more.
    pub(crate) fn forget(&self, name: &SessionName) {
        self.lock().sessions.remove(name);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The order is as short as the sessions are few: what was taken is passed over when it comes to the front.
    fn shrink(&mut self, capacity: usize) {
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
