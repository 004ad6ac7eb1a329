//! Writes what one side observes of a connection as packets.

use core::time::Duration;
use std::io::{self, Write};

use handfast::handshake::Side;
use handfast::{Observation, Observer, Role, Wish};

use super::flow::Ends;
use super::packets::Packets;
use crate::KeyLog;

/// Writes **one** connection, as one side observes it, into a capture file that has its [`head`](super::head) already.
/// The secrets of the handshake go before its packets, so these wait until it is complete. When this is dropped, the
/// connection has ended.
#[derive(Debug)]
pub struct Capture<W: Write + Send> {
    role: Role,
    packets: Packets<W>,
    secrets: KeyLog<Vec<u8>>,
    ends: bool,
}

impl<W: Write + Send> Capture<W> {
    /// A connection that begins now, as the side `role` will observe it. The clock tells the time since 1970-01-01 UTC,
    /// once for each packet.
    pub fn new(out: W, role: Role, ends: Ends, clock: impl FnMut() -> Duration + Send + 'static) -> Self {
        let mut packets = Packets::new(out, ends, clock);
        packets.ends_first(role);
        Self { role, packets, secrets: KeyLog::new(Vec::new()), ends: false }
    }

    /// Why nothing more was written. An observer cannot stop a connection, so a failure to write waits here.
    pub const fn failure(&self) -> Option<&io::Error> {
        self.packets.failure()
    }

    const fn sender(&self, side: Side) -> Role {
        match side {
            Side::Write => self.role,
            Side::Read => self.role.peer(),
        }
    }

    /// Whoever sends the first alert.
    const fn ends(&mut self, side: Side) {
        if !self.ends {
            self.packets.ends_first(self.sender(side));
            self.ends = true;
        }
    }
}

impl<W: Write + Send> Observer for Capture<W> {
    fn wish(&self) -> Wish {
        Wish { records: true, secrets: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.secrets.observe(observation);
        self.packets.secrets(&zeroize::Zeroizing::new(self.secrets.take()));
        match observation {
            Observation::Record { side, facts, .. } => {
                let record = [&facts.header[..], facts.sealed.unwrap_or_default()].concat();
                self.packets.say(self.sender(*side), &record);
            }
            Observation::Alert(side, _) => self.ends(*side),
            Observation::Complete => self.packets.release(),
            _ => {}
        }
    }
}
