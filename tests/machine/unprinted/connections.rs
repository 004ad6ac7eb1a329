//! Connections while they shake hands, talk and change keys; what is observed of them, and what is made of that.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use handfast::crypto::kx::{FixedScalars, Group};
use handfast::handshake::{Ask, Derivation, How, Suite12};
use handfast::{ClientAuth, Config, Connection, Env, Hooks, Observation, Observer, Progress, Stream, Wish};
use handfast_pki::KeyKind;
use handfast_study::{Keep, Report, Story, Timeline, Trace, explain};
use handfast_tests::{People, carry, only_tls12};

use super::Gallery;
use super::values::known;

/// Prints all that it sees.
struct Watch<'g> {
    gallery: &'g mut Gallery,
    timeline: &'g mut Timeline,
    role: handfast::Role,
}

impl Observer for Watch<'_> {
    fn wish(&self) -> Wish {
        Wish { records: true, secrets: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.timeline.recorder(self.role).observe(observation);
        if let Observation::Derived(Derivation { from, how, value, .. }) = observation {
            self.gallery.keep(from);
            self.gallery.keep(value);
            self.gallery.show(how);
            if let How::Extract(ikm) = how {
                self.gallery.keep(ikm);
            }
        }
        self.gallery.show(observation);
    }
}

/// Every kind of key schedule, and every kind of question.
pub(super) fn shown(gallery: &mut Gallery) {
    let (people, rsa) = (People::new(KeyKind::P256), People::new(KeyKind::Rsa2048));
    let transporting = |mut config: Config| {
        (config.protocol.suites, config.protocol.suites12) = (Vec::new(), Suite12::RSA.to_vec());
        config
    };
    for (people, version) in
        [(&people, (|config| config) as fn(Config) -> Config), (&people, only_tls12), (&rsa, transporting)]
    {
        let pair =
            [people.client(), people.server(ClientAuth::Require)].map(|config| asking(version(config)));
        conversation(pair, gallery);
    }
}

/// It holds every question, and has a scalar that is known.
fn asking(mut config: Config) -> Arc<Config> {
    config.reveal_secrets = true;
    config.held = vec![Ask::Identity, Ask::Judge, Ask::Sign, Ask::Decrypt];
    // In TLS 1.2 the groups are also those that keys of certificates may be on (RFC 8422 §5.1.1).
    config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    config.protocol.shares = vec![Group::X25519];
    Arc::new(config)
}

fn env(scalar: &str, gallery: &mut Gallery) -> Env {
    let scalar = known(scalar, 32);
    gallery.keep(&scalar);
    let env = Env { kx: Box::new(FixedScalars::new().with(Group::X25519, &scalar)), ..Env::live() };
    gallery.show(&env);
    env
}

fn conversation([client, server]: [Arc<Config>; 2], gallery: &mut Gallery) {
    gallery.show(&client);
    gallery.show(&server);
    let name = "localhost".try_into().unwrap();
    let mut client = Connection::client(client, env("the client's scalar", gallery), name);
    let mut server = Connection::server(server, env("the server's scalar", gallery));
    let mut timeline = Timeline::new(Keep::ALL);
    exchange(&mut client, &mut server, &mut timeline, gallery);
    assert!(client.is_connected() && server.is_connected());
    explained(&timeline, gallery);
    talk(&mut client, &mut server, gallery);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    gallery.show(&Stream::new(client, socket));
}

/// What an application says is nobody else's business either.
const DATA: &[u8] = b"the eagle has landed, at a place that is not to be told";

/// Unobserved: who observes records asks for what is in them.
fn talk(client: &mut Connection, server: &mut Connection, gallery: &mut Gallery) {
    let nobody = &mut Hooks::none();
    gallery.keep_octets(DATA);
    // TLS 1.2 has no way to change keys.
    let _ = client.update_keys(true, nobody);
    client.send(DATA, nobody).unwrap();
    gallery.show(client);
    carry(client, server, usize::MAX, nobody);
    gallery.show(server);
    assert_eq!(server.plaintext(), DATA);
}

/// Step by step, until neither has anything to say.
fn exchange(
    client: &mut Connection,
    server: &mut Connection,
    timeline: &mut Timeline,
    gallery: &mut Gallery,
) {
    while hand_over(client, server, timeline, gallery) | hand_over(server, client, timeline, gallery) {}
}

fn hand_over(
    from: &mut Connection,
    to: &mut Connection,
    timeline: &mut Timeline,
    gallery: &mut Gallery,
) -> bool {
    loop {
        let role = from.role();
        let mut watch = Watch { gallery: &mut *gallery, timeline: &mut *timeline, role };
        let mut hooks = Hooks::observing(&mut watch);
        let progress = match from.step(&mut hooks).unwrap() {
            Progress::Asked => from.answer_as_configured(&mut hooks).unwrap(),
            progress => progress,
        };
        gallery.show(from);
        if !matches!(progress, Progress::Moved | Progress::Asked) {
            break;
        }
    }
    let taken = to.receive(from.outgoing());
    from.sent(taken);
    taken > 0
}

/// A reader who asks is shown secrets, and who prints for debugging is not.
fn explained(timeline: &Timeline, gallery: &mut Gallery) {
    for step in explain::steps(timeline) {
        let is_public = step.name.starts_with("verify_data") || step.name.contains("record");
        gallery.keep_octets(if is_public { &[] } else { step.value.reveal() });
        gallery.show(&step.value);
        gallery.show(&step);
    }
    explain::signatures(timeline).iter().for_each(|signed| gallery.show(signed));
    let report = Report::of(timeline);
    report.events.iter().for_each(|event| gallery.show(&event.what));
    gallery.show(&report);
    gallery.show(&Story::of(timeline));
    gallery.show(&Trace::of(timeline).with_secrets(true));
    timeline.events().iter().for_each(|event| gallery.show(event));
}
