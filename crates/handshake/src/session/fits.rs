//! Whether a session still stands under what holds today: a pure function of both.

use core::fmt;

use handfast_rule::{Clause, Rule, rfc6066, rfc7627, rfc9846};

use super::{Millis, Past, Session, Trust};
use crate::{ClientAuth, Config, Suite, Version};

/// What holds today, of this connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) version: Version,
    pub(crate) suite: Suite,
    pub(crate) server_name: Option<&'a str>,
    pub(crate) client_auth: ClientAuth,
    pub(crate) trust: &'a Trust,
    /// Whether a key that was shared beforehand does where a certificate is required.
    pub(crate) shared_key_suffices: bool,
    /// Whether there is a certificate to show, and it goes before such a key.
    pub(crate) certificate_preferred: bool,
    pub(crate) now: Millis,
}

/// Why a session is not resumed. It is no refusal: a full handshake follows, and whoever is still welcome comes in by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotResumed {
    /// Nothing is known of what was offered: another server's ticket, an old key, a forgery.
    Unknown,
    /// The server was offered it, and did not take it.
    Declined,
    /// It is too old.
    Expired,
    /// It was made in another version of the protocol.
    OtherVersion,
    /// Its hash is not that of the cipher suite.
    OtherSuite,
    /// It was made with a server of another name.
    OtherServerName,
    /// It was made under another policy of client authentication.
    OtherClientAuth {
        /// The policy of then.
        then: ClientAuth,
        /// Today's.
        now: ClientAuth,
    },
    /// It is none, but a key that was shared beforehand, and the server would rather show its certificate.
    NotPreferred,
    /// The client showed no certificate, and one is required.
    NoCertificate,
    /// Other authorities were trusted.
    OtherTrust,
    /// Its secret is not bound to the handshake that it comes from (RFC 7627 §5.3).
    NotExtended,
    /// The peer's certificates were judged again, and are refused under this rule.
    Certificate(Rule),
    /// The peer's certificates are judged otherwise than they were.
    OtherVerdict,
}

impl Session {
    /// Whether it may be resumed, but for the peer's chain.
    pub(crate) fn fits(&self, today: &Circumstances<'_>) -> Result<(), NotResumed> {
        if self.is_shared_key() {
            return self.fits_as_shared_key(today);
        }
        let speaks = self.version == today.version;
        self.fits_hello(speaks, today.server_name, core::iter::once(today.suite), today.now)?;
        self.fits_policy(today)
    }

    /// A key that was shared beforehand is bound to a hash, and to nothing else. Who has it showed no certificate, and where
    /// one is required that does only if it was said that it does.
    fn fits_as_shared_key(&self, today: &Circumstances<'_>) -> Result<(), NotResumed> {
        if !self.goes_with(today.suite) {
            return Err(NotResumed::OtherSuite);
        }
        if today.certificate_preferred {
            return Err(NotResumed::NotPreferred);
        }
        if self.has_sufficing_key(today) { Ok(()) } else { Err(NotResumed::NoCertificate) }
    }

    /// Whether it is, or began with, a key that was shared beforehand, and that is enough.
    fn has_sufficing_key(&self, today: &Circumstances<'_>) -> bool {
        let required = today.client_auth == ClientAuth::Require;
        self.shared_key().is_some() && (!required || today.shared_key_suffices)
    }

    /// Whether a client may offer a key that was shared beforehand.
    pub(crate) fn can_be_offered_as_shared_key(&self, config: &Config) -> Result<(), NotResumed> {
        let goes = config.suites.iter().any(|suite| self.goes_with(*suite));
        if goes { Ok(()) } else { Err(NotResumed::OtherSuite) }
    }

    /// Whether a client may offer it, and the server that is to be judged again: of a session that began with a shared key
    /// there may be none.
    pub(crate) fn can_be_offered(
        &self,
        server_name: Option<&str>,
        server: Option<Past>,
        config: &Config,
        now: Millis,
    ) -> Result<Option<Past>, NotResumed> {
        let speaks = config.speaks(self.version);
        self.fits_hello(speaks, server_name, config.suites_of(self.version), now)?;
        let known = server.is_some() || self.basis.is_some();
        if known && self.name.is_some() { Ok(server) } else { Err(NotResumed::Unknown) }
    }

    /// Whether its version is spoken, its name is the server's, one of the suites goes with it, and it is not too old.
    fn fits_hello(
        &self,
        speaks: bool,
        server_name: Option<&str>,
        mut suites: impl Iterator<Item = Suite>,
        now: Millis,
    ) -> Result<(), NotResumed> {
        if !speaks {
            return Err(NotResumed::OtherVersion);
        }
        if self.is_expired(now) {
            return Err(NotResumed::Expired);
        }
        if !suites.any(|suite| self.goes_with(suite)) {
            return Err(NotResumed::OtherSuite);
        }
        if self.server_name.as_deref() != server_name {
            return Err(NotResumed::OtherServerName);
        }
        Ok(())
    }

    /// RFC 9846 §4.3.11: TLS 1.3 needs the same hash; TLS 1.2 the same suite (RFC 5246 §7.4.1.3).
    fn goes_with(&self, suite: Suite) -> bool {
        match self.version {
            Version::Tls13 => self.hash() == Some(suite.hash),
            Version::Tls12 => self.suite == suite.code,
        }
    }

    /// Under the same policy and for the same authorities, and with a certificate where one is required. Who had none to
    /// show where one was only asked for is nobody again, as after a full handshake without.
    fn fits_policy(&self, today: &Circumstances<'_>) -> Result<(), NotResumed> {
        let (then, now) = (self.client_auth, today.client_auth);
        if then != now {
            return Err(NotResumed::OtherClientAuth { then, now });
        }
        if now == ClientAuth::Require && self.peer.is_none() && !self.has_sufficing_key(today) {
            return Err(NotResumed::NoCertificate);
        }
        if self.trust != *today.trust {
            return Err(NotResumed::OtherTrust);
        }
        Ok(())
    }
}

impl NotResumed {
    /// The clause behind it.
    #[must_use]
    pub const fn clause(self) -> Clause {
        match self {
            Self::Unknown | Self::Declined | Self::OtherSuite | Self::OtherVersion | Self::NotPreferred => {
                rfc9846("4.3.11")
            }
            Self::OtherServerName => rfc6066("3"),
            Self::Expired
            | Self::OtherClientAuth { .. }
            | Self::NoCertificate
            | Self::OtherTrust
            | Self::OtherVerdict => rfc9846("4.7.1"),
            Self::NotExtended => rfc7627("5.3"),
            Self::Certificate(rule) => rule.clause,
        }
    }

    /// What is said of it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Unknown => "the session is not known here",
            Self::Declined => "the server did not go on from the session",
            Self::Expired => "the session is too old",
            Self::OtherVersion => "the session was made in another version of the protocol",
            Self::OtherSuite => "the session was made with another cipher suite",
            Self::OtherServerName => "the session was made with a server of another name",
            Self::OtherClientAuth { .. } => {
                "the session was made under another policy of client authentication"
            }
            Self::NotPreferred => "a certificate is preferred to the key that was shared beforehand",
            Self::NoCertificate => {
                "the session is of a client that showed no certificate, and one is required"
            }
            Self::OtherTrust => "other authorities were trusted when the session was made",
            Self::NotExtended => "the session's main secret is not bound to its handshake",
            Self::Certificate(rule) => rule.sentence,
            Self::OtherVerdict => {
                "the peer's certificates are judged otherwise than when the session was made"
            }
        }
    }
}

impl fmt::Display for NotResumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())?;
        if let Self::OtherClientAuth { then, now } = self {
            write!(f, ": {then:?}, now {now:?}")?;
        }
        write!(f, " ({})", self.clause())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use handfast_crypto::hash::Hash;
    use handfast_crypto::secret::Secret;

    use super::{Circumstances, NotResumed, Session};
    use crate::psk::Origin;
    use crate::session::basis::Basis;
    use crate::session::{MAX_LIFETIME, Past, SessionName};
    use crate::{Chain, ClientAuth, Suite, Version};

    /// Nobody in particular.
    pub(in crate::session) fn stranger() -> Session {
        Session {
            version: Version::Tls13,
            suite: Suite::TLS13[0].code,
            secret: Secret::from_slice(&[7; 32]),
            origin: Origin::Ticket,
            extended: true,
            server_name: None,
            alpn: None,
            client_auth: ClientAuth::None,
            trust: [3; 32],
            basis: None,
            authenticated_at: 1_000_000,
            issued_at: 1_000_000,
            lifetime: 60,
            age_add: 0xffff_ffff,
            max_early_data: 0,
            peer: None,
            name: None,
        }
    }

    /// Somebody.
    pub(in crate::session) fn remembered() -> Session {
        let chain = Chain::of([&b"a certificate"[..], b"another"].into_iter());
        Session {
            server_name: Some("localhost".into()),
            alpn: Some(b"h2".to_vec()),
            client_auth: ClientAuth::Require,
            peer: Some(Past { chain, accepted: true }),
            name: Some(SessionName::Ticket(b"a ticket".to_vec())),
            max_early_data: 16,
            ..stranger()
        }
    }

    /// Somebody who came with a key that was shared beforehand.
    pub(in crate::session) fn sharing() -> Session {
        let basis = Basis::new(b"sensor 7", &Secret::from_slice(b"a secret"), Hash::Sha256);
        Session {
            client_auth: ClientAuth::Require,
            basis: Some(basis),
            server_name: Some("localhost".into()),
            ..stranger()
        }
    }

    /// Somebody who showed a key alone.
    pub(in crate::session) fn remembered_by_key() -> Session {
        let chain = Chain::of_raw_public_key(b"a key");
        Session { peer: Some(Past { chain, accepted: true }), ..remembered() }
    }

    const TODAY: Circumstances<'_> = Circumstances {
        version: Version::Tls13,
        suite: Suite::TLS13[2],
        server_name: Some("localhost"),
        client_auth: ClientAuth::Require,
        trust: &[3; 32],
        shared_key_suffices: false,
        certificate_preferred: false,
        now: 1_059_999,
    };

    #[test]
    fn is_held_against_every_circumstance() {
        let session = remembered();
        let fits = |today| session.fits(&today);
        assert_eq!(fits(TODAY), Ok(()));
        let elsewhere = Circumstances { server_name: Some("elsewhere"), ..TODAY };
        assert_eq!(fits(elsewhere), Err(NotResumed::OtherServerName));
        assert_eq!(fits(Circumstances { server_name: None, ..TODAY }), Err(NotResumed::OtherServerName));
        assert_eq!(fits(Circumstances { version: Version::Tls12, ..TODAY }), Err(NotResumed::OtherVersion));
        assert_eq!(fits(Circumstances { suite: Suite::TLS13[1], ..TODAY }), Err(NotResumed::OtherSuite));
        assert_eq!(fits(Circumstances { trust: &[4; 32], ..TODAY }), Err(NotResumed::OtherTrust));
        for now in [ClientAuth::None, ClientAuth::Optional] {
            let other = NotResumed::OtherClientAuth { then: ClientAuth::Require, now };
            assert_eq!(fits(Circumstances { client_auth: now, ..TODAY }), Err(other));
        }
        assert_eq!(fits(Circumstances { now: 1_060_000, ..TODAY }), Err(NotResumed::Expired));
    }

    #[test]
    fn nobody_stays_nobody() {
        for client_auth in [ClientAuth::None, ClientAuth::Optional] {
            let session = Session { client_auth, peer: None, ..remembered() };
            assert_eq!(session.fits(&Circumstances { client_auth, ..TODAY }), Ok(()));
            let now = ClientAuth::Require;
            let tightened = NotResumed::OtherClientAuth { then: client_auth, now };
            assert_eq!(session.fits(&TODAY), Err(tightened));
        }
        let impossible = Session { peer: None, ..remembered() };
        assert_eq!(impossible.fits(&TODAY), Err(NotResumed::NoCertificate));
    }

    /// What began with a shared key goes on as if it were that key.
    #[test]
    fn a_session_that_began_with_a_shared_key_shows_no_certificate() {
        let session = sharing();
        assert_eq!(session.fits(&TODAY), Err(NotResumed::NoCertificate));
        assert_eq!(session.fits(&Circumstances { shared_key_suffices: true, ..TODAY }), Ok(()));
        let elsewhere = Circumstances { server_name: None, shared_key_suffices: true, ..TODAY };
        assert_eq!(session.fits(&elsewhere), Err(NotResumed::OtherServerName));
    }

    /// However often it was renewed.
    #[test]
    fn no_session_outlives_seven_days_since_the_certificate() {
        let issued_at = 1_000_000 + u64::from(MAX_LIFETIME) * 1000 - 1000;
        let session = Session { issued_at, lifetime: MAX_LIFETIME, ..remembered() };
        assert!(!session.is_expired(issued_at + 999));
        assert!(session.is_expired(issued_at + 1000));
        let boastful = Session { lifetime: u32::MAX, ..remembered() };
        assert!(boastful.is_expired(1_000_000 + u64::from(MAX_LIFETIME) * 1000));
    }

    #[test]
    fn a_shared_key_is_no_certificate() {
        let psk = crate::Psk::new(b"id", b"key", Hash::Sha256).unwrap();
        let key = Session::from(psk);
        let today = Circumstances { suite: Suite::TLS13[0], ..TODAY };
        assert_eq!(key.fits(&today), Err(NotResumed::NoCertificate));
        assert_eq!(key.fits(&Circumstances { shared_key_suffices: true, ..today }), Ok(()));
        for client_auth in [ClientAuth::None, ClientAuth::Optional] {
            assert_eq!(key.fits(&Circumstances { client_auth, ..today }), Ok(()));
        }
        let preferred = Circumstances { shared_key_suffices: true, certificate_preferred: true, ..today };
        assert_eq!(key.fits(&preferred), Err(NotResumed::NotPreferred));
        let other = Circumstances { suite: Suite::TLS13[1], shared_key_suffices: true, ..today };
        assert_eq!(key.fits(&other), Err(NotResumed::OtherSuite));
    }

    #[test]
    fn hides_its_age() {
        assert_eq!(remembered().obfuscated_age(1_000_000), u32::MAX);
        assert_eq!(remembered().obfuscated_age(1_000_001), 0);
        assert_eq!(remembered().obfuscated_age(0), u32::MAX, "a clock that went back");
    }
}
