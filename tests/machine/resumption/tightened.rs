//! What held when the session was made, holds no longer: failure F30, and the CVEs of its family. Nobody comes in by a
//! session who would not come in without; who would, comes in by a full handshake.

use core::time::Duration;
use std::sync::Arc;

use handfast::path::revocation::Scope;
use handfast::path::{Allow, AllowRule, Anchors, Evidence, Revocation};
use handfast::rule::AlertDescription as Alert;
use handfast::wire::ext::{Extension, ServerName};
use handfast::wire::{Kind, Message};
use handfast::{ClientAuth, Config, Connection, Error, Hooks, LiveEvidence, NotResumed, Verification};
use handfast_pki::revocation::{Entry, List};
use handfast_pki::{Issued, KeyKind, Request, Validity};
use handfast_tests::{Evergreen, Meddler, Pair, People, Regulars, fixed, now, only_tls12, only_tls13};
use rustls_pki_types::UnixTime;

use super::{mutual, reasons, starts_anew, succeeds, under};

/// Every door of a house is locked: what holds in one version holds in the other.
const VERSIONS: [Only; 2] = [only_tls13, only_tls12];

type Only = fn(Config) -> Config;

fn in_both(policy: ClientAuth) -> [(ClientAuth, Only); 2] {
    VERSIONS.map(|only| (policy, only))
}

#[track_caller]
fn is_refused(pair: &Pair, alert: Alert) {
    assert_eq!(pair.server.failure().and_then(|error| error.alert()), Some(alert), "{:?}", reasons(pair));
    assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(alert)));
    assert!(pair.server.peer().is_none());
}

/// The server asks for certificates now, and did not when the ticket was made: nobody comes in without being asked.
#[test]
fn a_policy() {
    let policies = [ClientAuth::None, ClientAuth::Optional, ClientAuth::Require];
    for then in policies {
        for now in policies.into_iter().filter(|now| *now != then) {
            let mut regulars = under(then);
            succeeds(&regulars.visit(), false);
            regulars.server.client_auth = now;
            let pair = starts_anew(&regulars, NotResumed::OtherClientAuth { then, now });
            assert_eq!(pair.server.peer().is_some(), now != ClientAuth::None);
        }
    }
}

/// Who was served as nobody comes back as nobody, and not where somebody is required.
#[test]
fn a_client_that_had_nothing_to_show() {
    let alerts = [Alert::CERTIFICATE_REQUIRED, Alert::HANDSHAKE_FAILURE];
    for (only, alert) in VERSIONS.into_iter().zip(alerts) {
        let people = People::new(KeyKind::P256);
        let mut regulars = Regulars::new(only(people.stranger()), only(people.server(ClientAuth::Optional)));
        succeeds(&regulars.visit(), false);
        let again = regulars.visit();
        succeeds(&again, true);
        assert!(again.server.peer().is_none());
        let mut insisting = regulars.clone();
        insisting.server.client_auth = ClientAuth::Require;
        is_refused(&insisting.visit(), alert);
        // With an identity it is somebody else, and has no session yet.
        regulars.client = regulars.client.with_identity(handfast_tests::client_identity(&people));
        let pair = regulars.visit();
        succeeds(&pair, false);
        assert!(pair.server.peer().is_some());
    }
}

/// CVE-2025-68121 in its server's half: the authorities were exchanged under a running server, and old tickets went on
/// letting in whom the new ones do not know.
#[test]
fn the_authorities_of_a_server() {
    for only in VERSIONS {
        let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
        let mut regulars = Regulars::new(only(people.client()), only(people.server(ClientAuth::Require)));
        succeeds(&regulars.visit(), false);
        let mut another = regulars.clone();
        another.server = another.server.with_anchors(others.anchors());
        is_refused(&another.visit(), Alert::UNKNOWN_CA);
        assert!(regulars.visit().is_complete(), "what it had to offer is used up");
        // One more authority: the client is still welcome, and shows its certificate again.
        let both = [&**people.root.certificate(), &**others.root.certificate()];
        regulars.server = regulars.server.with_anchors(Anchors::from_certificates(both).unwrap());
        starts_anew(&regulars, NotResumed::OtherTrust);
        succeeds(&regulars.visit(), true);
    }
}

/// CVE-2025-68121 in its client's half: the roots that a client trusts were exchanged.
#[test]
fn the_authorities_of_a_client() {
    for only in VERSIONS {
        let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
        let mut regulars = Regulars::new(only(people.client()), only(people.server(ClientAuth::Require)));
        succeeds(&regulars.visit(), false);
        regulars.client = regulars.client.with_anchors(others.anchors());
        let pair = regulars.visit();
        assert!(matches!(reasons(&pair), (Some(NotResumed::Certificate(_)), None)), "nothing is offered");
        assert_eq!(pair.client.failure().and_then(|error| error.alert()), Some(Alert::UNKNOWN_CA));
    }
}

/// CVE-2025-23419: two virtual hosts of one server share the ticket keys, and a ticket of the one opened the other.
#[test]
fn a_virtual_host() {
    for only in VERSIONS {
        let people = People::new(KeyKind::P256);
        let server = people.issue(Request::server(["localhost", "inner.localhost"], now()));
        let server = Config::new()
            .with_identity(server)
            .with_anchors(people.anchors())
            .with_client_auth(ClientAuth::Require);
        let regulars = Regulars::new(only(people.client()), only(server));
        succeeds(&regulars.visit(), false);
        let mut lie = Meddler::rewrite(Kind::ClientHello, |message| {
            let Message::ClientHello(hello) = message else { return };
            let inner = Extension::ServerName(ServerName { host_name: Some(b"inner.localhost") });
            let named = |extension: &Extension<'_>| matches!(extension, Extension::ServerName(_));
            let others = hello.extensions().iter().copied().filter(|extension| !named(extension));
            hello.extensions = Some([inner].into_iter().chain(others).collect());
        });
        let pair = regulars.visit_with(&mut Hooks::tampering(&mut lie), &mut Hooks::none()).0;
        succeeds(&pair, false);
        assert_eq!(reasons(&pair).1, Some(NotResumed::OtherServerName));
    }
}

/// A client whose store does not keep servers apart keeps them apart itself.
#[test]
fn the_server_that_is_wanted() {
    let people = People::new(KeyKind::P256);
    let mut regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    regulars.client = regulars.client.with_session_store(Arc::new(Evergreen::default()));
    succeeds(&regulars.visit(), false);
    succeeds(&regulars.visit(), true);
    let wanted = rustls_pki_types::ServerName::try_from("inner.localhost").unwrap();
    let client = Arc::new(regulars.client.clone());
    let mut client = Connection::client(client, fixed::env(regulars.clock, 0), wanted);
    let _ = client.run(&mut Hooks::none());
    assert_eq!(client.negotiated().not_resumed, Some(NotResumed::OtherServerName));
}

/// The demonstration: alice is let in, her certificate is revoked, and her ticket does not open the door any more.
#[test]
fn a_certificate_that_was_revoked_since() {
    for (policy, only) in [ClientAuth::Require, ClientAuth::Optional].into_iter().flat_map(in_both) {
        let people = People::new(KeyKind::P256);
        let alice = people.intermediate.issue(&Request::client("alice", now())).unwrap();
        let client = people.stranger().with_identity(fixed::identity(&alice));
        let live = LiveEvidence::new(Evidence::none());
        let demand = Revocation::soft(Scope::Leaf);
        let mut server = people.server(policy).with_evidence(live.clone());
        server.client_policy = server.client_policy.revocation(demand);
        let regulars = Regulars::new(only(client), only(server));
        succeeds(&regulars.visit(), false);
        succeeds(&regulars.visit(), true);
        live.replace(revoking(&people, &alice));
        let pair = regulars.later(60).visit();
        assert!(!pair.server.negotiated().resumed);
        let Some(why) = pair.server.negotiated().not_resumed else { panic!("why is alice not known?") };
        match policy {
            ClientAuth::Require => {
                assert!(
                    matches!(why, NotResumed::Certificate(rule) if rule.alert == Alert::CERTIFICATE_REVOKED)
                );
                is_refused(&pair, Alert::CERTIFICATE_REVOKED);
            }
            _ => {
                assert_eq!(why, NotResumed::OtherVerdict);
                succeeds(&pair, false);
                assert!(!pair.server.peer().unwrap().verdict().is_accepted());
            }
        }
    }
}

/// A list that takes back the certificate of this one.
pub(super) fn revoking(people: &People, who: &Issued) -> Evidence<'static> {
    let until = UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + 3600));
    let entries = vec![Entry::of(who.chain.first().unwrap(), now(), None).unwrap()];
    let list = List { entries, ..List::complete(1, now(), until) };
    let list = people.intermediate.revocation_list(&list).unwrap();
    Evidence::none().with_crl(list.to_vec()).unwrap()
}

#[test]
fn a_certificate_that_has_expired_since() {
    for only in VERSIONS {
        let people = People::new(KeyKind::P256);
        let soon = UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + 600));
        let validity = Validity { not_before: now(), not_after: soon };
        let client =
            people.stranger().with_identity(people.issue(Request::client("alice", now()).validity(validity)));
        let regulars = Regulars::new(only(client), only(people.server(ClientAuth::Require)));
        succeeds(&regulars.visit(), false);
        let regulars = regulars.later(300);
        succeeds(&regulars.visit(), true);
        let pair = regulars.later(601).visit();
        assert!(matches!(reasons(&pair).1, Some(NotResumed::Certificate(_))));
        is_refused(&pair, Alert::CERTIFICATE_EXPIRED);
    }
}

/// A client judges the server of a session before it offers anything.
#[test]
fn a_server_whose_certificate_has_expired_since() {
    let people = People::new(KeyKind::P256);
    let soon = UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + 600));
    let validity = Validity { not_before: now(), not_after: soon };
    let mut regulars = mutual();
    let old = people.issue(Request::server(["localhost"], now()).validity(validity));
    regulars.client = Regulars::new(people.client(), people.server(ClientAuth::Require)).client;
    regulars.server = Regulars::new(people.client(), people.server(ClientAuth::Require)).server;
    let fresh = regulars.server.clone();
    regulars.server = Config::new()
        .with_identity(old)
        .with_anchors(people.anchors())
        .with_client_auth(ClientAuth::Require)
        .with_tickets(handfast::TicketKeys::shared([handfast::TicketKey::from_bytes(&[0x5a; 32])]));
    succeeds(&regulars.visit(), false);
    succeeds(&regulars.visit(), true);
    regulars = regulars.later(601);
    regulars.server = fresh;
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert!(matches!(reasons(&pair), (Some(NotResumed::Certificate(_)), None)));
}

/// Which clients may come in is asked again, too.
#[test]
fn who_may_come_in() {
    let mut regulars = mutual();
    succeeds(&regulars.visit(), false);
    regulars.server.allow = Allow::new().or(AllowRule::cn("bob").unwrap());
    let pair = regulars.visit();
    assert!(
        matches!(reasons(&pair).1, Some(NotResumed::Certificate(rule)) if rule.alert == Alert::ACCESS_DENIED)
    );
    is_refused(&pair, Alert::ACCESS_DENIED);
}

/// Who was let in unverified is not somebody because the authorities have changed, nor the other way round.
#[test]
fn a_verdict() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let mut regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    regulars.client = regulars.client.with_anchors(others.anchors());
    regulars.client.verification = Verification::ReportOnly;
    succeeds(&regulars.visit(), false);
    let again = regulars.visit();
    succeeds(&again, true);
    assert!(!again.client.peer().unwrap().verdict().is_accepted(), "still a stranger");
    regulars.client = regulars.client.with_anchors(people.anchors());
    let pair = regulars.visit();
    succeeds(&pair, false);
    assert_eq!(reasons(&pair).0, Some(NotResumed::OtherVerdict));
    assert!(pair.client.peer().unwrap().verdict().is_accepted());
    assert_eq!(pair.client.path_refusal(), None, "what was found of the old session is forgotten");
}
