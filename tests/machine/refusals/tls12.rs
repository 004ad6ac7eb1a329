//! What is wrong with a handshake of TLS 1.2.

use handfast::Role::{self, Client, Server};
use handfast::crypto::kx::{BadShare, Group};
use handfast::handshake::{Agreement, Refusal, Refusal12, Suite12};
use handfast::path::{At, Refusal as Path};
use handfast::wire::code_points::{
    CertificateStatusType, CipherSuite, EcPointFormat, ExtensionType, NamedGroup, SignatureScheme,
};
use handfast::wire::ext::Extension;
use handfast::wire::handshake::{
    Asn1Cert, Certificate12, CertificateVerify, ClientHello, ServerHello, ServerKeyExchange,
};
use handfast::wire::{Dialect, Kind, List, Message};
use handfast::{Config, Staple, State, Verification};
use handfast_pki::{KeyKind, Request};
use handfast_tests::samples::{encoded, raw};
use handfast_tests::{Meddler, People, now};

use super::stage::{Provocation, Stage};
use super::versions::{both_versions, only_tls12};

pub(super) fn provocations() -> Vec<Provocation> {
    [
        order(),
        client_hello(),
        server_hello(),
        nothing_common(),
        certificates(),
        key_exchange(),
        signatures(),
        finished(),
        may_not_decrypt().to_vec(),
    ]
    .concat()
}

fn stage() -> Stage {
    Stage::new().client(x25519).server(x25519)
}

fn x25519(config: &mut Config) {
    only_tls12(config);
    // The second is the curve of the keys, which a client lists, too.
    config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
}

fn lying(liar: Role, lie: Meddler) -> Stage {
    stage().lies(liar, lie)
}

fn order() -> Vec<Provocation> {
    let skipped = Refusal12::UnexpectedMessage { state: State::WaitCert, got: Kind::ClientKeyExchange };
    let again = Refusal12::UnexpectedMessage { state: State::WaitShd, got: Kind::CertificateRequest };
    let unproved = Refusal12::UnexpectedChangeCipherSpec { state: State::WaitCv };
    let nagging = Meddler::new(Kind::ServerHelloDone, |done| {
        let mut all = vec![raw(0, b""); 17];
        all.push(done.to_vec());
        all
    });
    let status = Refusal12::UnexpectedMessage { state: State::WaitSke, got: Kind::CertificateStatus };
    let other =
        Refusal::StatusType { message: Kind::CertificateStatus, status_type: CertificateStatusType(2) };
    let asking =
        |lie| lying(Server, lie).client(|client| client.protocol.asks_status = true).server(stapling);
    vec![
        lying(Server, Meddler::before(Kind::ServerKeyExchange, raw(22, &[1, 0, 0, 1, 7])))
            .refused_by(Client, status),
        asking(Meddler::repeat(Kind::CertificateStatus)).refused_by(Client, status),
        asking(Meddler::replace(Kind::CertificateStatus, raw(22, &[2, 7]))).refused_by(Client, other),
        lying(Client, Meddler::drop(Kind::Certificate)).refused_by(Server, skipped),
        lying(Server, Meddler::repeat(Kind::CertificateRequest)).refused_by(Client, again),
        lying(Client, Meddler::drop(Kind::CertificateVerify)).refused_by(Server, unproved),
        lying(Server, nagging).refused_by(Client, Refusal12::TooManyRenegotiations),
    ]
}

/// With an answer of some responder or other.
fn stapling(config: &mut Config) {
    let identity =
        config.identities().first().unwrap().clone().with_staple(Staple::new(b"a response".to_vec()));
    let mut other = Config::new().with_identity(identity).with_client_auth(config.client_auth);
    other.protocol = config.protocol.clone();
    *config = other.with_anchors(config.anchors().clone());
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

/// In the place of the extension of the same type.
fn with(hello: Kind, extension: Extension<'static>) -> Meddler {
    Meddler::extend(hello, move |list| {
        list.retain(|other| other.extension_type() != extension.extension_type());
        list.push(extension);
    })
}

const COMPRESSED: Extension<'static> = Extension::Unknown {
    extension_type: ExtensionType::EC_POINT_FORMATS,
    data: &[1, EcPointFormat::ANSIX962_COMPRESSED_PRIME.0],
};

fn client_hello() -> Vec<Provocation> {
    let message = Kind::ClientHello;
    vec![
        lying(Client, client_hello_with(|hello| hello.legacy_compression_methods = &[1]))
            .refused_by(Server, Refusal12::Compression),
        lying(Client, with(message, Extension::RenegotiationInfo(b"twelve bytes")))
            .refused_by(Server, Refusal12::RenegotiationInfo { message }),
        lying(Client, with(message, COMPRESSED)).refused_by(Server, Refusal12::PointFormats { message }),
    ]
}

fn server_hello() -> Vec<Provocation> {
    let message = Kind::ServerHello;
    let of_tls13 = CipherSuite::TLS_AES_128_GCM_SHA256;
    let extension_type = ExtensionType(0xfff0);
    let unknown = Extension::Unknown { extension_type, data: &[] };
    let insecure = Meddler::extend(message, |list| {
        list.retain(|extension| extension.extension_type() != ExtensionType::RENEGOTIATION_INFO);
    });
    vec![
        lying(Server, server_hello_with(|hello| hello.legacy_compression_method = 1))
            .refused_by(Client, Refusal12::Compression),
        stage()
            .client(both_versions)
            .lies(Server, server_hello_with(|hello| hello.legacy_session_id_echo = SESSION_ID))
            .refused_by(Client, Refusal12::SessionNotOffered),
        lying(Server, server_hello_with(move |hello| hello.cipher_suite = of_tls13))
            .refused_by(Client, Refusal12::SuiteNotOffered { suite: of_tls13 }),
        lying(Server, with(message, unknown))
            .refused_by(Client, Refusal12::UnsolicitedExtension { extension: extension_type }),
        lying(Server, with(message, Extension::RenegotiationInfo(b"x")))
            .refused_by(Client, Refusal12::RenegotiationInfo { message }),
        lying(Server, insecure).refused_by(Client, Refusal12::InsecureRenegotiation),
        lying(Server, with(message, COMPRESSED)).refused_by(Client, Refusal12::PointFormats { message }),
    ]
}

/// What a fixed client draws after its Random.
const SESSION_ID: &[u8] = &[
    0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, //
    0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
];

fn suites(agreement: Agreement) -> impl FnOnce(&mut Config) {
    move |config| config.protocol.suites12.retain(|suite| suite.agreement == agreement)
}

fn nothing_common() -> Vec<Provocation> {
    let only = |suite: Suite12| move |config: &mut Config| config.protocol.suites12 = vec![suite];
    let [one, _, other, ..] = Suite12::ECDHE;
    vec![
        stage().client(only(one)).server(only(other)).refused_by(Server, Refusal12::NoCommonSuite),
        stage()
            .server(|server| server.protocol.groups = vec![Group::Secp384r1])
            .refused_by(Server, Refusal12::NoCommonGroup),
        // The suites are for RSA, and the server's key is not.
        stage().client(suites(Agreement::EcdheRsa)).refused_by(Server, Refusal12::NoCommonScheme),
        // It is on P-256, and the client does without that curve.
        stage()
            .client(|client| client.protocol.groups = vec![Group::X25519])
            .refused_by(Server, Refusal12::NoCommonScheme),
    ]
}

fn certificates() -> Vec<Provocation> {
    let nobody = encoded(&Message::Certificate12(Certificate12::X509(List::default())));
    let for_rsa = CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    vec![
        lying(Server, Meddler::replace(Kind::Certificate, nobody.clone()))
            .refused_by(Client, Refusal12::EmptyCertificate),
        lying(Client, Meddler::replace(Kind::Certificate, nobody))
            .refused_by(Server, Refusal12::CertificateRequired),
        lying(Server, server_hello_with(move |hello| hello.cipher_suite = for_rsa))
            .refused_by(Client, Refusal12::KeyDoesNotFitSuite { suite: for_rsa }),
        short_key(),
        other_curve(),
    ]
}

/// The server is led to believe that its curve was offered.
fn other_curve() -> Provocation {
    let groups = |list: &mut Vec<Extension<'_>>| {
        let both = Extension::SupportedGroups((&[NamedGroup::X25519, NamedGroup::SECP256R1]).into());
        list.retain(|extension| extension.extension_type() != ExtensionType::SUPPORTED_GROUPS);
        list.push(both);
    };
    lying(Client, Meddler::extend(Kind::ClientHello, groups))
        .client(|client| client.protocol.groups = vec![Group::X25519])
        .refused_by(Client, Refusal12::CurveNotOffered { curve: NamedGroup::SECP256R1 })
}

/// A client that encrypts its secret to whatever key, and a server that shows one of 1024 bits.
fn short_key() -> Provocation {
    const SHORT: &[u8] = include_bytes!("../../../vectors/paths/rsa1024.root.der");
    let chain = [Asn1Cert(SHORT)];
    let short = encoded(&Message::Certificate12(Certificate12::X509((&chain).into())));
    Stage::with(People::new(KeyKind::Rsa2048))
        .client(by_key_transport)
        .client(|client| client.verification = Verification::ReportOnly)
        .server(by_key_transport)
        .server(|server| server.client_auth = handfast::ClientAuth::None)
        .lies(Server, Meddler::replace(Kind::Certificate, short))
        .refused_by(Client, Refusal12::KeySize)
}

fn by_key_transport(config: &mut Config) {
    only_tls12(config);
    config.protocol.suites12 = Suite12::RSA.to_vec();
}

/// The server's certificate lets its key sign, and no more (RFC 5246 §7.4.2): a server that shows it all the same is
/// refused, and one that has no other does not speak so.
fn may_not_decrypt() -> [Provocation; 2] {
    let stage =
        || Stage::with(People::new(KeyKind::Rsa2048)).client(by_key_transport).server(by_key_transport);
    let (shows, has) = (stage(), stage());
    let that_signs = |stage: &Stage| stage.people.issue(Request::server(["localhost"], now()));
    let (shown, had) = (that_signs(&shows), that_signs(&has));
    let chain: Vec<_> = shown.chain().iter().map(|der| Asn1Cert(der)).collect();
    let certificate = encoded(&Message::Certificate12(Certificate12::X509((&*chain).into())));
    let refused = handfast::Refusal::Certificate(Path::MayNotDecrypt { at: At::LEAF });
    let alone = has.people.stranger().with_identity(had);
    [
        shows.lies(Server, Meddler::replace(Kind::Certificate, certificate)).refused_by(Client, refused),
        has.server(|server| *server = alone)
            .server(by_key_transport)
            .refused_by(Server, Refusal12::NoCommonScheme),
    ]
}

fn exchange_with(change: impl Fn(&mut ServerKeyExchange<'_>) + 'static) -> Meddler {
    Meddler::rewrite_in(Dialect::Tls12Ecdhe, Kind::ServerKeyExchange, move |message| {
        if let Message::ServerKeyExchange(exchange) = message {
            change(exchange);
        }
    })
}

fn verify_with(change: impl Fn(&mut CertificateVerify<'_>) + 'static) -> Meddler {
    Meddler::rewrite_in(Dialect::Tls12Ecdhe, Kind::CertificateVerify, move |message| {
        if let Message::CertificateVerify(verify) = message {
            change(verify);
        }
    })
}

fn key_exchange() -> Vec<Provocation> {
    let (group, other) = (NamedGroup::X25519, NamedGroup::SECP521R1);
    let zeros = raw(16, &[&[32][..], &[0; 32]].concat());
    let short = raw(16, &[&[31][..], &[9; 31]].concat());
    let wrong_length = BadShare::WrongLength { expected: 32, got: 31 };
    vec![
        lying(Server, exchange_with(move |exchange| exchange.params.group = other))
            .refused_by(Client, Refusal12::GroupNotOffered { group: other }),
        lying(Client, Meddler::replace(Kind::ClientKeyExchange, zeros))
            .refused_by(Server, Refusal12::BadShare { group, why: BadShare::InvalidPoint }),
        lying(Client, Meddler::replace(Kind::ClientKeyExchange, short))
            .refused_by(Server, Refusal12::BadShare { group, why: wrong_length }),
    ]
}

fn signatures() -> Vec<Provocation> {
    let (ours, sha1, other) =
        (SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::ECDSA_SHA1, SignatureScheme::ED25519);
    let flip = |bytes: &mut Vec<u8>| bytes.last_mut().into_iter().for_each(|byte| *byte ^= 1);
    let (server, client) = (Kind::ServerKeyExchange, Kind::CertificateVerify);
    vec![
        lying(Server, exchange_with(move |exchange| exchange.algorithm = sha1))
            .refused_by(Client, Refusal12::SchemeNotOffered { message: server, scheme: sha1 }),
        lying(Server, exchange_with(move |exchange| exchange.algorithm = other))
            .refused_by(Client, Refusal12::SchemeDoesNotFitKey { message: server, scheme: other }),
        lying(Server, Meddler::edit(server, flip))
            .refused_by(Client, Refusal12::BadSignature { message: server, scheme: ours }),
        lying(Client, verify_with(move |verify| verify.algorithm = sha1))
            .refused_by(Server, Refusal12::SchemeNotOffered { message: client, scheme: sha1 }),
        lying(Client, verify_with(move |verify| verify.algorithm = other))
            .refused_by(Server, Refusal12::SchemeDoesNotFitKey { message: client, scheme: other }),
        lying(Client, Meddler::edit(client, flip))
            .refused_by(Server, Refusal12::BadSignature { message: client, scheme: ours }),
    ]
}

fn finished() -> Vec<Provocation> {
    let flip = |bytes: &mut Vec<u8>| bytes.last_mut().into_iter().for_each(|byte| *byte ^= 1);
    let cut = |bytes: &[u8]| vec![raw(20, bytes.get(4..15).unwrap())];
    let longer = |bytes: &[u8]| vec![raw(20, &[bytes.get(4..).unwrap(), &[0]].concat())];
    let of = |liar: Role, victim: Role| {
        [
            Meddler::edit(Kind::Finished, flip),
            Meddler::new(Kind::Finished, cut),
            Meddler::new(Kind::Finished, longer),
        ]
        .map(|meddler| lying(liar, meddler).refused_by(victim, Refusal12::BadFinished))
    };
    [of(Client, Server), of(Server, Client)].concat()
}
