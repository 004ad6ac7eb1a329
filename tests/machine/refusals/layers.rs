//! One refusal of each layer below and beside the handshake.

use handfast::Role::{Client, Server};
use handfast::handshake::SecretName;
use handfast::path::{At, Refusal as Path, Source};
use handfast::record::Refusal as Record;
use handfast::wire::code_points::{ContentType, HandshakeType};
use handfast::wire::{DecodeError, Kind};
use handfast::{Hooks, Refusal};
use handfast_pki::KeyKind;
use handfast_tests::samples::{malformed, raw};
use handfast_tests::{Forger, Meddler, People, carry};

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    vec![
        record(),
        decode(),
        certificate(Client),
        certificate(Server),
        unknown_message(),
        early_data(),
        flood(),
    ]
}

/// A bit flips on the wire.
fn record() -> Provocation {
    let mut pair = Stage::new().pair();
    let _ = pair.run(usize::MAX);
    pair.client.send(b"hello", &mut Hooks::none()).unwrap();
    let mut bytes = pair.client.outgoing().to_vec();
    bytes.last_mut().into_iter().for_each(|byte| *byte ^= 1);
    pair.client.sent(bytes.len());
    pair.server.receive(&bytes);
    let _ = pair.run(usize::MAX);
    Provocation::of(&pair, Server, Refusal::Record(Record::BadRecordMac))
}

fn decode() -> Provocation {
    let refusal = DecodeError::Truncated { field: "signature", offset: 8 };
    Stage::new()
        .lies(Server, Meddler::replace(Kind::CertificateVerify, malformed(Kind::CertificateVerify)))
        .refused_by(Client, Refusal::Decode(refusal))
}

/// The victim trusts another root.
fn certificate(victim: handfast::Role) -> Provocation {
    let elsewhere = People::new(KeyKind::P256);
    let anchors = |config: &mut handfast::Config| *config = config.clone().with_anchors(elsewhere.anchors());
    let at = At { depth: 1, source: Source::Intermediate(0) };
    let stage = match victim {
        Client => Stage::new().client(anchors),
        Server => Stage::new().server(anchors).server(|server| *server = server.clone().with_authorities([])),
    };
    stage.refused_by(victim, Refusal::Certificate(Path::NamesakeIssuer { at, namesake: Source::Anchor(0) }))
}

fn unknown_message() -> Provocation {
    Stage::new()
        .lies(Server, Meddler::replace(Kind::EncryptedExtensions, raw(99, b"?")))
        .refused_by(Client, Refusal::UnknownMessage(HandshakeType(99)))
}

/// The client updates its keys over and over.
fn flood() -> Provocation {
    let mut pair = Stage::new().pair();
    let _ = pair.run(usize::MAX);
    for _ in 0..33 {
        pair.client.update_keys(false, &mut Hooks::none()).unwrap();
    }
    let _ = pair.run(usize::MAX);
    Provocation::of(&pair, Server, Refusal::TooManyKeyUpdates)
}

/// The client sends data under its handshake keys, before its Finished.
fn early_data() -> Provocation {
    let mut pair = Stage::new().client(|client| client.reveal_secrets = true).pair();
    let mut forger = Forger::default();
    let mut watched = Hooks::observing(&mut forger);
    let _ = pair.client.run(&mut watched);
    carry(&mut pair.client, &mut pair.server, usize::MAX, &mut Hooks::none());
    carry(&mut pair.server, &mut pair.client, usize::MAX, &mut watched);
    pair.client.sent(usize::MAX);
    let mut keys = forger.keys(SecretName::ClientHandshakeTraffic);
    let mut forged = Vec::new();
    keys.seal(ContentType::APPLICATION_DATA, b"too early", 0, &mut forged).unwrap();
    pair.server.receive(&forged);
    let _ = pair.run(usize::MAX);
    Provocation::of(&pair, Server, Refusal::EarlyApplicationData)
}
