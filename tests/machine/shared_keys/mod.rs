//! Keys that both sides share beforehand (RFC 9846 §2.2, §4.3.11), as they are and imported (RFC 9258).

mod alone;

use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::handshake::Refusal as Handshake;
use handfast::path::{Allow, AllowRule};
use handfast::wire::code_points::PskKeyExchangeMode;
use handfast::{ClientAuth, Config, Connection, Error, Hooks, NotResumed, Psk, Refusal, Role};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, Regulars, both_versions, only_tls12};

const IDENTITY: &[u8] = b"sensor 7";

fn key() -> Psk {
    Psk::new(IDENTITY, &[7; 32], Hash::Sha256).unwrap()
}

fn other_key() -> Psk {
    Psk::new(IDENTITY, &[8; 32], Hash::Sha256).unwrap()
}

/// A client without a certificate, and a server with one.
fn with(key: Psk, policy: ClientAuth) -> (Config, Config) {
    let people = People::new(KeyKind::P256);
    (people.stranger().with_shared_key(key.clone()), people.server(policy).with_shared_key(key))
}

fn met((client, server): (Config, Config)) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let _ = pair.run(usize::MAX);
    pair
}

fn identity(side: &Connection) -> Option<&[u8]> {
    side.negotiated().shared_key.as_deref()
}

/// Both rest on the key, and on nothing else.
#[track_caller]
fn is_by_key(pair: &Pair, key: &Psk) {
    assert_eq!(pair.failures(), (None, None));
    assert!(pair.is_complete());
    for side in [&pair.client, &pair.server] {
        assert_eq!(identity(side), Some(key.identity()));
        assert!(side.peer().is_none() && !side.negotiated().resumed, "nobody showed a certificate");
    }
}

/// The key was not used, and the server showed its certificate.
#[track_caller]
fn is_by_certificate(pair: &Pair) {
    assert_eq!(pair.failures(), (None, None));
    assert_eq!((identity(&pair.client), identity(&pair.server)), (None, None));
    assert!(pair.client.peer().is_some_and(|peer| peer.verdict().is_accepted()));
}

fn exported(side: &Connection) -> [u8; 32] {
    let mut out = [0; 32];
    side.export("EXPORTER-test", None, &mut out).unwrap();
    out
}

#[test]
fn is_enough_for_both_sides() {
    for key in [
        key(),
        Psk::new(IDENTITY, &[7; 32], Hash::Sha384).unwrap(),
        Psk::import(IDENTITY, b"here", &[7; 32], Hash::Sha256, Hash::Sha256).unwrap(),
        Psk::import(IDENTITY, b"here", &[7; 32], Hash::Sha256, Hash::Sha384).unwrap(),
    ] {
        let (mut client, server) = with(key.clone(), ClientAuth::None);
        client.protocol.suites.retain(|suite| suite.hash == key.hash());
        let pair = met((client, server));
        is_by_key(&pair, &key);
        assert_eq!(exported(&pair.client), exported(&pair.server));
        assert!(pair.client.negotiated().group.is_some(), "with a key exchange");
    }
}

#[test]
fn serves_after_a_retry_too() {
    let (mut client, server) = with(key(), ClientAuth::None);
    client.protocol.shares = Vec::new();
    let pair = met((client, server));
    assert!(pair.client.negotiated().retried);
    is_by_key(&pair, &key());
}

/// A certificate is required, and a key is none.
#[test]
fn is_no_certificate_unless_it_is_said_to_suffice() {
    let people = People::new(KeyKind::P256);
    let server = people.server(ClientAuth::Require).with_shared_key(key());
    let pair = met((people.client().with_shared_key(key()), server.clone()));
    is_by_certificate(&pair);
    assert_eq!(pair.server.negotiated().not_resumed, Some(NotResumed::NoCertificate));
    assert!(pair.server.peer().is_some());
    let pair = met((people.stranger().with_shared_key(key()), server.clone()));
    let refused = Error::Refused(Refusal::Handshake(Handshake::CertificateRequired));
    assert_eq!(pair.server.failure(), Some(refused));
    let sufficing = server.with_shared_keys_sufficing();
    is_by_key(&met((people.stranger().with_shared_key(key()), sufficing)), &key());
}

#[test]
fn another_key_of_the_same_name_is_refused() {
    let (client, _) = with(other_key(), ClientAuth::None);
    let (_, server) = with(key(), ClientAuth::None);
    let pair = met((client, server));
    assert_eq!(pair.server.failure(), Some(Error::Refused(Refusal::Handshake(Handshake::BadBinder))));
}

/// As it is, and imported, a key is not the same: the binders say so (RFC 9258 §5.2).
#[test]
fn an_imported_key_is_no_external_one() {
    let imported = Psk::import(IDENTITY, b"", &[7; 32], Hash::Sha256, Hash::Sha256).unwrap();
    let posing = Psk::new(imported.identity(), &[7; 32], Hash::Sha256).unwrap();
    let (client, _) = with(imported, ClientAuth::None);
    let (_, server) = with(posing, ClientAuth::None);
    let pair = met((client, server));
    assert_eq!(pair.server.failure(), Some(Error::Refused(Refusal::Handshake(Handshake::BadBinder))));
}

/// Whoever does not know the key, or speaks with another hash, shows a certificate.
#[test]
fn is_passed_over_where_it_does_not_serve() {
    let people = People::new(KeyKind::P256);
    let client = || people.stranger().with_shared_key(key());
    is_by_certificate(&met((client(), people.server(ClientAuth::None))));
    let mut other_hash = people.server(ClientAuth::None).with_shared_key(key());
    other_hash.protocol.suites.retain(|suite| suite.hash == Hash::Sha384);
    let pair = met((client(), other_hash));
    is_by_certificate(&pair);
    assert_eq!(pair.server.negotiated().not_resumed, Some(NotResumed::OtherSuite));
    let old = only_tls12(people.server(ClientAuth::None).with_shared_key(key()));
    is_by_certificate(&met((both_versions(client()), old)));
}

/// RFC 9846 §4.3.9: nobody does without a key exchange who was not told to, or who need not.
#[test]
fn goes_without_a_key_exchange_only_where_both_sides_want_it() {
    let alone = |mut config: Config| {
        config.protocol.psk_modes = vec![PskKeyExchangeMode::PSK_KE];
        config
    };
    let (client, server) = with(key(), ClientAuth::None);
    let group = |pair: &Pair| pair.client.negotiated().group;
    let pair = met((client.clone().with_psk_ke(), server.clone().with_psk_ke()));
    is_by_key(&pair, &key());
    assert!(group(&pair).is_some(), "both do better");
    let pair = met((alone(client.clone()), server.clone().with_psk_ke()));
    is_by_key(&pair, &key());
    assert_eq!((group(&pair), pair.server.negotiated().group), (None, None));
    assert_eq!(exported(&pair.client), exported(&pair.server));
    is_by_certificate(&met((alone(client), server)));
}

/// A session that began with a key says so, and goes on only where the key would.
#[test]
fn makes_a_session_that_rests_on_the_key() {
    let (client, server) = with(key(), ClientAuth::Require);
    let mut regulars = Regulars::new(client, server.with_shared_keys_sufficing());
    is_by_key(&regulars.visit(), &key());
    for _ in 0..2 {
        let pair = regulars.visit();
        assert_eq!(pair.failures(), (None, None));
        for side in [&pair.client, &pair.server] {
            assert!(side.negotiated().resumed && side.peer().is_none());
            assert_eq!(identity(side), Some(IDENTITY));
        }
    }
    regulars.server.protocol.shared_key_suffices = false;
    let pair = regulars.visit();
    assert_eq!(pair.server.negotiated().not_resumed, Some(NotResumed::NoCertificate));
    let refused = Error::Refused(Refusal::Handshake(Handshake::CertificateRequired));
    assert_eq!(pair.server.failure(), Some(refused));
}

/// Who takes a key back takes its sessions back, on either side.
#[test]
fn a_key_that_is_known_no_longer_lets_nobody_come_back() {
    let people = People::new(KeyKind::P256);
    let regulars = || {
        let (client, server) = with(key(), ClientAuth::None);
        let regulars = Regulars::new(client, server);
        is_by_key(&regulars.visit(), &key());
        regulars
    };
    let mut forgetful = regulars();
    forgetful.server = Regulars::new(people.stranger(), people.server(ClientAuth::None)).server;
    let pair = forgetful.visit();
    assert!(!pair.server.negotiated().resumed && identity(&pair.server).is_none());
    let mut forgetful = regulars();
    let (stranger, _) = with(Psk::new(b"another", &[9; 32], Hash::Sha256).unwrap(), ClientAuth::None);
    forgetful.client = stranger.with_session_store(forgetful.sessions.clone());
    let pair = forgetful.visit();
    assert_eq!(pair.client.negotiated().not_resumed, Some(NotResumed::Declined), "the other key was offered");
    assert!(!pair.client.negotiated().resumed && !pair.server.negotiated().resumed);
}

/// A session is of one secret: neither side goes on from it when its own is another by now, under the same identity. When
/// both have the new one, they begin anew.
#[test]
fn a_secret_that_is_exchanged_takes_its_sessions_along() {
    let [(old_client, old_server), (client, server)] =
        [key(), other_key()].map(|key| with(key, ClientAuth::None));
    let returning = |client: &Config, server: &Config| {
        let mut regulars = Regulars::new(old_client.clone(), old_server.clone());
        is_by_key(&regulars.visit(), &key());
        let again = regulars.visit();
        assert!(again.server.negotiated().resumed, "with the same secret it is taken");
        regulars.client = client.clone().with_session_store(regulars.sessions.clone());
        regulars.server = Regulars::new(client.clone(), server.clone()).server;
        regulars.visit()
    };
    let pair = returning(&client, &server);
    assert!(!pair.server.negotiated().resumed);
    assert_eq!(pair.client.negotiated().not_resumed, None, "it offered none");
    is_by_key(&pair, &other_key());
    for pair in [returning(&old_client, &server), returning(&client, &old_server)] {
        let refused = Error::Refused(Refusal::Handshake(Handshake::BadBinder));
        assert_eq!(pair.server.failure(), Some(refused), "the key that is offered behind it is another, too");
        assert!(!pair.client.is_connected() && !pair.server.is_connected());
    }
}

/// A session that is there is offered before the key.
#[test]
fn stands_behind_a_session() {
    let people = People::new(KeyKind::P256);
    let mut regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    is_by_certificate(&regulars.visit());
    regulars.client = regulars.client.clone().with_shared_key(key());
    regulars.server = regulars.server.clone().with_shared_key(key());
    let pair = regulars.visit();
    assert!(pair.server.negotiated().resumed && pair.server.peer().is_some());
    assert_eq!(identity(&pair.server), None);
}

/// A client that is asked after the handshake shows its certificate: the key says nothing against it.
#[test]
fn a_certificate_can_be_asked_for_later() {
    let people = People::new(KeyKind::P256);
    let client = people.client().with_shared_key(key()).with_post_handshake_auth();
    let mut pair = met((client, people.server(ClientAuth::None).with_shared_key(key())));
    is_by_key(&pair, &key());
    pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
    let _ = pair.run(usize::MAX);
    assert_eq!(pair.failures(), (None, None));
    assert!(pair.server.peer().is_some() && pair.server.role() == Role::Server);
}

fn imported(name: &[u8], secret: u8) -> Vec<Psk> {
    Psk::import_all(name, b"here", &[secret; 32], Hash::Sha256).unwrap()
}

/// A client offers all of its keys, for all hashes; the server takes its first that goes with the cipher suite.
#[test]
fn one_of_several_is_taken() {
    let people = People::new(KeyKind::P256);
    let all = || imported(b"first", 1).into_iter().chain(imported(b"second", 2));
    for retries in [false, true] {
        let mut client = people.stranger().with_shared_keys(all());
        if retries {
            client.protocol.shares = Vec::new();
        }
        for hash in [Hash::Sha256, Hash::Sha384] {
            for (name, secret) in [(&b"first"[..], 1), (b"second", 2)] {
                let mut server = people.server(ClientAuth::None).with_shared_keys(imported(name, secret));
                server.protocol.suites.retain(|suite| suite.hash == hash);
                let used = imported(name, secret).into_iter().find(|key| key.hash() == hash).unwrap();
                is_by_key(&met((client.clone(), server)), &used);
            }
        }
        let mut server = people.server(ClientAuth::None).with_shared_keys(imported(b"second", 2));
        server = server.with_shared_keys(imported(b"first", 1));
        let pair = met((client, server));
        let hash = pair.server.negotiated().suite.unwrap().hash;
        let second = imported(b"second", 2).into_iter().find(|key| key.hash() == hash).unwrap();
        is_by_key(&pair, &second);
    }
}

/// A session that stands no longer is no reason to turn a client away that offers a key as well.
#[test]
fn serves_where_the_session_does_not() {
    let people = People::new(KeyKind::P256);
    let sufficing = |server: Config| server.with_shared_key(key()).with_shared_keys_sufficing();
    let mut regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    is_by_certificate(&regulars.visit());
    regulars.client = regulars.client.clone().with_shared_key(key());
    // Another policy, and then other authorities, by which the client of the session is judged, and refused.
    regulars.server = sufficing(regulars.server.clone().with_client_auth(ClientAuth::Optional));
    is_by_key(&regulars.visit(), &key());
    let mut regulars = Regulars::new(people.client(), people.server(ClientAuth::Require));
    is_by_certificate(&regulars.visit());
    regulars.client = regulars.client.clone().with_shared_key(key());
    regulars.server = sufficing(regulars.server.clone());
    regulars.server.allow = Allow::new().or(AllowRule::cn("mallory").unwrap());
    is_by_key(&regulars.visit(), &key());
}

/// A session that the server does not take is offered beside the key, which it takes.
#[test]
fn stands_in_for_a_session_that_is_not_taken() {
    let (client, server) = with(key(), ClientAuth::None);
    let mut regulars = Regulars::new(client, server);
    is_by_key(&regulars.visit(), &key());
    regulars.server.server_sessions = handfast::ServerSessions::none();
    is_by_key(&regulars.visit(), &key());
}
