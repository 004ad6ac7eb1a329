//! Our connection on stage, with the recording as its peer.

use std::sync::Arc;

use handfast::crypto::kx::FixedScalars;
use handfast::crypto::secret::Secret;
use handfast::wire::code_points::ContentType;
use handfast::{Config, Connection, Env, Hooks, Progress, Role};
use rustls_pki_types::ServerName;

use crate::hex::octets;
use crate::log::Log;
use crate::opening::Opening;
use crate::rng::Recorded;
use crate::script::{Act, Script};
use crate::trace::Mismatch;
use crate::trust;
use crate::understudy::Understudy;

/// Plays one side, and returns what was seen of it.
pub(crate) fn play(script: &Script<'_>) -> Result<Log, Mismatch> {
    let mut stage = Stage::new(script)?;
    script.acts.iter().try_for_each(|act| stage.play(act))?;
    stage.check_end(script)?;
    let Stage { log, wire, data, .. } = stage;
    check_log(&log, &wire, &data)?;
    Ok(log)
}

struct Stage {
    connection: Connection,
    understudy: Understudy,
    log: Log,
    wire: Vec<u8>,
    data: Vec<u8>,
}

impl Stage {
    fn new(script: &Script<'_>) -> Result<Self, Mismatch> {
        let opening = Opening::of(script)?;
        let understudy = Understudy::new(script)?;
        let (wire, data) = (Vec::new(), Vec::new());
        Ok(Self {
            connection: connection(script, opening)?,
            understudy,
            log: Log::new(script.role),
            wire,
            data,
        })
    }

    fn play(&mut self, act: &Act<'_>) -> Result<(), Mismatch> {
        let Self { connection, understudy, log, .. } = self;
        let mut hooks = Hooks { observer: Some(log), tamper: Some(understudy) };
        match act {
            Act::Hear(record) => hear(connection, &octets(record)?)?,
            Act::Speak => {}
            Act::Ticket(message) => connection.inject(&octets(message)?, &mut hooks)?,
            Act::Send(payload) => send(connection, &octets(payload)?, &mut hooks)?,
            Act::Close => connection.close(&mut hooks),
        }
        self.run()
    }

    /// Everything that is due.
    fn run(&mut self) -> Result<(), Mismatch> {
        let Self { connection, understudy, log, wire, data } = self;
        let mut hooks = Hooks { observer: Some(log), tamper: Some(understudy) };
        while connection.run(&mut hooks)? == Progress::Data {
            data.extend_from_slice(connection.plaintext());
            connection.consume(connection.plaintext().len());
        }
        wire.extend_from_slice(connection.outgoing());
        connection.sent(connection.outgoing().len());
        self.understudy.check()
    }

    /// All was said, the peer is who it should be, and both sides closed.
    fn check_end(&self, script: &Script<'_>) -> Result<(), Mismatch> {
        let connection = &self.connection;
        if !(connection.is_connected() && connection.peer_has_closed() && connection.is_closed()) {
            return Err(Mismatch::new("the connection was not established and closed"));
        }
        trust::check_peer(connection, script.anchor)
    }
}

fn connection(script: &Script<'_>, opening: Opening) -> Result<Connection, Mismatch> {
    let mut scalars = FixedScalars::new();
    for pair in script.keys_of(script.role) {
        scalars = scalars.with(pair.group, &secret(pair.private)?);
    }
    let rng = Recorded::new([&opening.random[..], &opening.session_id].concat());
    let env = Env { clock: Box::new(trust::NOW), rng: Box::new(rng), kx: Box::new(scalars) };
    let config = Arc::new(config(script, opening)?);
    Ok(match script.role {
        Role::Client => Connection::client(config, env, ServerName::try_from("server").expect("a name")),
        Role::Server => Connection::server(config, env),
    })
}

fn config(script: &Script<'_>, opening: Opening) -> Result<Config, Mismatch> {
    let mut config = trust::config(script.role, script.anchor)?;
    config.reveal_secrets = true;
    let protocol = &mut config.protocol;
    protocol.groups = script.keys_of(script.role).map(|pair| pair.group).collect();
    // Section 5: P-256 comes only when it is asked for.
    protocol.shares = protocol.groups.iter().copied().take(1).collect();
    // A server does as its client does.
    protocol.compatibility = script.role == Role::Server || !opening.session_id.is_empty();
    protocol.also_offered = opening.extensions;
    protocol.retry_cookie = opening.cookie;
    Ok(match opening.identity {
        Some(identity) => config.with_identity(identity),
        None => config,
    })
}

/// An octet string that can be a scalar.
pub(crate) fn secret(digits: &str) -> Result<Secret, Mismatch> {
    Secret::try_from(&octets(digits)?[..]).map_err(|error| Mismatch::new(error.to_string()))
}

fn hear(connection: &mut Connection, record: &[u8]) -> Result<(), Mismatch> {
    match connection.receive(record) {
        taken if taken == record.len() => Ok(()),
        taken => Err(Mismatch::new(format!("there was room for {taken} octets of {}", record.len()))),
    }
}

fn send(connection: &mut Connection, data: &[u8], hooks: &mut Hooks<'_>) -> Result<(), Mismatch> {
    match connection.send(data, hooks)? {
        taken if taken == data.len() => Ok(()),
        taken => Err(Mismatch::new(format!("{taken} octets of {} were sent", data.len()))),
    }
}

/// What the observer saw is what went over the wire, and what the application got.
fn check_log(log: &Log, wire: &[u8], data: &[u8]) -> Result<(), Mismatch> {
    let sent: Vec<u8> = log.records_of(log.role).flat_map(|record| record.record.clone()).collect();
    let peers = log.records_of(log.role.peer());
    let got = peers.filter(|record| record.content_type == ContentType::APPLICATION_DATA);
    let got: Vec<u8> = got.flat_map(|record| record.payload.clone()).collect();
    if sent != wire || got != data {
        return Err(Mismatch::new("the observer saw something else"));
    }
    Ok(())
}
