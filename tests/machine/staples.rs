//! What comes beside a certificate: OCSP responses in both versions and both directions, and timestamps.

use core::time::Duration;
use std::sync::Arc;

use handfast::path::revocation::{Revocation, Scope};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::Kind;
use handfast::{ClientAuth, Config, Connection, Error, Hooks, Identity, Staple, Version};
use handfast_pki::revocation::{CertificateStatus, OcspResponse, Responder, ResponderName};
use handfast_pki::{KeyKind, Request};
use handfast_tests::{Meddler, Pair, People, Regulars, now};
use rustls_pki_types::{CertificateDer, UnixTime};

const BOTH: [Version; 2] = [Version::Tls12, Version::Tls13];

fn in_version(config: Config, version: Version) -> Config {
    config.with_versions(version..=version)
}

fn later(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + seconds))
}

/// What the issuer says of this one today, and until then.
fn response(people: &People, of: &Identity, status: CertificateStatus, until: u64) -> Vec<u8> {
    let leaf = CertificateDer::from_slice(of.chain().first().unwrap()).into_owned();
    let until = Some(later(until));
    let response =
        OcspResponse { status, this_update: now(), next_update: until, named_by: ResponderName::Name };
    let responder = Responder::Authority(&people.intermediate);
    people.intermediate.ocsp_response(&leaf, &response, &responder).unwrap()
}

/// Both sides insist on the other's staple; in TLS 1.2 a client cannot be asked for one.
struct Scene {
    people: People,
    version: Version,
    server: Identity,
    client: Identity,
}

impl Scene {
    fn new(version: Version) -> Self {
        let people = People::new(KeyKind::P256);
        let server = people.issue(Request::server(["localhost"], now()));
        let client = people.issue(Request::client("alice", now()));
        Self { people, version, server, client }
    }

    fn good(version: Version) -> Self {
        let scene = Self::new(version);
        let of = |identity| Staple::new(response(&scene.people, identity, CertificateStatus::Good, 3600));
        let (server, client) = (of(&scene.server), of(&scene.client));
        Self {
            server: scene.server.clone().with_staple(server),
            client: scene.client.clone().with_staple(client),
            ..scene
        }
    }

    fn configs(&self, demand: Revocation) -> (Config, Config) {
        let of = |identity: &Identity| {
            let config = self.people.stranger().with_identity(identity.clone());
            in_version(config, self.version)
        };
        let client = of(&self.client).with_revocation(demand);
        let server = of(&self.server).with_client_auth(ClientAuth::Require);
        let server = if self.version == Version::Tls13 { server.with_revocation(demand) } else { server };
        (client, server)
    }

    fn pair(&self, demand: Revocation) -> Pair {
        let (client, server) = self.configs(demand);
        Pair::new(Arc::new(client), Arc::new(server))
    }
}

/// Both have good staples, and would go on without the other's.
pub(crate) fn stapling(version: Version) -> (Config, Config) {
    Scene::good(version).configs(SOFT)
}

fn staple(connection: &Connection) -> Option<&[u8]> {
    connection.peer().and_then(|peer| peer.chain().ocsp_response())
}

const HARD: Revocation = Revocation::hard(Scope::Leaf);
const SOFT: Revocation = Revocation::soft(Scope::Leaf);

#[test]
fn a_good_staple_is_what_a_hard_demand_wants() {
    for version in BOTH {
        let mut pair = Scene::good(version).pair(HARD);
        let _ = pair.run(1);
        assert!(pair.is_complete(), "{version:?}: {:?}", pair.failures());
        assert!(staple(&pair.client).is_some());
        assert_eq!(staple(&pair.server).is_some(), version == Version::Tls13);
    }
}

#[test]
fn nothing_is_sent_that_nobody_asked_for() {
    for version in BOTH {
        let mut pair = Scene::good(version).pair(Revocation::OFF);
        let _ = pair.run(usize::MAX);
        assert!(pair.is_complete());
        assert_eq!((staple(&pair.client), staple(&pair.server)), (None, None));
    }
}

#[test]
fn without_a_staple_the_demand_decides() {
    for version in BOTH {
        let mut pair = Scene::new(version).pair(SOFT);
        let _ = pair.run(usize::MAX);
        assert!(pair.is_complete());
        assert_eq!(pair.client.path_warnings().len(), 1);
        let mut pair = Scene::new(version).pair(HARD);
        let _ = pair.run(usize::MAX);
        let heard = Some(Error::RefusedByPeer(Alert::CERTIFICATE_UNKNOWN));
        assert_eq!(pair.server.failure(), heard, "{version:?}");
    }
}

/// RFC 6066 §8: an answer that is none is refused, even by those who could do without; and what is revoked is.
#[test]
fn a_staple_that_does_not_help() {
    for version in BOTH {
        let scene = Scene::new(version);
        let of = |status| response(&scene.people, &scene.server, status, 3600);
        let revoked = CertificateStatus::Revoked { at: now(), reason: None };
        for (bad, alert) in [
            (of(CertificateStatus::Unknown), Alert::BAD_CERTIFICATE_STATUS_RESPONSE),
            (b"no response".to_vec(), Alert::BAD_CERTIFICATE_STATUS_RESPONSE),
            (of(revoked), Alert::CERTIFICATE_REVOKED),
        ] {
            let server = scene.server.clone().with_staple(Staple::new(bad));
            let (client, config) = scene.configs(SOFT);
            let config = in_version(scene.people.stranger(), version)
                .with_client_auth(config.client_auth)
                .with_identity(server);
            let mut pair = Pair::new(Arc::new(client), Arc::new(config));
            let _ = pair.run(usize::MAX);
            assert_eq!(pair.server.failure(), Some(Error::RefusedByPeer(alert)), "{version:?}");
        }
    }
}

/// A server of TLS 1.2 may announce CertificateStatus and leave it out (RFC 6066 §8): what comes instead waits until the
/// chain is judged.
#[test]
fn a_status_that_was_announced_may_be_left_out() {
    let (client, server) = Scene::good(Version::Tls12).configs(SOFT);
    for chunk in [1, usize::MAX] {
        let mut pair = Pair::new(Arc::new(client.clone()), Arc::new(server.clone()));
        let mut without = Meddler::drop(Kind::CertificateStatus);
        let _ = pair.run_hooked(chunk, &mut Hooks::none(), &mut Hooks::tampering(&mut without));
        assert!(without.has_meddled() && pair.is_complete(), "{:?}", pair.failures());
        assert_eq!((staple(&pair.client), pair.client.path_warnings().len()), (None, 1));
    }
}

/// Its clones share it: what a server learns is what the next client is told.
#[test]
fn a_staple_is_replaced_while_the_server_runs() {
    let scene = Scene::new(Version::Tls13);
    let live = Staple::default();
    let scene = Scene { server: scene.server.clone().with_staple(live.clone()), ..scene };
    let refused = |scene: &Scene| {
        let mut pair = scene.pair(HARD);
        let _ = pair.run(usize::MAX);
        pair.client.failure().is_some()
    };
    assert!(refused(&scene));
    let good = |of| response(&scene.people, of, CertificateStatus::Good, 3600);
    live.replace(Some(good(&scene.server)));
    let client = scene.client.clone().with_staple(Staple::new(good(&scene.client)));
    let scene = Scene { client, ..scene };
    assert!(!refused(&scene));
}

/// A session keeps the staple, and it is judged again with the chain: once it is too old, a new one is wanted.
#[test]
fn a_session_is_worth_no_more_than_its_staple() {
    for version in BOTH {
        let scene = Scene::new(version);
        let of = |identity| Staple::new(response(&scene.people, identity, CertificateStatus::Good, 600));
        let (server, client) = (of(&scene.server), of(&scene.client));
        let scene = Scene {
            server: scene.server.clone().with_staple(server.clone()),
            client: scene.client.clone().with_staple(client.clone()),
            ..scene
        };
        let (a, b) = scene.configs(HARD);
        let regulars = Regulars::new(a, b);
        let resumed = |regulars: &Regulars| {
            let pair = regulars.visit();
            assert!(pair.is_complete(), "{version:?}: {:?}", pair.failures());
            assert!(staple(&pair.client).is_some());
            pair.client.negotiated().resumed
        };
        assert!(!resumed(&regulars));
        assert!(resumed(&regulars));
        let regulars = regulars.later(601);
        server.replace(Some(response(&scene.people, &scene.server, CertificateStatus::Good, 6000)));
        client.replace(Some(response(&scene.people, &scene.client, CertificateStatus::Good, 6000)));
        assert!(!resumed(&regulars));
    }
}

/// Of both sides, as they were given; nobody judges them.
#[test]
fn timestamps_are_carried() {
    for version in BOTH {
        let mut scene = Scene::new(version);
        let of = |identity: &Identity, text: &str| {
            identity.clone().with_timestamps([text.as_bytes().to_vec(), b"another".to_vec()]).unwrap()
        };
        (scene.server, scene.client) = (of(&scene.server, "the server's"), of(&scene.client, "alice's"));
        let (mut client, mut server) = scene.configs(Revocation::OFF);
        client.protocol.asks_timestamps = true;
        server.protocol.asks_timestamps = true;
        let mut pair = Pair::new(Arc::new(client), Arc::new(server));
        let _ = pair.run(1);
        let seen = |connection: &Connection| {
            let chain = connection.peer().unwrap().chain();
            chain.timestamps().map(<[u8]>::to_vec).collect::<Vec<_>>()
        };
        assert_eq!(seen(&pair.client), [b"the server's".to_vec(), b"another".to_vec()]);
        let of_client =
            if version == Version::Tls13 { vec![b"alice's".to_vec(), b"another".to_vec()] } else { vec![] };
        assert_eq!(seen(&pair.server), of_client);
    }
}

#[test]
fn timestamps_must_fit() {
    let identity = Scene::new(Version::Tls13).server;
    assert!(identity.clone().with_timestamps([Vec::new()]).is_err());
    assert!(identity.clone().with_timestamps([vec![0; 0xfffe]]).is_err());
    assert!(identity.with_timestamps([vec![0; 0xfffd]]).is_ok());
}
