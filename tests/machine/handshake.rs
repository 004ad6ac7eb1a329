//! Handshakes that succeed.

use handfast::{ClientAuth, Hooks, Progress};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People};
use std::sync::Arc;

const BOTH_WAIT: (Result<Progress, handfast::Error>, Result<Progress, handfast::Error>) =
    (Ok(Progress::NeedInput), Ok(Progress::NeedInput));

#[test]
fn mutual_with_every_kind_of_key() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let (client, server) = People::new(kind).both();
        let mut pair = Pair::new(client, server);
        assert_eq!(pair.run(usize::MAX), BOTH_WAIT, "{kind}");
        assert!(pair.client.is_connected() && pair.server.is_connected(), "{kind}");
        assert!(pair.client.peer().is_some_and(|peer| peer.verdict().is_accepted()), "{kind}");
        assert!(pair.server.peer().is_some_and(|peer| peer.verdict().is_accepted()), "{kind}");
    }
}

#[test]
fn data_both_ways_in_any_pieces() {
    let (client, server) = People::new(KeyKind::P256).both();
    for chunk in [1, 7, 1000, usize::MAX] {
        let mut pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
        assert_eq!(pair.run(chunk), BOTH_WAIT);
        pair.client.send(b"hello", &mut Hooks::none()).unwrap();
        pair.server.send(b"well met", &mut Hooks::none()).unwrap();
        assert_eq!(pair.run(chunk), (Ok(Progress::Data), Ok(Progress::Data)));
        assert_eq!((pair.server.plaintext(), pair.client.plaintext()), (&b"hello"[..], &b"well met"[..]));
    }
}

#[test]
fn without_client_authentication() {
    let people = People::new(KeyKind::P256);
    let mut pair = Pair::new(Arc::new(people.stranger()), Arc::new(people.server(ClientAuth::None)));
    assert_eq!(pair.run(usize::MAX), BOTH_WAIT);
    assert!(pair.server.peer().is_none());
}

#[test]
fn after_a_retry() {
    let people = People::new(KeyKind::P256);
    let mut server = people.server(ClientAuth::Require);
    server.protocol.groups = vec![handfast::crypto::kx::Group::Secp384r1];
    server.protocol.retry_cookie = Some(b"a cookie".to_vec());
    let mut pair = Pair::new(Arc::new(people.client()), Arc::new(server));
    assert_eq!(pair.run(usize::MAX), BOTH_WAIT);
    assert!(pair.client.negotiated().retried && pair.server.negotiated().retried);
}
