//! Handshakes that succeed, with every question answered at once and with every question held.

use handfast::crypto::kx::Group;
use handfast::handshake::{Agreement, Suite12, Version};
use handfast::wire::code_points::SignatureScheme;
use handfast::{ClientAuth, Config, Error, Hooks, Refusal};
use handfast_pki::{KeyKind, Request};
use handfast_tests::{
    Manner, Pair, People, both_versions, identity, in_both_manners, now, only_tls12, only_tls13,
};

/// Plays the handshake in both manners, and shows both pairs.
fn complete(client: &Config, server: &Config, look: impl Fn(&Pair)) {
    for manner in Manner::ALL {
        let mut pair = Pair::new(manner.of(client), manner.of(server));
        pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete(), "{manner:?}: {:?}", pair.failures());
        look(&pair);
    }
}

fn both_accept(pair: &Pair) {
    for side in [&pair.client, &pair.server] {
        assert!(side.peer().is_some_and(|peer| peer.verdict().is_accepted()));
        assert_eq!(side.negotiated().version, Some(Version::Tls12));
        assert!(side.negotiated().extended_main_secret);
    }
}

const fn key(agreement: Agreement) -> KeyKind {
    match agreement {
        Agreement::EcdheEcdsa => KeyKind::P256,
        Agreement::EcdheRsa | Agreement::Rsa => KeyKind::Rsa2048,
    }
}

#[test]
fn mutual_with_every_kind_of_key() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let people = People::new(kind);
        let server = only_tls12(people.server(ClientAuth::Require).with_p521());
        complete(&only_tls12(people.client().with_p521()), &server, both_accept);
    }
}

#[test]
fn mutual_over_every_suite_and_curve() {
    for suite in Suite12::ECDHE.into_iter().chain(Suite12::RSA) {
        let people = People::new(key(suite.agreement));
        for group in [Group::X25519, Group::Secp256r1, Group::Secp384r1, Group::Secp521r1] {
            let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
            client.protocol.suites = Vec::new();
            client.protocol.suites12 = vec![suite];
            // The other is the curve of the keys, which a client lists, too.
            client.protocol.groups = vec![group, Group::Secp256r1];
            server.protocol.groups = vec![group];
            server.protocol.suites12 = [&Suite12::ECDHE[..], &Suite12::RSA].concat();
            complete(&client, &server, |pair| {
                both_accept(pair);
                for side in [&pair.client, &pair.server] {
                    assert_eq!(side.negotiated().suite, Some(suite.suite));
                    let curve = (suite.agreement != Agreement::Rsa).then_some(group);
                    assert_eq!(side.negotiated().group, curve);
                }
            });
        }
    }
}

/// A server's certificate goes with the curves that the client lists (RFC 8422 §5.3). TLS 1.3 asks its schemes alone.
#[test]
fn the_certificate_is_on_a_curve_of_the_client() {
    let people = People::new(KeyKind::P384);
    let request = Request::server(["localhost"], now()).key(KeyKind::Rsa2048);
    let plain = identity(&people.intermediate.issue(&request).unwrap());
    let server = both_versions(people.server(ClientAuth::None).with_identity(plain));
    let [p256, both] = [&[Group::Secp256r1][..], &[Group::Secp256r1, Group::Secp384r1]];
    for (client, groups, scheme) in [
        (only_tls12(people.stranger()), p256, SignatureScheme::RSA_PSS_RSAE_SHA256),
        (only_tls12(people.stranger()), both, SignatureScheme::ECDSA_SECP384R1_SHA384),
        (people.stranger(), p256, SignatureScheme::ECDSA_SECP384R1_SHA384),
    ] {
        let mut client = client;
        (client.protocol.groups, client.protocol.shares) = (groups.to_vec(), groups.to_vec());
        complete(&client, &server, |pair| assert_eq!(pair.client.negotiated().peer_scheme, Some(scheme)));
    }
}

/// In TLS 1.2 a key signs with a hash that its peer takes (RFC 5246 §7.4.1.4.1): P-384 with SHA-256 for those who take
/// nothing else. In TLS 1.3 the scheme names the curve, too, and is none of this key.
#[test]
fn a_curve_with_another_hash_than_its_own() {
    let people = People::new(KeyKind::P384);
    let sha256 = SignatureScheme::ECDSA_SECP256R1_SHA256;
    let taking_that = |mut config: Config| {
        config.protocol.schemes = vec![sha256];
        config
    };
    let (client, server) = (taking_that(people.client()), taking_that(people.server(ClientAuth::Require)));
    complete(&only_tls12(client.clone()), &only_tls12(server.clone()), |pair| {
        both_accept(pair);
        for side in [&pair.client, &pair.server] {
            assert_eq!(side.negotiated().peer_scheme, Some(sha256));
        }
    });
    let pair =
        in_both_manners((&client, &server), now(), |pair| pair.play(&mut Hooks::none(), &mut Hooks::none()));
    let refused = Error::Refused(Refusal::Handshake(handfast::handshake::Refusal::NoCommonScheme));
    assert_eq!(pair.server.failure(), Some(refused));
}

/// Where both are taken, it signs with its own.
#[test]
fn a_curve_prefers_its_own_hash() {
    let people = People::new(KeyKind::P384);
    let (mut client, server) = (people.stranger(), people.server(ClientAuth::None));
    client.protocol.schemes =
        vec![SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::ECDSA_SECP384R1_SHA384];
    complete(&only_tls12(client), &only_tls12(server), |pair| {
        assert_eq!(pair.client.negotiated().peer_scheme, Some(SignatureScheme::ECDSA_SECP384R1_SHA384));
    });
}

#[test]
fn data_both_ways_in_any_pieces() {
    let people = People::new(KeyKind::P256);
    let (client, server) = (only_tls12(people.client()), only_tls12(people.server(ClientAuth::Require)));
    for chunk in [1, 7, 1000, usize::MAX] {
        let mut pair = Pair::new(Manner::AtOnce.of(&client), Manner::AtOnce.of(&server));
        let _ = pair.run(chunk);
        pair.client.send(b"hello", &mut Hooks::none()).unwrap();
        pair.server.send(b"well met", &mut Hooks::none()).unwrap();
        let _ = pair.run(chunk);
        assert_eq!((pair.server.plaintext(), pair.client.plaintext()), (&b"hello"[..], &b"well met"[..]));
    }
}

/// Messages in pieces of any size, one or more to a record.
#[test]
fn in_fragments_of_any_size() {
    let people = People::repeating();
    for size in [1, 5, 100, 1000] {
        let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
        (client.max_fragment, server.max_fragment) = (size, size);
        let (client, server) = (only_tls12(client), only_tls12(server));
        let pair = in_both_manners((&client, &server), now(), |pair| {
            pair.play(&mut Hooks::none(), &mut Hooks::none())
        });
        assert!(pair.is_complete(), "{:?}", pair.failures());
    }
}

#[test]
fn with_and_without_a_certificate_of_the_client() {
    let people = People::new(KeyKind::P256);
    for (client, policy) in [
        (people.client(), ClientAuth::None),
        (people.stranger(), ClientAuth::None),
        (people.stranger(), ClientAuth::Optional),
    ] {
        complete(&only_tls12(client), &only_tls12(people.server(policy)), |pair| {
            assert!(pair.server.peer().is_none());
            assert_eq!(pair.client.negotiated().no_client_certificate, policy == ClientAuth::Optional);
        });
    }
}

/// The best version that both speak, whatever else they speak.
#[test]
fn the_best_version_of_both() {
    type Speaks = fn(Config) -> Config;
    let [new, old, both]: [Speaks; 3] = [only_tls13, only_tls12, both_versions];
    let people = People::new(KeyKind::P256);
    for (client, server, version) in [
        (both, both, Version::Tls13),
        (new, both, Version::Tls13),
        (both, new, Version::Tls13),
        (both, old, Version::Tls12),
        (old, both, Version::Tls12),
    ] {
        complete(&client(people.client()), &server(people.server(ClientAuth::Require)), |pair| {
            for side in [&pair.client, &pair.server] {
                assert_eq!(side.negotiated().version, Some(version));
            }
        });
    }
}

/// Who says nothing of versions speaks both.
#[test]
fn both_by_default() {
    assert!(Config::new().protocol.versions().eq([Version::Tls13, Version::Tls12]));
}
