//! The seeds of both sides lead to every state of the diagrams, and every way that states do not tell of, so that a campaign
//! need not find it.

use std::collections::HashSet;
use std::sync::LazyLock;

use handfast::handshake::diagram;
use handfast::{EarlyData, Role, State, Version};
use handfast_tests::fuzz::seeds::corpus;
use handfast_tests::fuzz::{Reached, reached};

/// How far each seed leads, played once for all tests.
fn seeds(role: Role) -> &'static [Reached] {
    static CLIENT: LazyLock<Vec<Reached>> = LazyLock::new(|| played(Role::Client));
    static SERVER: LazyLock<Vec<Reached>> = LazyLock::new(|| played(Role::Server));
    if role == Role::Client { &CLIENT } else { &SERVER }
}

fn played(role: Role) -> Vec<Reached> {
    corpus(role.name()).iter().map(|(_, seed)| reached(role, seed)).collect()
}

#[test]
fn seeds_lead_to_every_state() {
    for role in [Role::Client, Role::Server] {
        let seeds = seeds(role);
        for version in [Version::Tls12, Version::Tls13] {
            for state in states(role, version) {
                let count = seeds.iter().filter(|seed| was_in(seed, version, state)).count();
                println!("{version:?} {} {state:?}: {count} of {}", role.name(), seeds.len());
                assert!(count > 0, "no seeds that lead {} to {state:?} of {version:?}", role.name());
            }
        }
    }
}

/// A way of seeds, and whether one took it.
type Way = (&'static str, fn(&Reached) -> bool);

/// What states do not tell: the states of a session id are those of a ticket, and so on.
const WAYS: [Way; 7] = [
    ("back by a session id", |seed| seed.resumed_by_id),
    ("back without a key exchange", |seed| seed.negotiated.resumed && without_exchange(seed)),
    ("in by a shared key alone", |seed| seed.negotiated.shared_key.is_some() && without_exchange(seed)),
    ("to a peer whose certificate comes compressed", |seed| seed.negotiated.peer_compression.is_some()),
    ("to a certificate of its own that goes compressed", |seed| seed.negotiated.our_compression.is_some()),
    ("to short records", |seed| seed.negotiated.record_limits.is_some()),
    ("to early data", |seed| seed.negotiated.early_data == Some(EarlyData::Accepted)),
];

#[test]
fn seeds_lead_every_way() {
    for role in [Role::Client, Role::Server] {
        let seeds = seeds(role);
        let connected: Vec<_> = seeds.iter().filter(|seed| seed.states.contains(&State::Connected)).collect();
        for (way, took) in WAYS {
            let count = connected.iter().filter(|seed| took(seed)).count();
            println!("{} {way}: {count} of {}", role.name(), seeds.len());
            assert!(count > 0, "no seeds that lead {} {way}", role.name());
        }
    }
}

fn without_exchange(seed: &Reached) -> bool {
    seed.negotiated.version == Some(Version::Tls13) && seed.negotiated.group.is_none()
}

fn was_in(seed: &Reached, version: Version, state: State) -> bool {
    seed.negotiated.version == Some(version) && seed.states.contains(&state)
}

/// Those that this stack enters.
fn states(role: Role, version: Version) -> HashSet<State> {
    let edges = diagram::table(version).iter().filter(|edge| edge.role == role);
    edges.flat_map(|edge| [edge.from, edge.to]).collect()
}
