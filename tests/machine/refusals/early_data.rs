//! What is wrong with early data, or with what a server makes of it.

use std::sync::Arc;

use handfast::Role::{Client, Server};
use handfast::crypto::hash::Hash;
use handfast::handshake::Refusal;
use handfast::wire::code_points::{CipherSuite, ProtocolVersion};
use handfast::wire::ext::{EarlyData, Extension};
use handfast::wire::{Kind, Message};
use handfast::{Config, HelloRecord, Hooks, Psk, ServerSessions, TicketKey, TicketKeys, Version};
use handfast_tests::{Evergreen, Meddler, Pair, both_versions, only_tls12};

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    let suite = CipherSuite::TLS_CHACHA20_POLY1305_SHA256;
    vec![
        too_much(),
        other_protocol_chosen(),
        met()
            .server(|server| server.protocol.suites.retain(|row| row.code == suite))
            .lies(Server, taking())
            .refused_by(Client, Refusal::EarlyDataSuite { suite }),
        older_server(),
        under_the_second_key(),
    ]
}

/// Of a client that has met the server before.
fn met() -> Stage {
    meeting(|_| {})
}

fn meeting(change: impl FnOnce(&mut Config)) -> Stage {
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]);
    let alpn = ["one", "other"];
    let stage = Stage::new()
        .client(|client| {
            let store = Arc::new(Evergreen::default());
            *client = client.clone().with_session_store(store).with_early_data_offered().with_alpn(alpn);
            client.protocol.compatibility = false;
            change(client);
        })
        .server(|server| {
            let record = Arc::new(HelloRecord::since(0, 100));
            *server = server.clone().with_tickets(keys).with_early_data_taken(10, record).with_alpn(alpn);
        });
    stage.pair().play(&mut Hooks::none(), &mut Hooks::none());
    stage
}

/// The server says that it takes early data, whether it does or not.
fn taking() -> Meddler {
    Meddler::extend(Kind::EncryptedExtensions, |list| {
        list.retain(|extension| !matches!(extension, Extension::EarlyData(_)));
        list.push(Extension::EarlyData(EarlyData::Indicated));
    })
}

/// The server takes early data, and names another protocol than the one of its session.
fn other_protocol() -> Meddler {
    const OTHER: &[handfast::wire::ext::ProtocolName<'static>] =
        &[handfast::wire::ext::ProtocolName(b"other")];
    Meddler::rewrite(Kind::EncryptedExtensions, |message| {
        let Message::EncryptedExtensions(extensions) = message else { return };
        let others = extensions.extensions.iter().copied();
        let others = others.filter(|one| {
            !matches!(one, Extension::ApplicationLayerProtocolNegotiation(_) | Extension::EarlyData(_))
        });
        let lies = [
            Extension::ApplicationLayerProtocolNegotiation(OTHER.into()),
            Extension::EarlyData(EarlyData::Indicated),
        ];
        extensions.extensions = others.chain(lies).collect();
    })
}

/// Once only: the same hello a second time is a replay.
fn other_protocol_chosen() -> Provocation {
    let (mut pair, mut lie) = (met().pair(), other_protocol());
    pair.play(&mut Hooks::none(), &mut Hooks::tampering(&mut lie));
    assert!(lie.has_meddled());
    Provocation::of(&pair, Client, Refusal::EarlyDataProtocol)
}

/// The client was told that it may say more than the server takes.
fn too_much() -> Provocation {
    let stage = met();
    let mut generous = Meddler::rewrite(Kind::NewSessionTicket, |message| {
        let Message::NewSessionTicket(ticket) = message else { return };
        ticket.extensions = [Extension::EarlyData(EarlyData::MaxSize(100))].into_iter().collect();
    });
    let stage = stage.client(|client| {
        *client = client.clone().with_session_store(Arc::new(Evergreen::default()));
    });
    stage.pair().play(&mut Hooks::none(), &mut Hooks::tampering(&mut generous));
    let mut pair: Pair = stage.pair();
    let _ = pair.client.run(&mut Hooks::none());
    assert_eq!(pair.client.send_early(&[0; 11], &mut Hooks::none()), Ok(11));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    Provocation::of(&pair, Server, handfast::Refusal::TooMuchEarlyData)
}

/// The server has forgotten the session, and goes on from the key that is offered behind it.
fn under_the_second_key() -> Provocation {
    let key = Psk::new(b"sensor 7", &[7; 32], Hash::Sha256).unwrap();
    met()
        .client(|client| *client = client.clone().with_shared_key(key.clone()))
        .server(|server| {
            server.server_sessions = ServerSessions::none();
            *server = server.clone().with_shared_key(key.clone()).with_shared_keys_sufficing();
        })
        .lies(Server, taking())
        .refused_by(Client, Refusal::EarlyDataKey { index: 1 })
}

/// The server was led back to TLS 1.2.
fn older_server() -> Provocation {
    let stage = meeting(|client| *client = both_versions(client.clone()));
    let selected = Version::Tls12.code();
    assert_eq!(selected, ProtocolVersion::TLS1_2);
    stage
        .client(|client| *client = both_versions(client.clone()))
        .server(|server| *server = only_tls12(server.clone()))
        .refused_by(Client, Refusal::OlderVersionThanEarlyData { selected })
}
