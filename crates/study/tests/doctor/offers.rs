//! Nothing in common, or no TLS at all.

use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::wire::code_points::SignatureScheme;
use handfast::{ClientAuth, Connection, Env, Error, Hooks, Role};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Chart, Direction, Ending, Failure, Patient, diagnose};
use handfast_tests::{Pair, People, now, only_tls12};

use crate::ward::{both, plain};

#[test]
fn no_version() {
    let people = People::new(KeyKind::P256);
    let both = both(only_tls12(people.client()), people.server(ClientAuth::None));
    assert_eq!(both.client.expect("refused").cause, Some(Failure::F28));
    let server = both.server.expect("refuses");
    assert_eq!((server.cause, server.certainty), (Some(Failure::F28), Certainty::Certain));
    let text = plain(&server);
    assert!(text.contains("the client offers") && text.contains("we speak"), "{text}");
}

#[test]
fn no_group() {
    let people = People::new(KeyKind::P256);
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::None));
    (client.protocol.groups, client.protocol.shares) = (vec![Group::Secp384r1], vec![Group::Secp384r1]);
    server.protocol.groups = vec![Group::X25519];
    let both = both(client, server);
    assert_eq!(both.client.expect("refused").cause, Some(Failure::F28));
    assert_eq!(both.server.expect("refuses").cause, Some(Failure::F28));
}

#[test]
fn no_scheme() {
    let people = People::new(KeyKind::P256);
    let mut client = people.client();
    client.protocol.schemes = vec![SignatureScheme::ED25519];
    let both = both(client, people.server(ClientAuth::None));
    assert_eq!(both.client.expect("refused").cause, Some(Failure::F16));
    assert_eq!(both.server.expect("refuses").cause, Some(Failure::F16));
}

/// What comes first is not TLS, for either side.
#[test]
fn no_tls() {
    let people = People::new(KeyKind::P256);
    let (client, server) = people.both();
    let pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
    for (mut connection, words) in
        [(pair.server, &b"GET / HTTP/1.1\r\n\r\n"[..]), (pair.client, b"HTTP/1.1 400 Bad Request\r\n\r\n")]
    {
        let mut chart = Chart::new(connection.role());
        connection.receive(words);
        let _ = connection.run(&mut Hooks::observing(&mut chart));
        let config = if connection.role() == Role::Client { &client } else { &server };
        let ending = Ending::Failed(connection.failure().expect("refused"));
        let negotiated = connection.negotiated();
        let patient = Patient { chart: &chart, config, negotiated, wanted: None, ending, now: now() };
        let diagnosis = diagnose(&patient);
        assert_eq!((diagnosis.cause, diagnosis.certainty), (Some(Failure::F32), Certainty::Certain));
    }
}

/// The server hears all that the client has to say, and leaves: RFC 9846 has no word for that.
#[test]
fn silence_after_finished() {
    let people = People::new(KeyKind::P256);
    let (client, server) = people.both();
    let mut pair = Pair::new(Arc::clone(&client), server);
    let mut chart = Chart::new(Role::Client);
    let mut hooks = Hooks::observing(&mut chart);
    let _ = pair.client.run(&mut hooks);
    handfast_tests::carry(&mut pair.client, &mut pair.server, usize::MAX, &mut Hooks::none());
    handfast_tests::carry(&mut pair.server, &mut pair.client, usize::MAX, &mut hooks);
    let _ = pair.client.end_of_input(&mut hooks);
    let diagnosis = of_client(&pair.client, &chart, &client, Ending::Failed(Error::Truncated));
    assert_eq!(diagnosis.direction, Direction::RejectionSuspected, "{}", plain(&diagnosis));
    assert!(diagnosis.headline.contains("client-authentication rejection suspected"));
    assert!(diagnosis.certainty < Certainty::Certain);
    let reset = of_client(&pair.client, &chart, &client, Ending::Reset);
    assert_eq!(reset.direction, Direction::RejectionSuspected);
}

/// A large hello without an answer is not refused by anybody.
#[test]
fn silence_before_anything() {
    let people = People::new(KeyKind::P256);
    let client = Arc::new(people.client());
    let mut connection =
        Connection::client(Arc::clone(&client), Env::live(), "localhost".try_into().expect("a name"));
    let mut chart = Chart::new(Role::Client);
    let _ = connection.run(&mut Hooks::observing(&mut chart));
    let diagnosis = of_client(&connection, &chart, &client, Ending::TimedOut);
    assert_eq!(diagnosis.direction, Direction::Lost);
    let is_large = client.protocol.shares.contains(&Group::X25519MlKem768);
    assert_eq!(diagnosis.cause, is_large.then_some(Failure::F29), "{}", plain(&diagnosis));
}

fn of_client(
    connection: &Connection,
    chart: &Chart,
    config: &handfast::Config,
    ending: Ending,
) -> handfast_study::doctor::Diagnosis {
    let negotiated = connection.negotiated();
    diagnose(&Patient { chart, config, negotiated, wanted: None, ending, now: now() })
}
