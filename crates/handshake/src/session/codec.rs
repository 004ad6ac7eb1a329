//! Sessions as bytes, for those who keep them: what a ticket holds once it is opened.

use core::fmt;

use handfast_crypto::secret::Secret;
use handfast_wire::TooLong;
use handfast_wire::code_points::{self, CipherSuite, ProtocolVersion};
use handfast_wire::codec::{Len, Reader, Refused, Writer};
use zeroize::Zeroizing;

use super::basis::Basis;
use super::{Past, Session, SessionName};
use crate::psk::Origin;
use crate::{CertificateType, Chain, ClientAuth, Version};

/// Bytes that are no session, or one of another release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSession;

/// What is first in every encoding; a change of it changes this number.
const FORMAT: u8 = 5;

/// Room for all but the chain and the names.
const FIXED: usize = 256;

/// Of a ticket, which has to fit into a ClientHello beside all the rest.
const MOST: usize = 0xffff;

impl Session {
    /// The bytes, **with the secret among them**: seal them before they leave the process.
    ///
    /// # Errors
    /// They would not fit into a ticket, because the peer's chain is too long.
    ///
    /// ```text
    /// struct {
    ///     uint8 format = 5;
    ///     ProtocolVersion version;
    ///     CipherSuite suite;
    ///     opaque secret<1..72>;
    ///     uint8 origin;                  /* 0: ticket, 1: external, 2: imported key */
    ///     uint8 extended_main_secret;
    ///     opaque server_name<0..255>;
    ///     opaque alpn<0..255>;
    ///     uint8 client_auth;
    ///     opaque trust[32];
    ///     opaque shared_key<0..2^16-1>;  /* the identity of the key that it began with, */
    ///     opaque mark<0..72>;            /* and what tells its secret from others */
    ///     uint64 authenticated_at;
    ///     uint64 issued_at;
    ///     uint32 lifetime;
    ///     uint32 age_add;
    ///     uint32 max_early_data;
    ///     uint8 verdict;                 /* 0: nobody, 1: accepted, 2: unverified */
    ///     uint8 certificate_type;        /* of what the peer showed */
    ///     opaque chain<0..2^16-1>;
    ///     uint8 kind;                    /* 0: no name, 1: ticket, 2: session id */
    ///     opaque name<0..2^16-1>;
    /// } Session;
    /// ```
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        let chain = self.peer.as_ref().map_or(0, |peer| peer.chain.as_bytes().len());
        let name = self.name.as_ref().map_or(0, |name| name.bytes().len());
        let key = self.basis.as_ref().map_or(0, |basis| basis.identity.len());
        // Room for all of it from the start: a buffer that grows leaves copies of the secret behind.
        let mut out = Zeroizing::new(Vec::with_capacity(FIXED + 2 * 255 + chain + name + key));
        Writer::write_all(&mut out, None, |w| self.write(w))?;
        Ok(out)
    }

    #[expect(clippy::disallowed_methods, reason = "to seal a session is to seal its secret")]
    fn write(&self, w: &mut Writer<'_>) {
        w.u8("format", FORMAT);
        w.u16("version", self.version.code().0);
        w.u16("suite", self.suite.0);
        w.opaque("secret", Len::U8, Secret::CAPACITY, self.secret.reveal());
        w.u8("origin", origin_code(self.origin));
        w.u8("extended_main_secret", self.extended.into());
        w.opaque("server_name", Len::U8, 0xff, self.server_name.as_deref().unwrap_or_default().as_bytes());
        w.opaque("alpn", Len::U8, 0xff, self.alpn.as_deref().unwrap_or_default());
        w.u8("client_auth", client_auth_code(self.client_auth));
        w.bytes("trust", &self.trust);
        let basis = self.basis.as_ref();
        w.opaque("shared_key", Len::U16, MOST, basis.map_or(&[], |basis| &basis.identity));
        w.opaque("mark", Len::U8, Secret::CAPACITY, basis.map_or(&[], |basis| basis.mark.reveal()));
        w.bytes("authenticated_at", &self.authenticated_at.to_be_bytes());
        w.bytes("issued_at", &self.issued_at.to_be_bytes());
        w.u32("lifetime", self.lifetime);
        w.u32("age_add", self.age_add);
        w.u32("max_early_data", self.max_early_data);
        let (verdict, chain) = match &self.peer {
            None => (0, &Chain::default()),
            Some(past) => (if past.accepted { 1 } else { 2 }, &past.chain),
        };
        w.u8("verdict", verdict);
        w.u8("certificate_type", chain.certificate_type().code().0);
        w.opaque("chain", Len::U16, MOST, chain.as_bytes());
        let kind = match &self.name {
            None => 0,
            Some(SessionName::Ticket(_)) => 1,
            Some(SessionName::Id(_)) => 2,
        };
        w.u8("kind", kind);
        w.opaque("name", Len::U16, MOST, self.name.as_ref().map_or(&[], SessionName::bytes));
    }

    /// The session that was encoded.
    ///
    /// # Errors
    /// [`BadSession`].
    pub fn decode(bytes: &[u8]) -> Result<Self, BadSession> {
        Reader::read_all("Session", bytes, None, |r| Ok(Self::read(r))).map_err(|_| BadSession)?
    }

    fn read(r: &mut Reader<'_, '_>) -> Result<Self, BadSession> {
        if r.u8("format")? != FORMAT {
            return Err(BadSession);
        }
        Ok(Self {
            version: version(ProtocolVersion(r.u16("version")?))?,
            suite: CipherSuite(r.u16("suite")?),
            secret: Secret::try_from(r.opaque("secret", Len::U8, 1..=Secret::CAPACITY)?)
                .map_err(|_| BadSession)?,
            origin: origin(r.u8("origin")?)?,
            extended: r.u8("extended_main_secret")? == 1,
            server_name: present(r.opaque("server_name", Len::U8, 0..=0xff)?)
                .map(|name| String::from_utf8(name).map_err(|_| BadSession))
                .transpose()?,
            alpn: present(r.opaque("alpn", Len::U8, 0..=0xff)?),
            client_auth: client_auth(r.u8("client_auth")?)?,
            trust: *r.array("trust")?,
            basis: basis(
                r.opaque("shared_key", Len::U16, 0..=MOST)?,
                r.opaque("mark", Len::U8, 0..=Secret::CAPACITY)?,
            )?,
            authenticated_at: u64::from_be_bytes(*r.array("authenticated_at")?),
            issued_at: u64::from_be_bytes(*r.array("issued_at")?),
            lifetime: r.u32("lifetime")?,
            age_add: r.u32("age_add")?,
            max_early_data: r.u32("max_early_data")?,
            peer: past(
                r.u8("verdict")?,
                certificate_type(r.u8("certificate_type")?)?,
                r.opaque("chain", Len::U16, 0..=MOST)?,
            )?,
            name: name(r.u8("kind")?, r.opaque("name", Len::U16, 0..=MOST)?)?,
        })
    }
}

impl From<Refused> for BadSession {
    fn from(_: Refused) -> Self {
        Self
    }
}

fn present(bytes: &[u8]) -> Option<Vec<u8>> {
    (!bytes.is_empty()).then(|| bytes.to_vec())
}

fn version(code: ProtocolVersion) -> Result<Version, BadSession> {
    [Version::Tls12, Version::Tls13].into_iter().find(|version| version.code() == code).ok_or(BadSession)
}

fn basis(identity: &[u8], mark: &[u8]) -> Result<Option<Basis>, BadSession> {
    match (identity, mark) {
        ([], []) => Ok(None),
        ([], _) | (_, []) => Err(BadSession),
        _ => {
            let mark = Secret::try_from(mark).map_err(|_| BadSession)?;
            Ok(Some(Basis { identity: identity.to_vec(), mark }))
        }
    }
}

const fn origin_code(origin: Origin) -> u8 {
    match origin {
        Origin::Ticket => 0,
        Origin::External => 1,
        Origin::Imported => 2,
    }
}

fn origin(code: u8) -> Result<Origin, BadSession> {
    let all = [Origin::Ticket, Origin::External, Origin::Imported];
    all.into_iter().find(|origin| origin_code(*origin) == code).ok_or(BadSession)
}

const fn client_auth_code(policy: ClientAuth) -> u8 {
    match policy {
        ClientAuth::None => 0,
        ClientAuth::Optional => 1,
        ClientAuth::Require => 2,
    }
}

fn client_auth(code: u8) -> Result<ClientAuth, BadSession> {
    let all = [ClientAuth::None, ClientAuth::Optional, ClientAuth::Require];
    all.into_iter().find(|policy| client_auth_code(*policy) == code).ok_or(BadSession)
}

fn certificate_type(code: u8) -> Result<CertificateType, BadSession> {
    CertificateType::of(code_points::CertificateType(code)).ok_or(BadSession)
}

fn past(verdict: u8, one: CertificateType, chain: &[u8]) -> Result<Option<Past>, BadSession> {
    match (verdict, chain) {
        (0, []) => Ok(None),
        (1 | 2, chain) => {
            let chain = Chain::from_bytes(one, chain).ok_or(BadSession)?;
            Ok(Some(Past { chain, accepted: verdict == 1 }))
        }
        _ => Err(BadSession),
    }
}

fn name(kind: u8, bytes: &[u8]) -> Result<Option<SessionName>, BadSession> {
    match kind {
        0 if bytes.is_empty() => Ok(None),
        1 => Ok(Some(SessionName::Ticket(bytes.to_vec()))),
        2 => Ok(Some(SessionName::Id(bytes.to_vec()))),
        _ => Err(BadSession),
    }
}

impl fmt::Display for BadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these bytes are no session")
    }
}

impl core::error::Error for BadSession {}

#[cfg(test)]
mod tests {
    use super::{BadSession, Session};
    use crate::session::fits::tests::{remembered, remembered_by_key, sharing, stranger};

    #[test]
    fn says_all_of_it_and_nothing_else() {
        for session in [stranger(), remembered(), remembered_by_key(), sharing()] {
            let bytes = session.encode().unwrap();
            assert_eq!(Session::decode(&bytes), Ok(session));
            for cut in 0..bytes.len() {
                assert_eq!(Session::decode(&bytes[..cut]), Err(BadSession), "{cut}");
            }
            assert_eq!(Session::decode(&[&bytes[..], &[0]].concat()), Err(BadSession));
        }
    }

    #[test]
    fn another_format_is_another_release() {
        let mut bytes = stranger().encode().unwrap().to_vec();
        bytes[0] += 1;
        assert_eq!(Session::decode(&bytes), Err(BadSession));
    }

    #[test]
    fn shows_no_secret() {
        let shown = format!("{:?}", remembered());
        assert!(shown.contains("Secret(32 bytes)") && !shown.contains("7, 7, 7, 7"), "{shown}");
    }
}
