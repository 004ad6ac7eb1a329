//! A client that comes back to a server.

use std::sync::{Arc, Mutex};

use handfast::{Config, Hooks, MemorySessions, Session, SessionKey, SessionStore, TicketKey, TicketKeys};
use rustls_pki_types::UnixTime;

use crate::{Manner, Pair, Wires, now};

/// A client that keeps its sessions, and a server that seals tickets. What is changed between two visits, holds for the
/// next.
#[derive(Debug, Clone)]
pub struct Regulars {
    /// The client.
    pub client: Config,
    /// The server.
    pub server: Config,
    /// What time it is.
    pub clock: UnixTime,
    /// Where the client keeps its sessions.
    pub sessions: Arc<MemorySessions>,
}

impl Regulars {
    /// Who has not met yet.
    #[must_use]
    pub fn new(client: Config, server: Config) -> Self {
        let sessions = Arc::new(MemorySessions::new(8));
        let keys = TicketKeys::shared([TicketKey::from_bytes(&[0x5a; 32])]);
        Self {
            client: client.with_session_store(sessions.clone()),
            server: server.with_tickets(keys),
            clock: now(),
            sessions,
        }
    }

    /// One connection, from beginning to end.
    #[must_use]
    pub fn visit(&self) -> Pair {
        self.visit_with(&mut Hooks::none(), &mut Hooks::none()).0
    }

    /// The same, with hooks in the client and in the server.
    #[must_use]
    pub fn visit_with(&self, in_client: &mut Hooks<'_>, in_server: &mut Hooks<'_>) -> (Pair, Wires) {
        self.visit_in(Manner::AtOnce, in_client, in_server)
    }

    /// The same, with questions answered in this manner.
    #[must_use]
    pub fn visit_in(
        &self,
        manner: Manner,
        in_client: &mut Hooks<'_>,
        in_server: &mut Hooks<'_>,
    ) -> (Pair, Wires) {
        let mut pair = Pair::fixed(manner.of(&self.client), manner.of(&self.server), self.clock);
        let wires = pair.play(in_client, in_server);
        (pair, wires)
    }

    /// So many seconds later.
    #[must_use]
    pub fn later(mut self, seconds: u64) -> Self {
        let then = core::time::Duration::from_secs(self.clock.as_secs() + seconds);
        self.clock = UnixTime::since_unix_epoch(then);
        self
    }
}

/// A store that keeps the first session it is given, and offers it for ever: what a client must not do.
#[derive(Debug, Default)]
pub struct Evergreen(Mutex<Option<Session>>);

impl SessionStore for Evergreen {
    fn put(&self, _: &SessionKey, session: Session) {
        self.0.lock().expect("no panic with the lock").get_or_insert(session);
    }

    fn take(&self, _: &SessionKey) -> Option<Session> {
        self.0.lock().expect("no panic with the lock").clone()
    }

    fn forget(&self, _: &SessionKey) {}
}
