//! Where sessions are kept: by a server in tickets that it seals or in a cache, by a client in a store.

mod cache;
mod hellos;
mod store;
mod tickets;

pub use cache::SessionCache;
pub use hellos::HelloRecord;
pub use store::{MemorySessions, SessionKey, SessionStore};
pub use tickets::{TicketKey, TicketKeys};

use std::sync::Arc;

use handfast_crypto::rng::Rng;
use handfast_handshake::{Millis, Session, SessionName};

/// By what a server knows a session again.
#[derive(Debug, Clone, Default)]
pub enum ServerSessions {
    /// It keeps none: every handshake is a full one.
    #[default]
    None,
    /// The client keeps it, sealed: nothing is stored here, and any server with the same keys takes it, as often as it comes.
    Sealed(TicketKeys),
    /// It is kept here, and good for one connection only.
    Kept(Arc<SessionCache>),
}

impl ServerSessions {
    /// The first session that is known by one of these names, and the place of the name.
    pub(crate) fn find(&self, names: &[SessionName], now: Millis) -> Option<(u16, Box<Session>)> {
        let found = names.iter().enumerate().find_map(|(index, name)| Some((index, self.open(name)?)));
        let (index, session) = found.filter(|(_, session)| !session.is_expired(now))?;
        Some((u16::try_from(index).ok()?, Box::new(session)))
    }

    fn open(&self, name: &SessionName) -> Option<Session> {
        match (self, name) {
            (Self::Sealed(keys), SessionName::Ticket(ticket)) => keys.open(ticket),
            (Self::Kept(cache), SessionName::Ticket(id)) => cache.take(id),
            (Self::Kept(_) | Self::Sealed(_), SessionName::Id(_)) | (Self::None, _) => None,
        }
    }

    /// What the client is to call this session by; `None` if it cannot be kept.
    pub(crate) fn issue(&self, session: &Session, now: Millis, rng: &mut dyn Rng) -> Option<Vec<u8>> {
        match self {
            Self::None => None,
            Self::Sealed(keys) => keys.seal(session, now, rng),
            Self::Kept(cache) => Some(cache.put(session.clone(), rng)),
        }
    }
}
