//! One side of the conversation: a TLS connection, and the TCP socket that it lives on.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use handfast::{Config, Connection, Error, Hooks, Progress, Role};
use handfast_study::Timeline;
use handfast_study::capture::Ends;
use handfast_study::doctor::{Chart, Diagnosis, Ending, Patient, diagnose};
use rustls_pki_types::{ServerName, UnixTime};

use super::SERVER;

/// How long loopback may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is carried at once: far less than the sockets hold, so that one thread can write and then read it.
const PIECE: usize = 4096;

/// One end of a TCP connection, with the TLS connection on it.
pub(super) struct End {
    config: Arc<Config>,
    pub(super) connection: Connection,
    socket: TcpStream,
    pub(super) heard: Vec<u8>,
    /// Whether it has sent early data.
    pub(super) has_hurried: bool,
}

impl End {
    pub(super) const fn new(config: Arc<Config>, connection: Connection, socket: TcpStream) -> Self {
        Self { config, connection, socket, heard: Vec::new(), has_hurried: false }
    }

    /// What the doctor says, if it failed.
    pub(super) fn diagnosis(&self, timeline: &Timeline, now: UnixTime) -> Option<Diagnosis> {
        let role = self.connection.role();
        Some(diagnose(&Patient {
            chart: &Chart::of(timeline, role),
            config: &self.config,
            negotiated: self.connection.negotiated(),
            wanted: ServerName::try_from(SERVER).ok().filter(|_| role == Role::Client),
            ending: Ending::Failed(self.connection.failure()?),
            now,
        }))
    }

    /// One step. Whether there is more to do with what is here.
    pub(super) fn step(&mut self, hooks: &mut Hooks<'_>) -> Result<bool, Error> {
        let progress = self.connection.step(hooks)?;
        if progress == Progress::Data {
            let data = self.connection.plaintext();
            self.heard.extend_from_slice(data);
            let n = data.len();
            self.connection.consume(n);
        }
        Ok(matches!(progress, Progress::Moved | Progress::Data))
    }

    /// All that waits to be sent is brought to the other side. Whether there was anything.
    pub(super) fn carry_to(&mut self, other: &mut Self) -> io::Result<bool> {
        let any = !self.connection.outgoing().is_empty();
        while !self.connection.outgoing().is_empty() {
            let n = self.write()?;
            other.read(n)?;
        }
        Ok(any)
    }

    /// Nothing more comes from this side.
    pub(super) fn hang_up(&self) -> io::Result<()> {
        self.socket.shutdown(Shutdown::Write)
    }

    /// Whether the other side has hung up, and said nothing since.
    pub(super) fn is_left_alone(&mut self) -> io::Result<bool> {
        Ok(self.socket.read(&mut [0])? == 0)
    }

    fn write(&mut self) -> io::Result<usize> {
        let piece = self.connection.outgoing();
        let piece = piece.get(..PIECE).unwrap_or(piece);
        let n = self.socket.write(piece)?;
        self.connection.sent(n);
        Ok(n)
    }

    fn read(&mut self, n: usize) -> io::Result<()> {
        let mut left = n;
        while left > 0 {
            let space = self.connection.space();
            let room = space.len().min(left);
            let got = self.socket.read(space.get_mut(..room).unwrap_or_default())?;
            if got == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.connection.received(got);
            left -= got;
        }
        Ok(())
    }
}

/// Two sockets that are connected to each other, and where.
pub(super) fn loopback() -> io::Result<(TcpStream, TcpStream, Ends)> {
    let places = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    let listener = TcpListener::bind(&places[..])?;
    let place = listener.local_addr()?;
    let client = TcpStream::connect_timeout(&place, PATIENCE)?;
    let ends = Ends { client: client.local_addr()?, server: place };
    let server = accept(&listener, ends.client)?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
    }
    Ok((client, server, ends))
}

/// Another program on this machine might have come first.
fn accept(listener: &TcpListener, wanted: SocketAddr) -> io::Result<TcpStream> {
    loop {
        let (socket, from) = listener.accept()?;
        if from == wanted {
            return Ok(socket);
        }
    }
}
