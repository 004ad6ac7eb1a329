//! How last words arrive: they are sent, our side is closed, and what the peer still sends is read and thrown away.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use ::tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::outbox::{poll_write_outgoing, poll_write_some};
use super::patience::Patience;
use crate::Connection;

/// How many bytes are thrown away before we stop listening.
const MOST: usize = 64 * 1024;

/// The end of a connection, as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Farewell {
    words: Option<Vec<u8>>,
    half_closed: bool,
    drained: usize,
    patience: Patience,
    over: bool,
}

impl Farewell {
    /// Says this, in the clear, in place of what the connection has to say.
    pub(super) fn say_instead(&mut self, words: Vec<u8>, connection: &mut Connection) {
        connection.sent(connection.outgoing_len());
        self.words.get_or_insert(words);
    }

    /// Ready when all is said and done, or when patience is at its end.
    pub(super) fn poll<IO: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        io: &mut IO,
        connection: &mut Connection,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        // If the transport fails, there is nobody any more whom our last words could reach.
        if !self.over && self.poll_steps(io, connection, cx).is_pending() {
            ready!(self.patience.poll(cx));
        }
        self.over = true;
        Poll::Ready(())
    }

    fn poll_steps<IO: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        io: &mut IO,
        connection: &mut Connection,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_say(io, connection, cx))?;
        if !self.half_closed {
            ready!(Pin::new(&mut *io).poll_shutdown(cx))?;
            self.half_closed = true;
        }
        self.poll_drain(io, cx)
    }

    /// Every byte that is taken renews our patience: only so many wait.
    fn poll_say<IO: AsyncWrite + Unpin>(
        &mut self,
        io: &mut IO,
        connection: &mut Connection,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while let Some(words) = self.words.as_mut().filter(|words| !words.is_empty()) {
            let n = ready!(poll_write_some(io, words, cx))?;
            words.drain(..n);
            self.patience.renew();
        }
        while !connection.outgoing().is_empty() {
            let n = ready!(poll_write_outgoing(io, connection, cx))?;
            connection.sent(n);
            self.patience.renew();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_drain<IO: AsyncRead + Unpin>(
        &mut self,
        io: &mut IO,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let mut room = [0; 4096];
        while self.drained < MOST {
            let mut room = ReadBuf::new(&mut room);
            ready!(Pin::new(&mut *io).poll_read(cx, &mut room))?;
            if room.filled().is_empty() {
                break;
            }
            self.drained += room.filled().len();
        }
        Poll::Ready(Ok(()))
    }
}
