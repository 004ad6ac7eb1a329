//! The people of the demonstration: a throw-away authority, a server and a client. Nothing of them is written anywhere.

use core::time::Duration;

use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Identity};
use handfast_pki::{Authority, CLOCK_SKEW, Issued, KeyKind, Name, Request, Validity};
use handfast_study::Cast;
use rustls_pki_types::UnixTime;

use crate::exit::Exit;

/// How long they live.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// A root, and two whom it vouches for.
pub(super) struct People {
    root: Authority,
    server: Issued,
    client: Issued,
    cast: Cast,
}

impl People {
    /// All with keys of this kind.
    pub(super) fn new(kind: KeyKind) -> Result<Self, Exit> {
        let now = UnixTime::now();
        let for_an_hour = |request: Request| request.key(kind).validity(hour(now));
        let root =
            Authority::root(&for_an_hour(Request::authority("handfast demo root", now))).map_err(unmade)?;
        let server = root.issue(&for_an_hour(Request::server(["localhost"], now))).map_err(unmade)?;
        let alice = Request::client("alice", now).name(Name::Uri("spiffe://demo/alice".into()));
        let client = root.issue(&for_an_hour(alice)).map_err(unmade)?;
        let leaf = |issued: &Issued| issued.chain.first().map(|der| der.to_vec()).unwrap_or_default();
        let cast = Cast::read(root.certificate(), &leaf(&server), &leaf(&client)).map_err(unmade)?;
        Ok(Self { root, server, client, cast })
    }

    /// Who they are.
    pub(super) const fn cast(&self) -> &Cast {
        &self.cast
    }

    /// The configuration of a server that asks its clients like this.
    pub(super) fn server(&self, client_auth: ClientAuth) -> Result<Config, Exit> {
        Ok(self.config(&self.server)?.with_client_auth(client_auth))
    }

    /// The configuration of the client.
    pub(super) fn client(&self) -> Result<Config, Exit> {
        self.config(&self.client)
    }

    fn config(&self, issued: &Issued) -> Result<Config, Exit> {
        let identity = Identity::new(&issued.chain, &issued.key).map_err(unmade)?;
        let anchors = Anchors::from_certificates([&**self.root.certificate()]).map_err(unmade)?;
        let mut config = Config::new().with_identity(identity).with_anchors(anchors);
        config.reveal_secrets = true;
        Ok(config)
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
