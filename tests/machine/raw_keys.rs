//! Keys in the place of certificates (RFC 7250), in both roles and versions.

use std::sync::Arc;

use handfast::crypto::hash::Hash;
use handfast::handshake::{Refusal as Handshake, Side};
use handfast::path::{Allow, AllowRule, KnownKeys, spki_sha256};
use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::wire::code_points::ExtensionType;
use handfast::wire::ext::Extension;
use handfast::wire::{Dialect, Message};
use handfast::{
    CertificateType, ClientAuth, Config, Error, Hooks, NotResumed, Psk, Refusal, Verification, Version,
    Withheld,
};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, RawKeys, Regulars, Witness, both_versions, only_tls12, only_tls13};

const VERSIONS: [Version; 2] = [Version::Tls12, Version::Tls13];

fn speaking(version: Version, config: Config) -> Config {
    match version {
        Version::Tls12 => only_tls12(config),
        Version::Tls13 => only_tls13(config),
    }
}

fn met(client: Config, server: Config) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let _ = pair.run(usize::MAX);
    pair
}

/// Both sides with the same keys or certificates, in this version.
fn met_in(version: Version, (client, server): (Config, Config)) -> Pair {
    met(speaking(version, client), speaking(version, server))
}

/// What each side showed.
fn shown(pair: &Pair) -> (Option<CertificateType>, Option<CertificateType>) {
    assert_eq!(pair.failures(), (None, None));
    let of = |peer: Option<&handfast::handshake::Peer>| peer.map(|peer| peer.chain().certificate_type());
    (of(pair.server.peer()), of(pair.client.peer()))
}

const KEY: Option<CertificateType> = Some(CertificateType::RawPublicKey);
const X509: Option<CertificateType> = Some(CertificateType::X509);

#[test]
fn both_sides_show_a_key_alone() {
    for kind in [KeyKind::P256, KeyKind::Ed25519, KeyKind::Rsa2048] {
        for version in VERSIONS {
            let keys = RawKeys::of(kind);
            let pair = met_in(version, keys.both(ClientAuth::Require));
            assert_eq!(shown(&pair), (KEY, KEY), "{kind:?} {version:?}");
            for peer in [pair.client.peer(), pair.server.peer()] {
                let peer = peer.unwrap();
                assert!(peer.verdict().is_accepted());
                assert_eq!(peer.chain().raw_public_key(), Some(&*keys.spki()));
                assert_eq!(peer.chain().certificates().count(), 0, "a key is no certificate");
            }
            let export = |side: &handfast::Connection| {
                let mut out = [0; 32];
                side.export("EXPORTER-test", None, &mut out).unwrap();
                out
            };
            assert_eq!(export(&pair.client), export(&pair.server));
        }
    }
}

/// One side a key, the other a certificate.
#[test]
fn each_side_by_itself() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    for version in VERSIONS {
        let client = people.stranger().with_identity(keys.identity());
        let server = people.server(ClientAuth::Require).with_client_keys(keys.known());
        assert_eq!(shown(&met_in(version, (client, server))), (KEY, X509));

        let client = people.client().with_server_keys(keys.known());
        let server = people.stranger().with_identity(keys.identity()).with_client_auth(ClientAuth::Require);
        assert_eq!(shown(&met_in(version, (client, server))), (X509, KEY));
    }
}

/// Who has both shows what the other side can judge.
#[test]
fn what_the_other_side_takes_is_shown() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    let client = || people.client().with_identity(keys.identity());
    let server = || people.server(ClientAuth::Require).with_identity(keys.identity());
    for version in VERSIONS {
        assert_eq!(shown(&met_in(version, (client(), server()))), (X509, X509));
        let knowing = (client().with_server_keys(keys.known()), server().with_client_keys(keys.known()));
        assert_eq!(shown(&met_in(version, knowing)), (KEY, X509), "the server prefers its certificate");
        let alone = client().with_anchors(<_>::default()).with_server_keys(keys.known());
        assert_eq!(shown(&met_in(version, (alone, server()))), (X509, KEY));
    }
}

fn refusal(pair: &Pair) -> [Option<Alert>; 2] {
    let alert = |failure: Option<Error>| match failure {
        Some(Error::Refused(refusal)) => Some(refusal.rule().alert),
        Some(Error::RefusedByPeer(alert)) => Some(alert),
        other => panic!("{other:?}"),
    };
    [pair.client.failure(), pair.server.failure()].map(alert)
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    let (keys, others) = (RawKeys::new(), RawKeys::new());
    for version in VERSIONS {
        let (client, server) = keys.both(ClientAuth::Require);
        let pair = met_in(version, (client.clone().with_server_keys(others.known()), server.clone()));
        assert_eq!(refusal(&pair), [Some(Alert::CERTIFICATE_UNKNOWN); 2]);
        let pair = met_in(version, (client, server.with_client_keys(others.known())));
        assert_eq!(refusal(&pair), [Some(Alert::CERTIFICATE_UNKNOWN); 2]);
    }
}

/// What a list of keys is for: the other role's does not count.
#[test]
fn keys_of_clients_are_not_keys_of_servers() {
    let keys = RawKeys::new();
    let (client, server) = keys.both(ClientAuth::None);
    let client = client.with_server_keys(KnownKeys::new()).with_client_keys(keys.known());
    let pair = met(client, server);
    let why = Error::Refused(Refusal::Handshake(Handshake::NoCommonCertificateType));
    assert_eq!(pair.server.failure(), Some(why));
}

#[test]
fn whoever_may_stay_unverified_stays() {
    let (keys, others) = (RawKeys::new(), RawKeys::new());
    for version in VERSIONS {
        let (mut client, server) = keys.both(ClientAuth::Optional);
        client.verification = Verification::ReportOnly;
        client = client.with_server_keys(others.known());
        let pair = met_in(version, (client, server.with_client_keys(others.known())));
        assert_eq!(shown(&pair), (KEY, KEY));
        for peer in [pair.client.peer(), pair.server.peer()] {
            let rule = peer.unwrap().verdict().unverified().unwrap();
            assert_eq!(rule.alert, Alert::CERTIFICATE_UNKNOWN);
        }
    }
}

/// A client of today meets a server that only knows keys, and need not show anything.
#[test]
fn nobody_is_turned_away_for_a_type_where_showing_is_optional() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    for version in VERSIONS {
        let server = people.server(ClientAuth::Optional).with_anchors(<_>::default());
        let server = server.with_client_keys(keys.known());
        let pair = met_in(version, (people.client(), server));
        assert_eq!(shown(&pair), (X509, X509));
        assert!(!pair.server.peer().unwrap().verdict().is_accepted());
    }
}

/// A server that wants certificates gets none from a client that has a key alone.
#[test]
fn a_client_without_the_type_says_why_it_shows_nothing() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    let client = people.stranger().with_identity(keys.identity());
    let mut client = both_versions(client);
    client.protocol.own_certificate_types = vec![CertificateType::X509];
    let pair = met(client, both_versions(people.server(ClientAuth::Optional)));
    assert_eq!(shown(&pair), (None, X509));
    assert_eq!(pair.client.negotiated().withheld, Some(Withheld::OtherCertificateType));
}

#[test]
fn rules_on_who_may_come_in_are_asked_of_keys_too() {
    let keys = RawKeys::new();
    let allowing = |rule: AllowRule| {
        let (client, server) = keys.both(ClientAuth::Require);
        met(client, server.with_allow(Allow::new().or(rule)))
    };
    let own = AllowRule::spki_sha256(&spki_sha256(&keys.spki())).unwrap();
    assert_eq!(shown(&allowing(own)), (KEY, KEY));
    assert_eq!(refusal(&allowing(AllowRule::cn("alice").unwrap())), [Some(Alert::ACCESS_DENIED); 2]);
}

#[test]
fn who_comes_back_is_the_same_key() {
    let keys = RawKeys::new();
    for version in VERSIONS {
        let (client, server) = keys.both(ClientAuth::Require);
        let regulars = Regulars::new(speaking(version, client), speaking(version, server));
        assert_eq!(shown(&regulars.visit()), (KEY, KEY));
        let pair = regulars.visit();
        assert!(pair.client.negotiated().resumed && pair.server.negotiated().resumed, "{version:?}");
        assert_eq!(shown(&pair), (KEY, KEY));
        assert_eq!(pair.server.peer().unwrap().chain().raw_public_key(), Some(&*keys.spki()));
    }
}

/// A key that was struck off the list since then is not resumed, and not let in.
#[test]
fn a_key_that_is_known_no_longer_is_not_resumed() {
    let (keys, others) = (RawKeys::new(), RawKeys::new());
    for version in VERSIONS {
        let (client, server) = keys.both(ClientAuth::Require);
        let mut regulars = Regulars::new(speaking(version, client), speaking(version, server));
        assert_eq!(shown(&regulars.visit()), (KEY, KEY));
        regulars.server = regulars.server.clone().with_client_keys(others.known());
        let pair = regulars.visit();
        assert_eq!(pair.server.negotiated().not_resumed, Some(NotResumed::OtherTrust));
        assert_eq!(refusal(&pair), [Some(Alert::CERTIFICATE_UNKNOWN); 2]);
    }
}

/// The client judges the key of the session again, too.
#[test]
fn a_server_that_is_known_no_longer_is_not_offered_its_session() {
    let (keys, others) = (RawKeys::new(), RawKeys::new());
    let (client, server) = keys.both(ClientAuth::None);
    let mut regulars = Regulars::new(client, server);
    assert_eq!(shown(&regulars.visit()), (None, KEY));
    regulars.client = regulars.client.clone().with_server_keys(others.known());
    let pair = regulars.visit();
    assert!(matches!(pair.client.negotiated().not_resumed, Some(NotResumed::Certificate(_))));
    assert_eq!(refusal(&pair), [Some(Alert::CERTIFICATE_UNKNOWN); 2]);
}

#[track_caller]
fn shows_its_key_when_asked(pair: &mut Pair) {
    pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
    let _ = pair.run(usize::MAX);
    assert_eq!(shown(pair), (KEY, KEY));
}

/// The type was agreed on in the handshake.
#[test]
fn a_key_is_shown_after_the_handshake() {
    let keys = RawKeys::new();
    let (client, server) = keys.both(ClientAuth::None);
    let mut pair = met(client.with_post_handshake_auth(), server);
    assert_eq!(shown(&pair), (None, KEY));
    shows_its_key_when_asked(&mut pair);
}

/// Also on a connection in which nobody showed anything: what a session stands for then, a client can still become.
#[test]
fn a_key_is_shown_after_a_handshake_that_was_resumed() {
    let keys = RawKeys::new();
    let (client, server) = keys.both(ClientAuth::None);
    let regulars = Regulars::new(client.with_post_handshake_auth(), server);
    assert_eq!(shown(&regulars.visit()), (None, KEY));
    let mut pair = regulars.visit();
    assert!(pair.server.negotiated().resumed);
    shows_its_key_when_asked(&mut pair);
}

/// RFC 7250 §4.2, RFC 9846 §4.3: what the server's certificate is, is said each time; what the client's is, where it is asked.
#[test]
fn nothing_is_said_of_a_client_that_is_not_asked() {
    let keys = RawKeys::new();
    for version in VERSIONS {
        let (client, server) = keys.both(ClientAuth::Require);
        let regulars = Regulars::new(speaking(version, client), speaking(version, server));
        for resumed in [false, true] {
            let mut witness = Witness::default();
            let (pair, _) = regulars.visit_with(&mut Hooks::none(), &mut Hooks::observing(&mut witness));
            assert_eq!((shown(&pair), pair.server.negotiated().resumed), ((KEY, KEY), resumed));
            assert_eq!(types_said(&witness), if resumed { 1 } else { 2 }, "{version:?}");
        }
    }
}

/// Who goes on from a shared key shows nothing, whatever the server could show to others.
#[test]
fn nothing_is_said_beside_a_shared_key() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    let psk = Psk::new(b"sensor 7", &[7; 32], Hash::Sha256).unwrap();
    let client = only_tls13(Config::new()).with_server_keys(keys.known()).with_shared_key(psk.clone());
    for server in [people.server(ClientAuth::None), keys.both(ClientAuth::None).1] {
        let (mut witness, server) = (Witness::default(), server.with_shared_key(psk.clone()));
        let mut pair = Pair::new(Arc::new(client.clone()), Arc::new(server));
        pair.play(&mut Hooks::none(), &mut Hooks::observing(&mut witness));
        assert_eq!((shown(&pair), types_said(&witness)), ((None, None), 0));
        assert!(pair.is_complete());
    }
}

/// Of how many certificates the server says what they are.
fn types_said(server: &Witness) -> usize {
    let said = server.messages.iter().filter(|(side, _)| *side == Side::Write).flat_map(|(_, bytes)| {
        match Message::decode(bytes, Dialect::Tls13, None) {
            Ok(Message::ServerHello(hello)) => {
                hello.extensions().iter().map(Extension::extension_type).collect()
            }
            Ok(Message::EncryptedExtensions(m)) => {
                m.extensions.iter().map(Extension::extension_type).collect()
            }
            _ => Vec::new(),
        }
    });
    let types = [ExtensionType::CLIENT_CERTIFICATE_TYPE, ExtensionType::SERVER_CERTIFICATE_TYPE];
    said.filter(|extension| types.contains(extension)).count()
}

/// A type that the client does not know of is not said either, where it need not show anything.
#[test]
fn no_type_is_chosen_that_was_not_listed() {
    let (people, keys) = (People::new(KeyKind::P256), RawKeys::new());
    let client = people.stranger().with_identity(keys.identity()).with_post_handshake_auth();
    let pair = met(client, people.server(ClientAuth::None));
    assert_eq!(shown(&pair), (None, X509));
}

/// Nobody who has certificates alone says a word of types.
#[test]
fn certificates_alone_are_not_spoken_of() {
    let people = People::new(KeyKind::P256);
    let (client, _) = people.both();
    let types = &client.protocol;
    assert_eq!(types.own_certificate_types, [CertificateType::X509]);
    assert_eq!(types.server_certificate_types, [CertificateType::X509]);
    assert_eq!(types.client_certificate_types, [CertificateType::X509]);
}
