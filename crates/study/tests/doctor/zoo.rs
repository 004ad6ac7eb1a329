//! Every faulty chain of the zoo, shown to a peer that judges it.

use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Identity, Role};
use handfast_pki::{KeyKind, zoo};
use handfast_study::doctor::{Certainty, Direction, Failure};
use handfast_tests::{People, now, only_tls12};

use crate::ward::{Both, both, plain};

/// What the wire shows, among what the zoo has: the rest fails when files are loaded, or asks for a name or a policy.
const SHOWN: [Failure; 12] = [
    Failure::F02,
    Failure::F03,
    Failure::F06,
    Failure::F07,
    Failure::F08,
    Failure::F09,
    Failure::F14,
    Failure::F15,
    Failure::F22,
    Failure::F24,
    Failure::F33,
    Failure::F34,
];

/// Specimens whose fault lies in the anchor.
const ANCHORS: [&str; 2] = ["expired-root", "version-1-root"];

struct Shown {
    name: &'static str,
    wanted: Failure,
    both: Both,
}

/// The catalogue has numbers of its own for what clients refuse of servers.
const fn of(role: zoo::Role, failure: Failure) -> Failure {
    match (role, failure) {
        (zoo::Role::Server, Failure::F02) => Failure::F23,
        (zoo::Role::Server, Failure::F03) => Failure::F24,
        _ => failure,
    }
}

/// Each specimen of this role as a client or a server, in a handshake of this version.
fn shown(role: zoo::Role, version: fn(Config) -> Config) -> Vec<Shown> {
    let people = People::new(KeyKind::P256);
    let all = zoo::Specimen::all().filter(|specimen| specimen.exists_for(role) && !specimen.is_good());
    all.filter_map(|specimen| {
        let wanted = of(role, SHOWN.into_iter().find(|failure| failure.to_string() == specimen.failure)?);
        let exhibit = specimen.make(role, now()).expect("a specimen");
        // What another profile or policy refuses is no fault by the standard.
        if exhibit.demand.profile != "rfc5280"
            || !exhibit.demand.policies.is_empty()
            || exhibit.demand.name.is_some_and(|name| name != "localhost")
        {
            return None;
        }
        let identity = Identity::new(&exhibit.issued.chain, &exhibit.issued.key).ok()?;
        let anchors = Anchors::from_certificates([&*exhibit.anchor]).ok()?;
        let (client, server) = match role {
            zoo::Role::Client => {
                let server = people.server(ClientAuth::Require).with_anchors(anchors).with_authorities([]);
                (people.stranger().with_identity(identity), server)
            }
            zoo::Role::Server => {
                (people.client().with_anchors(anchors), Config::new().with_identity(identity))
            }
        };
        Some(Shown { name: specimen.name, wanted, both: both(version(client), version(server)) })
    })
    .collect()
}

/// Who judges is certain; who is judged comes to the same by itself.
fn assert_named(shown: &[Shown], holder: Role) {
    let mut wrong = String::new();
    for Shown { name, wanted, both } in shown {
        let (judge, judged) = match holder {
            Role::Client => (both.server.as_ref(), both.client.as_ref()),
            Role::Server => (both.client.as_ref(), both.server.as_ref()),
        };
        let (Some(judge), Some(judged)) = (judge, judged) else {
            wrong += &format!("{name}: {wanted}, and it did not fail\n");
            continue;
        };
        // Whoever sends a chain cannot see what is wrong with the anchor of the other side.
        let in_anchor = ANCHORS.contains(name);
        let right = judge.cause == Some(*wanted)
            && (judge.certainty == Certainty::Certain || *name == "missing-intermediate")
            && judge.direction == Direction::WeRefused
            && judged.direction == Direction::PeerRefused
            && (judged.cause == Some(*wanted) || in_anchor);
        if !right {
            wrong += &format!("{name}: {wanted}\n{}\n{}\n", plain(judge), plain(judged));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(shown.len() > 8, "only {} were shown", shown.len());
}

#[test]
fn of_a_client_in_tls13() {
    assert_named(&shown(zoo::Role::Client, |config| config), Role::Client);
}

#[test]
fn of_a_client_in_tls12() {
    assert_named(&shown(zoo::Role::Client, only_tls12), Role::Client);
}

#[test]
fn of_a_server_in_tls13() {
    assert_named(&shown(zoo::Role::Server, |config| config), Role::Server);
}
