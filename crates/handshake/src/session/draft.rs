//! What the sessions of a connection will say, gathered while it is negotiated.

use super::basis::Basis;
use super::{MAX_LIFETIME, Millis, Past, Session, SessionName, Trust};
use crate::accepts::HelloFacts;
use crate::psk::Origin;
use crate::{ClientAuth, Peer, Suite, Version};
use handfast_crypto::secret::Secret;

/// A session without its secret, its peer and its date.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) server_name: Option<String>,
    pub(crate) alpn: Option<Vec<u8>>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) trust: Trust,
    /// The key that was shared beforehand, if it goes on from one, or from a session that began with one.
    pub(crate) basis: Option<Basis>,
    /// Of a connection that was resumed: when the peer last proved itself with a certificate.
    pub(crate) authenticated_at: Option<Millis>,
}

/// What one session has to itself.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) version: Version,
    pub(crate) suite: Suite,
    pub(crate) secret: Secret,
    pub(crate) extended: bool,
    pub(crate) now: Millis,
    pub(crate) lifetime: u32,
    pub(crate) age_add: u32,
    pub(crate) max_early_data: u32,
    pub(crate) name: Option<SessionName>,
}

impl Draft {
    /// Of a client, which judges the server's chain anew each time, whatever it trusted then.
    pub(crate) fn of_client(
        server_name: Option<String>,
        alpn: Option<Vec<u8>>,
        authenticated_at: Option<Millis>,
    ) -> Self {
        let (client_auth, trust) = (ClientAuth::None, Trust::default());
        Self { server_name, alpn, client_auth, trust, basis: None, authenticated_at }
    }

    /// Of a server, for a client that it judges so.
    pub(crate) fn of_server(
        facts: &HelloFacts,
        alpn: Option<Vec<u8>>,
        client_auth: ClientAuth,
        trust: Trust,
    ) -> Self {
        let server_name = facts.server_name.clone();
        Self { server_name, alpn, client_auth, trust, basis: None, authenticated_at: None }
    }

    /// Of a connection that goes on from this. A key has no age: what begins with it begins now.
    pub(crate) fn going_on(&mut self, session: &Session) {
        self.basis = session.basis();
        self.authenticated_at = (!session.is_shared_key()).then_some(session.authenticated_at);
    }

    /// The session with this peer. However long it is to live, seven days after the peer's signature it ends.
    pub(crate) fn session(&self, terms: Terms, peer: Option<&Peer>) -> Session {
        let Terms { version, suite, secret, extended, now, lifetime, age_add, max_early_data, name } = terms;
        let authenticated_at = self.authenticated_at.unwrap_or(now);
        let since = u32::try_from(now.saturating_sub(authenticated_at) / 1000).unwrap_or(u32::MAX);
        Session {
            version,
            suite: suite.code,
            secret,
            origin: Origin::Ticket,
            extended,
            server_name: self.server_name.clone(),
            alpn: self.alpn.clone(),
            client_auth: self.client_auth,
            trust: self.trust,
            basis: self.basis.clone(),
            authenticated_at,
            issued_at: now,
            lifetime: lifetime.min(MAX_LIFETIME.saturating_sub(since)),
            age_add,
            max_early_data,
            peer: peer.map(|peer| Past { chain: peer.chain.clone(), accepted: peer.verdict.is_accepted() }),
            name,
        }
    }
}
