//! A client and a server in memory, both written into one timeline.

use std::sync::Arc;

use handfast::{Config, Connection, Env, Hooks, Observer, Role};
use handfast_study::timeline::What;
use handfast_study::{Keep, Timeline};
use rustls_pki_types::ServerName;

/// A handshake of both, to whatever end it comes.
pub(crate) fn told(client: Config, server: Config, keep: Keep) -> Timeline {
    let mut timeline = Timeline::new(keep);
    let (mut client, mut server) = pair(client, server);
    talk(&mut client, &mut server, &mut timeline);
    timeline
}

/// Until neither has anything more to say.
pub(crate) fn talk(client: &mut Connection, server: &mut Connection, timeline: &mut Timeline) {
    while turn(client, server, timeline) | turn(server, client, timeline) {}
}

/// Both may show their secrets; the client wants localhost.
pub(crate) fn pair(client: Config, server: Config) -> (Connection, Connection) {
    let open = |mut config: Config| {
        config.reveal_secrets = true;
        Arc::new(config)
    };
    let name = ServerName::try_from("localhost").expect("a name");
    let client = Connection::client(open(client), Env::live(), name);
    (client, Connection::server(open(server), Env::live()))
}

fn turn(from: &mut Connection, to: &mut Connection, timeline: &mut Timeline) -> bool {
    let (role, peer) = (from.role(), to.role());
    run(from, &mut timeline.recorder(role));
    timeline.acceptance(role, from.acceptance());
    let sent = carry(from, to);
    if from.failure().is_some() {
        run(to, &mut timeline.recorder(peer));
        timeline.acceptance(peer, to.acceptance());
    }
    sent && from.failure().is_none()
}

/// All that can be done with what is here.
pub(crate) fn run(connection: &mut Connection, observer: &mut dyn Observer) {
    // How it ended is among the observations.
    let _ = connection.run(&mut Hooks::observing(observer));
}

/// Whether there was anything to bring to the other side.
pub(crate) fn carry(from: &mut Connection, to: &mut Connection) -> bool {
    let taken = to.receive(from.outgoing());
    from.sent(taken);
    taken > 0
}

/// The events of one side.
pub(crate) fn of(role: Role, timeline: &Timeline) -> impl Iterator<Item = &What> {
    timeline.events().iter().filter(move |event| event.role == role).map(|event| &event.what)
}
