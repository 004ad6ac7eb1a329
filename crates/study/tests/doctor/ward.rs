//! Both sides of a connection that fails, examined.

use std::sync::Arc;

use handfast::{Config, Hooks, Role};
use handfast_study::doctor::{Chart, Diagnosis, Ending, Patient, diagnose};
use handfast_study::{Keep, Timeline};
use handfast_tests::{Pair, now};
use rustls_pki_types::ServerName;

/// What both sides say; `None` if a side saw no failure.
pub(crate) struct Both {
    pub(crate) client: Option<Diagnosis>,
    pub(crate) server: Option<Diagnosis>,
}

/// Runs them, and examines what is left.
pub(crate) fn both(client: Config, server: Config) -> Both {
    both_hooked(client, server, None)
}

/// The same, with somebody who changes what one side sends.
pub(crate) fn both_hooked(
    client: Config,
    server: Config,
    mut tamper: Option<(Role, &mut dyn handfast::Tamper)>,
) -> Both {
    let (client, server) = (Arc::new(client), Arc::new(server));
    let mut pair = Pair::new(Arc::clone(&client), Arc::clone(&server));
    let keep = Keep { messages: true, ..Keep::default() };
    let (mut at_client, mut at_server) = (Timeline::new(keep), Timeline::new(keep));
    let mut recorders = (at_client.recorder(Role::Client), at_server.recorder(Role::Server));
    let mut in_client = Hooks::observing(&mut recorders.0);
    let mut in_server = Hooks::observing(&mut recorders.1);
    match tamper.take() {
        Some((Role::Client, tamper)) => in_client.tamper = Some(tamper),
        Some((Role::Server, tamper)) => in_server.tamper = Some(tamper),
        None => {}
    }
    let _ = pair.run_hooked(usize::MAX, &mut in_client, &mut in_server);
    Both {
        client: examined(&at_client, Role::Client, &client, &pair.client),
        server: examined(&at_server, Role::Server, &server, &pair.server),
    }
}

fn examined(
    timeline: &Timeline,
    role: Role,
    config: &Config,
    connection: &handfast::Connection,
) -> Option<Diagnosis> {
    let chart = Chart::of(timeline, role);
    let diagnosis = diagnose(&Patient {
        chart: &chart,
        config,
        negotiated: connection.negotiated(),
        wanted: ServerName::try_from("localhost").ok(),
        ending: Ending::Failed(connection.failure()?),
        now: now(),
    });
    assert_fits(&diagnosis);
    Some(diagnosis)
}

/// No line of it is wider than a terminal, and it says something of everything.
fn assert_fits(diagnosis: &Diagnosis) {
    let text = plain(diagnosis);
    let too_wide = |line: &&str| line.chars().count() > 80 && !line.starts_with("    ");
    assert_eq!(text.lines().find(too_wide), None, "{text}");
    assert!(
        !diagnosis.headline.is_empty() && !diagnosis.says.is_empty() && !diagnosis.remedy.is_empty(),
        "{text}"
    );
}

/// Without colours.
pub(crate) fn plain(diagnosis: &Diagnosis) -> String {
    anstream::adapter::strip_str(&diagnosis.to_string()).to_string()
}
