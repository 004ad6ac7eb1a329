//! Names that are not known, and clients that are known and not welcome.

use std::sync::Arc;
use std::time::Duration;

use handfast::handshake::{Answer, Ask, NoIdentity};
use handfast::path::{Allow, AllowRule};
use handfast::rule::AlertDescription;
use handfast::{ClientAuth, Config, Error, Hooks, Role};
use handfast_pki::KeyKind;
use handfast_study::doctor::{Certainty, Chart, Diagnosis, Direction, Ending, Failure, Patient, diagnose};
use handfast_tests::{Pair, People, carry, now, only_tls12};
use rustls_pki_types::{ServerName, UnixTime};

use crate::ward::{both, plain};

#[test]
fn who_is_not_allowed_in() {
    let people = People::new(KeyKind::P256);
    let mallory = || Allow::new().or(AllowRule::cn("mallory").expect("a rule"));
    for version in [|config| config, only_tls12 as fn(Config) -> Config] {
        let server = people.server(ClientAuth::Require).with_allow(mallory());
        let both = both(version(people.client()), version(server));
        let (client, server) = (both.client.expect("refused"), both.server.expect("refuses"));
        assert_eq!((server.direction, server.cause), (Direction::WeRefused, Some(Failure::F31)));
        assert_eq!((client.direction, client.cause), (Direction::PeerRefused, Some(Failure::F31)));
        let text = plain(&server);
        assert!(text.contains("cn:mallory, but the common name is alice"), "{text}");
        assert!(text.contains("CN=alice"), "{text}");
    }
}

/// The application knows no such host: the answer to the question is its own.
#[test]
fn a_name_that_the_server_does_not_know() {
    let people = People::new(KeyKind::P256);
    for version in [|config| config, only_tls12 as fn(Config) -> Config] {
        let client = Arc::new(version(people.client()));
        let mut server = version(people.server(ClientAuth::Require));
        server.held = vec![Ask::Identity];
        let server = Arc::new(server);
        let mut pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
        let (mut at_client, mut at_server) = (Chart::new(Role::Client), Chart::new(Role::Server));
        let _ = pair.run_hooked(
            usize::MAX,
            &mut Hooks::observing(&mut at_client),
            &mut Hooks::observing(&mut at_server),
        );
        let unknown = Answer::ServerIdentity(Err(NoIdentity::UnrecognizedName));
        let _ = pair.server.answer(unknown, &mut Hooks::observing(&mut at_server));
        let _ = pair.server.run(&mut Hooks::observing(&mut at_server));
        carry(&mut pair.server, &mut pair.client, usize::MAX, &mut Hooks::observing(&mut at_client));
        for (connection, chart, config) in
            [(&pair.client, &at_client, &client), (&pair.server, &at_server, &server)]
        {
            let diagnosis =
                of(chart, config, connection, Ending::Failed(connection.failure().expect("failed")));
            assert_eq!((diagnosis.cause, diagnosis.certainty), (Some(Failure::F25), Certainty::Certain));
            assert!(diagnosis.says.contains("localhost"), "{}", plain(&diagnosis));
        }
    }
}

/// A connection that was opened for one name is used for another: HTTP 421. What is not allowed, HTTP 403.
#[test]
fn refusals_by_http() {
    let people = People::new(KeyKind::P256);
    let (client, server) = people.both();
    let mut pair = Pair::new(Arc::clone(&client), server);
    let mut chart = Chart::new(Role::Client);
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::observing(&mut chart), &mut Hooks::none());
    for (status, cause) in [(421, Failure::F25), (403, Failure::F31)] {
        let diagnosis = of(&chart, &client, &pair.client, Ending::Http(status));
        assert_eq!(
            (diagnosis.direction, diagnosis.cause),
            (Direction::PeerRefused, Some(cause)),
            "{}",
            plain(&diagnosis)
        );
        assert!(diagnosis.headline.contains(&status.to_string()), "{}", diagnosis.headline);
    }
}

/// What servers say that nobody here says: an OCSP response that was stapled, and a CRL that OpenSSL calls expired.
#[test]
fn words_of_other_servers() {
    let people = People::new(KeyKind::P256);
    let (client, server) = people.both();
    let mut pair = Pair::new(Arc::clone(&client), server);
    let mut chart = Chart::new(Role::Client);
    let _ = pair.run_hooked(usize::MAX, &mut Hooks::observing(&mut chart), &mut Hooks::none());
    for (alert, cause, words) in [
        (AlertDescription::BAD_CERTIFICATE_STATUS_RESPONSE, Failure::F13, "OCSP response"),
        (AlertDescription::CERTIFICATE_EXPIRED, Failure::F12, "CRL"),
        (AlertDescription::CERTIFICATE_UNKNOWN, Failure::F11, "names CN=handfast test root"),
    ] {
        let diagnosis = of(&chart, &client, &pair.client, Ending::Failed(Error::RefusedByPeer(alert)));
        assert_eq!(diagnosis.cause, Some(cause), "{}", plain(&diagnosis));
        assert!(diagnosis.says.contains(words), "{}", plain(&diagnosis));
    }
}

fn of(chart: &Chart, config: &Config, connection: &handfast::Connection, ending: Ending) -> Diagnosis {
    let wanted = ServerName::try_from("localhost").ok();
    // Two days on, so that no clock is suspected.
    let now = UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() + 2 * 24 * 60 * 60));
    diagnose(&Patient { chart, config, negotiated: connection.negotiated(), wanted, ending, now })
}
