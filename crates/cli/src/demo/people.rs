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

/// A root, and two whom it vouches for.
pub(super) struct People {
    anchors: Anchors,
    server: Identity,
    client: Identity,
    cast: Cast,
}

impl People {
    /// Made for this run, all with keys of this kind.
    pub(super) fn new(kind: KeyKind) -> Result<Self, Exit> {
        let now = UnixTime::now();
        let for_an_hour = |request: Request| request.key(kind).validity(hour(now));
        let root =
            Authority::root(&for_an_hour(Request::authority("handfast demo root", now))).map_err(unmade)?;
        let server = root.issue(&for_an_hour(Request::server(["localhost"], now))).map_err(unmade)?;
        let alice = Request::client("alice", now).name(Name::Uri("spiffe://demo/alice".into()));
        let client = root.issue(&for_an_hour(alice)).map_err(unmade)?;
        let identity = |issued: &handfast_pki::Issued| Identity::new(&issued.chain, &issued.key);
        let (server, client) = (identity(&server).map_err(unmade)?, identity(&client).map_err(unmade)?);
        Self::meeting(root.certificate(), server, client)
    }

    /// The same in every run, with keys of this kind, if there are any.
    pub(super) fn fixed(kind: KeyKind) -> Result<Self, Exit> {
        let people = fixed::People::with(kind).ok_or_else(|| {
            Exit::Usage("--deterministic needs keys whose signatures repeat: --key p256 or ed25519".into())
        })?;
        let (server, client) = (people.server().map_err(unmade)?, people.client().map_err(unmade)?);
        let met = Self::meeting(&people.root().map_err(unmade)?, server, client)?;
        Ok(Self { cast: met.cast.that_always_plays(), ..met })
    }

    fn meeting(root: &CertificateDer<'_>, server: Identity, client: Identity) -> Result<Self, Exit> {
        let leaf = |identity: &Identity| identity.chain().first().cloned().unwrap_or_default();
        let cast = Cast::read(root, &leaf(&server), &leaf(&client)).map_err(unmade)?;
        let anchors = Anchors::from_certificates([&**root]).map_err(unmade)?;
        Ok(Self { anchors, server, client, cast })
    }

    /// Who they are.
    pub(super) const fn cast(&self) -> &Cast {
        &self.cast
    }

    /// The configuration of a server that asks its clients like this.
    pub(super) fn server(&self, client_auth: ClientAuth) -> Config {
        self.config(&self.server).with_client_auth(client_auth)
    }

    /// The configuration of the client.
    pub(super) fn client(&self) -> Config {
        self.config(&self.client)
    }

    fn config(&self, identity: &Identity) -> Config {
        let mut config = Config::new().with_identity(identity.clone()).with_anchors(self.anchors.clone());
        config.reveal_secrets = true;
        config
    }
}

fn hour(now: UnixTime) -> Validity {
    let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let start = now.as_secs().saturating_sub(CLOCK_SKEW.as_secs());
    Validity { not_before: at(start), not_after: at(now.as_secs().saturating_add(HOUR.as_secs())) }
}

fn unmade(why: impl core::fmt::Display) -> Exit {
    Exit::Usage(format!("the people of the demonstration could not be made: {why}"))
}
