//! Hellos that disagree about the version of the protocol.

use handfast::Config;
use handfast::Role::{Client, Server};
use handfast::crypto::kx::Group;
use handfast::handshake::{Refusal, Refusal12, Suite, Suite12};
use handfast::wire::code_points::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion};
use handfast::wire::ext::{Extension, KeyShare, KeyShareEntry};
use handfast::wire::{Kind, Message};
use handfast_tests::Meddler;

use super::stage::{Provocation, Stage};

const TLS1_1: ProtocolVersion = ProtocolVersion::TLS1_1;
const TLS1_2: ProtocolVersion = ProtocolVersion::TLS1_2;

pub(super) fn provocations() -> Vec<Provocation> {
    vec![
        // The last resort of clients that were cut off at TLS 1.3.
        Stage::new()
            .client(only_tls12)
            .server(both_versions)
            .lies(Client, falls_back())
            .refused_by(Server, Refusal::InappropriateFallback { offered: TLS1_2 }),
        // Somebody on the way hides that the client speaks TLS 1.3.
        Stage::new()
            .client(both_versions)
            .server(both_versions)
            .lies(Client, without_versions(Kind::ClientHello))
            .refused_by(Client, Refusal::Downgraded { selected: TLS1_2 }),
        // An old client.
        Stage::new()
            .client(only_tls12)
            .server(both_versions)
            .lies(Client, old_client())
            .refused_by(Server, Refusal::NoCommonVersion { offered: TLS1_1 }),
        // A new client and an old server, with nothing in common.
        Stage::new()
            .server(only_tls12)
            .refused_by(Server, Refusal::NoCommonVersion { offered: ProtocolVersion::TLS1_3 }),
        // A server that chooses a version older than all.
        Stage::new()
            .client(both_versions)
            .server(only_tls12)
            .lies(Server, old_server())
            .refused_by(Client, Refusal::VersionNotOffered { selected: TLS1_1 }),
        // A client that offers TLS 1.3 and only suites of TLS 1.2: the version is chosen first.
        Stage::new()
            .client(both_versions)
            .server(both_versions)
            .lies(Client, with_suites(&[CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]))
            .refused_by(Server, Refusal::NoCommonSuite),
        // A client that offers TLS 1.2 and only suites of TLS 1.3.
        Stage::new()
            .client(only_tls12)
            .server(both_versions)
            .lies(Client, with_suites(&[CipherSuite::TLS_AES_128_GCM_SHA256]))
            .refused_by(Server, Refusal12::NoCommonSuite),
        // A server that chooses TLS 1.2 and sends a share of TLS 1.3.
        Stage::new()
            .client(both_versions)
            .server(only_tls12)
            .lies(Server, with_share())
            .refused_by(Client, Refusal12::UnsolicitedExtension { extension: ExtensionType::KEY_SHARE }),
        // A server that changes its mind after HelloRetryRequest.
        Stage::new()
            .client(|client| {
                both_versions(client);
                client.protocol.groups = vec![Group::X25519, Group::Secp384r1];
            })
            .server(|server| server.protocol.groups = vec![Group::Secp384r1])
            .lies(Server, without_versions(Kind::ServerHello))
            .refused_by(Client, Refusal::VersionChanged),
    ]
}

pub(super) fn only_tls12(config: &mut Config) {
    config.protocol.suites = Vec::new();
    config.protocol.suites12 = Suite12::ECDHE.to_vec();
}

pub(super) fn both_versions(config: &mut Config) {
    config.protocol.suites = Suite::TLS13.to_vec();
    config.protocol.suites12 = Suite12::ECDHE.to_vec();
}

fn falls_back() -> Meddler {
    with_suites(&[CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite::TLS_FALLBACK_SCSV])
}

fn with_suites(suites: &'static [CipherSuite]) -> Meddler {
    Meddler::rewrite(Kind::ClientHello, move |message| {
        if let Message::ClientHello(hello) = message {
            hello.cipher_suites = suites.into();
        }
    })
}

fn with_share() -> Meddler {
    let share = KeyShareEntry { group: NamedGroup::X25519, key_exchange: &[9; 32] };
    Meddler::extend(Kind::ServerHello, move |list| {
        list.push(Extension::KeyShare(KeyShare::Selected(share)));
    })
}

fn without_versions(hello: Kind) -> Meddler {
    Meddler::extend(hello, |list| {
        list.retain(|extension| extension.extension_type() != ExtensionType::SUPPORTED_VERSIONS);
    })
}

fn old_client() -> Meddler {
    Meddler::rewrite(Kind::ClientHello, |message| {
        if let Message::ClientHello(hello) = message {
            hello.legacy_version = TLS1_1;
        }
    })
}

fn old_server() -> Meddler {
    Meddler::rewrite(Kind::ServerHello, |message| {
        if let Message::ServerHello(hello) = message {
            hello.legacy_version = TLS1_1;
        }
    })
}
