//! Exporters (RFC 9846 §7.5).

use std::sync::Arc;

use handfast::handshake::Suite;
use handfast::{ClientAuth, Connection, Hooks, Local};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People};

fn connected(people: &People, suite: Suite) -> Pair {
    let mut client = people.client();
    client.protocol.suites = vec![suite];
    let mut pair = Pair::new(Arc::new(client), Arc::new(people.server(ClientAuth::Require)));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert!(pair.is_complete());
    pair
}

fn export(side: &Connection, label: &str, context: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    side.export(label, Some(context), &mut out).unwrap();
    out
}

#[test]
fn both_sides_have_the_same_and_others_another() {
    let people = People::new(KeyKind::P256);
    for suite in Suite::TLS13 {
        let (pair, other) = (connected(&people, suite), connected(&people, suite));
        let asked = [("EXPORTER-a", &b""[..]), ("EXPORTER-b", b""), ("EXPORTER-a", b"context"), ("", b"")];
        let mut seen = Vec::new();
        for (label, context) in asked {
            let exported = export(&pair.client, label, context);
            assert_eq!(exported, export(&pair.server, label, context), "{label}");
            seen.extend([exported, export(&other.client, label, context)]);
        }
        let different = |(at, one): (usize, &[u8; 32])| seen.iter().skip(at + 1).all(|other| one != other);
        assert!(seen.iter().enumerate().all(different), "label, context and connection all count");
    }
}

#[test]
fn they_outlive_a_key_update_and_the_length_counts() {
    let mut pair = connected(&People::new(KeyKind::P256), Suite::TLS13[0]);
    let before = export(&pair.client, "EXPORTER-a", b"");
    pair.client.update_keys(true, &mut Hooks::none()).unwrap();
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!(export(&pair.server, "EXPORTER-a", b""), before);
    let mut longer = [0; 64];
    pair.client.export("EXPORTER-a", Some(b""), &mut longer).unwrap();
    assert!(!longer.starts_with(&before), "HkdfLabel holds the length");
}

#[test]
fn what_cannot_be_exported() {
    let people = People::new(KeyKind::P256);
    let early = Pair::new(Arc::new(people.client()), Arc::new(people.server(ClientAuth::Require)));
    let misuse = Err(Local::Handshake(handfast::handshake::Local::Misuse));
    assert_eq!(early.client.export("EXPORTER-a", Some(b""), &mut [0; 32]), misuse);
    let pair = connected(&people, Suite::TLS13[0]);
    assert_eq!(pair.client.export(&"x".repeat(249), Some(b""), &mut [0; 32]), Ok(()));
    assert_eq!(pair.client.export(&"x".repeat(250), Some(b""), &mut [0; 32]), misuse);
    assert_eq!(pair.client.export("EXPORTER-a", Some(b""), &mut [0; 255 * 32]), Ok(()));
    assert_eq!(pair.client.export("EXPORTER-a", Some(b""), &mut [0; 255 * 32 + 1]), misuse);
}
