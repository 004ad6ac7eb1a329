//! Who takes guests in, and how many there are.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use handfast::tokio::TlsAcceptor;
use handfast::{ClientAuth, Config, Observer, Role};
use handfast_study::Rooms;
use handfast_study::capture::Ends;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::door::Doors;
use super::guest::{Guest, Watched};
use super::log;
use super::news::News;
use crate::doctor::Notes;
use crate::exit::Exit;
use crate::keylog::KeyLogFile;
use crate::observers::Observers;
use crate::pcapng::CaptureFile;
use crate::watch::{Recording, Watching};

/// How many connections are served at a time; others wait in the backlog.
pub(super) const CONNECTIONS: u32 = 10_000;
/// How long connections may finish what they are at when we are interrupted.
const LAST_CALL: Duration = Duration::from_secs(5);
/// How long to wait when the system has no socket left for us.
const BREATHER: Duration = Duration::from_millis(100);

/// What all connections share.
pub(super) struct House {
    config: Arc<Config>,
    acceptor: TlsAcceptor,
    key_log: Option<KeyLogFile>,
    logs_decisions: bool,
    watching: Option<Arc<Watching>>,
    /// The next guest who is watched, if there can be several.
    counter: Option<AtomicUsize>,
    /// What is kept of all that are watched at a time.
    rooms: Rooms,
    capture: Option<CaptureFile>,
    doors: Doors,
    news: Option<News>,
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl House {
    pub(super) fn new(config: Arc<Config>, key_log: Option<KeyLogFile>) -> Self {
        Self {
            acceptor: TlsAcceptor::from(Arc::clone(&config)),
            config,
            key_log,
            logs_decisions: false,
            watching: None,
            counter: None,
            rooms: Rooms::default(),
            capture: None,
            doors: Doors::default(),
            news: None,
            places: Arc::new(Semaphore::new(CONNECTIONS as usize)),
            closing: watch::Sender::new(false),
        }
    }

    /// Whether every decision about a guest who is turned away goes to the log.
    pub(super) const fn with_decisions_logged(mut self, wanted: bool) -> Self {
        self.logs_decisions = wanted;
        self
    }

    /// How much of each connection is shown when it has ended.
    pub(super) fn watched(mut self, watching: &Watching, once: bool) -> Self {
        self.watching = watching.is_wanted().then(|| Arc::new(watching.clone()));
        self.counter = (!once).then(|| AtomicUsize::new(1));
        self
    }

    /// Where each connection is written, packet by packet.
    pub(super) fn captured(self, capture: Option<CaptureFile>) -> Self {
        Self { capture, ..self }
    }

    /// What only those may enter who say who they are, and are asked when they come to it.
    pub(super) fn with_doors(mut self, doors: Doors) -> Self {
        self.doors = doors;
        self
    }

    /// What is read again when it has changed.
    pub(super) fn heeding(self, news: News) -> Self {
        Self { news: Some(news), ..self }
    }

    /// Whether guests are asked for a certificate, in words.
    pub(super) fn policy(&self) -> &'static str {
        match self.config.client_auth {
            ClientAuth::None if !self.doors.is_empty() => {
                "clients are asked for a certificate where a path is protected"
            }
            ClientAuth::None => "clients are not asked for a certificate",
            ClientAuth::Optional => "client certificates are optional",
            ClientAuth::Require => "client certificates are required",
        }
    }

    /// Every guest who comes, each in a task of its own.
    pub(super) async fn open(&self, port: &TcpListener) {
        loop {
            // The semaphore is never closed.
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            let guest = self.next(port).await;
            tokio::spawn(async move {
                let _ = guest.entertain().await;
                drop(place);
            });
        }
    }

    /// One guest.
    pub(super) async fn welcome(&self, port: &TcpListener) -> Exit {
        self.next(port).await.entertain().await
    }

    /// A guest who is gone before it is let in, or a system without sockets, ends nothing.
    async fn next(&self, port: &TcpListener) -> Guest {
        loop {
            match port.accept().await {
                Ok((socket, address)) => return self.guest(socket, address),
                Err(error) => {
                    log::write(&format!("cannot accept a connection: {error}"));
                    tokio::time::sleep(BREATHER).await;
                }
            }
        }
    }

    fn guest(&self, socket: TcpStream, address: SocketAddr) -> Guest {
        if let Some(news) = &self.news {
            news.heed(&self.config.evidence);
        }
        // Small records need not wait for each other; where that cannot be had, they wait.
        let _ = socket.set_nodelay(true);
        let notes = Notes::new(Role::Server);
        let watched = self.watching.as_ref().and_then(|watching| {
            let number = self.counter.as_ref().map(|counter| counter.fetch_add(1, Ordering::Relaxed));
            Watched::new(Arc::clone(watching), number, &self.rooms)
        });
        let observers = Observers::default()
            .with(Some(notes.observer()))
            .with(self.key_log.as_ref().map(KeyLogFile::observer))
            .with(self.capture(&socket, address))
            .with(watched.as_ref().map(|watched| Recording::observer(&watched.recording)));
        let stream = self.acceptor.stream(socket).with_observer(Box::new(observers));
        Guest::new(address, stream, (notes, Arc::clone(&self.config)), self.closing.subscribe())
            .with_decisions_logged(self.logs_decisions)
            .watched(watched)
            .behind(self.doors.clone())
    }

    /// What writes the packets of this guest; nothing if it is gone already.
    fn capture(&self, socket: &TcpStream, client: SocketAddr) -> Option<Box<dyn Observer + Send>> {
        let ends = Ends { client, server: socket.local_addr().ok()? };
        self.capture.as_ref().map(|capture| capture.observer(Role::Server, ends))
    }

    /// No further request is answered; those under way are, if it does not take long.
    pub(super) async fn close(&self) {
        self.closing.send_replace(true);
        let _ = tokio::time::timeout(LAST_CALL, self.places.acquire_many(CONNECTIONS)).await;
    }
}
