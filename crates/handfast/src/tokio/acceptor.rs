//! From a transport to a [`TlsStream`] whose handshake is complete.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::sync::Arc;

use ::tokio::io::{AsyncRead, AsyncWrite};
use rustls_pki_types::ServerName;

use super::TlsStream;
use crate::{Config, Connection, Env};

/// Takes connections as a server, with the clock, the randomness and the keys of [`Env::live`].
#[derive(Debug, Clone)]
pub struct TlsAcceptor {
    config: Arc<Config>,
}

impl TlsAcceptor {
    /// Runs the handshake with a client.
    pub fn accept<IO: AsyncRead + AsyncWrite + Unpin>(&self, io: IO) -> Accept<IO> {
        Handshake(Some(self.stream(io)))
    }

    /// A stream that still has its handshake before it: for an observer, for answers, and for who wants to know all
    /// about a failure ([`TlsStream::handshake`]).
    pub fn stream<IO>(&self, io: IO) -> TlsStream<IO> {
        TlsStream::new(Connection::server(Arc::clone(&self.config), Env::live()), io)
    }
}

impl From<Arc<Config>> for TlsAcceptor {
    fn from(config: Arc<Config>) -> Self {
        Self { config }
    }
}

/// Connects as a client, with the clock, the randomness and the keys of [`Env::live`].
#[derive(Debug, Clone)]
pub struct TlsConnector {
    config: Arc<Config>,
}

impl TlsConnector {
    /// Runs the handshake with the server of this name. When it is complete on our side, the server has not judged our
    /// certificate yet: [`TlsStream::accepted`] waits for that.
    pub fn connect<IO: AsyncRead + AsyncWrite + Unpin>(
        &self,
        server_name: ServerName<'static>,
        io: IO,
    ) -> Connect<IO> {
        Handshake(Some(self.stream(server_name, io)))
    }

    /// A stream that still has its handshake before it: for an observer, for answers, and for who wants to know all
    /// about a failure ([`TlsStream::handshake`]).
    pub fn stream<IO>(&self, server_name: ServerName<'static>, io: IO) -> TlsStream<IO> {
        TlsStream::new(Connection::client(Arc::clone(&self.config), Env::live(), server_name), io)
    }
}

impl From<Arc<Config>> for TlsConnector {
    fn from(config: Arc<Config>) -> Self {
        Self { config }
    }
}

/// A server's handshake.
pub type Accept<IO> = Handshake<IO>;

/// A client's handshake.
pub type Connect<IO> = Handshake<IO>;

/// A handshake under way; gives the stream when it is complete on our side.
#[derive(Debug)]
#[must_use = "nothing happens unless it is awaited"]
pub struct Handshake<IO>(Option<TlsStream<IO>>);

impl<IO: AsyncRead + AsyncWrite + Unpin> Future for Handshake<IO> {
    type Output = io::Result<TlsStream<IO>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let Some(stream) = &mut this.0 else {
            return Poll::Ready(Err(io::Error::other("the handshake was polled after it was done")));
        };
        let done = ready!(stream.poll_handshake(cx));
        let stream = this.0.take();
        Poll::Ready(done.and_then(|()| stream.ok_or_else(|| io::ErrorKind::Other.into())))
    }
}
