//! What is wrong with a hello.

use handfast::Role::{Client, Server};
use handfast::crypto::kx::{BadShare, Group};
use handfast::handshake::{Refusal, Suite};
use handfast::wire::Kind;
use handfast::wire::Message;
use handfast::wire::code_points::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handfast::wire::ext::{EarlyData, Extension, KeyShare, KeyShareEntry, ServerName, SupportedVersions};
use handfast::wire::handshake::{ClientHello, HelloRetryRequest, ServerHello};
use handfast_tests::Meddler;
use handfast_tests::samples::sample;

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    [client_hello(), second_hello(), server_hello(), retry_request(), nothing_common()].concat()
}

const TLS1_2: ProtocolVersion = ProtocolVersion::TLS1_2;
const X25519: NamedGroup = NamedGroup::X25519;

/// The client's hello with this done to it.
fn lying_client(lie: Meddler) -> Stage {
    Stage::new().client(|client| client.protocol.groups = vec![Group::X25519]).lies(Client, lie)
}

/// The server's hello with this done to it.
fn lying_server(lie: Meddler) -> Stage {
    Stage::new().client(|client| client.protocol.groups = vec![Group::X25519]).lies(Server, lie)
}

/// The server takes P-384 only, and the client has sent no share for it.
fn retrying(liar: handfast::Role, lie: Meddler) -> Stage {
    let groups =
        |client: &mut handfast::Config| client.protocol.groups = vec![Group::X25519, Group::Secp384r1];
    Stage::new()
        .client(groups)
        .server(|server| server.protocol.groups = vec![Group::Secp384r1])
        .lies(liar, lie)
}

fn client_hello_with(change: impl Fn(&mut ClientHello<'_>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::ClientHello, move |message| {
        if let Message::ClientHello(hello) = message {
            change(hello);
        }
    })
}

fn server_hello_with(change: impl Fn(&mut ServerHello<'_>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::ServerHello, move |message| {
        if let Message::ServerHello(hello) = message {
            change(hello);
        }
    })
}

fn retry_with(change: impl Fn(&mut HelloRetryRequest<'_>) + 'static) -> Meddler {
    Meddler::rewrite(Kind::HelloRetryRequest, move |message| {
        if let Message::HelloRetryRequest(retry) = message {
            change(retry);
        }
    })
}

/// In the place of the extension of the same type.
fn put<'a>(extensions: &mut Vec<Extension<'a>>, extension: Extension<'a>) {
    take(extensions, extension.extension_type());
    extensions.push(extension);
}

fn take(extensions: &mut Vec<Extension<'_>>, extension_type: ExtensionType) {
    extensions.retain(|extension| extension.extension_type() != extension_type);
}

fn client_hello() -> Vec<Provocation> {
    let extend =
        |change: fn(&mut Vec<Extension<'_>>)| lying_client(Meddler::extend(Kind::ClientHello, change));
    let missing = |extension| Refusal::MissingExtension { message: Kind::ClientHello, extension };
    vec![
        extend(|list| {
            put(list, Extension::SupportedVersions(SupportedVersions::Offered((&[TLS1_2]).into())));
        })
        .refused_by(Server, Refusal::NoCommonVersion { offered: TLS1_2 }),
        extend(|list| take(list, ExtensionType::SUPPORTED_VERSIONS))
            .refused_by(Server, Refusal::NoCommonVersion { offered: TLS1_2 }),
        lying_client(client_hello_with(|hello| hello.legacy_version = ProtocolVersion::TLS1_3))
            .refused_by(Server, Refusal::LegacyVersion { got: ProtocolVersion::TLS1_3 }),
        lying_client(client_hello_with(|hello| hello.legacy_compression_methods = &[1, 0]))
            .refused_by(Server, Refusal::Compression),
        extend(|list| take(list, ExtensionType::SIGNATURE_ALGORITHMS))
            .refused_by(Server, missing(ExtensionType::SIGNATURE_ALGORITHMS)),
        extend(|list| take(list, ExtensionType::SUPPORTED_GROUPS))
            .refused_by(Server, missing(ExtensionType::SUPPORTED_GROUPS)),
        extend(|list| take(list, ExtensionType::KEY_SHARE))
            .refused_by(Server, missing(ExtensionType::KEY_SHARE)),
        extend(|list| list.push(PRE_SHARED_KEY))
            .refused_by(Server, missing(ExtensionType::PSK_KEY_EXCHANGE_MODES)),
        extend(|list| {
            put(list, offer(const { &[share(&[9; 32]), share(&[8; 32])] }));
        })
        .refused_by(Server, Refusal::ShareList { group: X25519 }),
        extend(|list| put(list, offer(const { &[share(&[0; 32])] })))
            .refused_by(Server, Refusal::BadShare { group: X25519, why: BadShare::InvalidPoint }),
        extend(|list| put(list, offer(const { &[share(&[9; 31])] })))
            .refused_by(Server, Refusal::BadShare { group: X25519, why: wrong_length() }),
        extend(|list| put(list, Extension::ServerName(ServerName { host_name: Some(b"127.0.0.1") })))
            .refused_by(Server, Refusal::BadServerName),
    ]
}

/// One identity, `x`, and one binder of 32 zeros.
const PRE_SHARED_KEY: Extension<'static> = Extension::Unknown {
    extension_type: ExtensionType::PRE_SHARED_KEY,
    data: b"\x00\x07\x00\x01x\x00\x00\x00\x00\x00\x21\x20\
            \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
            \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
};

fn offer(shares: &'static [KeyShareEntry<'static>]) -> Extension<'static> {
    Extension::KeyShare(KeyShare::Offered(shares.into()))
}

const fn share(key_exchange: &'static [u8]) -> KeyShareEntry<'static> {
    KeyShareEntry { group: X25519, key_exchange }
}

const fn wrong_length() -> BadShare {
    BadShare::WrongLength { expected: 32, got: 31 }
}

fn second_hello() -> Vec<Provocation> {
    let p384 = NamedGroup::SECP384R1;
    let second = |lie: Meddler| retrying(Client, lie.second());
    let extend = |change: fn(&mut Vec<Extension<'_>>)| second(Meddler::extend(Kind::ClientHello, change));
    vec![
        second(client_hello_with(|hello| hello.random = &[3; 32]))
            .refused_by(Server, Refusal::SecondHelloDiffers { field: "random" }),
        second(client_hello_with(|hello| hello.legacy_session_id = &[]))
            .refused_by(Server, Refusal::SecondHelloDiffers { field: "legacy_session_id" }),
        second(client_hello_with(|hello| {
            hello.cipher_suites = (&[CipherSuite::TLS_AES_128_GCM_SHA256]).into();
        }))
        .refused_by(Server, Refusal::SecondHelloDiffers { field: "cipher_suites" }),
        extend(|list| take(list, ExtensionType::SERVER_NAME))
            .refused_by(Server, Refusal::SecondHelloDiffers { field: "extensions" }),
        extend(|list| list.push(Extension::EarlyData(EarlyData::Indicated)))
            .refused_by(Server, Refusal::SecondHelloDiffers { field: "early_data" }),
        extend(|list| put(list, offer(const { &[share(&[9; 32])] })))
            .refused_by(Server, Refusal::SecondHelloShare { group: p384 }),
        retrying(
            Client,
            Meddler::extend(Kind::ClientHello, |list| take(list, ExtensionType::COOKIE)).second(),
        )
        .server(|server| server.protocol.retry_cookie = Some(b"a cookie".to_vec()))
        .refused_by(Server, Refusal::Cookie),
        extend(|list| put(list, Extension::Cookie(b"never baked"))).refused_by(Server, Refusal::Cookie),
    ]
}

fn server_hello() -> Vec<Provocation> {
    let change = |change: fn(&mut ServerHello<'_>)| lying_server(server_hello_with(change));
    let extend =
        |change: fn(&mut Vec<Extension<'_>>)| lying_server(Meddler::extend(Kind::ServerHello, change));
    let (p384, ccm) = (NamedGroup::SECP384R1, CipherSuite::TLS_AES_128_CCM_SHA256);
    let suites = |server: &mut handfast::Config| server.protocol.suites = Suite::TLS13[..1].to_vec();
    let [aes128, aes256, _] = Suite::TLS13.map(|suite| suite.code);
    vec![
        extend(|list| take(list, ExtensionType::SUPPORTED_VERSIONS))
            .refused_by(Client, Refusal::VersionNotOffered { selected: TLS1_2 }),
        lying_server(downgrade(0)).refused_by(Client, Refusal::Downgraded { selected: TLS1_2 }),
        lying_server(downgrade(1)).refused_by(Client, Refusal::Downgraded { selected: TLS1_2 }),
        extend(|list| put(list, Extension::SupportedVersions(SupportedVersions::Selected(TLS1_2))))
            .refused_by(Client, Refusal::SelectedVersion { selected: TLS1_2 }),
        change(|hello| hello.legacy_version = ProtocolVersion::TLS1_1)
            .refused_by(Client, Refusal::LegacyVersion { got: ProtocolVersion::TLS1_1 }),
        change(|hello| hello.legacy_session_id_echo = &[7; 32])
            .refused_by(Client, Refusal::SessionIdNotEchoed),
        change(|hello| hello.legacy_session_id_echo = &[]).refused_by(Client, Refusal::SessionIdNotEchoed),
        change(|hello| hello.legacy_compression_method = 1).refused_by(Client, Refusal::Compression),
        change(|hello| hello.cipher_suite = CipherSuite::TLS_AES_128_CCM_SHA256)
            .refused_by(Client, Refusal::SuiteNotOffered { suite: ccm }),
        extend(|list| take(list, ExtensionType::KEY_SHARE)).refused_by(
            Client,
            Refusal::MissingExtension { message: Kind::ServerHello, extension: ExtensionType::KEY_SHARE },
        ),
        extend(|list| {
            let share = KeyShareEntry { group: NamedGroup::SECP384R1, key_exchange: &[4; 97] };
            put(list, Extension::KeyShare(KeyShare::Selected(share)));
        })
        .refused_by(Client, Refusal::GroupNotOffered { group: p384 }),
        extend(|list| put(list, Extension::KeyShare(KeyShare::Selected(share(&[0; 32])))))
            .refused_by(Client, Refusal::BadShare { group: X25519, why: BadShare::InvalidPoint }),
        extend(|list| list.push(UNKNOWN)).refused_by(
            Client,
            Refusal::UnsolicitedExtension { message: Kind::ServerHello, extension: ExtensionType(0xfff0) },
        ),
        retrying(Server, server_hello_with(|hello| hello.cipher_suite = CipherSuite::TLS_AES_256_GCM_SHA384))
            .server(suites)
            .refused_by(Client, Refusal::SuiteChanged { retry: aes128, hello: aes256 }),
    ]
}

const UNKNOWN: Extension<'static> =
    Extension::Unknown { extension_type: ExtensionType(0xfff0), data: b"nobody asked" };

/// A server that was led to believe that we speak TLS 1.2 at best, and says that it could do better.
fn downgrade(mark: u8) -> Meddler {
    server_hello_with(move |hello| {
        let list = hello.extensions.iter().flat_map(|list| list.iter().copied());
        let list = list.filter(|extension| extension.extension_type() != ExtensionType::SUPPORTED_VERSIONS);
        hello.extensions = Some(list.collect());
        let mut random = *hello.random;
        random[24..].copy_from_slice(&[b'D', b'O', b'W', b'N', b'G', b'R', b'D', mark]);
        // A message borrows what it says.
        hello.random = Box::leak(Box::new(random));
    })
}

fn retry_request() -> Vec<Provocation> {
    let lying = |lie: Meddler| retrying(Server, lie);
    let extend =
        |change: fn(&mut Vec<Extension<'_>>)| lying(Meddler::extend(Kind::HelloRetryRequest, change));
    let (p521, ccm) = (NamedGroup::SECP521R1, CipherSuite::TLS_AES_128_CCM_SHA256);
    vec![
        lying(Meddler::replace(Kind::ServerHello, sample(Kind::HelloRetryRequest)))
            .refused_by(Client, Refusal::SecondRetry),
        extend(|list| put(list, Extension::KeyShare(KeyShare::Retry(X25519))))
            .refused_by(Client, Refusal::RetryGroup { group: X25519 }),
        extend(|list| put(list, Extension::KeyShare(KeyShare::Retry(NamedGroup::SECP521R1))))
            .refused_by(Client, Refusal::RetryGroup { group: p521 }),
        extend(|list| take(list, ExtensionType::KEY_SHARE)).refused_by(Client, Refusal::RetryWithoutChange),
        extend(|list| take(list, ExtensionType::SUPPORTED_VERSIONS)).refused_by(
            Client,
            Refusal::MissingExtension {
                message: Kind::HelloRetryRequest,
                extension: ExtensionType::SUPPORTED_VERSIONS,
            },
        ),
        extend(|list| list.push(UNKNOWN)).refused_by(
            Client,
            Refusal::UnsolicitedExtension {
                message: Kind::HelloRetryRequest,
                extension: ExtensionType(0xfff0),
            },
        ),
        lying(retry_with(|retry| retry.legacy_session_id_echo = &[]))
            .refused_by(Client, Refusal::SessionIdNotEchoed),
        lying(retry_with(|retry| retry.cipher_suite = CipherSuite::TLS_AES_128_CCM_SHA256))
            .refused_by(Client, Refusal::SuiteNotOffered { suite: ccm }),
    ]
}

/// Nobody lies; they only want different things.
fn nothing_common() -> Vec<Provocation> {
    let [aes128, aes256, _] = Suite::TLS13;
    vec![
        Stage::new()
            .client(move |client| client.protocol.suites = vec![aes128])
            .server(move |server| server.protocol.suites = vec![aes256])
            .refused_by(Server, Refusal::NoCommonSuite),
        Stage::new()
            .client(|client| client.protocol.groups = vec![Group::X25519])
            .server(|server| server.protocol.groups = vec![Group::Secp384r1])
            .refused_by(Server, Refusal::NoCommonGroup),
        Stage::new()
            .client(|client| client.protocol.schemes = vec![SignatureScheme::ED25519])
            .refused_by(Server, Refusal::NoCommonScheme),
        Stage::new()
            .client(|client| client.protocol.alpn = vec![b"h2".to_vec()])
            .server(|server| server.protocol.alpn = vec![b"http/1.1".to_vec()])
            .refused_by(Server, Refusal::NoCommonProtocol),
    ]
}
