//! A connection as packets in a file, given what both sides say.

use core::fmt;
use core::time::Duration;
use std::io::{self, Write};

use handfast::Role;
use zeroize::Zeroizing;

use super::block;
use super::flow::{Ends, Flow};

/// Writes **one** connection into a capture file that has its [`head`](super::head) already. When it is dropped, the
/// connection has ended.
///
/// Readers want secrets before the packets that they open, so packets wait until [`release`](Self::release). Whatever is
/// written is written in one piece, so that any number of connections may share a file.
pub struct Packets<W: Write + Send> {
    flow: Flow,
    clock: Box<dyn FnMut() -> Duration + Send>,
    secrets: Zeroizing<Vec<u8>>,
    waiting: Vec<u8>,
    waits: bool,
    first_to_end: Role,
    out: W,
    failure: Option<io::Error>,
}

/// So many octets of packets wait for their secrets at most.
const MOST: usize = 1 << 20;

impl<W: Write + Send> Packets<W> {
    /// A connection that begins now. The clock tells the time since 1970-01-01 UTC, once for each packet.
    pub fn new(out: W, ends: Ends, clock: impl FnMut() -> Duration + Send + 'static) -> Self {
        let mut packets = Self {
            flow: Flow::new(ends),
            clock: Box::new(clock),
            secrets: Zeroizing::default(),
            waiting: Vec::new(),
            waits: true,
            first_to_end: Role::Client,
            out,
            failure: None,
        };
        let opened = packets.flow.open();
        packets.take(opened);
        packets
    }

    /// One side says this.
    pub fn say(&mut self, from: Role, octets: &[u8]) {
        let packets = self.flow.carry(from, octets);
        self.take(packets);
    }

    /// Lines of a key log, to be written before what waits.
    pub fn secrets(&mut self, lines: &[u8]) {
        self.secrets.extend_from_slice(lines);
    }

    /// Nothing waits any more.
    pub fn release(&mut self) {
        self.waits = false;
        self.write();
    }

    /// Which side is the first to end the connection; the client, unless it is said.
    pub const fn ends_first(&mut self, role: Role) {
        self.first_to_end = role;
    }

    /// Why nothing more was written.
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
        let (lines, packets) = (core::mem::take(&mut self.secrets), core::mem::take(&mut self.waiting));
        let write = || {
            let secrets = if lines.is_empty() { Vec::new() } else { block::secrets(&lines)? };
            let piece = Zeroizing::new([secrets, packets].concat());
            self.out.write_all(&piece).and_then(|()| self.out.flush())
        };
        let written = if self.failure.is_none() { write() } else { Ok(()) };
        self.note(written);
    }

    fn note(&mut self, outcome: io::Result<()>) {
        self.failure = self.failure.take().or(outcome.err());
    }
}

impl<W: Write + Send> Drop for Packets<W> {
    fn drop(&mut self) {
        let closed = self.flow.close(self.first_to_end);
        self.take(closed);
        self.write();
    }
}

impl<W: Write + Send> fmt::Debug for Packets<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packets").field("flow", &self.flow).finish_non_exhaustive()
    }
}
