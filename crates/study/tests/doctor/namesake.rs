//! An authority that was made anew under the old name: the same name, another key.

use handfast::path::Anchors;
use handfast::{ClientAuth, Config};
use handfast_pki::{Authority, KeyKind, Request};
use handfast_study::doctor::{Certainty, Diagnosis, Direction, Failure};
use handfast_tests::{People, identity, now, only_tls12};

use crate::ward::{both, plain};

fn assert_told(diagnosis: &Diagnosis) {
    assert!(diagnosis.says.contains("name"), "{}", plain(diagnosis));
    assert!(diagnosis.says.contains("another key"), "{}", plain(diagnosis));
    assert!(diagnosis.says.contains("CN=handfast test root"), "{}", plain(diagnosis));
    assert!(plain(diagnosis).contains("subjectKeyIdentifier"), "{}", plain(diagnosis));
}

/// The server names the authority, so the client shows what it has; and the server knows another one.
#[test]
fn of_a_client() {
    let (people, namesakes) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    for version in [|config| config, only_tls12 as fn(Config) -> Config] {
        let client = namesakes.client().with_anchors(people.anchors());
        let both = both(version(client), version(people.server(ClientAuth::Require)));
        let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
        assert_eq!((server.direction, server.cause), (Direction::WeRefused, Some(Failure::F02)));
        assert_eq!(server.certainty, Certainty::Certain);
        assert_eq!((client.direction, client.cause), (Direction::PeerRefused, Some(Failure::F02)));
        assert_eq!(client.certainty, Certainty::Likely);
        assert_told(&server);
        assert_told(&client);
    }
}

/// Without an intermediate, and with the root sent along, as OpenSSL does.
#[test]
fn of_a_client_below_the_root() {
    let (people, now) = (People::new(KeyKind::P256), now());
    let root = || Authority::root(&Request::authority("handfast test root", now)).expect("a root");
    let trusted = root();
    for with_root in [false, true] {
        let other = root();
        let mut alice = other.issue(&Request::client("alice", now)).expect("issued");
        alice.chain.extend(with_root.then(|| other.certificate().clone()));
        let anchors = Anchors::from_certificates([&**trusted.certificate()]).expect("an anchor");
        let server = people.server(ClientAuth::Require).with_anchors(anchors);
        let both = both(people.stranger().with_identity(identity(&alice)), server);
        let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
        assert_eq!((server.cause, client.cause), (Some(Failure::F02), Some(Failure::F02)));
        assert_told(&server);
        assert_told(&client);
    }
}

#[test]
fn of_a_server() {
    let (people, namesakes) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let both = both(people.client(), namesakes.server(ClientAuth::None));
    let client = both.client.expect("refuses");
    assert_eq!((client.direction, client.cause), (Direction::WeRefused, Some(Failure::F23)));
    assert_told(&client);
    assert_eq!(both.server.expect("refused").cause, Some(Failure::F23));
}
