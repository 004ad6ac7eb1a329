//! What the instructions are counted of: so many handshakes, or so many records of so many octets, with nobody who watches.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Connection, Env, Hooks, Identity, Progress, Version};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};

/// A file of the people that never change.
macro_rules! person {
    ($file:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/people/", $file)).as_slice()
    };
}

/// A handshake or a record, and how often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Workload {
    pub(super) version: Version,
    /// How many octets a record has; `None` for a handshake.
    pub(super) record: Option<usize>,
    pub(super) times: usize,
}

impl Workload {
    /// Does it.
    pub(super) fn run(self) -> Result<(), Box<dyn Error>> {
        let pair = Pair::of(self.version)?;
        match self.record {
            None => (0..self.times).try_for_each(|_| pair.shake_hands().map(drop)),
            Some(octets) => send(pair.shake_hands()?, self.times, &vec![7; octets]),
        }
    }
}

/// Two who want each other.
struct Pair {
    client: Arc<Config>,
    server: Arc<Config>,
}

impl Pair {
    fn of(version: Version) -> Result<Self, Box<dyn Error>> {
        let client =
            config(version)?.with_identity(identity(person!("alice.der"), person!("alice.key.der"))?);
        let server =
            config(version)?.with_identity(identity(person!("server.der"), person!("server.key.der"))?);
        let server = server.with_client_auth(ClientAuth::Require);
        Ok(Self { client: Arc::new(client), server: Arc::new(server) })
    }

    fn shake_hands(&self) -> Result<(Connection, Connection), Box<dyn Error>> {
        let name = "localhost".try_into()?;
        let mut client = Connection::client(Arc::clone(&self.client), env(), name);
        let mut server = Connection::server(Arc::clone(&self.server), env());
        while run(&mut client, &mut server)? | run(&mut server, &mut client)? {}
        let is_done = client.is_connected() && server.is_connected();
        if is_done { Ok((client, server)) } else { Err("the handshake does not come to its end".into()) }
    }
}

/// The cheapest key exchange, so that hooks weigh most.
fn config(version: Version) -> Result<Config, Box<dyn Error>> {
    let anchors = Anchors::from_certificates([person!("root.der")])?;
    let mut config = Config::new().with_anchors(anchors).with_versions(version..=version);
    config.protocol.groups = vec![Group::X25519];
    config.protocol.shares = vec![Group::X25519];
    Ok(config)
}

fn identity(leaf: &'static [u8], key: &'static [u8]) -> Result<Identity, Box<dyn Error>> {
    let chain = [leaf, person!("intermediate.der")].map(CertificateDer::from);
    Ok(Identity::new(&chain, &PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)))?)
}

/// Within the validity of the people.
fn env() -> Env {
    Env { clock: Box::new(UnixTime::since_unix_epoch(Duration::from_secs(1_900_000_000))), ..Env::live() }
}

/// One goes on, and what it has to say is brought to the other. Whether it had anything to say.
fn run(from: &mut Connection, to: &mut Connection) -> Result<bool, handfast::Error> {
    from.run(&mut Hooks::none())?;
    let carried = to.receive(from.outgoing());
    from.sent(carried);
    Ok(carried > 0)
}

fn send(
    (mut from, mut to): (Connection, Connection),
    times: usize,
    data: &[u8],
) -> Result<(), Box<dyn Error>> {
    for _ in 0..times {
        let taken = from.send(data, &mut Hooks::none())?;
        let carried = to.receive(from.outgoing());
        from.sent(carried);
        let progress = to.run(&mut Hooks::none())?;
        if (progress, taken, to.plaintext()) != (Progress::Data, data.len(), data) {
            return Err("what arrives is not what was sent".into());
        }
        to.consume(taken);
        to.run(&mut Hooks::none())?;
    }
    Ok(())
}
