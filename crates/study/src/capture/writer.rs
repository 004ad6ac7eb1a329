//! Writes what one side observes of a connection as packets.

use core::fmt;
use core::time::Duration;
use std::io::{self, Write};

use handfast::handshake::Side;
use handfast::{Observation, Observer, Role, Wish};
use zeroize::Zeroizing;

use super::block;
use super::flow::{Ends, Flow};
use crate::KeyLog;

/// Writes **one** connection into a capture file that has its [`head`](super::head) already. When it is dropped, the
/// connection has ended.
///
/// The secrets of a handshake go before its packets, since readers want them there; so those wait until the handshake
/// is complete. Whatever is written is written in one piece, so that any number of connections may share a file.
pub struct Capture<W: Write + Send> {
    role: Role,
    flow: Flow,
    clock: Box<dyn FnMut() -> Duration + Send>,
    secrets: KeyLog<Vec<u8>>,
    waiting: Vec<u8>,
    waits: bool,
    first_to_end: Option<Role>,
    out: W,
    failure: Option<io::Error>,
}

/// So many octets of packets wait for their secrets at most.
const MOST: usize = 1 << 20;

impl<W: Write + Send> Capture<W> {
    /// A connection that begins now, as the side `role` will observe it. The clock tells the time since 1970-01-01 UTC,
    /// once for each packet.
    pub fn new(out: W, role: Role, ends: Ends, clock: impl FnMut() -> Duration + Send + 'static) -> Self {
        let mut capture = Self {
            role,
            flow: Flow::new(ends),
            clock: Box::new(clock),
            secrets: KeyLog::new(Vec::new()),
            waiting: Vec::new(),
            waits: true,
            first_to_end: None,
            out,
            failure: None,
        };
        let opened = capture.flow.open();
        capture.take(opened);
        capture
    }

    /// Why nothing more was written. An observer cannot stop a connection, so a failure to write waits here.
    pub const fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    fn take(&mut self, packets: io::Result<Vec<Vec<u8>>>) {
        let taken = packets.and_then(|packets| {
            packets.iter().try_for_each(|packet| {
                self.waiting.extend(block::packet((self.clock)(), packet)?);
                Ok(())
            })
        });
        self.note(taken);
        if !self.waits || self.waiting.len() > MOST {
            self.write();
        }
    }

    /// All that waits, behind the secrets that are new.
    fn write(&mut self) {
        let lines = Zeroizing::new(self.secrets.take());
        let packets = core::mem::take(&mut self.waiting);
        let written = || {
            let secrets = if lines.is_empty() { Vec::new() } else { block::secrets(&lines)? };
            let piece = Zeroizing::new([secrets, packets].concat());
            self.out.write_all(&piece).and_then(|()| self.out.flush())
        };
        let written = if self.failure.is_none() { written() } else { Ok(()) };
        self.note(written);
    }

    fn note(&mut self, outcome: io::Result<()>) {
        self.failure = self.failure.take().or(outcome.err());
    }

    const fn sender(&self, side: Side) -> Role {
        match side {
            Side::Write => self.role,
            Side::Read => self.role.peer(),
        }
    }
}

impl<W: Write + Send> Observer for Capture<W> {
    fn wish(&self) -> Wish {
        Wish { records: true, secrets: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.secrets.observe(observation);
        match observation {
            Observation::Record { side, facts, .. } => {
                let record = [&facts.header[..], facts.sealed.unwrap_or_default()].concat();
                let packets = self.flow.carry(self.sender(*side), &record);
                self.take(packets);
            }
            Observation::Alert(side, _) => {
                self.first_to_end.get_or_insert(self.sender(*side));
            }
            Observation::Complete => {
                self.waits = false;
                self.write();
            }
            _ => {}
        }
    }
}

impl<W: Write + Send> Drop for Capture<W> {
    fn drop(&mut self) {
        let closed = self.flow.close(self.first_to_end.unwrap_or(self.role));
        self.take(closed);
        self.write();
    }
}

impl<W: Write + Send> fmt::Debug for Capture<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture").field("role", &self.role).field("flow", &self.flow).finish_non_exhaustive()
    }
}
