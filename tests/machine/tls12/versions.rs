//! What a server makes of version numbers that it does not expect.

use std::sync::Arc;

use handfast::handshake::Version;
use handfast::wire::code_points::ProtocolVersion;
use handfast::wire::{Kind, Message};
use handfast::{ClientAuth, Hooks};
use handfast_pki::KeyKind;
use handfast_tests::{Meddler, Pair, People, both_versions, only_tls12};

/// Without supported_versions the client speaks no better than TLS 1.2, whatever number it gives (RFC 9846 §4.2.2,
/// RFC 5246 §E.1).
#[test]
fn a_greater_number_is_tls12() {
    let people = People::new(KeyKind::P256);
    for number in [0x0304, 0x0305, 0x0400, 0x7f1c] {
        let (client, server) =
            (only_tls12(people.client()), both_versions(people.server(ClientAuth::Require)));
        let mut pair = Pair::new(Arc::new(client), Arc::new(server));
        let mut boasts = Meddler::rewrite(Kind::ClientHello, move |message| {
            if let Message::ClientHello(hello) = message {
                hello.legacy_version = ProtocolVersion(number);
            }
        });
        let _ = pair.run_hooked(usize::MAX, &mut Hooks::tampering(&mut boasts), &mut Hooks::none());
        assert!(boasts.has_meddled() && pair.is_complete(), "{number:#06x}: {:?}", pair.failures());
        assert_eq!(pair.server.negotiated().version, Some(Version::Tls12));
    }
}

/// A client that speaks TLS 1.2 alone, and a server that speaks both: the mark in ServerHello.random is for others.
#[test]
fn an_old_client_takes_no_notice_of_the_mark() {
    let people = People::new(KeyKind::P256);
    let (client, server) = (only_tls12(people.client()), both_versions(people.server(ClientAuth::None)));
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let mut looks = Meddler::new(Kind::ServerHello, |bytes| {
        let Ok(Message::ServerHello(hello)) = Message::decode(bytes, handfast::wire::Dialect::Tls13, None)
        else {
            panic!("a ServerHello");
        };
        assert!(hello.random.ends_with(b"DOWNGRD\x01"));
        vec![bytes.to_vec()]
    });
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::none(), &mut Hooks::tampering(&mut looks));
    assert!(looks.has_meddled() && pair.is_complete(), "{:?}", pair.failures());
}
