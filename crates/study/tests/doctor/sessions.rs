//! F30: a session that was made under other rules, by somebody whom today's rules do not let in.

use handfast::{ClientAuth, Config, Hooks, Role};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Chart, Diagnosis, Ending, Failure, Patient, diagnose};
use handfast_study::{Keep, Timeline};
use handfast_tests::{People, Regulars, now, only_tls12};
use rustls_pki_types::ServerName;

use crate::ward::plain;

/// A visit that fails, examined on the client's side and on the server's.
fn visit(regulars: &Regulars) -> [Diagnosis; 2] {
    let keep = Keep { messages: true, ..Keep::default() };
    let (mut at_client, mut at_server) = (Timeline::new(keep), Timeline::new(keep));
    let mut recorders = (at_client.recorder(Role::Client), at_server.recorder(Role::Server));
    let (pair, _) =
        regulars.visit_with(&mut Hooks::observing(&mut recorders.0), &mut Hooks::observing(&mut recorders.1));
    let examined = |timeline: &Timeline, role, config: &Config, connection: &handfast::Connection| {
        diagnose(&Patient {
            chart: &Chart::of(timeline, role),
            config,
            negotiated: connection.negotiated(),
            wanted: ServerName::try_from("localhost").ok(),
            ending: Ending::Failed(connection.failure().expect("it fails")),
            now: now(),
        })
    };
    [
        examined(&at_client, Role::Client, &regulars.client, &pair.client),
        examined(&at_server, Role::Server, &regulars.server, &pair.server),
    ]
}

fn versions() -> [fn(Config) -> Config; 2] {
    [|config| config, only_tls12]
}

fn is_not_resumed(server: &Diagnosis) {
    let found = (server.cause, server.certainty);
    assert_eq!(found, (Some(Failure::F30), Certainty::Certain), "{}", plain(server));
}

/// The server exchanged its authorities, and the client has a certificate of the old ones.
#[test]
fn of_other_authorities() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    for version in versions() {
        let server = version(people.server(ClientAuth::Require).with_authorities([]));
        let mut regulars = Regulars::new(version(people.client()), server);
        assert!(regulars.visit().client.is_connected());
        regulars.server = regulars.server.with_anchors(others.anchors());
        let [client, server] = visit(&regulars);
        is_not_resumed(&server);
        assert!(plain(&server).contains("F02"), "{}", plain(&server));
        // The client sees the refusal alone, and what it sees besides: that its session was not taken.
        assert_eq!(client.cause, Some(Failure::F02), "{}", plain(&client));
        assert!(client.evidence.iter().any(|evidence| evidence.what == "our session"), "{}", plain(&client));
    }
}

/// Who was served as nobody has to be somebody now.
#[test]
fn of_another_policy() {
    let people = People::new(KeyKind::P256);
    for version in versions() {
        let server = version(people.server(ClientAuth::Optional));
        let mut regulars = Regulars::new(version(people.stranger()), server);
        assert!(regulars.visit().client.is_connected());
        regulars.server.client_auth = ClientAuth::Require;
        let [client, server] = visit(&regulars);
        is_not_resumed(&server);
        assert_eq!(client.cause, Some(Failure::F01), "{}", plain(&client));
        assert!(client.evidence.iter().any(|evidence| evidence.what == "our session"), "{}", plain(&client));
    }
}
