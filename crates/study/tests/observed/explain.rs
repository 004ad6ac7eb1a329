//! The key schedule as it is explained: every command is really run, and prints the value beside it.

use std::path::Path;
use std::process::Command;

use handfast::crypto::kx::Group;
use handfast::handshake::{Suite, Suite12};
use handfast::{ClientAuth, Config, Hooks, Role};
use handfast_pki::KeyKind;
use handfast_study::explain::{Signed, Step, signatures, steps};
use handfast_study::{Keep, Timeline};
use handfast_tests::People;

use crate::told::{self, told};

fn mutual(kind: KeyKind, with: impl Fn(&mut Config)) -> Timeline {
    let people = People::new(kind);
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
    with(&mut client);
    with(&mut server);
    told(client, server, Keep::ALL)
}

fn of_suite(suite: Suite) -> Timeline {
    mutual(KeyKind::P256, |config| config.protocol.suites = vec![suite])
}

fn of_tls12(suite: Suite12) -> Timeline {
    mutual(KeyKind::P256, |config| {
        config.protocol.suites.clear();
        config.protocol.suites12 = vec![suite];
    })
}

/// What a shell prints for it.
fn run(command: &str, place: &Path) -> (bool, String) {
    let output = Command::new("sh").arg("-c").arg(command).current_dir(place).output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
}

fn assert_commands_print_values(timeline: &Timeline, least: usize) {
    let (steps, place) = (steps(timeline), tempfile::tempdir().expect("a folder"));
    assert!(steps.len() >= least, "{} steps", steps.len());
    for step in &steps {
        let command = step.command();
        assert!(command.lines().all(|line| line.len() <= 80), "{command}");
        assert_eq!(run(&command, place.path()), (true, step.value.hex()), "{}:\n{command}", step.name);
        assert!(step.says.ends_with('.'), "{}", step.name);
    }
}

#[test]
fn commands_compute_the_key_schedule_of_every_suite() {
    // Ten secrets; for four of them key and IV, for two nonce and content of a record; two Finished with their keys.
    let check = |suite| assert_commands_print_values(&of_suite(suite), 10 + 2 * 4 + 2 * 2 + 2 * 2);
    std::thread::scope(|threads| {
        for suite in Suite::TLS13 {
            threads.spawn(move || check(suite));
        }
    });
}

#[test]
fn commands_compute_the_key_schedule_of_tls12() {
    for suite in [Suite12::ECDHE[0], Suite12::ECDHE[4]] {
        // Five secrets, two Finished, nonce and content of two records.
        assert_commands_print_values(&of_tls12(suite), 5 + 2 + 2 * 2);
    }
}

#[test]
fn commands_compute_what_follows_a_premaster_secret_that_the_client_made_up() {
    let timeline = mutual(KeyKind::Rsa2048, |config| {
        config.protocol.suites.clear();
        config.protocol.suites12 = Suite12::RSA.to_vec();
    });
    assert_commands_print_values(&timeline, 5 + 2 + 2 * 2);
    let steps = steps(&timeline);
    assert_eq!(steps[0].inputs[0].name, "premaster secret, from the client");
}

/// A HelloRetryRequest replaces the first ClientHello by its hash (RFC 9846 §4.1).
#[test]
fn a_retry_is_in_the_transcript() {
    let people = People::new(KeyKind::P256);
    let mut server = people.server(ClientAuth::Require);
    server.protocol.groups = vec![Group::Secp384r1];
    let timeline = told(people.client(), server, Keep::ALL);
    let steps = steps(&timeline);
    let covers = |name: &str| steps.iter().find(|step| step.name == name).and_then(|step| step.covers);
    assert_eq!(covers("server_handshake_traffic_secret"), Some(4));
    assert_eq!(covers("verify_data of the client's Finished"), Some(11));
    let shared = steps.iter().find(|step| step.name == "Handshake Secret").expect("derived");
    assert_eq!(shared.inputs[1].name, "shared secret of secp384r1");
    assert!(signatures(&timeline).iter().all(verify));
}

#[test]
fn one_side_alone_is_enough() {
    let people = People::new(KeyKind::P256);
    let mut timeline = Timeline::new(Keep::ALL);
    let (mut client, mut server) = told::pair(people.client(), people.server(ClientAuth::Require));
    let mut nobody = Timeline::new(Keep::default());
    for _ in 0..4 {
        told::run(&mut client, &mut timeline.recorder(Role::Client));
        told::carry(&mut client, &mut server);
        told::run(&mut server, &mut nobody.recorder(Role::Server));
        told::carry(&mut server, &mut client);
    }
    assert!(client.is_connected() && server.is_connected());
    let steps = steps(&timeline);
    let of_finished: Vec<_> = steps.iter().filter(|step| step.name.starts_with("verify_data")).collect();
    assert_eq!(of_finished.len(), 2);
    for step in of_finished {
        assert_eq!(step.says, "What stands in the Finished that was sent.", "{}", step.name);
    }
    assert_eq!(signatures(&timeline).len(), 2);
}

#[test]
fn the_transcript_of_each_secret_is_named_by_its_messages() {
    let timeline = of_suite(Suite::TLS13[0]);
    let covered = |name: &str| {
        let steps = steps(&timeline);
        steps.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("{name}")).covers
    };
    assert_eq!(covered("Handshake Secret"), None);
    assert_eq!(covered("client_handshake_traffic_secret"), Some(2));
    assert_eq!(covered("verify_data of the server's Finished"), Some(6));
    assert_eq!(covered("exporter_secret"), Some(7));
    assert_eq!(covered("verify_data of the client's Finished"), Some(9));
}

#[test]
fn secrets_that_were_not_kept_are_not_explained() {
    let people = People::new(KeyKind::P256);
    let keep = Keep { secrets: false, ..Keep::ALL };
    let timeline = told(people.client(), people.server(ClientAuth::Require), keep);
    assert!(steps(&timeline).is_empty());
    assert_eq!(signatures(&timeline).len(), 2);
}

#[test]
fn a_step_shows_no_secret_by_accident() {
    for step in steps(&of_suite(Suite::TLS13[0])) {
        assert!(!format!("{step:?}").contains(&step.value.hex()), "{}", step.name);
    }
}

/// Who reads the map of the schedule finds every nonce below its IV, and every record below its key.
#[test]
fn what_a_record_takes_is_named_as_what_it_comes_from() {
    let old = [Suite12::ECDHE[0], Suite12::ECDHE[4]].into_iter().map(of_tls12);
    for timeline in old.chain([of_suite(Suite::TLS13[0])]) {
        let steps = steps(&timeline);
        let mut found = 0;
        for step in steps.iter().filter(|step| step.name.contains(" record ")) {
            let from = &step.inputs[0].name;
            let is_known = |known: &Step| known.name.starts_with(from) && known.value == step.inputs[0].value;
            assert!(steps.iter().any(is_known), "{}: {from}", step.name);
            found += 1;
        }
        assert!(found >= 4, "{found}");
    }
}

/// Sequence number, type, version and length of TLS 1.2 (RFC 5246 §6.2.3.3); the header of TLS 1.3 (RFC 9846 §5.2).
#[test]
fn what_is_authenticated_beside_a_record_is_shown() {
    let beside = |timeline: &Timeline| {
        let steps = steps(timeline);
        let opened =
            steps.iter().find(|step| step.name == "the client's record 0, opened").expect("Finished");
        opened
            .inputs
            .iter()
            .find(|input| input.name.starts_with("additional_data"))
            .map(|input| input.value.hex())
    };
    // A Finished of TLS 1.2 has 16 octets, and one of TLS 1.3 under SHA-256 36, the true type, and the tag of 16.
    assert_eq!(beside(&of_tls12(Suite12::ECDHE[0])).as_deref(), Some("00000000000000001603030010"));
    let people = People::new(KeyKind::P256);
    let timeline = told(people.client(), people.server(ClientAuth::None), Keep::ALL);
    assert_eq!(beside(&timeline).as_deref(), Some("1703030035"));
}

/// Each is signed over the handshake, its own request and its own Certificate, whatever came in between (RFC 9846 §4.5).
#[test]
fn several_requests_after_the_handshake_are_answered_one_by_one() {
    let people = People::new(KeyKind::P256);
    let (mut client, mut server) =
        told::pair(people.client().with_post_handshake_auth(), people.server(ClientAuth::Require));
    let mut timeline = Timeline::new(Keep::ALL);
    told::talk(&mut client, &mut server, &mut timeline);
    for _ in 0..2 {
        let mut recorder = timeline.recorder(Role::Server);
        let asked = server.request_certificate(ClientAuth::Require, &mut Hooks::observing(&mut recorder));
        asked.expect("it can be asked");
    }
    told::talk(&mut client, &mut server, &mut timeline);
    let signed = signatures(&timeline);
    assert_eq!(signed.iter().map(|signed| signed.number).collect::<Vec<_>>(), [6, 9, 14, 17]);
    let handshake: Vec<_> = (1..=10).collect();
    for (signed, own, name) in [
        (&signed[2], [11, 13], "hash of messages 1–11, 13"),
        (&signed[3], [12, 16], "hash of messages 1–10, 12, 16"),
    ] {
        assert_eq!(signed.covers, [&handshake[..], &own].concat());
        assert_eq!(signed.parts[3].name, name);
    }
    assert!(signed.iter().all(verify));
    let steps = steps(&timeline);
    let finished: Vec<_> = steps.iter().filter(|step| step.name.contains("Finished, message")).collect();
    let names: Vec<_> = finished.iter().map(|step| &*step.inputs[1].name).collect();
    assert_eq!(names, ["hash of messages 1–11, 13, 14", "hash of messages 1–10, 12, 16, 17"]);
    for step in finished {
        assert_eq!(step.says, "What stands in the Finished that was sent.", "{}", step.name);
    }
    assert_commands_print_values(&timeline, 10 + 2 * 4 + 2 * 2 + 2 * 2 + 3);
}

fn verify(signed: &Signed) -> bool {
    let place = tempfile::tempdir().expect("a folder");
    let (good, said) = run(&signed.command(), place.path());
    assert!(good || said.contains("erif"), "{said}");
    let written = std::fs::read(place.path().join("content")).expect("the content");
    assert_eq!(written, signed.content());
    good
}

#[test]
fn openssl_verifies_every_signature_and_no_other() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let timeline = mutual(kind, |config| config.protocol.add_p521());
        let [server, client] = &signatures(&timeline)[..] else { panic!("two signatures") };
        assert_eq!(
            (server.signer, server.number, client.signer, client.number),
            (Role::Server, 6, Role::Client, 9)
        );
        for signed in [server, client] {
            assert!(verify(signed), "{kind:?}: {}", signed.name());
        }
        let mut moved = client.clone();
        moved.parts[1].octets.clone_from(&server.parts[1].octets);
        assert!(!verify(&moved), "{kind:?}: the role is under the signature");
    }
}

#[test]
fn openssl_verifies_the_signatures_of_tls12() {
    let timeline = of_tls12(Suite12::ECDHE[0]);
    let [server, client] = &signatures(&timeline)[..] else { panic!("two signatures") };
    assert_eq!(server.name(), "the server's ServerKeyExchange");
    assert_eq!(client.name(), "the client's CertificateVerify");
    assert!(verify(server) && verify(client));
}
