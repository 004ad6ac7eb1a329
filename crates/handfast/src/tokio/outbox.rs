//! Sending what a connection has to say, and what to think of a peer that takes nothing more.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use ::tokio::io::{AsyncRead, AsyncWrite};

use super::TlsStream;
use super::patience::Patience;
use crate::{Connection, Error, Progress};

/// Writes at least one byte of what is not empty.
pub(super) fn poll_write_some<IO: AsyncWrite + Unpin>(
    io: &mut IO,
    bytes: &[u8],
    cx: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    or_write_zero(ready!(Pin::new(io).poll_write(cx, bytes)))
}

fn or_write_zero(written: io::Result<usize>) -> Poll<io::Result<usize>> {
    match written? {
        0 => Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
        n => Poll::Ready(Ok(n)),
    }
}

/// Writes at least one byte of what a connection has to say, if it has anything to say.
pub(super) fn poll_write_outgoing<IO: AsyncWrite + Unpin>(
    io: &mut IO,
    connection: &Connection,
    cx: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    or_write_zero(ready!(connection.write_outgoing(|pieces| Pin::new(io).poll_write_vectored(cx, pieces))))
}

/// A transport that takes nothing more.
#[derive(Debug)]
pub(super) struct Blocked {
    error: io::ErrorKind,
    patience: Patience,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    /// Writes all that waits to be sent. Once that has failed, nothing is sent any more.
    pub(super) fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = match &self.blocked {
            Some(blocked) => Err(blocked.error.into()),
            None => ready!(self.poll_write_all(cx)),
        };
        if let Err(error) = &sent {
            self.blocked.get_or_insert(Blocked { error: error.kind(), patience: Patience::default() });
            self.connection.sent(self.connection.outgoing_len());
        }
        Poll::Ready(sent)
    }

    fn poll_write_all(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.connection.outgoing().is_empty() {
            let n = ready!(poll_write_outgoing(&mut self.io, &self.connection, cx))?;
            self.connection.sent(n);
        }
        Pin::new(&mut self.io).poll_flush(cx)
    }

    /// As [`Self::poll_send`]; but a peer that takes nothing more may have told us why before it left.
    pub(super) fn poll_deliver(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Err(error) = ready!(self.poll_send(cx)) else { return Poll::Ready(Ok(())) };
        let why = match self.poll_last_words(cx) {
            Poll::Ready(why) => why,
            Poll::Pending => {
                ready!(self.blocked.as_mut().map_or(Poll::Ready(()), |blocked| blocked.patience.poll(cx)));
                None
            }
        };
        Poll::Ready(Err(why.map_or(error, io::Error::from)))
    }

    /// The alert behind all that the peer sent. Data that nobody has read stays, and what is behind it.
    fn poll_last_words(&mut self, cx: &mut Context<'_>) -> Poll<Option<Error>> {
        loop {
            match self.hooked(Connection::run) {
                Err(error) => return Poll::Ready(Some(error).filter(|error| *error != Error::Truncated)),
                Ok(Progress::Moved | Progress::NeedTransmit) => {
                    self.connection.sent(self.connection.outgoing_len());
                }
                Ok(Progress::NeedInput) if ready!(self.poll_fill(cx)).is_ok() => {}
                Ok(_) => return Poll::Ready(None),
            }
        }
    }
}
