//! A connection of TLS 1.2 once it stands: data, closing, warnings, keys at their limit, exporters.

use std::sync::Arc;

use handfast::handshake::{Agreement, Local as Misused, Suite12};
use handfast::record::CannotSeal;
use handfast::rule::AlertDescription as Alert;
use handfast::{Acceptance, ClientAuth, Config, Error, Hooks, Local, Progress, Version};
use handfast_pki::KeyKind;
use handfast_tests::{Manner, Pair, People};

fn only12(config: Config) -> Config {
    config.with_versions(Version::Tls12..=Version::Tls12)
}

fn connected() -> Pair {
    let people = People::new(KeyKind::P256);
    play(only12(people.client()), only12(people.server(ClientAuth::Require)))
}

fn play(client: Config, server: Config) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    exchange(&mut pair);
    assert!(pair.is_complete(), "{:?}", pair.failures());
    pair
}

fn exchange(pair: &mut Pair) {
    pair.play(&mut Hooks::none(), &mut Hooks::none());
}

/// Every suite with the keys that it takes, every question at once and held, data both ways.
#[test]
fn every_suite_mutual() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519, KeyKind::Rsa2048, KeyKind::RsaPss2048] {
        let people = People::new(if kind == KeyKind::RsaPss2048 { KeyKind::Rsa2048 } else { kind });
        let is_rsa = matches!(kind, KeyKind::Rsa2048 | KeyKind::RsaPss2048);
        for suite in Suite12::ECDHE.into_iter().chain(Suite12::RSA) {
            let fits = match suite.agreement {
                Agreement::EcdheEcdsa => !is_rsa,
                Agreement::EcdheRsa => is_rsa,
                Agreement::Rsa => kind == KeyKind::Rsa2048,
            };
            if !fits {
                continue;
            }
            let (mut client, mut server) =
                (only12(people.client()), only12(people.server(ClientAuth::Require)));
            (client.protocol.suites12, server.protocol.suites12) = (vec![suite], vec![suite]);
            for manner in Manner::ALL {
                let mut pair = Pair::new(manner.of(&client), manner.of(&server));
                exchange(&mut pair);
                assert!(pair.is_complete(), "{kind} {}: {:?}", suite.suite.code, pair.failures());
                talk(&mut pair);
                for side in [&pair.client, &pair.server] {
                    let negotiated = side.negotiated();
                    assert_eq!(
                        (negotiated.version, negotiated.suite),
                        (Some(Version::Tls12), Some(suite.suite))
                    );
                    assert!(negotiated.extended_main_secret);
                    assert!(side.peer().is_some_and(|peer| peer.verdict().is_accepted()));
                }
            }
        }
    }
}

fn talk(pair: &mut Pair) {
    pair.client.send(b"hello", &mut Hooks::none()).unwrap();
    pair.server.send(b"well met", &mut Hooks::none()).unwrap();
    exchange(pair);
    assert_eq!((pair.server.plaintext(), pair.client.plaintext()), (&b"hello"[..], &b"well met"[..]));
    pair.server.consume(usize::MAX);
    pair.client.consume(usize::MAX);
}

/// The highest version that both speak; with none in common the server says protocol_version.
#[test]
fn versions_meet() {
    let people = People::new(KeyKind::P256);
    let (one, two) = (Version::Tls12, Version::Tls13);
    for (client, server, agreed) in [
        (one..=two, one..=two, two),
        (one..=two, one..=one, one),
        (one..=one, one..=two, one),
        (two..=two, one..=two, two),
    ] {
        let client = people.client().with_versions(client);
        let pair = play(client, people.server(ClientAuth::Require).with_versions(server));
        assert_eq!(pair.client.negotiated().version, Some(agreed));
        assert_eq!(pair.server.negotiated().version, Some(agreed));
    }
    for (client, server) in [(one, two), (two, one)] {
        let client = people.client().with_versions(client..=client);
        let server = people.server(ClientAuth::Require).with_versions(server..=server);
        let mut pair = Pair::new(Arc::new(client), Arc::new(server));
        exchange(&mut pair);
        assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(Alert::PROTOCOL_VERSION)));
    }
}

/// RFC 5246 §7.2.1: the other party answers with its own close_notify, and that is the end of both directions.
#[test]
fn close_notify_is_answered() {
    let mut pair = connected();
    talk(&mut pair);
    pair.client.close(&mut Hooks::none());
    exchange(&mut pair);
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Closed));
    assert!(pair.server.is_closed());
    assert_eq!(pair.server.send(b"an answer", &mut Hooks::none()), Ok(0));
    assert_eq!(pair.client.run(&mut Hooks::none()), Ok(Progress::Closed));
    for side in [&mut pair.client, &mut pair.server] {
        assert_eq!(side.end_of_input(&mut Hooks::none()), Ok(()));
    }
    assert_eq!(pair.failures(), (None, None));
}

/// A client has the server's Finished last, so it knows; and there is no half of a key to update.
#[test]
fn accepted_at_once() {
    let mut pair = connected();
    assert_eq!(pair.client.acceptance(), Acceptance::Accepted);
    assert_eq!(pair.server.acceptance(), Acceptance::Accepted);
    let misuse = Err(Local::Handshake(Misused::Misuse).into());
    assert_eq!(pair.client.update_keys(true, &mut Hooks::none()), misuse);
    talk(&mut pair);
}

/// RFC 9325 §4.4: where keys cannot be renewed, their limit ends the connection, and the peer hears of it.
#[test]
fn a_key_at_its_limit_ends_the_connection() {
    let people = People::new(KeyKind::P256);
    let mut client = only12(people.client());
    client.max_records = Some(16);
    let mut pair = play(client, only12(people.server(ClientAuth::Require)));
    let mut sent = 0;
    let failure = loop {
        match pair.client.send(b"x", &mut Hooks::none()) {
            Ok(n) => sent += n,
            Err(failure) => break failure,
        }
    };
    assert_eq!((sent, failure), (13, Error::Local(Local::Record(CannotSeal::KeyExhausted))));
    exchange(&mut pair);
    while pair.server.run(&mut Hooks::none()) == Ok(Progress::Data) {
        pair.server.consume(usize::MAX);
    }
    assert_eq!(pair.server.failure(), Some(Error::RefusedByPeer(Alert::INTERNAL_ERROR)));
}

/// RFC 5705 §4: both sides have the same, no context is not an empty one, and TLS's own labels are no application's.
#[test]
fn exporters() {
    let pair = connected();
    let export = |side: &handfast::Connection, label, context| {
        let mut out = [0; 100];
        side.export(label, context, &mut out).map(|()| out)
    };
    let mut seen = Vec::new();
    for (label, context) in [
        ("EXPORTER-a", None),
        ("EXPORTER-a", Some(&b""[..])),
        ("EXPORTER-a", Some(b"context")),
        ("EXPORTER-b", None),
    ] {
        let ours = export(&pair.client, label, context).unwrap();
        assert_eq!(export(&pair.server, label, context), Ok(ours));
        assert!(!seen.contains(&ours));
        seen.push(ours);
    }
    let misuse = Err(Local::Handshake(Misused::Misuse));
    for label in ["key expansion", "client finished", "master secret"] {
        assert_eq!(export(&pair.client, label, None), misuse);
    }
}
