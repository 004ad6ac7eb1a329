//! Keys that both sides share beforehand (RFC 9846 §2.2), and how they are made fit for TLS 1.3 (RFC 9258).

use core::fmt;

use handfast_crypto::hash::Hash;
use handfast_crypto::hkdf;
use handfast_crypto::secret::Secret;
use handfast_wire::TooLong;
use handfast_wire::code_points::ProtocolVersion;
use handfast_wire::codec::{Len, Writer};

use crate::session::{Session, SessionName, Trust};
use crate::{ClientAuth, Suite, Version};

/// A key that both sides got by some other way, and the identity that it is offered by. The identity is sent in the clear.
///
/// Whoever sees a ClientHello can try keys until its binder fits: a key that people can remember is no key. RFC 9257 §6
/// wants 128 random bits at least, and no more than two who have the same one: each of several could pass for any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Psk {
    identity: Vec<u8>,
    secret: Secret,
    /// One of those that it goes with: of a suite, only the hash counts.
    suite: Suite,
    origin: Origin,
}

/// Where a pre-shared key comes from, which its binder says (RFC 9846 §7.1, RFC 9258 §5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Origin {
    /// A ticket.
    #[default]
    Ticket,
    /// It was shared beforehand,
    External,
    /// and imported.
    Imported,
}

/// Why there is no such key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PskError {
    /// The key is empty, or longer than 72 bytes.
    Length,
    /// The identity is empty, or longer than 2^16-1 bytes (RFC 9846 §4.3.11).
    Identity,
    /// No cipher suite has this hash.
    Hash,
}

impl Psk {
    /// As it was agreed on, for cipher suites with this hash alone; where nothing was said of a hash, it is SHA-256
    /// (RFC 9846 §4.3.11).
    ///
    /// # Errors
    /// [`PskError`].
    pub fn new(identity: &[u8], secret: &[u8], hash: Hash) -> Result<Self, PskError> {
        Self::of(identity.to_vec(), key(secret)?, hash, Origin::External)
    }

    /// Imported for TLS 1.3 and cipher suites with this hash (RFC 9258 §3): from one key come others, for each hash and
    /// context one, so that it is never used in two protocols. The hash that the key itself goes with is `own`; where
    /// nothing was said of it, SHA-256.
    ///
    /// # Errors
    /// [`PskError`].
    pub fn import(
        external: &[u8],
        context: &[u8],
        secret: &[u8],
        own: Hash,
        target: Hash,
    ) -> Result<Self, PskError> {
        let identity = imported_identity(external, context, target).map_err(|_| PskError::Identity)?;
        let extracted = hkdf::extract(own, &hkdf::zeros(own), &key(secret)?);
        let digest = own.digest(&[&identity]);
        let secret = hkdf::expand_label(own, &extracted, "derived psk", digest.as_ref(), target.output_len());
        Self::of(identity, secret, target, Origin::Imported)
    }

    /// The same for each hash that a cipher suite of TLS 1.3 has, so that the server can choose among all of them: a client
    /// offers these, and a server knows them (RFC 9258 §4.1).
    ///
    /// # Errors
    /// [`PskError`].
    pub fn import_all(
        external: &[u8],
        context: &[u8],
        secret: &[u8],
        own: Hash,
    ) -> Result<Vec<Self>, PskError> {
        let targets = [Hash::Sha256, Hash::Sha384].into_iter();
        targets.map(|target| Self::import(external, context, secret, own, target)).collect()
    }

    fn of(identity: Vec<u8>, secret: Secret, hash: Hash, origin: Origin) -> Result<Self, PskError> {
        let suite = *Suite::TLS13.iter().find(|suite| suite.hash == hash).ok_or(PskError::Hash)?;
        let fits = (1..=0xffff).contains(&identity.len());
        if fits { Ok(Self { identity, secret, suite, origin }) } else { Err(PskError::Identity) }
    }

    /// What it is offered by: of an imported one, the ImportedIdentity (RFC 9258 §3.1).
    #[must_use]
    pub fn identity(&self) -> &[u8] {
        &self.identity
    }

    /// The hash of the cipher suites that it goes with.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.suite.hash
    }

    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }
}

fn key(bytes: &[u8]) -> Result<Secret, PskError> {
    Secret::try_from(bytes).ok().filter(|secret| !secret.is_empty()).ok_or(PskError::Length)
}

/// ```text
/// struct {
///     opaque external_identity<1...2^16-1>;
///     opaque context<0..2^16-1>;
///     uint16 target_protocol;
///     uint16 target_kdf;
/// } ImportedIdentity;
/// ```
fn imported_identity(external: &[u8], context: &[u8], target: Hash) -> Result<Vec<u8>, TooLong> {
    let mut out = Vec::new();
    Writer::write_all(&mut out, None, |w| {
        w.opaque("external_identity", Len::U16, 0xffff, external);
        w.opaque("context", Len::U16, 0xffff, context);
        w.u16("target_protocol", ProtocolVersion::TLS1_3.0);
        w.u16("target_kdf", kdf(target));
    })?;
    Ok(out)
}

/// The registry of RFC 9258 §10.
const fn kdf(hash: Hash) -> u16 {
    match hash {
        Hash::Sha256 => 1,
        Hash::Sha384 => 2,
        Hash::Sha512 => 3,
    }
}

impl Origin {
    /// The label of binder_key.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Ticket => "res binder",
            Self::External => "ext binder",
            Self::Imported => "imp binder",
        }
    }
}

/// A key that was shared beforehand stands in the place of a session that never was: nobody was known in it.
impl From<Psk> for Session {
    fn from(psk: Psk) -> Self {
        let Psk { identity, secret, suite, origin } = psk;
        Self {
            version: Version::Tls13,
            suite: suite.code,
            secret,
            origin,
            extended: true,
            server_name: None,
            alpn: None,
            client_auth: ClientAuth::None,
            trust: Trust::default(),
            basis: None,
            authenticated_at: 0,
            issued_at: 0,
            lifetime: 0,
            age_add: 0,
            max_early_data: 0,
            peer: None,
            name: Some(SessionName::Ticket(identity)),
        }
    }
}

impl fmt::Display for PskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a pre-shared key has 1 to 72 bytes",
            Self::Hash => "no cipher suite of TLS 1.3 has this hash",
            Self::Identity => "the identity of a pre-shared key has 1 to 65535 bytes",
        })
    }
}

impl core::error::Error for PskError {}

#[cfg(test)]
mod tests {
    use handfast_crypto::hash::Hash;

    use super::{Origin, Psk, PskError};
    use crate::Suite;
    use crate::session::Session;

    /// RFC 9258 §3.1: external_identity, context, TLS 1.3, HKDF_SHA256.
    #[test]
    fn an_imported_identity_says_what_it_is_for() {
        let psk = Psk::import(b"ab", b"c", &[7; 32], Hash::Sha256, Hash::Sha384).unwrap();
        assert_eq!(psk.identity(), b"\x00\x02ab\x00\x01c\x03\x04\x00\x02");
        assert_eq!((psk.hash(), psk.secret.len()), (Hash::Sha384, 48));
        let other = Psk::import(b"ab", b"d", &[7; 32], Hash::Sha256, Hash::Sha384).unwrap();
        assert_ne!(psk.secret, other.secret, "another context, another key");
        let all = Psk::import_all(b"ab", b"c", &[7; 32], Hash::Sha256).unwrap();
        let hashes: Vec<_> = all.iter().map(Psk::hash).collect();
        assert!(all.contains(&psk) && Suite::TLS13.iter().all(|suite| hashes.contains(&suite.hash)));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let new = |identity: &[u8], secret: &[u8]| Psk::new(identity, secret, Hash::Sha256).map(|_| ());
        assert_eq!(new(b"", b"key"), Err(PskError::Identity));
        assert_eq!(new(&[0; 0x1_0000], b"key"), Err(PskError::Identity));
        assert_eq!(new(b"id", b""), Err(PskError::Length));
        assert_eq!(new(b"id", &[0; 73]), Err(PskError::Length));
        assert_eq!(new(b"id", b"key"), Ok(()));
        assert_eq!(Psk::new(b"id", b"key", Hash::Sha512), Err(PskError::Hash));
    }

    #[test]
    fn stands_where_a_session_stands() {
        let session = Session::from(Psk::new(b"id", b"key", Hash::Sha384).unwrap());
        assert_eq!((session.hash(), session.origin), (Some(Hash::Sha384), Origin::External));
        assert_eq!(Session::decode(&session.encode().unwrap()), Ok(session));
    }
}
