//! A connection whose handshake is complete, for waiting on several things at a time.

use std::io;
use std::net::TcpStream;

use handfast::tokio::TlsStream;
use handfast::{Connection, Parts, Stream};
use tokio::runtime::{Builder, Runtime};

use super::Failed;
use crate::deadline::Deadline;
use crate::exit::Exit;

/// The connection, and what runs it.
pub(super) struct Asynchronous {
    pub(super) runtime: Runtime,
    pub(super) stream: TlsStream<tokio::net::TcpStream>,
}

impl Asynchronous {
    /// Goes on where the handshake has ended; where that cannot be, the connection comes back.
    pub(super) fn new(stream: Stream<Deadline>) -> Result<Self, Box<(Connection, Failed)>> {
        let Parts { connection, transport, observer, unread } = stream.into_parts();
        match running(transport.into_socket()) {
            Ok((runtime, transport)) => {
                let parts = Parts { connection, transport, observer, unread };
                Ok(Self { runtime, stream: parts.into() })
            }
            Err(why) => Err(Box::new((connection, Exit::Network(why.to_string()).into()))),
        }
    }
}

fn running(socket: TcpStream) -> io::Result<(Runtime, tokio::net::TcpStream)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    socket.set_nonblocking(true)?;
    let entered = runtime.enter();
    let socket = tokio::net::TcpStream::from_std(socket)?;
    drop(entered);
    Ok((runtime, socket))
}
