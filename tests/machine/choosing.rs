//! Which of several identities is shown to a peer, and what becomes of a client that has none for it.

use std::sync::Arc;

use handfast::handshake::Refusal as Handshake;
use handfast::path::Anchors;
use handfast::rule::AlertDescription;
use handfast::wire::Kind;
use handfast::wire::code_points::SignatureScheme as Scheme;
use handfast::wire::ext::{Extension, OidFilter};
use handfast::{ClientAuth, Config, Error, Hooks, Identity, Refusal, Version, Withheld};
use handfast_pki::{Authority, KeyKind, Request};
use handfast_tests::{Meddler, Pair, People, both_versions, client_identity, identity, now, only_tls12};

/// Two houses, of which the server knows only one.
struct Houses {
    here: People,
    there: Authority,
}

impl Houses {
    fn new() -> Self {
        let there = Authority::root(&Request::authority("another house", now())).unwrap();
        Self { here: People::new(KeyKind::P256), there }
    }

    fn ours(&self) -> Identity {
        client_identity(&self.here)
    }

    fn theirs(&self) -> Identity {
        identity(&self.there.issue(&Request::client("alice", now())).unwrap())
    }

    fn server(&self) -> Config {
        self.here.server(ClientAuth::Optional)
    }
}

fn played(client: Config, server: Config) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    pair.play(&mut Hooks::none(), &mut Hooks::none());
    pair
}

/// In either version.
fn both(client: &Config, server: &Config) -> [Pair; 2] {
    let server = both_versions(server.clone());
    [played(client.clone(), server.clone()), played(only_tls12(client.clone()), server)]
}

#[test]
fn a_client_keeps_its_identity_from_those_that_name_others() {
    let houses = Houses::new();
    let client = houses.here.stranger().with_identity(houses.theirs());
    for pair in both(&client, &houses.server()) {
        assert!(pair.is_complete());
        assert_eq!(pair.client.negotiated().withheld, Some(Withheld::OtherAuthorities { named: 1 }));
        assert_eq!((pair.client.negotiated().identity, pair.server.negotiated().identity), (None, Some(0)));
    }
}

#[test]
fn unless_it_is_told_to_show_it() {
    let houses = Houses::new();
    let shown = houses.theirs().must_match_issuer(false);
    let client = houses.here.stranger().with_identity(shown);
    for pair in both(&client, &houses.server()) {
        assert!(pair.is_complete());
        assert!(
            pair.server.peer().is_some_and(|peer| !peer.verdict().is_accepted()),
            "shown, and a stranger"
        );
    }
}

#[test]
fn the_one_that_fits_is_chosen_wherever_it_stands() {
    let houses = Houses::new();
    let (ours, theirs) = (houses.ours(), houses.theirs());
    for (identities, index) in [([ours.clone(), theirs.clone()], 0), ([theirs, ours], 1)] {
        let client = identities.into_iter().fold(houses.here.stranger(), Config::with_identity);
        for pair in both(&client, &houses.server()) {
            assert!(pair.is_complete());
            assert_eq!(pair.client.negotiated().identity, Some(index));
            assert!(pair.server.peer().is_some_and(|peer| peer.verdict().is_accepted()));
        }
    }
}

#[test]
fn who_is_never_nobody_gives_up() {
    let houses = Houses::new();
    let mut stranger = houses.here.stranger();
    stranger.never_anonymous = true;
    for pair in both(&stranger, &houses.server()) {
        assert!(pair.is_complete(), "without any identity it is nobody from the start");
    }
    let other_house = houses.theirs();
    let other_scheme = houses.ours().signing_with(&[Scheme::ED25519]);
    let cases = [(other_house, Handshake::NoCommonAuthority), (other_scheme, Handshake::NoCommonScheme)];
    for (identity, refusal) in cases {
        for pair in both(&stranger.clone().with_identity(identity), &houses.server()) {
            let refused = Error::Refused(Refusal::Handshake(refusal));
            assert_eq!(pair.client.failure(), Some(refused));
            let heard = Error::RefusedByPeer(AlertDescription::HANDSHAKE_FAILURE);
            assert_eq!(pair.server.failure(), Some(heard));
        }
    }
}

/// RFC 9846 §4.5.1.2: whoever has a chain that is signed as the peer wants sends that one, else what there is.
#[test]
fn the_chain_whose_signatures_the_peer_takes_is_chosen() {
    let houses = Houses::new();
    let request = Request::authority("a house with a longer key", now()).key(KeyKind::P384);
    let longer = Authority::root(&request).unwrap();
    let issued = identity(&longer.issue(&Request::client("alice", now())).unwrap());
    let client = [houses.ours(), issued]
        .into_iter()
        .map(|identity| identity.must_match_issuer(false))
        .fold(houses.here.stranger(), Config::with_identity);
    let cases =
        [(Scheme::ECDSA_SECP256R1_SHA256, 0), (Scheme::ECDSA_SECP384R1_SHA384, 1), (Scheme::ED25519, 0)];
    for (scheme, index) in cases {
        let mut server = houses.server();
        server.protocol.certificate_schemes = vec![scheme];
        let pair = played(client.clone(), server);
        assert_eq!(pair.client.negotiated().identity, Some(index), "{scheme}");
    }
}

/// RFC 9846 §4.3.5: the certificate has the values that the server asks for, where we know the extension.
#[test]
fn a_client_shows_a_certificate_that_is_as_the_server_wants_it() {
    let houses = Houses::new();
    let server = || houses.here.issue(Request::server(["localhost"], now()));
    let client = [server(), houses.ours()].into_iter().fold(houses.here.stranger(), Config::with_identity);
    let asked = |client: &Config, filters: &'static [OidFilter<'static>; 1]| {
        let mut ask = Meddler::extend(Kind::CertificateRequest, |list| {
            list.push(Extension::OidFilters(filters.into()));
        });
        let mut pair = Pair::new(Arc::new(client.clone()), Arc::new(houses.server()));
        let mut hooks = Hooks { observer: None, tamper: Some(&mut ask) };
        pair.play(&mut Hooks::none(), &mut hooks);
        (pair.client.negotiated().identity, pair.client.negotiated().withheld)
    };
    assert_eq!(asked(&client, &FOR_CLIENTS), (Some(1), None));
    assert_eq!(asked(&client, &FOR_SERVERS), (Some(0), None));
    assert_eq!(asked(&client, &UNRECOGNISED), (Some(0), None), "passed over");
    let ours = houses.here.stranger().with_identity(houses.ours());
    assert_eq!(asked(&ours, &FOR_SERVERS), (None, Some(Withheld::OtherValues)));
}

const FOR_CLIENTS: [OidFilter<'_>; 1] = [filter(b"\x06\x03\x55\x1d\x25", 2)];
const FOR_SERVERS: [OidFilter<'_>; 1] = [filter(b"\x06\x03\x55\x1d\x25", 1)];
const UNRECOGNISED: [OidFilter<'_>; 1] = [filter(b"\x06\x03\x55\x1d\x7f", 2)];

/// For one of the purposes of RFC 5280 §4.2.1.12: 1 is serverAuth, 2 clientAuth.
const fn filter(extension: &'static [u8], purpose: u8) -> OidFilter<'static> {
    let purpose: &[u8] = match purpose {
        1 => b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01",
        _ => b"\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02",
    };
    OidFilter { certificate_extension_oid: extension, certificate_extension_values: purpose }
}

/// A server does not mind, unless it is told to.
#[test]
fn a_server_shows_itself_to_those_that_name_others_unless_it_is_told_not_to() {
    let houses = Houses::new();
    let mut client = houses.here.stranger();
    let there = Anchors::from_certificates([&**houses.there.certificate()]).unwrap();
    client.protocol.authorities = there.names().map(<[u8]>::to_vec).collect();
    let server = || houses.here.issue(Request::server(["localhost"], now()));
    let client = both_versions(client);
    for version in [Version::Tls12, Version::Tls13] {
        let meets = |server| {
            played(client.clone(), Config::new().with_versions(version..=version).with_identity(server))
        };
        assert!(meets(server()).is_complete());
        let refused = Error::Refused(Refusal::Handshake(Handshake::NoCommonAuthority));
        assert_eq!(meets(server().must_match_issuer(true)).server.failure(), Some(refused));
    }
}

#[test]
fn signs_with_the_schemes_that_it_is_told_to_in_their_order() {
    let people = People::new(KeyKind::Rsa2048);
    let signing = |schemes: &[Scheme]| {
        let server = people.issue(Request::server(["localhost"], now())).signing_with(schemes);
        let pair = played(people.stranger(), Config::new().with_identity(server));
        pair.client.negotiated().peer_scheme
    };
    let [one, two] = [Scheme::RSA_PSS_RSAE_SHA512, Scheme::RSA_PSS_RSAE_SHA256];
    assert_eq!(signing(&[one, two]), Some(one));
    assert_eq!(signing(&[Scheme::ED25519, two, one]), Some(two), "another key's scheme is left out");
    assert_eq!(signing(&[Scheme::ED25519]), None);
}
