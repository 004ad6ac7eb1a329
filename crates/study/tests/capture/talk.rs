//! A client and a server who shake hands, say much, and part; the client's side is captured.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::{
    ClientAuth, Config, Connection, Env, Hooks, Observation, Observer, Progress, Role, Version, Wish,
};
use handfast_pki::KeyKind;
use handfast_study::capture::{self, Capture, Ends};
use handfast_study::{Keep, Timeline};
use handfast_tests::People;
use rustls_pki_types::ServerName;

/// A file in memory that a capture can own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    pub(crate) fn octets(&self) -> Vec<u8> {
        self.0.lock().expect("nobody panicked").clone()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is captured, and what we saw ourselves.
pub(crate) struct Seen {
    pub(crate) file: Vec<u8>,
    pub(crate) timeline: Timeline,
}

/// What of a connection differs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) version: Version,
    pub(crate) retry: bool,
    pub(crate) ipv6: bool,
    /// How many octets each side says.
    pub(crate) much: usize,
}

impl Plan {
    pub(crate) const fn of(version: Version) -> Self {
        Self { version, retry: false, ipv6: false, much: 40 }
    }

    fn ends(&self) -> Ends {
        let host = if self.ipv6 { "[::1]" } else { "127.0.0.1" };
        let at = |port| format!("{host}:{port}").parse::<SocketAddr>().expect("an address");
        Ends { client: at(50_000), server: at(8443) }
    }

    fn configs(&self) -> [Config; 2] {
        static PEOPLE: LazyLock<People> = LazyLock::new(|| People::new(KeyKind::P256));
        let mut server = PEOPLE.server(ClientAuth::Require);
        if self.retry {
            server.protocol.groups = vec![Group::Secp256r1];
        }
        [PEOPLE.client(), server].map(|config| {
            let mut config = config.with_versions(self.version..=self.version);
            config.reveal_secrets = true;
            config
        })
    }
}

/// Two observers of the client.
struct Both<'b>(&'b mut dyn Observer, &'b mut dyn Observer);

impl Observer for Both<'_> {
    fn wish(&self) -> Wish {
        self.0.wish()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.0.observe(observation);
        self.1.observe(observation);
    }
}

/// The whole conversation.
pub(crate) fn talk(plan: Plan) -> Seen {
    let file = Shared::default();
    file.clone().write_all(&capture::head().expect("a head")).expect("memory");
    let mut seconds = 0..;
    let clock = move || Duration::from_secs(1_800_000_000 + seconds.next().expect("no end"));
    let mut capture = Capture::new(file.clone(), Role::Client, plan.ends(), clock);
    let mut timeline = Timeline::new(Keep::ALL);
    converse(plan, &mut Both(&mut timeline.recorder(Role::Client), &mut capture));
    assert!(capture.failure().is_none());
    drop(capture);
    Seen { file: file.octets(), timeline }
}

fn converse(plan: Plan, observer: &mut dyn Observer) {
    let [client, server] = plan.configs().map(Arc::new);
    let name = ServerName::try_from("localhost").expect("a name");
    let mut client = Connection::client(client, Env::live(), name);
    let mut server = Connection::server(server, Env::live());
    both(&mut client, &mut server, observer);
    assert!(client.is_connected() && server.is_connected());
    for said in vec![b'!'; plan.much].chunks(10_000) {
        assert_eq!(client.send(said, &mut Hooks::observing(observer)), Ok(said.len()));
        assert_eq!(server.send(said, &mut Hooks::none()), Ok(said.len()));
        both(&mut client, &mut server, observer);
    }
    client.close(&mut Hooks::observing(observer));
    both(&mut client, &mut server, observer);
    server.close(&mut Hooks::none());
    both(&mut client, &mut server, observer);
}

/// Until neither has anything to say.
fn both(client: &mut Connection, server: &mut Connection, observer: &mut dyn Observer) {
    for _ in 0..8 {
        run(client, &mut Hooks::observing(observer));
        carry(client, server);
        run(server, &mut Hooks::none());
        carry(server, client);
    }
}

fn run(connection: &mut Connection, hooks: &mut Hooks<'_>) {
    while let Ok(Progress::Data) = connection.run(hooks) {
        let n = connection.plaintext().len();
        connection.consume(n);
    }
}

fn carry(from: &mut Connection, to: &mut Connection) {
    let taken = to.receive(from.outgoing());
    from.sent(taken);
}
