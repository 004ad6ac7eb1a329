//! Where sessions are kept: by a server in tickets that it seals or in a cache, by a client in a store.

mod cache;
mod hellos;
mod store;
mod tickets;

pub use cache::SessionCache;
pub use hellos::HelloRecord;
pub use store::{MemorySessions, SessionKey, SessionStore};
pub use tickets::{TicketKey, TicketKeys};

#[cfg(test)]
mod tests;

use std::sync::Arc;

use handfast_crypto::rng::Rng;
use handfast_handshake::{Millis, Session, SessionName};

/// By what a server knows a session again: keys that seal it into a ticket, a cache, or both.
#[derive(Debug, Clone, Default)]
pub struct ServerSessions {
    /// The client keeps it, sealed: nothing is stored here, and any server with the same keys takes it, as often as it comes.
    pub(crate) keys: Option<TicketKeys>,
    /// It is kept here. With keys, too, only for clients of TLS 1.2 that take no tickets.
    pub(crate) cache: Option<Arc<SessionCache>>,
}

impl ServerSessions {
    /// A server that knows nobody again: every handshake is a full one.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The first session that is known by one of these names, and good for something, and the place of the name.
    pub(crate) fn find(
        &self,
        names: &[SessionName],
        is_good: impl Fn(&Session) -> bool,
    ) -> Option<(u16, Box<Session>)> {
        let mut known = names.iter().zip(0..).filter_map(|(name, index)| Some((index, self.open(name)?)));
        known.find(|(_, session)| is_good(session)).map(|(index, session)| (index, Box::new(session)))
    }

    fn open(&self, name: &SessionName) -> Option<Session> {
        match (&self.keys, name) {
            (Some(keys), SessionName::Ticket(ticket)) => keys.open(ticket),
            _ => self.cache.as_ref()?.find(name),
        }
    }

    /// By what ticket the client is to come back; `None` if the session cannot be kept.
    pub(crate) fn issue(&self, session: &Session, now: Millis, rng: &mut dyn Rng) -> Option<Vec<u8>> {
        match (&self.keys, &self.cache) {
            (Some(keys), _) => keys.seal(session, now, rng),
            (None, Some(cache)) => Some(cache.issue(session.clone(), rng)),
            (None, None) => None,
        }
    }

    /// Keeps a session that its client was given an id of.
    pub(crate) fn keep(&self, session: Session) {
        if let Some((cache, name)) = self.cache.as_ref().zip(session.name().cloned()) {
            cache.keep(name, session);
        }
    }

    /// Forgets a session whose connection failed.
    pub(crate) fn forget(&self, name: &SessionName) {
        if let Some(cache) = &self.cache {
            cache.forget(name);
        }
    }
}
