//! What one connection leaves to the next: sessions, the keys of tickets, and the time that has passed.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use handfast::handshake::{Millis, Session};
use handfast::{
    Clock, Config, Env, HelloRecord, MemorySessions, SessionCache, SessionKey, SessionStore, SystemClock,
    TicketKeys,
};
use rustls_pki_types::UnixTime;

use crate::options::Options;

/// Of one run.
#[derive(Debug)]
pub(crate) struct Memory {
    drawer: Arc<Drawer>,
    tickets: TicketKeys,
    /// The sessions that a server keeps itself.
    cache: Arc<SessionCache>,
    /// The hellos that came with early data.
    hellos: Arc<HelloRecord>,
    clock: StoppedClock,
    /// The scheme that the peer signed with when it last did: whoever goes on from a session does not sign again.
    pub(crate) peer_scheme: Cell<Option<u16>>,
    /// The group of the last key exchange: in TLS 1.2 a session goes on without one.
    pub(crate) group: Cell<Option<u16>>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        let (put, allowed) = (AtomicU64::new(0), AtomicBool::new(false));
        let drawer = Drawer { sessions: MemorySessions::new(1), put, allowed_early_data: allowed };
        let clock = StoppedClock { start: SystemClock.millis(), ahead: Arc::default() };
        let hellos = Arc::new(HelloRecord::since(clock.start, 10));
        let tickets = TicketKeys::own(Duration::from_secs(24 * 60 * 60));
        let cache = Arc::new(SessionCache::new(10));
        let (drawer, peer_scheme, group) = (Arc::new(drawer), Cell::default(), Cell::default());
        Self { drawer, tickets, cache, hellos, clock, peer_scheme, group }
    }

    /// The same configuration, which remembers. Without tickets a server still remembers by session ids, and a client offers
    /// nothing.
    pub(crate) fn given_to(&self, options: &Options, config: Config) -> Config {
        let config = config.with_session_store(Arc::<Drawer>::clone(&self.drawer));
        let mut config =
            config.with_tickets(self.tickets.clone()).with_session_cache(Arc::clone(&self.cache));
        if options.no_ticket {
            (config.protocol.tickets, config.protocol.sessions) = (None, false);
        }
        config
    }

    /// How many sessions a server keeps.
    pub(crate) fn kept(&self) -> usize {
        self.cache.len()
    }

    /// The world, in which it may be later than it is.
    pub(crate) fn env(&self) -> Env {
        Env { clock: Box::new(self.clock.clone()), ..Env::live() }
    }

    /// So many seconds pass.
    pub(crate) fn wait(&self, seconds: u32) {
        self.clock.ahead.fetch_add(u64::from(seconds), Ordering::Relaxed);
    }

    /// The hellos that came with early data.
    pub(crate) const fn hellos(&self) -> &Arc<HelloRecord> {
        &self.hellos
    }

    /// Whether the last session allows early data.
    pub(crate) fn allowed_early_data(&self) -> bool {
        self.drawer.allowed_early_data.load(Ordering::Relaxed)
    }

    /// How many sessions came in all.
    pub(crate) fn sessions(&self) -> u64 {
        self.drawer.put.load(Ordering::Relaxed)
    }
}

/// Counts the sessions that a client is given.
#[derive(Debug)]
struct Drawer {
    sessions: MemorySessions,
    put: AtomicU64,
    allowed_early_data: AtomicBool,
}

impl SessionStore for Drawer {
    fn put(&self, key: &SessionKey, session: Session) {
        self.put.fetch_add(1, Ordering::Relaxed);
        self.allowed_early_data.store(session.max_early_data() > 0, Ordering::Relaxed);
        self.sessions.put(key, session);
    }

    fn take(&self, key: &SessionKey) -> Option<Session> {
        self.sessions.take(key)
    }

    fn forget(&self, key: &SessionKey) {
        self.sessions.forget(key);
    }
}

/// A clock that stands still until seconds are said to pass: the runner counts milliseconds.
#[derive(Debug, Clone)]
struct StoppedClock {
    start: Millis,
    ahead: Arc<AtomicU64>,
}

impl Clock for StoppedClock {
    fn now(&self) -> UnixTime {
        UnixTime::since_unix_epoch(Duration::from_millis(self.millis()))
    }

    fn millis(&self) -> Millis {
        self.start + self.ahead.load(Ordering::Relaxed) * 1000
    }
}
