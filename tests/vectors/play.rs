//! Our connection on stage, with the recording as its peer.

use std::sync::Arc;

use handfast::crypto::kx::FixedScalars;
use handfast::crypto::secret::Secret;
use handfast::handshake::Ask;
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

/// How it goes. The octets are the same in every manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Questions are answered at once, records come whole.
    Plain,
    /// Questions are held, and answered after what is due was sent.
    Held,
    /// Every octet comes alone.
    Trickle,
}

/// Plays one side, and returns what was seen of it.
pub(crate) fn play(script: &Script<'_>, manner: Manner) -> Result<Log, Mismatch> {
    let mut stage = Stage::new(script, manner)?;
    script.acts.iter().try_for_each(|act| stage.play(act))?;
    stage.check_end(script)?;
    let Stage { log, wire, data, .. } = stage;
    check_log(&log, &wire, &data)?;
    Ok(log)
}

struct Stage {
    manner: Manner,
    connection: Connection,
    understudy: Understudy,
    log: Log,
    wire: Vec<u8>,
    data: Vec<u8>,
}

impl Stage {
    fn new(script: &Script<'_>, manner: Manner) -> Result<Self, Mismatch> {
        let connection = connection(script, Opening::of(script)?, manner)?;
        let (understudy, log) = (Understudy::new(script)?, Log::new(script.role));
        Ok(Self { manner, connection, understudy, log, wire: Vec::new(), data: Vec::new() })
    }

    fn play(&mut self, act: &Act<'_>) -> Result<(), Mismatch> {
        let Self { connection, understudy, log, .. } = self;
        let mut hooks = Hooks { observer: Some(log), tamper: Some(understudy) };
        match act {
            Act::Hear(record) => return self.hear(&octets(record)?),
            Act::Speak => {}
            Act::Ticket(message) => connection.inject(&octets(message)?, &mut hooks)?,
            Act::Send(payload) => send(connection, &octets(payload)?, &mut hooks)?,
            Act::Close => connection.close(&mut hooks),
        }
        self.run()
    }

    fn hear(&mut self, record: &[u8]) -> Result<(), Mismatch> {
        let piece = if self.manner == Manner::Trickle { 1 } else { record.len().max(1) };
        for piece in record.chunks(piece) {
            if self.connection.receive(piece) != piece.len() {
                return Err(Mismatch::new(format!("no room for {} octets", piece.len())));
            }
            self.run()?;
        }
        Ok(())
    }

    /// Everything that is due.
    fn run(&mut self) -> Result<(), Mismatch> {
        loop {
            let Self { connection, understudy, log, .. } = self;
            let mut hooks = Hooks { observer: Some(log), tamper: Some(understudy) };
            let progress = connection.run(&mut hooks)?;
            self.exchange();
            match progress {
                Progress::Data => {}
                Progress::Asked => self.answer()?,
                _ => return self.understudy.check(),
            }
        }
    }

    /// Takes what is to be sent, and what was received.
    fn exchange(&mut self) {
        let Self { connection, wire, data, .. } = self;
        wire.extend_from_slice(connection.outgoing());
        connection.sent(connection.outgoing().len());
        data.extend_from_slice(connection.plaintext());
        connection.consume(connection.plaintext().len());
    }

    fn answer(&mut self) -> Result<(), Mismatch> {
        let Self { connection, understudy, log, .. } = self;
        let mut hooks = Hooks { observer: Some(log), tamper: Some(understudy) };
        connection.answer_as_configured(&mut hooks)?;
        Ok(())
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

fn connection(script: &Script<'_>, opening: Opening, manner: Manner) -> Result<Connection, Mismatch> {
    let mut scalars = FixedScalars::new();
    for pair in script.keys_of(script.role) {
        scalars = scalars.with(pair.group, &secret(pair.private)?);
    }
    let rng = Recorded::new([&opening.random[..], &opening.session_id].concat());
    let env = Env { clock: Box::new(trust::NOW), rng: Box::new(rng), kx: Box::new(scalars) };
    let mut config = config(script, opening)?;
    if manner == Manner::Held {
        config.held = vec![Ask::Identity, Ask::Judge, Ask::Sign];
    }
    let config = Arc::new(config);
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
    protocol.compatibility = !opening.session_id.is_empty();
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
