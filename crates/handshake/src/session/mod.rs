//! What outlives a connection, so that the next one can go on from it (RFC 9846 §2.2, RFC 5246 §F.1.4).
//!
//! A session remembers what it was made under, and whom: at resumption all of that is judged again, by today's rules
//! ([`Session::fits`] and the question about the stored chain). Nobody is let in because somebody was let in before.

mod basis;
mod codec;
mod draft;
mod fits;

use handfast_crypto::hash::Hash;
use handfast_crypto::secret::Secret;
use handfast_wire::code_points::CipherSuite;

use self::basis::Basis;
pub use self::codec::BadSession;
pub(crate) use self::draft::{Draft, Terms};
pub(crate) use self::fits::Circumstances;
pub use self::fits::NotResumed;
use crate::context::Fact;
use crate::psk::Origin;
use crate::question::{Judgement, Question};
use crate::{Agreement, Chain, ClientAuth, Peer, Suite, Suite12, Verdict, Version};

/// The longest that anybody may go on from what was once proved with a certificate, in seconds: seven days (RFC 9846
/// §4.7.1), counted over all resumptions.
pub const MAX_LIFETIME: u32 = 7 * 24 * 60 * 60;

/// What tells a set of trust anchors from every other.
pub type Trust = [u8; 32];

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = u64;

/// A session: the secret, and all that it was agreed on under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub(crate) version: Version,
    pub(crate) suite: CipherSuite,
    /// The PSK of a ticket (RFC 9846 §4.7.1), or the main secret of TLS 1.2.
    pub(crate) secret: Secret,
    /// A key that was shared beforehand stands in the place of a session, too.
    pub(crate) origin: Origin,
    /// RFC 7627; TLS 1.3 has nothing else.
    pub(crate) extended: bool,
    pub(crate) server_name: Option<String>,
    pub(crate) alpn: Option<Vec<u8>>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) trust: Trust,
    /// The key that was shared beforehand, if it began with one.
    pub(crate) basis: Option<Basis>,
    /// When the peer last proved itself with a certificate.
    pub(crate) authenticated_at: Millis,
    /// When a server issued the ticket, or a client received it.
    pub(crate) issued_at: Millis,
    /// In seconds.
    pub(crate) lifetime: u32,
    pub(crate) age_add: u32,
    pub(crate) max_early_data: u32,
    pub(crate) peer: Option<Past>,
    /// What a client offers it by; a server finds it by that.
    pub(crate) name: Option<SessionName>,
}

/// Who the peer was found to be, then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) chain: Chain,
    pub(crate) accepted: bool,
}

impl Past {
    /// Is the peer of then still welcome?
    pub(crate) const fn question<'a>(
        &'a self,
        server_name: Option<&'a str>,
        policy: ClientAuth,
        decrypts: bool,
    ) -> Question<'a> {
        Question::Judge { chain: &self.chain, server_name, policy, decrypts }
    }

    /// The peer, if today's verdict is the one of then: who was let in unverified is not found to be somebody, nor the
    /// other way round.
    pub(crate) fn judged(self, judgement: Judgement) -> Result<Peer, NotResumed> {
        let (verdict, _) = Verdict::of(judgement).map_err(NotResumed::Certificate)?;
        if self.accepted != verdict.is_accepted() {
            return Err(NotResumed::OtherVerdict);
        }
        Ok(Peer { chain: self.chain, verdict })
    }
}

/// What a session is offered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SessionName {
    /// A ticket (RFC 9846 §4.7.1, RFC 5077 §3.2).
    Ticket(Vec<u8>),
    /// A session id of TLS 1.2 (RFC 5246 §7.4.1.2).
    Id(Vec<u8>),
}

impl SessionName {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Ticket(bytes) | Self::Id(bytes) => bytes,
        }
    }
}

impl Session {
    /// In which version it can be resumed: the one that it was made in.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The cipher suite that it was made with.
    #[must_use]
    pub const fn suite(&self) -> CipherSuite {
        self.suite
    }

    /// The host name that was asked for (RFC 6066 §3).
    #[must_use]
    pub fn server_name(&self) -> Option<&str> {
        self.server_name.as_deref()
    }

    /// How many bytes of early data it allows; none if 0 (RFC 9846 §4.7.1).
    #[must_use]
    pub const fn max_early_data(&self) -> u32 {
        self.max_early_data
    }

    /// What a client offers it by.
    #[must_use]
    pub const fn name(&self) -> Option<&SessionName> {
        self.name.as_ref()
    }

    /// The identity of the key that was shared beforehand, if it is one, or began with one. Whether that key is still the one
    /// of then, [`rests_on`](Self::rests_on) says.
    #[must_use]
    pub fn shared_key(&self) -> Option<&[u8]> {
        let own = self.name.as_ref().filter(|_| self.is_shared_key()).map(SessionName::bytes);
        own.or(self.basis.as_ref().map(|basis| &basis.identity[..]))
    }

    /// What those rest on that come of it.
    fn basis(&self) -> Option<Basis> {
        if self.is_shared_key() {
            return Some(Basis::new(self.shared_key()?, &self.secret, self.hash()?));
        }
        self.basis.clone()
    }

    /// What is to be said when it is gone on from.
    pub(crate) fn taken(&self) -> Vec<Fact> {
        let key = self.shared_key().map(|identity| Fact::SharedKey(identity.to_vec()));
        (!self.is_shared_key()).then_some(Fact::Resumed).into_iter().chain(key).collect()
    }

    /// Whether it is none, but a key that was shared beforehand.
    pub(crate) fn is_shared_key(&self) -> bool {
        self.origin != Origin::Ticket
    }

    /// Whether it is too old to be offered or taken (RFC 9846 §4.3.11.1).
    #[must_use]
    pub const fn is_expired(&self, now: Millis) -> bool {
        let (age, since) = (now.saturating_sub(self.issued_at), now.saturating_sub(self.authenticated_at));
        let lifetime = if self.lifetime < MAX_LIFETIME { self.lifetime } else { MAX_LIFETIME };
        age / 1000 >= lifetime as u64 || since / 1000 >= MAX_LIFETIME as u64
    }

    /// Whether its server decrypted the premaster secret (RFC 5246 §7.4.7.1).
    pub(crate) fn is_by_key_transport(&self) -> bool {
        Suite12::of(self.suite).is_some_and(|suite| suite.agreement == Agreement::Rsa)
    }

    /// The hash of its cipher suite, if that is one of TLS 1.3.
    pub(crate) fn hash(&self) -> Option<Hash> {
        Suite::TLS13.iter().find(|suite| suite.code == self.suite).map(|suite| suite.hash)
    }

    /// When the ClientHello was sent, by what its client tells of the age (RFC 9846 §8.3).
    pub(crate) fn sent_at(&self, obfuscated_age: u32) -> Millis {
        self.issued_at.saturating_add(obfuscated_age.wrapping_sub(self.age_add).into())
    }

    /// What a client tells of its age (RFC 9846 §4.3.11.1): in milliseconds, hidden behind ticket_age_add.
    pub(crate) fn obfuscated_age(&self, now: Millis) -> u32 {
        let [.., a, b, c, d] = now.saturating_sub(self.issued_at).to_be_bytes();
        u32::from_be_bytes([a, b, c, d]).wrapping_add(self.age_add)
    }
}
