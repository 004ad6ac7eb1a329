//! A socket that may be waited for until a moment: a peer that says an octet now and then must not hold us for ever.

use core::time::Duration;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

use handfast::Transport;

/// All reads and writes together have the time that a socket's own time-outs would give to each of them.
#[derive(Debug)]
pub(crate) struct Deadline {
    socket: TcpStream,
    until: Option<Instant>,
}

impl Deadline {
    /// So long from now on.
    pub(crate) fn within(time: Duration, socket: TcpStream) -> Self {
        Self { socket, until: Instant::now().checked_add(time) }
    }

    /// The socket itself.
    pub(crate) fn into_socket(self) -> TcpStream {
        self.socket
    }

    /// What is left until then, if there is an end.
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.read_timeout()?;
        if left.is_some_and(|left| left.is_zero()) { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Deadline {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(self.left()?)?;
        self.socket.read(buf)
    }
}

impl Write for Deadline {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(self.left()?)?;
        self.socket.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

impl Transport for Deadline {
    fn shutdown_write(&mut self) -> io::Result<()> {
        self.socket.shutdown(Shutdown::Write)
    }

    /// From now on, for all that follows together.
    fn set_read_timeout(&mut self, at_most: Option<Duration>) -> io::Result<()> {
        self.until = at_most.and_then(|time| Instant::now().checked_add(time));
        Ok(())
    }

    fn read_timeout(&self) -> io::Result<Option<Duration>> {
        Ok(self.until.map(|until| until.saturating_duration_since(Instant::now())))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// An octet every 50 ms, for five seconds at most.
    fn dripping() -> TcpStream {
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let socket = TcpStream::connect(port.local_addr().unwrap()).unwrap();
        let (mut drip, _) = port.accept().unwrap();
        thread::spawn(move || {
            (0..100).try_for_each(|_| {
                thread::sleep(Duration::from_millis(50));
                drip.write_all(b".")
            })
        });
        socket
    }

    fn end(socket: &mut Deadline) -> ErrorKind {
        loop {
            match socket.read(&mut [0]) {
                Ok(0) => return ErrorKind::UnexpectedEof,
                Ok(_) => {}
                Err(why) => return why.kind(),
            }
        }
    }

    #[test]
    fn all_reads_together_end_in_time() {
        let mut socket = Deadline::within(Duration::from_millis(300), dripping());
        assert!(matches!(end(&mut socket), ErrorKind::TimedOut | ErrorKind::WouldBlock));
        assert_eq!(socket.write(b"late").unwrap_err().kind(), ErrorKind::TimedOut);
        socket.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        assert_eq!(socket.read(&mut [0]).unwrap(), 1);
        socket.set_read_timeout(None).unwrap();
        assert_eq!(socket.read(&mut [0]).unwrap(), 1);
    }
}
