//! Compressed chains (RFC 8879) of both sides, during the handshake and after it.

use std::sync::Arc;

use handfast::compression::{self, CertificateCompression};
use handfast::handshake::diagram;
use handfast::wire::Kind;
use handfast::wire::code_points::CertificateCompressionAlgorithm;
use handfast::{ClientAuth, Config, Hooks, Role, State, Version};
use handfast_tests::{Pair, People, Wires, in_both_manners, now};

type Way = Arc<dyn CertificateCompression>;

fn sides(ways: impl IntoIterator<Item = Way> + Clone) -> (Config, Config) {
    let people = People::repeating();
    let (client, server) = (people.client(), people.server(ClientAuth::Require));
    (client.with_certificate_compression(ways.clone()), server.with_certificate_compression(ways))
}

fn met(client: &Config, server: &Config) -> (Pair, Wires) {
    let mut said = Wires::default();
    let pair = in_both_manners((client, server), now(), |pair| {
        said = pair.play(&mut Hooks::none(), &mut Hooks::none());
        said.clone()
    });
    assert!(pair.is_complete(), "{:?}", pair.failures());
    (pair, said)
}

/// What became of the chains: the server's, the client's.
fn compressed(pair: &Pair) -> [Option<CertificateCompressionAlgorithm>; 2] {
    let (client, server) = (pair.client.negotiated(), pair.server.negotiated());
    assert_eq!(client.peer_compression, server.our_compression);
    assert_eq!(server.peer_compression, client.our_compression);
    [client.peer_compression, server.peer_compression]
}

#[test]
fn both_chains_in_every_way_that_both_know() {
    let (client, server) = sides([]);
    let (plain, long) = met(&client, &server);
    assert_eq!(compressed(&plain), [None, None]);
    for way in compression::all() {
        let (client, server) = sides([Arc::clone(&way)]);
        let (pair, short) = met(&client, &server);
        assert_eq!(compressed(&pair), [Some(way.algorithm()); 2]);
        assert!(short.down.len() < long.down.len() && short.up.len() < long.up.len(), "{way:?}");
        for side in [&pair.client, &pair.server] {
            assert!(side.peer().is_some_and(|peer| peer.verdict().is_accepted()));
        }
    }
}

#[test]
fn each_side_compresses_in_its_first_way_that_the_other_undoes() {
    let (all, mut other) = (compression::all(), compression::all());
    other.reverse();
    let (client, deaf) = sides([]);
    let (client, server) = (
        client.with_certificate_compression(all.clone()),
        deaf.clone().with_certificate_compression(other.clone()),
    );
    let (pair, _) = met(&client, &server);
    assert_eq!(compressed(&pair), [Some(other[0].algorithm()), Some(all[0].algorithm())]);
    assert_eq!(compressed(&met(&client, &deaf).0), [None, None]);
    let older = server.with_versions(Version::Tls12..=Version::Tls12);
    let client = client.with_versions(Version::Tls12..=Version::Tls13);
    assert_eq!(compressed(&met(&client, &older).0), [None, None]);
}

#[test]
fn after_the_handshake_too() {
    let people = People::repeating();
    let client = people.client().with_post_handshake_auth().with_certificate_compression(compression::all());
    let server = people.server(ClientAuth::None).with_certificate_compression(compression::all());
    let mut pair = Pair::fixed(Arc::new(client), Arc::new(server), now());
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!(pair.server.negotiated().peer_compression, None);
    pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    assert_eq!(pair.failures(), (None, None));
    assert_eq!(pair.server.negotiated().peer_compression, Some(compression::all()[0].algorithm()));
    assert!(pair.server.peer().is_some());
}

#[test]
fn it_has_the_place_of_the_certificate_that_it_stands_for() {
    for (role, state) in [(Role::Client, State::WaitCert), (Role::Server, State::Asking)] {
        assert_eq!(diagram::permits(role, [Version::Tls13], state, Kind::CompressedCertificate), Ok(()));
    }
    let in_tls12 = [Version::Tls12];
    assert!(diagram::permits(Role::Client, in_tls12, State::WaitCert, Kind::CompressedCertificate).is_err());
    assert!(diagram::permits(Role::Client, in_tls12, State::WaitCert, Kind::Certificate).is_ok());
}
