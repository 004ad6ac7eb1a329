//! What a client offers, and what it makes of the server's answer.

use handfast::handshake::{Refusal, Suite};
use handfast::wire::code_points::ProtocolVersion;
use handfast::wire::ext::Extension;
use handfast::wire::record::Header;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{EarlyData, Hooks, NoEarlyData};
use handfast_tests::{Meddler, Pair, Regulars, both_versions, only_tls12};

use super::{begin, go_on, outcome, regulars};

/// Whether the hello that the client says offers early data.
fn offers(regulars: &Regulars) -> bool {
    let pair = begin(regulars);
    // The first record holds the hello alone.
    let (header, rest) = pair.client.outgoing().split_first_chunk::<5>().unwrap();
    let hello = rest.split_at(usize::from(Header::decode(header).length)).0;
    let Ok(Message::ClientHello(hello)) = Message::decode(hello, Dialect::Tls13, None) else {
        panic!("a hello")
    };
    let offered = hello.extensions().early_data().is_some();
    assert_eq!(offered, pair.client.may_send_early() > 0);
    assert_eq!(offered, pair.client.negotiated().early_data == Some(EarlyData::Offered));
    offered
}

#[test]
fn under_what_the_session_was_made_with() {
    let mut regulars = regulars();
    regulars.client.protocol.alpn = vec![b"h2".to_vec()];
    regulars.server.protocol.alpn = vec![b"h2".to_vec()];
    let _ = regulars.visit();
    let met = regulars.clone();
    assert!(offers(&regulars));
    let _ = regulars.visit();
    // The protocol of the session is not wanted any more.
    regulars.client.protocol.alpn = vec![b"http/1.1".to_vec()];
    assert!(!offers(&regulars));
    regulars = met;
    let _ = regulars.visit();
    // Nor is its suite, though another of the same hash is.
    regulars.client.protocol.suites.retain(|suite| suite.code != Suite::TLS13[0].code);
    assert!(!offers(&regulars));
}

/// What a server does with a session of which some early data may be on its way.
fn answers(regulars: &Regulars, mut lie: Meddler) -> Pair {
    let mut pair = begin(regulars);
    assert_eq!(pair.client.send_early(b"early", &mut Hooks::none()), Ok(5));
    pair.play(&mut Hooks::none(), &mut Hooks::tampering(&mut lie));
    assert!(lie.has_meddled());
    pair
}

/// A server that does not say so has not taken it, whatever it did.
#[test]
fn is_lost_if_the_server_does_not_say_that_it_takes_it() {
    let silent = Meddler::extend(Kind::EncryptedExtensions, |list| {
        list.retain(|extension| !matches!(extension, Extension::EarlyData(_)));
    });
    let pair = answers(&regulars(), silent);
    assert_eq!(outcome(&pair).0, Some(EarlyData::Rejected(NoEarlyData::Declined)));
}

/// TLS 1.2 has no early data, so a server that falls back to it cannot have understood what it was sent (§E.3).
#[test]
fn is_not_compatible_with_older_servers() {
    let mut regulars = regulars();
    regulars.client = both_versions(regulars.client);
    let mut pair = begin(&regulars);
    assert_eq!(pair.client.send_early(b"early", &mut Hooks::none()), Ok(5));
    regulars.server = only_tls12(regulars.server);
    pair.server = begin(&regulars).server;
    go_on(&mut pair);
    let selected = ProtocolVersion::TLS1_2;
    assert_eq!(pair.client.failure(), Some(Refusal::OlderVersionThanEarlyData { selected }.into()));
    // Nor does such a server understand what it was sent.
    assert!(pair.server.failure().is_some());
}
