//! The people of the demonstration: an authority, a server and a client. Those that are made for one run are written
//! nowhere.

use core::time::Duration;

use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Identity};
use handfast_pki::{Authority, CLOCK_SKEW, KeyKind, Name, Request, Validity};
use handfast_study::Cast;
use rustls_pki_types::{CertificateDer, UnixTime};

use super::fixed;
use crate::exit::Exit;

/// How long they live.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// A root, and two whom it vouches for, or does not.
pub(super) struct People {
    anchors: Anchors,
    server: Identity,
    /// None if it has no certificate.
    client: Option<Identity>,
    cast: Cast,
}

/// Who the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guest {
    /// She is all that the server may ask for.
    Alice,
    /// Without a certificate.
    Nobody,
    /// Alice, an hour after her certificate expired.
    Expired,
    /// Alice of another authority.
    Stranger,
}

impl Guest {
    pub(super) const NAMES: [(&'static str, Self); 4] = [
        ("alice", Self::Alice),
        ("nobody", Self::Nobody),
        ("expired", Self::Expired),
        ("stranger", Self::Stranger),
    ];

    /// As the command line names it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find_map(|(known, guest)| (known == name).then_some(guest))
    }
}

impl People {
    /// Made for this run, all with keys of this kind; that of the server may decrypt if it is going to.
    pub(super) fn new(kind: KeyKind, decrypts: bool, guest: Guest) -> Result<Self, Exit> {
        let now = UnixTime::now();
        let for_an_hour = |request: Request| request.key(kind).validity(hour(now));
        let authority = |name| Authority::root(&for_an_hour(Request::authority(name, now))).map_err(unmade);
        let root = authority("handfast demo root")?;
        let server = for_an_hour(Request::server(["localhost"], now));
        let server = if decrypts { server.that_decrypts() } else { server };
        let server = root.issue(&server).map_err(unmade)?;
        let alice = Request::client("alice", now).name(Name::Uri("spiffe://demo/alice".into()));
        let client = match guest {
            Guest::Stranger => authority("another root")?.issue(&for_an_hour(alice)),
            Guest::Expired => root.issue(&alice.key(kind).validity(past(now))),
            Guest::Alice | Guest::Nobody => root.issue(&for_an_hour(alice)),
        };
        let client = client.map_err(unmade)?;
        let identity = |issued: &handfast_pki::Issued| Identity::new(&issued.chain, &issued.key);
        let (server, client) = (identity(&server).map_err(unmade)?, identity(&client).map_err(unmade)?);
        Ok(Self::meeting(root.certificate(), server, client)?.with(guest))
    }

    fn with(self, guest: Guest) -> Self {
        match guest {
            Guest::Nobody => Self { client: None, cast: self.cast.with_nobody(), ..self },
            Guest::Alice | Guest::Expired | Guest::Stranger => self,
        }
    }

    /// The same in every run, with keys of this kind, if there are any.
    pub(super) fn fixed(kind: KeyKind, guest: Guest) -> Result<Self, Exit> {
        let people = fixed::People::with(kind).ok_or_else(|| {
            Exit::Usage("--deterministic needs keys whose signatures repeat: --key p256 or ed25519".into())
        })?;
        let (server, client) = (people.server().map_err(unmade)?, people.client().map_err(unmade)?);
        let met = Self::meeting(&people.root().map_err(unmade)?, server, client)?;
        Ok(Self { cast: met.cast.that_always_plays(), ..met }.with(guest))
    }

    fn meeting(root: &CertificateDer<'_>, server: Identity, client: Identity) -> Result<Self, Exit> {
        let leaf = |identity: &Identity| identity.chain().first().cloned().unwrap_or_default();
        let cast = Cast::read(root, &leaf(&server), &leaf(&client)).map_err(unmade)?;
        let anchors = Anchors::from_certificates([&**root]).map_err(unmade)?;
        Ok(Self { anchors, server, client: Some(client), cast })
    }

    /// Who they are.
    pub(super) const fn cast(&self) -> &Cast {
        &self.cast
    }

    /// The configuration of a server that asks its clients like this.
    pub(super) fn server(&self, client_auth: ClientAuth) -> Config {
        self.config(Some(&self.server)).with_client_auth(client_auth)
    }

    /// The configuration of the client.
    pub(super) fn client(&self) -> Config {
        self.config(self.client.as_ref())
    }

    fn config(&self, identity: Option<&Identity>) -> Config {
        let mut config = Config::new().with_anchors(self.anchors.clone());
        config.reveal_secrets = true;
        identity.into_iter().fold(config, |config, identity| config.with_identity(identity.clone()))
    }
}

fn hour(now: UnixTime) -> Validity {
    let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let start = now.as_secs().saturating_sub(CLOCK_SKEW.as_secs());
    Validity { not_before: at(start), not_after: at(now.as_secs().saturating_add(HOUR.as_secs())) }
}

/// From three hours to one hour ago.
fn past(now: UnixTime) -> Validity {
    let ago = |hours: u32| {
        let seconds = now.as_secs().saturating_sub((HOUR * hours).as_secs());
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    };
    Validity { not_before: ago(3), not_after: ago(1) }
}

fn unmade(why: impl core::fmt::Display) -> Exit {
    Exit::Usage(format!("the people of the demonstration could not be made: {why}"))
}
