//! Tickets that hold the session itself, sealed (RFC 5077 §4; RFC 9846 §4.7.1 leaves their form to the server).

use core::fmt;
use core::time::Duration;
use std::sync::{Arc, PoisonError, RwLock};

use handfast_crypto::aead::{Aead, AeadKey, TAG_LEN};
use handfast_crypto::hash::Hash;
use handfast_crypto::hkdf::{self, Prk};
use handfast_crypto::rng::Rng;
use handfast_crypto::secret::Secret;
use handfast_handshake::{Millis, Session};

/// A key that tickets are sealed with. Whoever has it can make tickets, and read those that were made: keep it as safe as
/// the server's private key, and for a shorter time.
#[derive(Clone)]
pub struct TicketKey {
    name: [u8; NAME],
    secret: Secret,
}

/// The keys of a server, or of several that take each other's tickets. Clones share them: a [`Config`](crate::Config)
/// holds one, the application another, and what it [rotates](Self::rotate) in seals the next ticket.
///
/// ```
/// use handfast::{Config, TicketKey, TicketKeys};
///
/// // The same 32 random octets on every server of the cluster:
/// let keys = TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]);
/// let config = Config::new().with_tickets(keys.clone());
/// // Once a day, on all of them:
/// keys.rotate(TicketKey::from_bytes(&[8; 32]));
/// # let _ = config;
/// ```
#[derive(Debug, Clone)]
pub struct TicketKeys(Arc<RwLock<Ring>>);

/// The first seals; all open.
#[derive(Debug)]
struct Ring {
    keys: Vec<TicketKey>,
    /// How often new keys are made here, if they are, and when it was done last.
    every: Option<Millis>,
    last: Option<Millis>,
}

/// How many keys are kept, the one that seals among them.
const KEPT: usize = 8;

/// In bytes: of the name of a key, which stands first in a ticket, and of what makes each ticket's own key.
const NAME: usize = 16;
const SALT: usize = 32;

/// No client could put a longer one into its hello and still be understood everywhere.
const LONGEST: usize = 16 * 1024;

impl TicketKey {
    /// From 32 octets out of a good source of randomness, the same on every server that shall take the tickets.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let secret = Secret::from_slice(bytes);
        let mut name = [0; NAME];
        // A label of the program's own, and far fewer octets than HKDF gives.
        let _ = Prk::new(Hash::Sha256, &secret).expand_label_into("ticket name", &[], &mut name);
        Self { name, secret }
    }

    fn random(rng: &mut dyn Rng) -> Self {
        let mut bytes = zeroize::Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *bytes);
        Self::from_bytes(&bytes)
    }

    /// Each ticket has a key of its own, so that any number of servers can seal any number without counting nonces.
    fn of_ticket(&self, salt: &[u8]) -> AeadKey {
        let aead = Aead::Aes256Gcm;
        AeadKey::new(
            aead,
            &hkdf::expand_label(Hash::Sha256, &self.secret, "ticket key", salt, aead.key_len()),
        )
    }
}

impl TicketKeys {
    /// These keys, the same on every server that shall take the tickets: the first seals, all open.
    #[must_use]
    pub fn shared(keys: impl IntoIterator<Item = TicketKey>) -> Self {
        Self::with(Ring { keys: keys.into_iter().take(KEPT).collect(), every: None, last: None })
    }

    /// Keys of this process alone, which nobody hands in and nobody else has: a new one is made so often, and the old ones
    /// open tickets until seven newer ones are there.
    #[must_use]
    pub fn own(every: Duration) -> Self {
        let every = Some(Millis::try_from(every.as_millis()).unwrap_or(Millis::MAX));
        Self::with(Ring { keys: Vec::new(), every, last: None })
    }

    fn with(ring: Ring) -> Self {
        Self(Arc::new(RwLock::new(ring)))
    }

    /// From now on this key seals. Those before go on opening, until seven newer ones are there.
    pub fn rotate(&self, next: TicketKey) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).rotate(next);
    }

    /// `name || salt || AEAD(session)`; `None` if there is no key, or the session is too long for a ticket.
    pub(crate) fn seal(&self, session: &Session, now: Millis, rng: &mut dyn Rng) -> Option<Vec<u8>> {
        let key = self.current(now, rng)?;
        let plain = session.encode().ok().filter(|plain| plain.len() <= LONGEST)?;
        let mut salt = [0; SALT];
        rng.fill_bytes(&mut salt);
        let mut ticket = Vec::with_capacity(NAME + SALT + plain.len() + TAG_LEN);
        ticket.extend_from_slice(&key.name);
        ticket.extend_from_slice(&salt);
        ticket.extend_from_slice(&plain);
        let (head, body) = ticket.split_at_mut_checked(NAME + SALT)?;
        let tag = key.of_ticket(&salt).seal(NONCE, head, body);
        ticket.extend_from_slice(&tag);
        Some(ticket)
    }

    /// What is sealed in a ticket; `None` if none of the keys sealed it.
    pub(crate) fn open(&self, ticket: &[u8]) -> Option<Session> {
        let (head, body) = ticket.split_at_checked(NAME + SALT)?;
        let (name, salt) = head.split_at_checked(NAME)?;
        let key = self.named(name)?;
        let mut body = zeroize::Zeroizing::new(body.to_vec());
        let length = key.of_ticket(salt).open(NONCE, head, &mut body).ok()?;
        Session::decode(body.get(..length)?).ok()
    }

    fn named(&self, name: &[u8]) -> Option<TicketKey> {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        ring.keys.iter().find(|key| key.name == *name).cloned()
    }

    fn current(&self, now: Millis, rng: &mut dyn Rng) -> Option<TicketKey> {
        let ring = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if !ring.is_due(now) {
            return ring.keys.first().cloned();
        }
        drop(ring);
        let mut ring = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have done it meanwhile.
        if ring.is_due(now) {
            ring.last = Some(now);
            ring.rotate(TicketKey::random(rng));
        }
        ring.keys.first().cloned()
    }
}

/// Each key seals one ticket.
const NONCE: [u8; 12] = [0; 12];

impl Ring {
    fn is_due(&self, now: Millis) -> bool {
        self.every.is_some_and(|every| self.last.is_none_or(|last| now.saturating_sub(last) >= every))
    }

    fn rotate(&mut self, next: TicketKey) {
        self.keys.insert(0, next);
        self.keys.truncate(KEPT);
    }
}

impl fmt::Debug for TicketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketKey(32 bytes)")
    }
}
