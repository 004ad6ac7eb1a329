//! Certificates that were taken back, and those of which nobody can tell: both sides of each specimen of the zoo.

use handfast::path::revocation::Scope;
use handfast::path::{Anchors, Evidence, Revocation};
use handfast::{ClientAuth, Config, Identity, LiveEvidence};
use handfast_pki::KeyKind;
use handfast_pki::zoo::{self, Exhibit, Role, Specimen};
use handfast_study::doctor::{Certainty, Diagnosis, Direction, Failure};
use handfast_tests::{People, now, only_tls12};

use crate::ward::{Both, both, plain};

const FAILURES: [Failure; 4] = [Failure::F10, Failure::F11, Failure::F12, Failure::F13];

/// Of the zoo's numbers, which go by the file that is at fault, those that a diagnosis gives another name: there is a
/// response, and it is about somebody else.
const SILENT: [&str; 1] = ["ocsp-other-certificate"];

/// Who judges has the lists and responses of the specimen, and insists.
fn judging(config: Config, exhibit: &Exhibit) -> Config {
    let mut evidence = Evidence::none();
    for list in &exhibit.lists {
        evidence.add_crl(list.to_vec()).expect("a CRL");
    }
    if let Some(response) = &exhibit.response {
        evidence.add_ocsp(response.clone()).expect("a response");
    }
    let scope = match exhibit.revocation() {
        zoo::Revocation::Off => Scope::Off,
        zoo::Revocation::Leaf => Scope::Leaf,
        zoo::Revocation::Chain => Scope::Chain,
    };
    let anchors = Anchors::from_certificates([&*exhibit.anchor]).expect("an anchor");
    let config = config.with_anchors(anchors).with_evidence(LiveEvidence::new(evidence));
    config.with_revocation(Revocation::hard(scope))
}

fn shown(role: Role, exhibit: &Exhibit, version: fn(Config) -> Config) -> Both {
    let people = People::new(KeyKind::P256);
    let identity = Identity::new(&exhibit.issued.chain, &exhibit.issued.key).expect("an identity");
    match role {
        Role::Client => both(
            version(people.stranger().with_identity(identity)),
            version(judging(people.server(ClientAuth::Require), exhibit)),
        ),
        Role::Server => {
            both(version(judging(people.client(), exhibit)), version(Config::new().with_identity(identity)))
        }
    }
}

fn specimens(role: Role) -> impl Iterator<Item = (&'static Specimen, Failure, Exhibit)> {
    let all = Specimen::all().filter(move |specimen| specimen.exists_for(role) && !specimen.is_good());
    all.filter_map(move |specimen| {
        let failure = FAILURES.into_iter().find(|failure| failure.to_string() == specimen.failure)?;
        let failure = if SILENT.contains(&specimen.name) { Failure::F11 } else { failure };
        Some((specimen, failure, specimen.make(role, now()).expect("a specimen")))
    })
}

/// What is there to judge by must be named, with its dates.
fn assert_witness(diagnosis: &Diagnosis, name: &str) {
    let is_witness = |what: &str| matches!(what, "the list" | "the response" | "at hand");
    let any = diagnosis.evidence.iter().any(|evidence| is_witness(evidence.what));
    assert!(any || name == "ocsp-try-later", "{name}: {}", plain(diagnosis));
}

#[test]
fn of_a_client() {
    for version in [|config| config, only_tls12 as fn(Config) -> Config] {
        let mut count = 0;
        for (specimen, wanted, exhibit) in specimens(Role::Client) {
            let both = shown(Role::Client, &exhibit, version);
            let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
            assert_eq!(
                (server.direction, server.cause),
                (Direction::WeRefused, Some(wanted)),
                "{}",
                specimen.name
            );
            assert_eq!(server.certainty, Certainty::Certain);
            assert_witness(&server, specimen.name);
            // It is told that it is revoked, and else that something is not known.
            let told = if wanted == Failure::F10 { Failure::F10 } else { Failure::F11 };
            assert_eq!(
                (client.direction, client.cause),
                (Direction::PeerRefused, Some(told)),
                "{}",
                specimen.name
            );
            count += 1;
        }
        assert!(count >= 15, "{count}");
    }
}

#[test]
fn of_a_server() {
    for (specimen, wanted, exhibit) in specimens(Role::Server) {
        let both = shown(Role::Server, &exhibit, |config| config);
        let (client, server) = (both.client.expect("refuses"), both.server.expect("refused"));
        assert_eq!(
            (client.direction, client.cause),
            (Direction::WeRefused, Some(wanted)),
            "{}",
            specimen.name
        );
        assert_witness(&client, specimen.name);
        let told = if wanted == Failure::F10 { Failure::F10 } else { Failure::F23 };
        assert_eq!(
            (server.direction, server.cause),
            (Direction::PeerRefused, Some(told)),
            "{}",
            specimen.name
        );
    }
}
