//! Handshakes that succeed, with every question answered at once and with every question held.

use std::sync::Arc;
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::handshake::Suite;
use handfast::path::revocation::Scope;
use handfast::path::{Evidence, Revocation};
use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::wire::{Dialect, Message};
use handfast::{ClientAuth, Config, Connection, Env, Hooks, LiveEvidence};
use handfast_pki::revocation::{Entry, List};
use handfast_pki::{KeyKind, Request};
use handfast_tests::{Manner, Pair, People, Regulars, Witness, in_both_manners, now};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

/// Plays the handshake in both manners, and shows both pairs.
fn complete(client: &Config, server: &Config, look: impl Fn(&Pair)) {
    for manner in Manner::ALL {
        let mut pair = Pair::new(manner.of(client), manner.of(server));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete(), "{manner:?}: {:?}", pair.failures());
        look(&pair);
    }
}

/// The same with everything fixed: the bytes must not depend on the manner.
fn complete_alike(client: &Config, server: &Config) -> Pair {
    let pair =
        in_both_manners((client, server), now(), |pair| pair.play(&mut Hooks::none(), &mut Hooks::none()));
    assert!(pair.is_complete(), "{:?}", pair.failures());
    pair
}

#[test]
fn mutual_with_every_kind_of_key() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let people = People::new(kind);
        let (client, server) = (people.client().with_p521(), people.server(ClientAuth::Require).with_p521());
        complete(&client, &server, |pair| {
            assert!(pair.client.peer().is_some_and(|peer| peer.verdict().is_accepted()), "{kind}");
            assert!(pair.server.peer().is_some_and(|peer| peer.verdict().is_accepted()), "{kind}");
        });
    }
}

#[test]
fn mutual_over_every_group_and_suite() {
    let people = People::new(KeyKind::P256);
    for group in Group::ALL.iter().copied() {
        for suite in Suite::TLS13 {
            let mut client = people.client();
            client.protocol.groups = vec![group];
            client.protocol.suites = vec![suite];
            let mut server = people.server(ClientAuth::Require);
            server.protocol.groups = Group::ALL.to_vec();
            complete(&client, &server, |pair| {
                for side in [&pair.client, &pair.server] {
                    let negotiated = side.negotiated();
                    assert_eq!((negotiated.group, negotiated.suite), (Some(group), Some(suite)));
                    assert_eq!(negotiated.retried, !client.protocol.shares.contains(&group));
                }
            });
        }
    }
}

#[test]
fn with_every_choice_fixed() {
    let people = People::repeating();
    let pair = complete_alike(&people.client(), &people.server(ClientAuth::Require));
    assert_eq!(pair.client.negotiated().group, Some(Group::X25519MlKem768), "the first choice of both");
    complete_alike(&people.stranger(), &people.server(ClientAuth::Optional));
    complete_alike(&people.client(), &people.server(ClientAuth::None));
}

#[test]
fn a_server_that_remembers_the_chains_of_its_clients() {
    let people = People::new(KeyKind::P256);
    let server = people.server(ClientAuth::Require).with_path_cache(16);
    let cache = server.path_cache.clone().unwrap();
    let (alice, other) = (people.client(), people.client());
    for (client, kept, hits) in [(&alice, 1, 0), (&alice, 1, 1), (&other, 2, 1), (&alice, 2, 2)] {
        let mut pair = Pair::new(Arc::new(client.clone()), Arc::new(server.clone()));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.server.peer().is_some_and(|peer| peer.verdict().is_accepted()));
        assert_eq!((cache.kept(), cache.hits()), (kept, hits));
    }
}

/// The server goes on with what it has; what it learns counts from the next client on.
#[test]
fn a_server_that_learns_of_a_revocation_while_it_runs() {
    let people = People::new(KeyKind::P256);
    let alice = Arc::new(people.client());
    let evidence = LiveEvidence::default();
    let server = people.server(ClientAuth::Require).with_path_cache(16).with_evidence(evidence.clone());
    let server = Arc::new(server.with_revocation(Revocation::hard(Scope::Leaf)));
    let meet = || {
        let mut pair = Pair::new(Arc::clone(&alice), Arc::clone(&server));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        pair.server.path_refusal().map(|refusal| refusal.rule().alert)
    };
    let list = |number: u64, entries: Vec<Entry>| {
        let until = UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + 3600));
        let list = List { entries, ..List::complete(number, now(), until) };
        let list = people.intermediate.revocation_list(&list).unwrap();
        Evidence::none().with_crl(list.to_vec()).unwrap()
    };
    assert_eq!(meet(), Some(Alert::CERTIFICATE_UNKNOWN), "nobody can say");
    evidence.replace(list(1, Vec::new()));
    assert_eq!([meet(), meet()], [None, None]);
    let certificate = CertificateDer::from(alice.identities()[0].chain()[0].as_slice());
    evidence.replace(list(2, vec![Entry::of(&certificate, now(), None).unwrap()]));
    assert_eq!(meet(), Some(Alert::CERTIFICATE_REVOKED), "though its path is remembered");
    assert_eq!(evidence.current().crls().count(), 1);
}

#[test]
fn data_both_ways_in_any_pieces() {
    let (client, server) = People::new(KeyKind::P256).both();
    for chunk in [1, 7, 1000, usize::MAX] {
        let mut pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
        let _ = pair.run(chunk);
        pair.client.send(b"hello", &mut Hooks::none()).unwrap();
        pair.server.send(b"well met", &mut Hooks::none()).unwrap();
        let _ = pair.run(chunk);
        assert_eq!((pair.server.plaintext(), pair.client.plaintext()), (&b"hello"[..], &b"well met"[..]));
    }
}

/// Messages in pieces of any size, one or more to a record.
#[test]
fn in_fragments_of_any_size() {
    let people = People::repeating();
    for size in [1, 5, 100, 1000] {
        let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
        (client.max_fragment, server.max_fragment) = (size, size);
        complete_alike(&client, &server);
    }
}

#[test]
fn without_client_authentication() {
    let people = People::new(KeyKind::P256);
    complete(&people.client(), &people.server(ClientAuth::None), |pair| {
        assert!(pair.server.peer().is_none());
    });
}

#[test]
fn after_a_retry_with_a_cookie() {
    let people = People::repeating();
    let mut server = people.server(ClientAuth::Require);
    server.protocol.groups = vec![Group::Secp256r1];
    server.protocol.retry_cookie = Some(b"a cookie".to_vec());
    let pair = complete_alike(&people.client(), &server);
    assert!(pair.client.negotiated().retried && pair.server.negotiated().retried);
}

/// Also when the client is sent back, and when it comes back.
#[test]
fn extensions_come_in_another_order_each_time_if_that_is_wanted() {
    let people = People::new(KeyKind::P256);
    let mut client = people.client();
    client.protocol.permutes_extensions = true;
    client.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    let mut server = people.server(ClientAuth::Require);
    server.protocol.groups = vec![Group::Secp256r1];
    let regulars = Regulars::new(client, server);
    let mut orders = Vec::new();
    for _ in 0..4 {
        let mut witness = Witness::default();
        let (client, server) = (Arc::new(regulars.client.clone()), Arc::new(regulars.server.clone()));
        let mut pair = Pair::new(client, server);
        pair.play(&mut Hooks::observing(&mut witness), &mut Hooks::none());
        assert!(pair.is_complete() && pair.client.negotiated().retried, "{:?}", pair.failures());
        let Ok(Message::ClientHello(hello)) = Message::decode(&witness.messages[0].1, Dialect::Tls13, None)
        else {
            panic!("the first message is a hello");
        };
        orders.push(hello.extensions().types().collect::<Vec<_>>());
    }
    assert!(orders.iter().skip(1).any(|order| *order != orders[0]));
}

/// A server must send the dummy if its client sends a session id, and may in any case (RFC 9846 §E.4).
#[test]
fn without_compatibility_mode_nobody_sends_a_dummy() {
    let people = People::repeating();
    for (client_is, server_is, expected) in
        [(false, false, (0, 0)), (false, true, (0, 1)), (true, false, (1, 1)), (true, true, (1, 1))]
    {
        let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
        (client.protocol.compatibility, server.protocol.compatibility) = (client_is, server_is);
        let mut dummies = Vec::new();
        in_both_manners((&client, &server), now(), |pair| {
            let wires = pair.play(&mut Hooks::none(), &mut Hooks::none());
            assert!(pair.is_complete());
            dummies.push((change_cipher_specs(&wires.up), change_cipher_specs(&wires.down)));
            wires
        });
        assert_eq!(dummies, [expected; 2], "client {client_is}, server {server_is}");
    }
}

/// Walks the records.
fn change_cipher_specs(mut wire: &[u8]) -> usize {
    let mut found = 0;
    while let [content_type, _, _, high, low, rest @ ..] = wire {
        found += usize::from(*content_type == 20);
        wire = rest.split_at(usize::from(*high) << 8 | usize::from(*low)).1;
    }
    found
}

#[test]
fn application_protocols() {
    let people = People::repeating();
    let client = people.client().with_alpn(["h2", "http/1.1"]);
    let server = people.server(ClientAuth::Require).with_alpn(["http/1.1", "h2"]);
    let pair = complete_alike(&client, &server);
    assert_eq!(pair.client.negotiated().alpn.as_deref(), Some(&b"http/1.1"[..]));
    assert_eq!(pair.server.negotiated().alpn, pair.client.negotiated().alpn);
    assert_eq!(complete_alike(&client, &people.server(ClientAuth::None)).client.negotiated().alpn, None);
}

/// A name is asked for; an address is not (RFC 6066 §3), and is looked for in the certificate all the same.
#[test]
fn names_and_addresses() {
    let people = People::new(KeyKind::P256);
    let identity = people.issue(Request::server(["localhost", "192.0.2.1"], now()));
    let server = Arc::new(Config::new().with_identity(identity));
    for (name, asked) in [("LOCALHOST.", Some("localhost")), ("192.0.2.1", None)] {
        let mut pair = Pair {
            client: Connection::client(
                Arc::new(people.stranger()),
                Env::live(),
                ServerName::try_from(name).unwrap(),
            ),
            server: Connection::server(Arc::clone(&server), Env::live()),
        };
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete(), "{name}: {:?}", pair.failures());
        assert_eq!(pair.server.negotiated().server_name.as_deref(), asked);
    }
}
