//! A connection and its socket. Asynchronously, every read and every write is of one byte, and between two of them the
//! connection is asked what it makes of that; a held question is asked again before it is answered.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use handfast::rule::AlertDescription;
use handfast::{Connection, Error, Hooks, Progress, Role, State};

use crate::application::Application;
use crate::failure::Failure;
use crate::options::Options;
use crate::witness::Witness;

/// How long a peer is waited for that says nothing more.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection on its way.
pub(crate) struct Wire {
    pub(crate) connection: Connection,
    pub(crate) witness: Witness,
    application: Application,
    socket: TcpStream,
    asynchronous: bool,
    /// What came early and was not read.
    early: Vec<u8>,
}

impl Wire {
    /// Connects to the runner, and says which shim this is.
    pub(crate) fn connect(
        options: &Options,
        connection: Connection,
        application: Application,
    ) -> Result<Self, Failure> {
        let address = if options.ipv6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
        let mut socket = TcpStream::connect(SocketAddr::new(address, options.port))?;
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.write_all(&options.shim_id.to_le_bytes())?;
        let asynchronous = options.asynchronous;
        let (witness, early) = (Witness::new(options.export_traffic_secrets), Vec::new());
        Ok(Self { connection, witness, application, socket, asynchronous, early })
    }

    /// Completes the handshake, or, on a server that takes early data, all of it that is ours.
    pub(crate) fn handshake(&mut self) -> Result<(), Failure> {
        while !self.may_speak() {
            self.advance()?;
            if !self.may_speak() {
                self.fill()?;
            }
        }
        self.flush()
    }

    fn may_speak(&self) -> bool {
        let answers = self.connection.role() == Role::Server && self.connection.may_send_early() > 0;
        self.connection.is_connected() || answers
    }

    /// Sends the first hello.
    pub(crate) fn say_hello(&mut self) -> Result<(), Failure> {
        self.advance()?;
        self.flush()
    }

    /// Waits until the handshake has come so far.
    pub(crate) fn wait_for(&mut self, state: State) -> Result<(), Failure> {
        while self.connection.state() != state {
            self.fill()?;
            self.advance()?;
        }
        Ok(())
    }

    /// Writes as much of it as can be said early.
    pub(crate) fn write_early(&mut self, data: &[u8]) -> Result<usize, Failure> {
        let mut said = 0;
        while let Some(left) = data.get(said..).filter(|left| !left.is_empty()) {
            match self.connection.send_early(left, &mut Hooks::observing(&mut self.witness))? {
                0 => break,
                taken => said += taken,
            }
            self.flush()?;
        }
        Ok(said)
    }

    /// What came early, as far as there is room for it.
    fn early(&mut self, at_most: usize) -> Vec<u8> {
        self.early.extend(self.connection.take_early_data());
        self.early.drain(..at_most.min(self.early.len())).collect()
    }

    /// Reads some application data; none at the end, be it a close_notify or not.
    pub(crate) fn read(&mut self, at_most: usize) -> Result<Vec<u8>, Failure> {
        loop {
            let progress = self.advance()?;
            let early = self.early(at_most);
            if !early.is_empty() {
                return Ok(early);
            }
            match progress {
                Progress::Data => {
                    let data = first(self.connection.plaintext(), at_most).to_vec();
                    self.connection.consume(data.len());
                    return Ok(data);
                }
                Progress::Closed => return Ok(Vec::new()),
                _ => match self.fill() {
                    Err(Failure::Connection(Error::Truncated)) if self.witness.completed => {
                        return Ok(Vec::new());
                    }
                    filled => filled?,
                },
            }
        }
    }

    /// Writes all of it.
    pub(crate) fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        self.handshake()?;
        let mut left = data;
        while !left.is_empty() {
            left = left.get(self.put(left)?..).unwrap_or_default();
            self.flush()?;
        }
        Ok(())
    }

    /// Lets one byte of it onto the transport, and leaves the rest of its record waiting.
    pub(crate) fn begin_to_write(&mut self, data: &[u8]) -> Result<usize, Failure> {
        let taken = self.put(data)?;
        self.write_once(1)?;
        Ok(taken)
    }

    fn put(&mut self, data: &[u8]) -> Result<usize, Failure> {
        let hooks = &mut Hooks::observing(&mut self.witness);
        Ok(match self.connection.is_connected() {
            true => self.connection.send(data, hooks)?,
            false => self.connection.send_early(data, hooks)?,
        })
    }

    /// Updates our keys.
    pub(crate) fn update_keys(&mut self) -> Result<(), Failure> {
        self.connection.update_keys(false, &mut Hooks::observing(&mut self.witness))?;
        Ok(())
    }

    /// Tells the peer that it is unwelcome, with this alert.
    pub(crate) fn refuse(&mut self, alert: AlertDescription) -> Result<(), Failure> {
        self.connection.refuse(alert, &mut Hooks::observing(&mut self.witness));
        self.flush()
    }

    /// Judges a server again that rejected early data.
    pub(crate) fn reconsider(&mut self) -> Result<(), Failure> {
        self.application.reconsider(&mut self.connection, &mut self.witness)
    }

    /// Ends our side with close_notify.
    pub(crate) fn close(&mut self) -> Result<(), Failure> {
        self.connection.close(&mut Hooks::observing(&mut self.witness));
        self.flush()
    }

    /// Ends the transport: our side, and then what still comes, so that nothing we said is lost.
    pub(crate) fn hang_up(&mut self) {
        let _ = self.flush_quietly().and_then(|()| Ok(self.socket.shutdown(Shutdown::Write)?));
        let mut thrown_away = [0; 1024];
        while self.socket.read(&mut thrown_away).is_ok_and(|n| n > 0) {}
    }

    /// Runs the connection as far as it goes, and sends what it has to say.
    fn advance(&mut self) -> Result<Progress, Failure> {
        loop {
            let progress = self.connection.run(&mut Hooks::observing(&mut self.witness))?;
            match progress {
                Progress::Asked => {
                    self.application.answer(&mut self.connection, &mut self.witness)?;
                    continue;
                }
                // What waits may belong to a write that is not finished on purpose, so data is told at once; and a peer
                // that has closed need not take what we still have to say.
                Progress::Data | Progress::Closed => return Ok(progress),
                _ => {}
            }
            if self.connection.outgoing().is_empty() {
                return Ok(progress);
            }
            self.write_once(self.portion())?;
        }
    }

    /// Reads once from the socket.
    fn fill(&mut self) -> Result<(), Failure> {
        let portion = self.portion();
        let space = self.connection.space();
        let portion = portion.min(space.len());
        let n = match self.socket.read(space.get_mut(..portion).unwrap_or_default()) {
            // The runner may be gone while our bytes were on their way: that is an end like another.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            read => read?,
        };
        self.connection.received(n);
        if n == 0 {
            self.connection.end_of_input(&mut Hooks::observing(&mut self.witness))?;
        }
        Ok(())
    }

    /// Sends what waits.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        while !self.connection.outgoing().is_empty() {
            self.write_once(self.portion())?;
        }
        Ok(())
    }

    fn write_once(&mut self, at_most: usize) -> Result<(), Failure> {
        let n = self.socket.write(first(self.connection.outgoing(), at_most))?;
        self.connection.sent(n);
        Ok(())
    }

    fn flush_quietly(&mut self) -> Result<(), Failure> {
        self.socket.write_all(self.connection.outgoing())?;
        Ok(())
    }

    const fn portion(&self) -> usize {
        if self.asynchronous { 1 } else { usize::MAX }
    }
}

/// The first `n` bytes, or as many as there are.
fn first(bytes: &[u8], n: usize) -> &[u8] {
    bytes.get(..n).unwrap_or(bytes)
}
