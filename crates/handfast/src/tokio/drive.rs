//! What moves a connection over its transport: a loop over [`Progress`].

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use ::tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{Reply, TlsStream};
use crate::{Connection, Error, Hooks, Observer, Progress, Refusal, RequestNumber};

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    /// Completes the handshake on our side, and sends all of it.
    pub(super) fn poll_handshake(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.connection.is_connected() {
            ready!(self.poll_until(Connection::is_connected, cx))?;
        }
        self.poll_deliver(cx)
    }

    /// Runs until there is data, or the peer has closed, or it is enough.
    pub(super) fn poll_until(
        &mut self,
        enough: impl Fn(&Connection) -> bool,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<Progress>> {
        loop {
            if self.poll_answer(cx).is_pending() && !self.connection.reads_meanwhile() {
                return Poll::Pending;
            }
            let progress = match self.hooked(Connection::run) {
                Ok(progress) => progress,
                Err(error) => return self.poll_failed(error, cx).map(Err),
            };
            // What cannot be sent is told to who writes. It does not keep us from reading, where it may stand why.
            let sent = self.poll_send(cx).map(drop);
            match progress {
                _ if enough(&self.connection) => return Poll::Ready(Ok(progress)),
                Progress::Data | Progress::Closed => return Poll::Ready(Ok(progress)),
                Progress::Asked if self.answering.is_none() => self.ask(),
                Progress::Moved => {}
                Progress::NeedTransmit => ready!(sent),
                Progress::NeedInput | Progress::Asked => ready!(self.poll_fill(cx))?,
            }
        }
    }

    /// Ready when data can be sent: an answer of ours that is under way is finished first.
    pub(super) fn poll_may_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.connection.may_send() && !self.connection.is_closed() {
            if self.answering.is_none() && self.connection.asks_application() {
                self.ask();
            }
            ready!(self.poll_answer(cx));
            match self.hooked(Connection::step) {
                Ok(Progress::NeedTransmit) => ready!(self.poll_deliver(cx))?,
                Ok(_) => {}
                Err(error) => return self.poll_failed(error, cx).map(Err),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Ready when the client has answered this request. What it sends before that is kept for reading, within bounds.
    pub(super) fn poll_answered_request(
        &mut self,
        request: RequestNumber,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while self.connection.waits_for(request) {
            match ready!(self.poll_until(|connection| !connection.waits_for(request), cx))? {
                Progress::Closed => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                Progress::Data => self.ahead.keep(&mut self.connection)?,
                _ => {}
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Reads once from the transport. A connection that has to wait for it holds no buffers.
    pub(super) fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut room = ReadBuf::new(self.connection.space());
        let read = Pin::new(&mut self.io).poll_read(cx, &mut room);
        let n = room.filled().len();
        self.connection.received(n);
        match read {
            Poll::Ready(Ok(())) if n == 0 => {
                Poll::Ready(self.hooked(Connection::end_of_input).map_err(Into::into))
            }
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => {
                self.connection.rest();
                Poll::Pending
            }
        }
    }

    /// The error, when the peer has heard of it.
    pub(super) fn poll_failed(&mut self, error: Error, cx: &mut Context<'_>) -> Poll<io::Error> {
        if let (Error::Refused(Refusal::Record(refusal)), Some(words)) = (&error, self.words_for_strangers)
            && let Some(words) = words(refusal)
        {
            self.farewell.say_instead(words, &mut self.connection);
        }
        if error.alert().is_some() {
            ready!(self.farewell.poll(&mut self.io, &mut self.connection, cx));
        }
        Poll::Ready(error.into())
    }

    /// The open question goes to who answers it.
    fn ask(&mut self) {
        let question = self.connection.question().map(|question| question.to_owned());
        match (&self.answers, question) {
            (Some(answers), Some(question)) => self.answering = Some(answers.answer(question)),
            _ => self.give_up(),
        }
    }

    /// Ready when no question is open. What is sent meanwhile is sent.
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(answering) = &mut self.answering else { return Poll::Ready(()) };
        let Poll::Ready(reply) = answering.as_mut().poll(cx) else {
            let _ = self.poll_send(cx);
            return Poll::Pending;
        };
        self.answering = None;
        let heard = match reply {
            Reply::Answer(answer) => self.hooked(|connection, hooks| connection.answer(answer, hooks)),
            Reply::AsConfigured => self.hooked(Connection::answer_as_configured),
            Reply::GiveUp => Err(self.hooked(Connection::abandon)),
        };
        // An answer of another kind leaves the question open, and it would be asked again for ever.
        if heard.is_err() && self.connection.failure().is_none() {
            self.give_up();
        }
        Poll::Ready(())
    }

    fn give_up(&mut self) {
        self.hooked(Connection::abandon);
    }

    /// Does something with the connection, in the sight of the observer.
    pub(super) fn hooked<T>(&mut self, verb: impl FnOnce(&mut Connection, &mut Hooks<'_>) -> T) -> T {
        let observer = self.observer.as_mut().map(|observer| &mut **observer as &mut dyn Observer);
        verb(&mut self.connection, &mut Hooks { observer, tamper: None })
    }
}
