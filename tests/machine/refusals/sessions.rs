//! What is wrong with a session, or with what is made of it.

use std::sync::Arc;

use handfast::Role::{Client, Server};
use handfast::crypto::hash::Hash;
use handfast::handshake::{Refusal, Refusal12};
use handfast::wire::code_points::{CipherSuite, ExtensionType};
use handfast::wire::ext::{Extension, PreSharedKey};
use handfast::wire::handshake::ServerHello;
use handfast::wire::{Kind, Message};
use handfast::{Config, Hooks, Psk, TicketKey, TicketKeys};
use handfast_tests::{Evergreen, Meddler, only_tls12};

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    vec![
        returning().lies(Client, changed_random()).refused_by(Server, Refusal::BadBinder),
        returning().lies(Server, selecting(1)).refused_by(Client, Refusal::SelectedPsk { index: 1 }),
        returning()
            .lies(Server, selecting(0xffff))
            .refused_by(Client, Refusal::SelectedPsk { index: 0xffff }),
        returning()
            .lies(Server, without(Kind::ServerHello, ExtensionType::KEY_SHARE))
            .refused_by(Client, Refusal::KeyExchangeRequired),
        Stage::new().lies(Server, selecting(0)).refused_by(
            Client,
            Refusal::UnsolicitedExtension {
                message: Kind::ServerHello,
                extension: ExtensionType::PRE_SHARED_KEY,
            },
        ),
        Stage::new().server(|server| *server = only_keys()).refused_by(Server, Refusal::NoSharedKey),
        returning12()
            .lies(Server, server_hello12(|hello| hello.cipher_suite = CHACHA20))
            .refused_by(Client, Refusal12::SuiteOfSession { suite: CHACHA20 }),
        returning12().lies(Server, unbound()).refused_by(Client, Refusal12::SessionBinding),
        returning12().lies(Client, unbound_client()).refused_by(Server, Refusal12::SessionBinding),
        returning12().lies(Server, unannounced()).refused_by(Client, Refusal12::TicketNotAnnounced),
        returning12()
            .lies(Server, Meddler::drop(Kind::NewSessionTicket))
            .refused_by(Client, Refusal12::TicketNotSent),
    ]
}

/// A server without a certificate.
fn only_keys() -> Config {
    Config::new().with_shared_key(Psk::new(b"sensor 7", &[7; 32], Hash::Sha256).unwrap())
}

const CHACHA20: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256;

fn server_hello12(change: impl Fn(&mut ServerHello<'_>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::ServerHello, move |message| {
        if let Message::ServerHello(hello) = message {
            change(hello);
        }
    })
}

/// Without this extension in a hello.
fn without(hello: Kind, extension_type: ExtensionType) -> Meddler {
    Meddler::extend(hello, move |list| list.retain(|extension| extension.extension_type() != extension_type))
}

fn unbound() -> Meddler {
    without(Kind::ServerHello, ExtensionType::EXTENDED_MAIN_SECRET)
}

fn unbound_client() -> Meddler {
    without(Kind::ClientHello, ExtensionType::EXTENDED_MAIN_SECRET)
}

fn unannounced() -> Meddler {
    without(Kind::ServerHello, ExtensionType::SESSION_TICKET)
}

/// The same in TLS 1.2.
fn returning12() -> Stage {
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]);
    let store = Arc::new(Evergreen::default());
    let stage = Stage::new()
        .client(|client| *client = only_tls12(client.clone()).with_session_store(store))
        .server(|server| *server = only_tls12(server.clone()).with_tickets(keys));
    stage.pair().play(&mut Hooks::none(), &mut Hooks::none());
    stage
}

/// A client that has met the server before.
fn returning() -> Stage {
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[7; 32])]);
    let store = Arc::new(Evergreen::default());
    let stage = Stage::new()
        .client(|client| *client = client.clone().with_session_store(store))
        .server(|server| *server = server.clone().with_tickets(keys));
    stage.pair().play(&mut Hooks::none(), &mut Hooks::none());
    stage
}

/// A hello that is not the one that the binder was made for.
fn changed_random() -> Meddler {
    Meddler::rewrite(Kind::ClientHello, |message| {
        let Message::ClientHello(hello) = message else { return };
        hello.random = &[7; 32];
    })
}

/// The server takes this one of the sessions that were offered.
fn selecting(index: u16) -> Meddler {
    Meddler::rewrite(Kind::ServerHello, move |message| {
        let Message::ServerHello(hello) = message else { return };
        let others = hello.extensions.iter().flatten().copied();
        let others = others.filter(|extension| !matches!(extension, Extension::PreSharedKey(_)));
        let psk = Extension::PreSharedKey(PreSharedKey::Selected(index));
        hello.extensions = Some(others.chain([psk]).collect());
    })
}
