//! What a stream needs of a socket beside reading and writing.

use core::time::Duration;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};

/// A blocking socket whose sending side can be closed, and whose reads can be bounded in time.
pub trait Transport: Read + Write {
    /// Ends the sending side; the peer reads the end of the stream.
    ///
    /// # Errors
    /// The socket's.
    fn shutdown_write(&mut self) -> io::Result<()>;

    /// Lets reads fail after this time with [`io::ErrorKind::WouldBlock`] or [`io::ErrorKind::TimedOut`].
    ///
    /// # Errors
    /// The socket's.
    fn set_read_timeout(&mut self, at_most: Option<Duration>) -> io::Result<()>;

    /// After which time reads fail now, if they do.
    ///
    /// # Errors
    /// The socket's.
    fn read_timeout(&self) -> io::Result<Option<Duration>>;
}

macro_rules! transport {
    ($($(#[$attribute:meta])* $socket:ty;)*) => {$(
        $(#[$attribute])*
        impl Transport for $socket {
            fn shutdown_write(&mut self) -> io::Result<()> {
                self.shutdown(Shutdown::Write)
            }

            fn set_read_timeout(&mut self, at_most: Option<Duration>) -> io::Result<()> {
                <$socket>::set_read_timeout(self, at_most)
            }

            fn read_timeout(&self) -> io::Result<Option<Duration>> {
                <$socket>::read_timeout(self)
            }
        }
    )*};
}

transport! {
    TcpStream;
    #[cfg(unix)]
    std::os::unix::net::UnixStream;
}
