//! A connection on a blocking socket.

mod last_words;
mod transport;

pub use transport::Transport;

use core::fmt;
use core::time::Duration;
use std::io::{self, IoSlice, Read, Write};
use std::time::Instant;

use handfast_handshake::Answer;

use crate::ahead::Ahead;
use crate::{Acceptance, ClientAuth, Connection, Error, Hooks, Observer, Parts, Progress, RequestNumber};

/// A TLS connection that reads and writes like a socket. Reading also writes, and completes the handshake if it has
/// not been completed.
///
/// An error of the protocol comes as an [`io::Error`] with an [`Error`] inside ([`Error::within`]), and only after the
/// alert has been delivered: sent, the sending side closed, the rest read and thrown away.
pub struct Stream<T> {
    connection: Connection,
    transport: T,
    observer: Option<Box<dyn Observer + Send>>,
    ahead: Ahead,
    /// Why the transport takes nothing more.
    blocked: Option<io::ErrorKind>,
}

impl<T: Transport> Stream<T> {
    /// Puts a connection on a socket that is connected already.
    pub fn new(connection: Connection, transport: T) -> Self {
        Self { connection, transport, observer: None, ahead: Ahead::default(), blocked: None }
    }

    /// Lets somebody watch.
    #[must_use]
    pub fn with_observer(mut self, observer: Box<dyn Observer + Send>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Completes the handshake on our side. A client is not accepted yet then: see [`Self::wait_for_acceptance`].
    ///
    /// # Errors
    /// The handshake fails, or the socket does; [`io::ErrorKind::WouldBlock`] if a held question is open.
    pub fn handshake(&mut self) -> io::Result<()> {
        self.advance_until(Connection::is_connected)
    }

    /// Says something before the handshake is complete, and returns how many bytes of it were taken: as
    /// [`Connection::send_early`], as a client right after its ClientHello, as a server that takes early data in answer to it.
    /// What could not be said early is to be said later, and what a server did not take is lost:
    /// [`Negotiated::early_data`](crate::Negotiated::early_data) tells after [`Self::handshake`].
    ///
    /// # Errors
    /// The handshake fails, or the socket does.
    pub fn write_early(&mut self, data: &[u8]) -> io::Result<usize> {
        self.advance()?;
        let taken = self.connection.send_early(data, &mut hooks(&mut self.observer))?;
        self.flush_outgoing().map(|()| taken)
    }

    /// What the client of a server said before the handshake is complete, as soon as there is some of it; nothing if there
    /// is no more. It can have been said before, by whoever says it again: see [`Connection::early_data`].
    ///
    /// # Errors
    /// The handshake fails, or the socket does; [`io::ErrorKind::WouldBlock`] if a held question is open.
    pub fn read_early(&mut self) -> io::Result<Vec<u8>> {
        self.advance_until(Connection::has_early_news)?;
        Ok(self.connection.take_early_data())
    }

    /// Waits until the server has said something that it says only to clients it accepts, at most this long. Data that
    /// comes meanwhile is kept for [`Read::read`]. [`Acceptance::Pending`] after the time-out is no refusal: a server
    /// may have nothing to say.
    ///
    /// # Errors
    /// The server refuses us ([`Error::RefusedByPeer`]), closes without a word ([`Error::Truncated`], or a reset: a
    /// refusal is to be suspected), or the socket fails.
    pub fn wait_for_acceptance(&mut self, at_most: Duration) -> io::Result<Acceptance> {
        self.handshake()?;
        let until = Instant::now() + at_most;
        self.in_time(|stream| stream.hear_until(until))?;
        Ok(self.connection.acceptance())
    }

    fn hear_until(&mut self, until: Instant) -> io::Result<()> {
        let mut goes_on = true;
        while goes_on && self.connection.acceptance() == Acceptance::Pending {
            goes_on = match self.advance()? {
                Progress::Moved | Progress::NeedTransmit => true,
                Progress::NeedInput => self.fill_until(until)?,
                Progress::Data | Progress::Asked | Progress::Closed => false,
            };
        }
        Ok(())
    }

    /// Answers a held question.
    ///
    /// # Errors
    /// As [`Connection::answer`].
    pub fn answer(&mut self, answer: Answer) -> io::Result<()> {
        let mut hooks = hooks(&mut self.observer);
        self.connection.answer(answer, &mut hooks)?;
        self.advance().map(drop)
    }

    /// Asks the client for a certificate, after the handshake (RFC 9846 §4.7.2): as [`Connection::request_certificate`]. Its
    /// answer is taken while reading, or by [`Self::answered`].
    ///
    /// # Errors
    /// As [`Connection::request_certificate`], or the socket fails.
    pub fn request_certificate(&mut self, policy: ClientAuth) -> io::Result<RequestNumber> {
        let request = self.connection.request_certificate(policy, &mut hooks(&mut self.observer))?;
        self.flush_outgoing().map(|()| request)
    }

    /// Waits until the client has answered this request: then [`Connection::peer`] says who it is. Data that comes before the
    /// answer is kept for [`Read::read`], 64 KiB of it.
    ///
    /// # Errors
    /// The client is refused for what it shows, or closes without an answer; more data comes than is kept; the socket fails;
    /// [`io::ErrorKind::WouldBlock`] if a held question is open.
    pub fn answered(&mut self, request: RequestNumber) -> io::Result<()> {
        loop {
            let progress = self.advance()?;
            if !self.connection.waits_for(request) {
                return Ok(());
            }
            match progress {
                Progress::Data => self.ahead.keep(&mut self.connection)?,
                Progress::NeedInput => self.fill()?,
                Progress::Asked => return Err(held()),
                Progress::Closed => return Err(io::ErrorKind::UnexpectedEof.into()),
                Progress::Moved | Progress::NeedTransmit => {}
            }
        }
    }

    /// An answer of ours that is under way is finished before data is sent, unless a signature is still missing.
    fn finish_answer(&mut self) -> io::Result<()> {
        if !self.connection.may_send() && !self.connection.is_closed() {
            self.advance()?;
        }
        let waits = !self.connection.may_send() && !self.connection.is_closed();
        if waits { Err(held()) } else { Ok(()) }
    }

    /// Ends our side: close_notify, then the end of the stream. The peer can still be read.
    ///
    /// # Errors
    /// The socket fails.
    pub fn close(&mut self) -> io::Result<()> {
        self.connection.close(&mut hooks(&mut self.observer));
        self.flush_outgoing()?;
        match self.transport.shutdown_write() {
            // The peer has ended the transport already: there is no side left to end.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            done => done,
        }
    }

    /// What is behind the stream.
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The socket.
    pub const fn transport(&self) -> &T {
        &self.transport
    }

    /// Takes the stream apart.
    pub fn into_parts(self) -> Parts<T> {
        let Self { connection, transport, observer, ahead, .. } = self;
        Parts { connection, transport, observer, unread: ahead.into_bytes() }
    }

    /// Goes on with the handshake until it is enough.
    fn advance_until(&mut self, enough: impl Fn(&Connection) -> bool) -> io::Result<()> {
        loop {
            let progress = self.advance()?;
            if enough(&self.connection) {
                return Ok(());
            }
            match progress {
                Progress::NeedInput => self.fill()?,
                Progress::Asked => return Err(held()),
                Progress::Closed => return Err(closed_early()),
                Progress::Moved | Progress::NeedTransmit | Progress::Data => {}
            }
        }
    }

    /// Runs the connection as far as it goes, and sends what it has to say. Data that is here is left where it is. What
    /// cannot be sent is told to who writes: it keeps nobody from reading.
    fn advance(&mut self) -> io::Result<Progress> {
        match self.run() {
            Ok(progress) => match self.flush_outgoing() {
                Err(_) if matches!(progress, Progress::Data | Progress::Closed) => Ok(progress),
                sent => sent.map(|()| progress),
            },
            Err(error) => {
                self.deliver_alert(error);
                Err(error.into())
            }
        }
    }

    fn run(&mut self) -> Result<Progress, Error> {
        self.connection.run(&mut hooks(&mut self.observer))
    }

    /// Reads once from the socket.
    fn fill(&mut self) -> io::Result<()> {
        let n = retry(|| self.transport.read(self.connection.space()))?;
        self.connection.received(n);
        if n == 0 {
            self.connection.end_of_input(&mut hooks(&mut self.observer))?;
        }
        Ok(())
    }

    /// Sends what waits. Once that has failed, nothing is sent any more.
    fn flush_outgoing(&mut self) -> io::Result<()> {
        while !self.connection.outgoing().is_empty() {
            if let Some(blocked) = self.blocked {
                self.drop_outgoing();
                return Err(blocked.into());
            }
            match retry(|| self.connection.write_outgoing(|pieces| self.transport.write_vectored(pieces))) {
                Ok(0) => return Err(self.blocked_by(io::ErrorKind::WriteZero.into())),
                Ok(n) => self.connection.sent(n),
                Err(error) => return Err(self.blocked_by(error)),
            }
        }
        self.transport.flush()
    }

    fn drop_outgoing(&mut self) {
        self.connection.sent(self.connection.outgoing_len());
    }
}

impl<T: Transport> Read for Stream<T> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        if !self.ahead.is_empty() {
            return Ok(self.ahead.read(buf));
        }
        loop {
            match self.advance()? {
                Progress::Data => {
                    let n = self.connection.plaintext().read(buf)?;
                    self.connection.consume(n);
                    return Ok(n);
                }
                Progress::Closed => return Ok(0),
                Progress::Asked => return Err(held()),
                Progress::NeedInput => self.fill()?,
                Progress::Moved | Progress::NeedTransmit => {}
            }
        }
    }
}

impl<T: Transport> Write for Stream<T> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(buf)])
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.handshake()?;
        self.finish_answer()?;
        if pieces.iter().all(|piece| piece.is_empty()) {
            return Ok(0);
        }
        loop {
            let taken = self.connection.send_vectored(pieces, &mut hooks(&mut self.observer))?;
            self.flush_outgoing()?;
            match taken {
                0 if self.connection.is_closed() => return Err(io::ErrorKind::BrokenPipe.into()),
                0 => {}
                taken => return Ok(taken),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_outgoing()
    }
}

impl<T> fmt::Debug for Stream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("connection", &self.connection).finish_non_exhaustive()
    }
}

fn hooks(observer: &mut Option<Box<dyn Observer + Send>>) -> Hooks<'_> {
    Hooks { observer: observer.as_mut().map(|observer| &mut **observer as &mut dyn Observer), tamper: None }
}

/// A close_notify before the handshake is complete.
fn closed_early() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the peer closed the connection during the handshake")
}

fn held() -> io::Error {
    io::Error::new(io::ErrorKind::WouldBlock, "a held question is open: answer it")
}

fn retry(mut io: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match io() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
