//! One connection, from the handshake to the last byte.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use handfast::tokio::TlsStream;
use handfast::{Clock, Config, Connection, Error, Refusal, Role, SystemClock};
use handfast_study::Rooms;
use handfast_study::doctor::{Diagnosis, Ending, Patient, diagnose};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use super::door::Doors;
use super::log::Visitor;
use super::page::{Page, remembered};
use super::plain;
use super::reception::{Reception, Shared};
use crate::doctor::Notes;
use crate::exit::Exit;
use crate::watch::{Outcome, Recording, Watching};

/// How long a client has for its handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a client has for the head of each request.
const REQUEST: Duration = Duration::from_secs(30);

/// How long a client has for all it wants, however slowly it takes what it gets.
const VISIT: Duration = Duration::from_secs(600);
/// How long a client has to take the last answer.
const FINISH: Duration = Duration::from_secs(3);
/// How many bytes the head of a request may have.
const HEAD: usize = 16 * 1024;

/// Somebody who came to the port.
pub(super) struct Guest {
    address: SocketAddr,
    /// In a box, for it passes through many hands, and each would have room for it.
    stream: Box<TlsStream<TcpStream>>,
    notes: Notes,
    config: Arc<Config>,
    closing: watch::Receiver<bool>,
    logs_decisions: bool,
    watched: Option<Watched>,
    doors: Doors,
}

/// How a guest is watched.
pub(super) struct Watched {
    watching: Arc<Watching>,
    pub(super) recording: Recording,
    number: Option<usize>,
}

impl Watched {
    /// If there is anything to watch for.
    pub(super) fn new(watching: Arc<Watching>, number: Option<usize>, rooms: &Rooms) -> Option<Self> {
        let recording = watching.recording(Role::Server, rooms)?;
        Some(Self { watching, recording, number })
    }

    /// Shows what was seen.
    fn show(self, diagnosis: Option<Diagnosis>) {
        let outcome = Outcome { acceptance: None, diagnosis };
        if let Err(why) = self.watching.show(&self.recording, &outcome, self.number) {
            super::log::write(why.sentence());
        }
    }
}

impl Guest {
    pub(super) fn new(
        address: SocketAddr,
        stream: TlsStream<TcpStream>,
        (notes, config): (Notes, Arc<Config>),
        closing: watch::Receiver<bool>,
    ) -> Self {
        let stream = Box::new(stream.with_words_for_strangers(plain::words));
        Self {
            address,
            stream,
            notes,
            config,
            closing,
            logs_decisions: false,
            watched: None,
            doors: Doors::default(),
        }
    }

    pub(super) const fn with_decisions_logged(mut self, wanted: bool) -> Self {
        self.logs_decisions = wanted;
        self
    }

    /// What it may enter only when it has said who it is.
    pub(super) fn behind(mut self, doors: Doors) -> Self {
        self.doors = doors;
        self
    }

    /// Shown when it has ended.
    pub(super) fn watched(mut self, watched: Option<Watched>) -> Self {
        self.watched = watched;
        self
    }

    /// Handshake, requests, farewell. Whatever the guest does, it ends here.
    pub(super) async fn entertain(mut self) -> Exit {
        let watched = self.watched.take();
        let (exit, diagnosis) = self.visit().await;
        if let Some(watched) = watched {
            watched.show(diagnosis);
        }
        exit
    }

    async fn visit(mut self) -> (Exit, Option<Diagnosis>) {
        let done = match timeout(HANDSHAKE, self.stream.handshake()).await {
            Ok(done) => done,
            Err(_) => Err(too_slow(self.stream.connection().failure())),
        };
        let visitor = Visitor {
            address: self.address,
            shown: self.notes.shown(),
            judged: judged(self.stream.connection(), self.logs_decisions),
        };
        match done {
            Ok(()) => (self.welcome(visitor).await, None),
            Err(error) => (turned_away(error, &visitor), self.diagnose(&visitor)),
        }
    }

    /// Whoever is here has proved to hold its key; until then nobody is accepted, whatever its certificate says.
    async fn welcome(mut self, visitor: Visitor) -> Exit {
        if !self.stream.connection().path_warnings().is_empty() {
            visitor.log("accepted with a warning");
        }
        match self.stream.read_early_data_first() {
            Ok(()) => self.serve(visitor).await,
            Err(error) => turned_away(error, &visitor),
        }
    }

    /// Answers, as often as the guest asks for something.
    async fn serve(mut self, mut visitor: Visitor) -> Exit {
        let stream = Shared::new(self.stream);
        let reception = Reception::new(stream.clone(), self.notes.clone(), self.doors);
        let (reception, answered) = (&reception, AtomicBool::new(false));
        let service = service_fn(|request: hyper::Request<Incoming>| {
            answered.store(true, Ordering::Relaxed);
            async move { Ok::<_, Infallible>(reception.answer(request.uri(), request.headers()).await) }
        });
        let mut http = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(REQUEST)
            .max_buf_size(HEAD)
            // Who ends its side after the request still wants the answer (RFC 9846 §6.1).
            .half_close(true)
            .serve_connection(TokioIo::new(stream), service);
        let served = tokio::select! {
            served = &mut http => served,
            () = last_orders(&mut self.closing) => {
                std::pin::Pin::new(&mut http).graceful_shutdown();
                timeout(FINISH, &mut http).await.unwrap_or(Ok(()))
            }
        };
        let stream = http.into_parts().io.into_inner();
        poll_fn(|cx| stream.lock().poll_close(cx)).await;
        renegotiations(stream.lock().connection().negotiated().renegotiations, &visitor);
        // Who is asked after the handshake is known only now.
        visitor.shown = self.notes.shown().or_else(|| remembered(stream.lock().connection()));
        let page = reception.page();
        verdict(&page, &visitor, served, answered.load(Ordering::Relaxed))
    }

    /// What the doctor makes of a handshake that failed, in a line of its own; nothing if it knows no cause.
    fn diagnose(&self, visitor: &Visitor) -> Option<Diagnosis> {
        let connection = self.stream.connection();
        let error = connection.failure()?;
        let (chart, negotiated) = (self.notes.chart(), connection.negotiated());
        let (ending, now) = (Ending::Failed(error), SystemClock.now());
        let patient = Patient { chart: &chart, config: &self.config, negotiated, wanted: None, ending, now };
        let diagnosis = diagnose(&patient);
        if diagnosis.says_more() {
            visitor.diagnosed(&diagnosis);
        }
        Some(diagnosis)
    }
}

/// What the log should say of how the certificate was judged: what stands against each rule that could have let the
/// client in, what was let pass by a lenient profile, and, if that is wanted, every decision.
fn judged(connection: &Connection, everything: bool) -> String {
    let mut said = String::new();
    for (at, warning) in connection.path_warnings() {
        let _ = write!(said, "; warning: {at}: {warning}");
    }
    let Some(decisions) = connection.decisions() else { return said };
    let compared = decisions.compared(decisions.all().len().saturating_sub(1));
    for (rule, against) in compared.iter().flat_map(|compared| compared.wanted.iter().zip(&compared.against))
    {
        let _ = write!(said, "; not {rule}: {against}");
    }
    if everything {
        let _ = write!(said, "\n{}", decisions.to_string().trim_end());
    }
    said
}

/// A refusal that takes too long to deliver is a refusal all the same.
fn too_slow(failure: Option<Error>) -> io::Error {
    failure.map_or_else(
        || io::Error::new(io::ErrorKind::TimedOut, format!("no handshake within {} s", HANDSHAKE.as_secs())),
        io::Error::from,
    )
}

/// Ready when the house closes, or when the visit has been long enough.
async fn last_orders(closing: &mut watch::Receiver<bool>) {
    let _ = timeout(VISIT, closing.wait_for(|closing| *closing)).await;
}

/// One line a connection, however often its client asked.
fn renegotiations(refused: u32, visitor: &Visitor) {
    match refused {
        0 => {}
        1 => visitor.log("wanted a renegotiation, which was refused"),
        times => visitor.log(format_args!("wanted a renegotiation {times} times, which was refused")),
    }
}

/// What became of a connection whose handshake succeeded.
fn verdict(page: &Page, visitor: &Visitor, served: hyper::Result<()>, answered: bool) -> Exit {
    if let Some(why) = page.refusal() {
        let line = visitor.line(format_args!("refused with HTTP {}: {why}", page.status().as_u16()));
        super::log::write(&line);
        return Exit::Refused(line).told();
    }
    match served {
        Ok(()) => Exit::Done,
        Err(error) => interrupted(&error, visitor, answered),
    }
}

/// A client that has its answer may leave as it likes.
fn interrupted(error: &hyper::Error, visitor: &Visitor, answered: bool) -> Exit {
    let inner = std::error::Error::source(error).and_then(|source| source.downcast_ref::<io::Error>());
    match inner.and_then(Error::within) {
        Some(Error::Truncated) if answered => Exit::Done,
        Some(failure) => turned_away((*failure).into(), visitor),
        None if inner.is_some() && answered => Exit::Done,
        None => turned_away(io::Error::other(format!("no HTTP: {error}")), visitor),
    }
}

/// One line for the log, and the exit code for `--once`.
fn turned_away(error: io::Error, visitor: &Visitor) -> Exit {
    let how = match Error::within(&error) {
        Some(Error::Refused(Refusal::Record(handfast::record::Refusal::PlainHttp { .. }))) => {
            "refused, with HTTP 400 in the clear"
        }
        Some(Error::Refused(_) | Error::Local(_)) => "refused",
        Some(Error::RefusedByPeer(_)) => "refused us",
        Some(Error::Truncated) | None => "lost",
    };
    let alert = Error::within(&error).and_then(Error::alert).filter(|_| how == "refused");
    match alert {
        Some(alert) => visitor.log(format_args!("{how}: {error}; alert {alert}")),
        None => visitor.log(format_args!("{how}: {error}")),
    }
    Exit::from(error).told()
}
