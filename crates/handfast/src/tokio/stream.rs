//! The stream that applications hold.

use core::fmt;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io::{self, IoSlice};
use std::sync::Arc;

use ::tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::bell::{Bell, By};
use super::farewell::Farewell;
use super::outbox::Blocked;
use super::{Answering, Answers};
use crate::ahead::Ahead;
use crate::{Acceptance, ClientAuth, Connection, Observer, Parts, Progress, RequestNumber};

/// How many bytes one write takes, and of how many pieces: four records, sealed and then written together.
const WRITE: usize = 4 * handfast_wire::record::MAX_PLAINTEXT;
const PIECES: usize = 16;

/// What to say, in the clear, to a peer that does not speak TLS.
pub(super) type Words = fn(&handfast_record::Refusal) -> Option<Vec<u8>>;

/// A TLS connection that reads and writes like any stream of tokio.
///
/// Reading also writes, and both complete the handshake if it has not been completed. An error of the protocol comes as
/// an [`io::Error`] with a [`crate::Error`] inside ([`crate::Error::within`]), after its alert was delivered. The end of
/// the transport without a close_notify is [`io::ErrorKind::UnexpectedEof`], for what came may not be all that was sent
/// (RFC 9846 §6.1).
///
/// Shutting down sends close_notify and closes our half of the transport; the peer can still be read. A stream that is
/// dropped with unread bytes in its socket takes back what was written last: [`TlsStream::close`] waits for that.
pub struct TlsStream<IO> {
    pub(super) io: IO,
    pub(super) connection: Connection,
    pub(super) observer: Option<Box<dyn Observer + Send>>,
    pub(super) answers: Option<Arc<dyn Answers>>,
    pub(super) answering: Option<Answering>,
    pub(super) words_for_strangers: Option<Words>,
    pub(super) farewell: Farewell,
    pub(super) blocked: Option<Blocked>,
    pub(super) ahead: Ahead,
    bell: Arc<Bell>,
}

impl<IO> TlsStream<IO> {
    /// Puts a connection on a transport; the handshake comes with the first use.
    pub fn new(connection: Connection, io: IO) -> Self {
        Self {
            io,
            connection,
            observer: None,
            answers: None,
            answering: None,
            words_for_strangers: None,
            farewell: Farewell::default(),
            blocked: None,
            ahead: Ahead::default(),
            bell: Arc::default(),
        }
    }

    /// Lets somebody watch.
    #[must_use]
    pub fn with_observer(mut self, observer: Box<dyn Observer + Send>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Who answers the held questions.
    #[must_use]
    pub fn with_answers(mut self, answers: Arc<dyn Answers>) -> Self {
        self.answers = Some(answers);
        self
    }

    /// What is sent, in the clear and in place of the alert, to a peer whose first bytes are no TLS: a web browser that
    /// was sent to `http://` understands an HTTP response.
    #[must_use]
    pub fn with_words_for_strangers(
        mut self,
        words: fn(&handfast_record::Refusal) -> Option<Vec<u8>>,
    ) -> Self {
        self.words_for_strangers = Some(words);
        self
    }

    /// What is behind the stream: who the peer is, what was negotiated, why it failed.
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The transport and the connection.
    pub const fn get_ref(&self) -> (&IO, &Connection) {
        (&self.io, &self.connection)
    }

    /// The transport and the connection. What is read or written past the stream is missing in it.
    pub const fn get_mut(&mut self) -> (&mut IO, &mut Connection) {
        (&mut self.io, &mut self.connection)
    }

    /// Takes the stream apart.
    pub fn into_parts(self) -> Parts<IO> {
        let Self { connection, io, observer, ahead, .. } = self;
        Parts { connection, transport: io, observer, unread: ahead.into_bytes() }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    /// Completes the handshake on our side. A client is not accepted yet then: see [`Self::accepted`]. If it fails,
    /// [`Self::connection`] knows more than the error.
    ///
    /// # Errors
    /// The handshake fails, or the transport does.
    pub async fn handshake(&mut self) -> io::Result<()> {
        poll_fn(|cx| self.poll_handshake(cx)).await
    }

    /// Says something before the handshake is complete, and returns how many bytes of it were taken: as
    /// [`Connection::send_early`], as a client right after its ClientHello, as a server that takes early data in answer to it.
    /// What could not be said early is to be said later, and what a server did not take is lost:
    /// [`Negotiated::early_data`](crate::Negotiated::early_data) tells after [`Self::handshake`].
    ///
    /// # Errors
    /// The handshake fails, or the transport does.
    pub async fn write_early(&mut self, data: &[u8]) -> io::Result<usize> {
        poll_fn(|cx| self.poll_until(|_| true, cx)).await?;
        let taken = self.hooked(|connection, hooks| connection.send_early(data, hooks))?;
        poll_fn(|cx| self.poll_deliver(cx)).await.map(|()| taken)
    }

    /// What the client of a server said before the handshake is complete, as soon as there is some of it; nothing if there
    /// is no more. It can have been said before, by whoever says it again: see [`Connection::early_data`].
    ///
    /// # Errors
    /// The handshake fails, or the transport does.
    pub async fn read_early(&mut self) -> io::Result<Vec<u8>> {
        poll_fn(|cx| self.poll_until(Connection::has_early_news, cx)).await?;
        Ok(self.connection.take_early_data())
    }

    /// What came early and was not read yet is read before all other data from now on: for a server that waits until the
    /// handshake is complete before it does what it was asked to (RFC 8470 §3).
    ///
    /// # Errors
    /// There is more of it than is kept, 64 KiB.
    pub fn read_early_data_first(&mut self) -> io::Result<()> {
        let early = self.connection.take_early_data();
        self.ahead.keep_bytes(&early)
    }

    /// Waits until a server has said something that it says only to clients it accepts. Data that comes is kept for the
    /// next read. A server may have nothing to say, so bound this in time.
    ///
    /// # Errors
    /// The server refuses us ([`crate::Error::RefusedByPeer`]), or the transport ends or fails.
    pub async fn accepted(&mut self) -> io::Result<()> {
        self.handshake().await?;
        let heard = |connection: &Connection| connection.acceptance() != Acceptance::Pending;
        poll_fn(|cx| self.poll_until(heard, cx)).await.map(drop)
    }

    /// Asks the client for a certificate, after the handshake (RFC 9846 §4.7.2): as [`Connection::request_certificate`]. It
    /// is sent with the next use of the stream, for example [`Self::answered`].
    ///
    /// # Errors
    /// As [`Connection::request_certificate`]; the error is inside ([`crate::Error::within`]).
    pub fn request_certificate(&mut self, policy: ClientAuth) -> io::Result<RequestNumber> {
        Ok(self.hooked(|connection, hooks| connection.request_certificate(policy, hooks))?)
    }

    /// Waits until the client has answered this request: then [`Connection::peer`] says who it is. Clients may ask a person
    /// first, so bound this in time. Data that comes before the answer is kept for reading, 64 KiB of it.
    ///
    /// # Errors
    /// The client is refused for what it shows, or closes without an answer; more data comes than is kept; the transport
    /// ends or fails.
    pub async fn answered(&mut self, request: RequestNumber) -> io::Result<()> {
        poll_fn(|cx| self.poll_answered(request, cx)).await
    }

    /// As [`Self::answered`], for who shares the stream with somebody else.
    ///
    /// # Errors
    /// As [`Self::answered`].
    pub fn poll_answered(&mut self, request: RequestNumber, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let bell = Arc::clone(&self.bell);
        bell.poll(By::Reader, cx, |cx| self.poll_answered_request(request, cx))
    }

    /// Ends the connection so that what was sent last arrives: close_notify, the end of our half, and then the peer has
    /// a second and 64 KiB to end its own.
    pub async fn close(&mut self) {
        poll_fn(|cx| self.poll_close(cx)).await;
    }

    /// As [`Self::close`], for who shares the stream with somebody else.
    pub fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.hooked(Connection::close);
        self.farewell.poll(&mut self.io, &mut self.connection, cx)
    }

    /// What was written before is sent first, so that a peer who reads nothing fills no memory.
    fn poll_write_pieces(&mut self, pieces: &[IoSlice<'_>], cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        ready!(self.poll_handshake(cx))?;
        ready!(self.poll_may_send(cx))?;
        if pieces.iter().all(|piece| piece.is_empty()) {
            return Poll::Ready(Ok(0));
        }
        match self.hooked(|connection, hooks| connection.send_vectored(pieces, hooks)) {
            Ok(0) if self.connection.is_closed() => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            Ok(0) => Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
            Ok(taken) => {
                // The next write or flush waits until it is sent, and is told if it cannot be.
                let _ = self.poll_send(cx);
                Poll::Ready(Ok(taken))
            }
            Err(error) => self.poll_failed(error, cx).map(Err),
        }
    }

    fn poll_half_close(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.hooked(Connection::close);
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for TlsStream<IO> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.ahead.is_empty() {
            let n = this.ahead.read(buf.initialize_unfilled());
            buf.advance(n);
            return Poll::Ready(Ok(()));
        }
        let bell = Arc::clone(&this.bell);
        if let Progress::Data = ready!(bell.poll(By::Reader, cx, |cx| this.poll_until(|_| false, cx)))? {
            let data = this.connection.plaintext();
            let data = data.get(..buf.remaining()).unwrap_or(data);
            buf.put_slice(data);
            let n = data.len();
            this.connection.consume(n);
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for TlsStream<IO> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(buf)])
    }

    /// Pieces share records, so that a header and its body need one.
    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let pieces = first_bytes(bufs);
        let bell = Arc::clone(&this.bell);
        bell.poll(By::Writer, cx, |cx| this.poll_write_pieces(&pieces, cx))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let bell = Arc::clone(&this.bell);
        bell.poll(By::Writer, cx, |cx| this.poll_deliver(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let bell = Arc::clone(&this.bell);
        bell.poll(By::Writer, cx, |cx| this.poll_half_close(cx))
    }
}

/// As much as one write takes.
fn first_bytes<'a>(bufs: &'a [IoSlice<'a>]) -> [IoSlice<'a>; PIECES] {
    let mut pieces = [IoSlice::new(&[]); PIECES];
    let mut room = WRITE;
    for (piece, buf) in pieces.iter_mut().zip(bufs.iter().filter(|buf| !buf.is_empty())) {
        let taken = buf.get(..room).unwrap_or(buf);
        room -= taken.len();
        *piece = IoSlice::new(taken);
    }
    pieces
}

/// Goes on where another stream has ended.
impl<IO> From<Parts<IO>> for TlsStream<IO> {
    fn from(Parts { connection, transport, observer, unread }: Parts<IO>) -> Self {
        Self { observer, ahead: unread.into(), ..Self::new(connection, transport) }
    }
}

impl<IO: fmt::Debug> fmt::Debug for TlsStream<IO> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { io, connection, .. } = self;
        f.debug_struct("TlsStream").field("io", io).field("connection", connection).finish_non_exhaustive()
    }
}
