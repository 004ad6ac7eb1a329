//! Keys that were shared beforehand, and do not fit: the catalogue has no number for them.

use handfast::crypto::hash::Hash;
use handfast::{ClientAuth, Config, Psk};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Diagnosis, Direction};
use handfast_tests::People;

use crate::ward::{both, plain};

fn with(config: Config, name: &[u8], secret: u8) -> Config {
    config.with_shared_key(Psk::new(name, &[secret; 32], Hash::Sha256).expect("a key"))
}

fn client(name: &[u8], secret: u8) -> Config {
    with(Config::new(), name, secret).with_shared_keys_alone()
}

/// What is said, with blanks in the place of line breaks.
fn says(diagnosis: &Diagnosis, certainty: Certainty, parts: &[&str]) {
    let text = plain(diagnosis);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((diagnosis.cause, diagnosis.certainty), (None, certainty), "{text}");
    assert!(diagnosis.says_more(), "{text}");
    parts.iter().for_each(|part| assert!(text.contains(part), "{part} in {text}"));
}

#[test]
fn another_key_under_the_same_name() {
    let met = both(client(b"sensor 7", 7), with(Config::new(), b"sensor 7", 8));
    let (client, server) = (met.client.expect("refused"), met.server.expect("refuses"));
    assert_eq!((server.direction, client.direction), (Direction::WeRefused, Direction::PeerRefused));
    says(&server, Certainty::Certain, &["names a key that is known here", "the key sensor 7"]);
    says(&client, Certainty::Likely, &["it is another one than ours", "the key sensor 7"]);
}

#[test]
fn a_key_that_the_server_does_not_know() {
    let met = both(client(b"sensor 7", 7), with(Config::new(), b"sensor 8", 7));
    let (client, server) = (met.client.expect("refused"), met.server.expect("refuses"));
    let keys = ["keys offered sensor 7", "keys here sensor 8"];
    says(&server, Certainty::Certain, &[&["is known here"], &keys[..]].concat());
    says(&client, Certainty::Likely, &["the server does not know our key", "keys offered sensor 7"]);
}

/// A server with a certificate, which this client does not take.
#[test]
fn a_server_that_shows_a_certificate_instead() {
    let people = People::new(KeyKind::P256);
    let met = both(client(b"sensor 7", 7), people.server(ClientAuth::None));
    let (client, server) = (met.client.expect("refused"), met.server.expect("refuses"));
    says(&server, Certainty::Certain, &["takes no certificate in their place", "keys offered sensor 7"]);
    says(&client, Certainty::Likely, &["the server does not know our key"]);
}

/// Names are what the peer wrote: they are escaped, and cut where they are long.
#[test]
fn a_name_that_is_no_text() {
    let name = [&b"\x1b[2J"[..], &[b'x'; 100]].concat();
    let met = both(client(&name, 7), with(Config::new(), b"sensor 8", 7));
    let server = met.server.expect("refuses");
    let shown = format!("keys offered \\x1b[2J{}…", "x".repeat(28));
    says(&server, Certainty::Certain, &[&shown]);
}

#[test]
fn a_client_with_no_key_and_a_server_with_nothing_else() {
    let people = People::new(KeyKind::P256);
    let met = both(people.client(), with(Config::new(), b"sensor 8", 7));
    says(&met.server.expect("refuses"), Certainty::Certain, &["offers no key", "keys offered none"]);
}

#[test]
fn a_key_where_a_certificate_is_required() {
    let people = People::new(KeyKind::P256);
    let met = both(
        with(people.stranger(), b"sensor 7", 7),
        with(people.server(ClientAuth::Require), b"sensor 7", 7),
    );
    says(&met.server.expect("refuses"), Certainty::Certain, &["--psk-suffices", "the key sensor 7"]);
}
