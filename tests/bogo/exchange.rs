//! What is said on a connection, and in which order.

use handfast::rule::AlertDescription;

use crate::application::Application;
use crate::early::{self, Begun};
use crate::expect;
use crate::failure::Failure;
use crate::memory::Memory;
use crate::options::{Options, Run};
use crate::setup;
use crate::wire::Wire;

/// How much is read at once: less than a record, so that one comes in several parts.
const READ: u32 = 512;

/// One connection after the other.
pub(crate) fn all(run: &Run) -> Result<(), Failure> {
    let memory = Memory::new();
    for number in 0..=run.resume_count {
        let returns = number > 0;
        let options = if returns { &run.resume } else { &run.initial };
        let (sessions, kept) = (memory.sessions(), memory.kept());
        one((options, &run.retry), &Visit { returns, memory: &memory, sessions, kept })?;
        memory.wait(options.resumption_delay.unwrap_or(0));
    }
    Ok(())
}

/// Reserved since TLS 1.3; the runner chose it.
const DECOMPRESSION_FAILURE: AlertDescription = AlertDescription(30);

/// One connection among others.
#[derive(Debug)]
pub(crate) struct Visit<'m> {
    /// Whether there was one before.
    pub(crate) returns: bool,
    pub(crate) memory: &'m Memory,
    /// How many sessions had come before.
    pub(crate) sessions: u64,
    /// How many a server had kept.
    pub(crate) kept: usize,
}

fn one((options, retry): (&Options, &Options), visit: &Visit<'_>) -> Result<(), Failure> {
    let staple = setup::staple(options);
    let connection = setup::connection(options, visit.memory, &staple)?;
    let mut wire = Wire::connect(options, connection, Application::new(options, retry, staple)?)?;
    let ended = early::begin((options, retry), visit, &mut wire);
    let ended = ended.and_then(|begun| exchange(begun, visit, &mut wire));
    wire.hang_up();
    ended
}

fn exchange(begun: Begun<'_>, visit: &Visit<'_>, wire: &mut Wire) -> Result<(), Failure> {
    let Begun { options, has_spoken } = begun;
    if !options.implicit_handshake {
        handshake(options, visit, wire)?;
    }
    export(options, wire)?;
    tls_unique(options, wire)?;
    if options.send_alert {
        return wire.refuse(DECOMPRESSION_FAILURE);
    }
    let unfinished = if has_spoken { &[] } else { first_write(options, wire)? };
    if !options.shim_shuts_down {
        echo(options, wire, unfinished)?;
    }
    expect::sessions(options, visit, wire)?;
    farewell(options, wire)?;
    expect::course(options, wire)
}

fn handshake(options: &Options, visit: &Visit<'_>, wire: &mut Wire) -> Result<(), Failure> {
    wire.handshake()?;
    expect::handshake(options, visit, wire)?;
    if options.no_op_extra_handshake {
        wire.handshake()?;
    }
    Ok(())
}

/// Keying material and secrets for the runner to compare.
pub(crate) fn export(options: &Options, wire: &mut Wire) -> Result<(), Failure> {
    if options.export_traffic_secrets {
        wire.write(&wire.witness.traffic_secrets(wire.connection.role()))?;
    }
    let Some(length) = options.export_keying_material else { return Ok(()) };
    let label = str::from_utf8(&options.export_label).map_err(|_| Failure::unimplemented("such a label"))?;
    let context = options.use_export_context.then_some(&options.export_context[..]);
    let mut out = vec![0; setup::size(length)];
    wire.connection.export(label, context, &mut out).map_err(|why| match wire.connection.is_connected() {
        true => Failure::expectation(format!("nothing was exported: {why}")),
        false => Failure::Discontent("nothing is exported before the handshake is complete"),
    })?;
    wire.write(&out)
}

/// For the runner to compare, too.
fn tls_unique(options: &Options, wire: &mut Wire) -> Result<(), Failure> {
    if !options.tls_unique {
        return Ok(());
    }
    let unique = wire.connection.tls_unique();
    let unique = unique.map_err(|_| Failure::Discontent("the connection has no tls-unique"))?;
    wire.write(&unique)
}

/// What the shim says first; what of it is still to be said after the first data of the peer.
fn first_write<'o>(options: &'o Options, wire: &mut Wire) -> Result<&'o [u8], Failure> {
    let words = options.first_write();
    if options.read_with_unfinished_write {
        let begun = wire.begin_to_write(words)?;
        return Ok(words.get(begun..).unwrap_or_default());
    }
    let times = if options.shim_writes_first { options.repeat_shim_initial_write.unwrap_or(1) } else { 0 };
    for _ in 0..times {
        wire.write(words)?;
    }
    Ok(&[])
}

/// Every byte comes back with every bit turned.
fn echo(options: &Options, wire: &mut Wire, unfinished: &[u8]) -> Result<(), Failure> {
    let at_most = setup::size(options.read_size.unwrap_or(READ));
    let mut unfinished = Some(unfinished);
    loop {
        if options.key_update_before_read {
            wire.update_keys()?;
        }
        let mut data = wire.read(at_most)?;
        if data.is_empty() {
            return Ok(());
        }
        if let Some(rest) = unfinished.take() {
            wire.write(rest)?;
        }
        if options.key_update {
            wire.update_keys()?;
        }
        data.iter_mut().for_each(|byte| *byte ^= 0xff);
        wire.write(&data)?;
    }
}

/// Where closing is looked at, each side says close_notify.
fn farewell(options: &Options, wire: &mut Wire) -> Result<(), Failure> {
    if !options.check_close_notify {
        return Ok(());
    }
    wire.close()?;
    if options.shim_shuts_down && !wire.read(setup::size(READ))?.is_empty() {
        return Err(Failure::Discontent("data came after our close_notify"));
    }
    if wire.connection.peer_has_closed() {
        return Ok(());
    }
    Err(Failure::Discontent("the peer ended without close_notify"))
}
