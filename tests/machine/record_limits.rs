//! Shorter records: record_size_limit (RFC 8449) and max_fragment_length (RFC 6066 §4), in both versions and directions.

use handfast::handshake::RecordLimits;
use handfast::wire::Kind;
use handfast::wire::code_points::{ExtensionType, MaxFragmentLength};
use handfast::wire::ext::Extension;
use handfast::{ClientAuth, Config, Error, Hooks, Refusal, Version, record};
use handfast_tests::{Meddler, Pair, People, Wires, in_both_manners, now};

/// With data of 3000 octets in both directions after the handshake.
fn talk(client: &Config, server: &Config) -> (Pair, Wires) {
    let mut after = Wires::default();
    let mut pair = in_both_manners((client, server), now(), |pair| {
        let wires = pair.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(pair.is_complete(), "{:?}", pair.failures());
        wires
    });
    for _ in 0..2 {
        for side in [&mut pair.client, &mut pair.server] {
            assert_eq!(side.send(&[7; 3000], &mut Hooks::none()), Ok(3000));
        }
        let more = pair.play(&mut Hooks::none(), &mut Hooks::none());
        after.up.extend(more.up);
        after.down.extend(more.down);
        for side in [&mut pair.client, &mut pair.server] {
            side.consume(usize::MAX);
        }
    }
    assert_eq!(pair.failures(), (None, None));
    (pair, after)
}

/// The longest body of a record.
fn longest(mut wire: &[u8]) -> usize {
    let mut longest = 0;
    while let Some(([.., high, low], rest)) = wire.split_first_chunk::<5>() {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        longest = longest.max(length);
        wire = rest.get(length..).unwrap_or_default();
    }
    longest
}

fn sides() -> (Config, Config) {
    let people = People::repeating();
    (people.client(), people.server(ClientAuth::Require))
}

fn spoken(version: Version, config: Config) -> Config {
    config.with_versions(version..=version)
}

/// What GCM adds to the plaintext in each version.
const fn added(version: Version) -> usize {
    match version {
        Version::Tls12 => 8 + 16,
        Version::Tls13 => 16,
    }
}

#[test]
fn each_side_keeps_to_what_the_other_takes() {
    for version in [Version::Tls12, Version::Tls13] {
        let (client, server) = sides();
        let client = spoken(version, client.with_record_size_limit(512));
        let server = spoken(version, server.with_record_size_limit(64));
        let (pair, wires) = talk(&client, &server);
        let limits = |read, write| Some(RecordLimits::Sizes { read, write });
        assert_eq!(pair.client.negotiated().record_limits, limits(512, 64));
        assert_eq!(pair.server.negotiated().record_limits, limits(64, 512));
        assert_eq!(longest(&wires.up), 64 + added(version), "{version:?}");
        assert_eq!(longest(&wires.down), 512 + added(version), "{version:?}");
    }
}

#[test]
fn a_server_without_a_limit_of_its_own_says_how_much_the_version_has() {
    for (version, most) in [(Version::Tls12, 1 << 14), (Version::Tls13, (1 << 14) + 1)] {
        let (client, server) = sides();
        let (pair, wires) =
            talk(&spoken(version, client.with_record_size_limit(512)), &spoken(version, server));
        assert_eq!(
            pair.client.negotiated().record_limits,
            Some(RecordLimits::Sizes { read: 512, write: most })
        );
        assert_eq!(longest(&wires.down), 512 + added(version));
        assert!(longest(&wires.up) > 3000);
    }
}

#[test]
fn nobody_asks_and_nobody_is_limited() {
    let (client, server) = sides();
    let (pair, _) = talk(&client, &server.with_record_size_limit(64));
    assert_eq!(pair.client.negotiated().record_limits, None);
    assert_eq!(pair.server.negotiated().record_limits, None);
}

#[test]
fn fragments_are_short_in_both_directions() {
    for version in [Version::Tls12, Version::Tls13] {
        let (client, server) = sides();
        let (mut client, server) = (spoken(version, client), spoken(version, server));
        client.protocol.max_fragment_length = Some(MaxFragmentLength::OF_512);
        let (pair, wires) = talk(&client, &server);
        let agreed = Some(RecordLimits::Fragments(MaxFragmentLength::OF_512));
        assert_eq!(pair.client.negotiated().record_limits, agreed);
        let inner_type = if version == Version::Tls13 { 1 } else { 0 };
        for wire in [&wires.up, &wires.down] {
            assert_eq!(longest(wire), 512 + inner_type + added(version), "{version:?}");
        }
        // The newer extension goes before the older one.
        let (pair, _) = talk(&client.with_record_size_limit(900), &server);
        assert!(matches!(
            pair.client.negotiated().record_limits,
            Some(RecordLimits::Sizes { read: 900, .. })
        ));
    }
}

/// The whole flight in one record, and a promise in it that no record would be so long.
#[test]
fn the_record_with_the_promise_is_held_against_it() {
    let (client, server) = sides();
    let (client, server) = (client.with_record_size_limit(512).into(), server.into());
    let mut pair = Pair::fixed(client, server, now());
    let mut unasked = Meddler::extend(Kind::ClientHello, |list| {
        list.retain(|extension| extension.extension_type() != ExtensionType::RECORD_SIZE_LIMIT);
    });
    let mut promise =
        Meddler::extend(Kind::EncryptedExtensions, |list| list.push(Extension::RecordSizeLimit(512)));
    pair.play(&mut Hooks::tampering(&mut unasked), &mut Hooks::tampering(&mut promise));
    assert!(unasked.has_meddled() && promise.has_meddled());
    let Some(Error::Refused(Refusal::Record(refusal))) = pair.client.failure() else {
        panic!("{:?}", pair.failures())
    };
    assert!(matches!(refusal, record::Refusal::RecordSizeLimit { limit: 512, length } if length > 512));
}
