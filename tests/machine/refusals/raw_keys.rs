//! Keys in the place of certificates (RFC 7250): types that do not meet, and messages of another type.

use handfast::Role::{Client, Server};
use handfast::handshake::{Answer, Ask, NoIdentity, Refusal};
use handfast::path::KnownKeys;
use handfast::wire::code_points::{CertificateType, ExtensionType};
use handfast::wire::ext::{CertificateTypes, Extension};
use handfast::wire::handshake::{Certificate12, ServerHello};
use handfast::wire::{Kind, Message};
use handfast::{ClientAuth, Config, Hooks, Role};
use handfast_tests::samples::{certificate, encoded};
use handfast_tests::{Meddler, People, RawKeys, only_tls12};

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    [types_that_do_not_meet(), needless_lists(), answers(), messages(), messages12()].concat()
}

/// Both sides show a key alone, and know that of the other.
fn keys() -> Stage {
    let stage = Stage::new();
    let (client, server) = RawKeys::repeating().both(ClientAuth::Require);
    stage.client(|config| *config = client).server(|config| *config = server)
}

fn keys12() -> Stage {
    keys()
        .client(|client| *client = only_tls12(client.clone()))
        .server(|server| *server = only_tls12(server.clone()))
}

fn types_that_do_not_meet() -> Vec<Provocation> {
    let refused = |stage: Stage| stage.refused_by(Server, Refusal::NoCommonCertificateType);
    let raw = RawKeys::new();
    let knows = |role: Role, config: &mut Config| {
        *config = match role {
            Client => config.clone().with_server_keys(raw.known()),
            Server => config.clone().with_client_keys(raw.known()),
        };
    };
    let takes_keys_alone = |config: &mut Config| *config = config.clone().with_anchors(<_>::default());
    vec![
        // The client takes nothing but keys, and the server has certificates.
        refused(Stage::new().client(|client| {
            takes_keys_alone(client);
            knows(Client, client);
        })),
        // The server takes nothing but keys, and the client has certificates.
        refused(Stage::new().server(|server| {
            takes_keys_alone(server);
            knows(Server, server);
        })),
        // The same in TLS 1.2.
        refused(Stage::new().client(|client| *client = only_tls12(client.clone())).server(|server| {
            *server = only_tls12(server.clone());
            takes_keys_alone(server);
            knows(Server, server);
        })),
        // A server that does not know of the extension shows a certificate.
        keys().lies(Server, silent()).refused_by(Client, Refusal::NoCommonCertificateType),
    ]
}

/// A client that lists X.509 alone, and one whose list is of no use to a server that need not know who it is.
fn needless_lists() -> Vec<Provocation> {
    let list = |extension: fn(CertificateTypes<'static>) -> Extension<'static>, codes: &'static [_]| {
        Meddler::extend(Kind::ClientHello, move |list| {
            list.insert(0, extension(CertificateTypes::Offered(codes.into())));
        })
    };
    let (client, server) = (ExtensionType::CLIENT_CERTIFICATE_TYPE, ExtensionType::SERVER_CERTIFICATE_TYPE);
    let x509 = &[CertificateType::X509];
    let refused = |stage: Stage, lie, extension| {
        stage.lies(Client, lie).refused_by(Server, Refusal::CertificateTypeList { extension })
    };
    let knows_keys = Stage::new().server(|server| {
        let known = RawKeys::new().known();
        *server = server.clone().with_anchors(<_>::default()).with_client_keys(known);
        server.client_auth = ClientAuth::Optional;
    });
    let of_no_use =
        list(Extension::ClientCertificateType, &[CertificateType::X509, CertificateType::OPEN_PGP]);
    vec![
        refused(Stage::new(), list(Extension::ClientCertificateType, x509), client),
        refused(Stage::new(), list(Extension::ServerCertificateType, x509), server),
        refused(certificates12(), list(Extension::ClientCertificateType, x509), client),
        refused(certificates12(), list(Extension::ServerCertificateType, x509), server),
        knows_keys.lies(Client, of_no_use).refused_by(Server, Refusal::NoCommonCertificateType),
    ]
}

fn silent() -> Meddler {
    Meddler::extend(Kind::EncryptedExtensions, |list| {
        list.retain(|one| one.extension_type() != ExtensionType::SERVER_CERTIFICATE_TYPE);
    })
}

fn answers() -> Vec<Provocation> {
    let none = || Answer::Identity(Err(NoIdentity::NoCommonCertificateType));
    let mut pair = Stage::new().client(|client| client.held = vec![Ask::Identity]).pair();
    let _ = pair.run(usize::MAX);
    let _ = pair.client.answer(none(), &mut Hooks::none());
    let _ = pair.run(usize::MAX);
    vec![Provocation::of(&pair, Client, Refusal::NoIdentityOfType)]
}

/// The server's answer names a type that was not offered, or comes unasked; more than one key.
fn messages() -> Vec<Provocation> {
    let answer = |extension: fn(CertificateTypes<'static>) -> Extension<'static>, code| {
        Meddler::extend(Kind::EncryptedExtensions, move |list| {
            let chosen = extension(CertificateTypes::Selected(code));
            list.retain(|one| one.extension_type() != chosen.extension_type());
            list.push(chosen);
        })
    };
    let (client, server) = (ExtensionType::CLIENT_CERTIFICATE_TYPE, ExtensionType::SERVER_CERTIFICATE_TYPE);
    let not_offered = |extension, selected| Refusal::CertificateTypeNotOffered { extension, selected };
    let (x509, pgp) = (CertificateType::X509, CertificateType::OPEN_PGP);
    let unsolicited =
        |extension| Refusal::UnsolicitedExtension { message: Kind::EncryptedExtensions, extension };
    let raw = CertificateType::RAW_PUBLIC_KEY;
    let two = || Meddler::replace(Kind::Certificate, encoded(&certificate(&[b"a key", b"another"])));
    vec![
        keys()
            .lies(Server, answer(Extension::ServerCertificateType, x509))
            .refused_by(Client, not_offered(server, x509)),
        keys()
            .lies(Server, answer(Extension::ClientCertificateType, pgp))
            .refused_by(Client, not_offered(client, pgp)),
        Stage::new()
            .lies(Server, answer(Extension::ServerCertificateType, raw))
            .refused_by(Client, unsolicited(server)),
        Stage::new()
            .lies(Server, answer(Extension::ClientCertificateType, raw))
            .refused_by(Client, unsolicited(client)),
        keys().lies(Server, two()).refused_by(Client, Refusal::SeveralRawKeys),
        keys().lies(Client, two()).refused_by(Server, Refusal::SeveralRawKeys),
    ]
}

/// In TLS 1.2 the two have different forms.
fn messages12() -> Vec<Provocation> {
    let key = RawKeys::new().spki();
    let raw = encoded(&Message::Certificate12(Certificate12::RawPublicKey(&key)));
    let chain = handfast_tests::samples::certificate12(&[b"a certificate"]);
    let both = |liar: Role, stage: fn() -> Stage, bytes: Vec<u8>| {
        let lie = Meddler::replace(Kind::Certificate, bytes);
        stage().lies(liar, lie).refused_by(liar.peer(), Refusal::OtherCertificateType)
    };
    vec![
        both(Server, certificates12, raw.clone()),
        both(Client, certificates12, raw),
        both(Server, keys12, encoded(&chain)),
        both(Client, keys12, encoded(&chain)),
        keys12().lies(Server, silent12()).refused_by(Client, Refusal::NoCommonCertificateType),
    ]
}

fn certificates12() -> Stage {
    let people = People::repeating();
    let (client, server) = (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require)));
    Stage::new().client(|config| *config = client).server(|config| *config = server)
}

fn silent12() -> Meddler {
    Meddler::rewrite(Kind::ServerHello, |message| {
        let Message::ServerHello(ServerHello { extensions: Some(extensions), .. }) = message else { return };
        let left = extensions.iter().copied();
        *extensions =
            left.filter(|one| one.extension_type() != ExtensionType::SERVER_CERTIFICATE_TYPE).collect();
    })
}

/// What is known of keys says nothing of certificates, and so does an empty list.
#[test]
fn an_empty_list_of_keys_changes_nothing() {
    let (before, after) = (Config::new(), Config::new().with_server_keys(KnownKeys::new()));
    assert_eq!(before.protocol.server_certificate_types, after.protocol.server_certificate_types);
}
