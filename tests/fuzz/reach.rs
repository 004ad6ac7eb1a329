//! The seeds of both sides lead to every state of the diagrams, so that a campaign need not find the way.

use std::collections::HashSet;

use handfast::handshake::diagram;
use handfast::{Role, State, Version};
use handfast_tests::fuzz::seeds::corpus;
use handfast_tests::fuzz::{Reached, reached};

#[test]
fn seeds_lead_to_every_state() {
    for (role, target) in [(Role::Client, "client"), (Role::Server, "server")] {
        let seeds: Vec<_> = corpus(target).iter().map(|(_, seed)| reached(role, seed)).collect();
        for version in [Version::Tls12, Version::Tls13] {
            for state in states(role, version) {
                let count = seeds.iter().filter(|seed| was_in(seed, version, state)).count();
                println!("{version:?} {} {state:?}: {count} of {}", role.name(), seeds.len());
                assert!(count > 0, "no seeds that lead {} to {state:?} of {version:?}", role.name());
            }
        }
    }
}

fn was_in(seed: &Reached, version: Version, state: State) -> bool {
    seed.version == Some(version) && seed.states.contains(&state)
}

/// Those that this stack enters.
fn states(role: Role, version: Version) -> HashSet<State> {
    let edges = diagram::table(version).iter().filter(|edge| edge.role == role);
    edges.flat_map(|edge| [edge.from, edge.to]).collect()
}
