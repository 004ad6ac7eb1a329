//! Sessions that a client keeps, by the server they are with and by whom we are to it.

use core::fmt;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use handfast_crypto::hash::{Digest, Hash};
use handfast_handshake::Session;
use rustls_pki_types::ServerName;

/// Whose session it is: the server that was wanted, the identities that we could present, and for whom it was
/// ([`Connection::on_behalf_of`](crate::Connection::on_behalf_of)).
///
/// Whoever changes the identity, or connects as somebody else, starts anew: a session stands for the one who was shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionKey {
    server: ServerName<'static>,
    we: Vec<u8>,
}

impl SessionKey {
    pub(crate) fn new(server: ServerName<'static>, we: &Digest) -> Self {
        Self { server, we: we.as_ref().to_vec() }
    }

    /// How many bytes [`Self::fingerprint`] has.
    pub const FINGERPRINT_LEN: usize = 32;

    /// Tells this key from all others, for stores outside of this process.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; Self::FINGERPRINT_LEN] {
        let digest = Hash::Sha256.digest(&[&self.we, self.server.to_str().as_bytes()]);
        digest.as_ref().try_into().unwrap_or_default()
    }

    /// The server that was wanted.
    #[must_use]
    pub const fn server(&self) -> &ServerName<'static> {
        &self.server
    }
}

/// Where a client keeps its sessions. Any number of connections share one.
///
/// What is taken must be gone: a ticket that is used twice lets everybody see that both connections are the same
/// client's (RFC 9846 §C.4).
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// A session came.
    fn put(&self, key: &SessionKey, session: Session);

    /// The newest session of this key, which is kept no longer.
    fn take(&self, key: &SessionKey) -> Option<Session>;

    /// A connection failed by an alert that had put sessions under this key: they, and those beside them, are not to be
    /// offered any more (RFC 5246 §7.2.2, RFC 9846 §6).
    fn forget(&self, key: &SessionKey);
}

/// Sessions in memory: a few of each server, and of so many servers; who was not talked to for longest is forgotten first.
pub struct MemorySessions {
    servers: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sessions: HashMap<SessionKey, VecDeque<Session>>,
    order: VecDeque<SessionKey>,
}

/// How many sessions of one server are kept: it may send any number.
const OF_ONE: usize = 4;

impl MemorySessions {
    /// For so many servers.
    #[must_use]
    pub fn new(servers: usize) -> Self {
        Self { servers, kept: Mutex::default() }
    }

    /// How many sessions are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().sessions.values().map(VecDeque::len).sum()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionStore for MemorySessions {
    fn put(&self, key: &SessionKey, session: Session) {
        let mut kept = self.lock();
        kept.order.retain(|other| other != key);
        kept.order.push_back(key.clone());
        let of_one = kept.sessions.entry(key.clone()).or_default();
        of_one.push_back(session);
        if of_one.len() > OF_ONE {
            of_one.pop_front();
        }
        while kept.order.len() > self.servers {
            let Some(longest) = kept.order.pop_front() else { return };
            kept.sessions.remove(&longest);
        }
    }

    fn take(&self, key: &SessionKey) -> Option<Session> {
        let mut kept = self.lock();
        let of_one = kept.sessions.get_mut(key)?;
        let newest = of_one.pop_back();
        if of_one.is_empty() {
            kept.sessions.remove(key);
            kept.order.retain(|other| other != key);
        }
        newest
    }

    fn forget(&self, key: &SessionKey) {
        let mut kept = self.lock();
        kept.sessions.remove(key);
        kept.order.retain(|other| other != key);
    }
}

impl fmt::Debug for MemorySessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemorySessions({} of {} servers)", self.lock().sessions.len(), self.servers)
    }
}
