//! Who answers requests, and asks who is there when a protected path wants to know: the answer to the request waits until
//! the client has answered (RFC 9846 §4.7.2).

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use handfast::ClientAuth;
use handfast::tokio::TlsStream;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper::{Response, Uri};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::door::Doors;
use super::page::{Entrance, Page};
use crate::doctor::Notes;

/// How long a client has to say who it is: a person may have to choose.
const ANSWER: Duration = Duration::from_secs(30);

/// The stream, which HTTP reads and writes while we may ask.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Box<TlsStream<TcpStream>>>>);

impl Shared {
    pub(super) fn new(stream: Box<TlsStream<TcpStream>>) -> Self {
        Self(Arc::new(Mutex::new(stream)))
    }

    /// Never held across a wait.
    pub(super) fn lock(&self) -> MutexGuard<'_, Box<TlsStream<TcpStream>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers the requests of one client.
pub(super) struct Reception {
    stream: Shared,
    notes: Notes,
    doors: Doors,
    /// What was said last; before the first request, what would be said.
    page: Mutex<Page>,
}

impl Reception {
    pub(super) fn new(stream: Shared, notes: Notes, doors: Doors) -> Self {
        let entrance = if doors.is_empty() { Entrance::Handshake } else { Entrance::Open };
        let page = Page::of(stream.lock().connection(), notes.shown().as_ref(), entrance);
        Self { stream, notes, doors, page: Mutex::new(page) }
    }

    /// The answer to a request, when it is known who asks.
    pub(super) async fn answer(&self, uri: &Uri, headers: &HeaderMap) -> Response<Full<Bytes>> {
        if !self.doors.is_empty() {
            self.meet(uri.path()).await;
        }
        self.page().answer(headers)
    }

    /// What was said last.
    pub(super) fn page(&self) -> MutexGuard<'_, Page> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn meet(&self, path: &str) {
        let entrance = if self.doors.guard(path) { Entrance::Protected } else { Entrance::Open };
        if entrance == Entrance::Protected {
            self.ask().await;
        }
        let page = Page::of(self.stream.lock().connection(), self.notes.shown().as_ref(), entrance);
        *self.page() = page;
    }

    /// Nobody is asked who is known. A client that cannot be asked is told so by its page; one that is refused meanwhile
    /// gets none.
    async fn ask(&self) {
        if self.stream.lock().connection().peer().is_some() {
            return;
        }
        let asked = self.stream.lock().request_certificate(ClientAuth::Optional);
        if let Ok(request) = asked {
            let _ = timeout(ANSWER, poll_fn(|cx| self.stream.lock().poll_answered(request, cx))).await;
        }
    }
}

impl AsyncRead for Shared {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut **self.lock()).poll_read(cx, buf)
    }
}

impl AsyncWrite for Shared {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut **self.lock()).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut **self.lock()).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut **self.lock()).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut **self.lock()).poll_shutdown(cx)
    }
}
