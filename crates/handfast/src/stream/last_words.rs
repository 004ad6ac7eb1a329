//! What is said and heard last: an alert of ours must arrive, and one of the peer may lie behind a write that failed.

use core::time::Duration;
use std::io;
use std::time::Instant;

use super::{Stream, Transport, retry};
use crate::{Error, Progress};

/// How long, and how many bytes, a refused peer is listened to while our alert is on its way: closing at once would
/// reset the connection and destroy it.
const DRAIN: (Duration, usize) = (Duration::from_secs(1), 64 * 1024);

impl<T: Transport> Stream<T> {
    /// Does something that shortens the time for which reads wait, and leaves the application's own.
    pub(super) fn in_time<R>(&mut self, act: impl FnOnce(&mut Self) -> io::Result<R>) -> io::Result<R> {
        let own = self.transport.read_timeout()?;
        let done = act(self);
        self.transport.set_read_timeout(own)?;
        done
    }

    /// As [`Self::fill`], but not beyond this time. Whether something came.
    pub(super) fn fill_until(&mut self, until: Instant) -> io::Result<bool> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        self.transport.set_read_timeout(Some(left))?;
        match self.fill() {
            Ok(()) => Ok(true),
            Err(error) if is_time_out(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The peer takes nothing more: it may have told us why before it left.
    pub(super) fn blocked_by(&mut self, error: io::Error) -> io::Error {
        self.blocked = Some(error.kind());
        let until = Instant::now() + DRAIN.0;
        match self.in_time(|stream| stream.listen_until(until)) {
            Err(why) if Error::within(&why).is_some_and(|why| *why != Error::Truncated) => why,
            _ => error,
        }
    }

    /// Looks for the alert behind all that the peer sent. Data that nobody has read stays, and what is behind it.
    fn listen_until(&mut self, until: Instant) -> io::Result<()> {
        loop {
            let progress = self.run();
            self.drop_outgoing();
            match progress? {
                Progress::Moved | Progress::NeedTransmit => {}
                Progress::NeedInput if self.fill_until(until)? => {}
                Progress::NeedInput | Progress::Data | Progress::Asked | Progress::Closed => return Ok(()),
            }
        }
    }

    /// Sends the alert, closes the sending side, and listens a little, so that it arrives.
    pub(super) fn deliver_alert(&mut self, error: Error) {
        if error.alert().is_none() || self.connection.outgoing().is_empty() {
            return;
        }
        // If the transport fails, there is nobody any more whom our last words could reach.
        if self.flush_outgoing().and_then(|()| self.transport.shutdown_write()).is_ok() {
            let _ = self.in_time(Self::drain);
        }
    }

    /// Reads and throws away.
    fn drain(&mut self) -> io::Result<()> {
        let (time, bytes) = DRAIN;
        let until = Instant::now() + time;
        let (mut thrown_away, mut left) = ([0; 4096], bytes);
        while left > 0 {
            let wait = until.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                break;
            }
            self.transport.set_read_timeout(Some(wait))?;
            match retry(|| self.transport.read(&mut thrown_away))? {
                0 => break,
                n => left = left.saturating_sub(n),
            }
        }
        Ok(())
    }
}

fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}
