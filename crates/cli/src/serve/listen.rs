//! The port, and what comes through it.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use handfast::tokio::TlsAcceptor;
use handfast::{ClientAuth, Config};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::guest::Guest;
use crate::exit::Exit;

/// How many connections are served at a time; others wait in the backlog.
const CONNECTIONS: u32 = 10_000;
/// How long connections may finish what they are at when we are interrupted.
const LAST_CALL: Duration = Duration::from_secs(3);
/// How long to wait when the system has no socket left for us.
const BREATHER: Duration = Duration::from_millis(100);

/// Serves until it is interrupted, or one connection.
pub(super) fn listen(address: &str, config: Arc<Config>, once: bool) -> Result<Exit, Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let port = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
        announce(&port, config.client_auth)?;
        let house = House::new(TlsAcceptor::from(config));
        tokio::select! {
            exit = house.welcome(&port), if once => Ok(exit),
            () = house.open(&port), if !once => Ok(Exit::Done),
            interrupted = tokio::signal::ctrl_c() => {
                house.close().await;
                interrupted?;
                Ok(Exit::Done)
            }
        }
    })
}

/// The address is printed with the port that was really given, which may have been asked for as 0.
fn announce(port: &TcpListener, client_auth: ClientAuth) -> io::Result<()> {
    let clients = match client_auth {
        ClientAuth::None => "clients are not asked for a certificate",
        ClientAuth::Optional => "client certificates are optional",
        ClientAuth::Require => "client certificates are required",
    };
    println!("serving https://{}/; {clients}; ctrl-c ends it", port.local_addr()?);
    Ok(())
}

fn cannot_listen(address: &str, error: &io::Error) -> Exit {
    let sentence = match error.kind() {
        ErrorKind::InvalidInput => {
            let sentence = format!("{address}: say where to listen as ADDR:PORT, such as 127.0.0.1:8443");
            return Exit::Usage(sentence);
        }
        ErrorKind::AddrInUse => format!("{address} is in use; another program listens there already"),
        ErrorKind::PermissionDenied => {
            format!("this user may not listen on {address}; take a port from 1024 on")
        }
        ErrorKind::AddrNotAvailable => format!("{address} is no address of this machine"),
        _ => format!("cannot listen on {address}: {error}"),
    };
    Exit::Network(sentence)
}

/// Who takes guests in, and how many there are.
struct House {
    acceptor: TlsAcceptor,
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl House {
    fn new(acceptor: TlsAcceptor) -> Self {
        let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
        Self { acceptor, places, closing: watch::Sender::new(false) }
    }

    /// Every guest who comes, each in a task of its own.
    async fn open(&self, port: &TcpListener) {
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
    async fn welcome(&self, port: &TcpListener) -> Exit {
        self.next(port).await.entertain().await
    }

    /// A guest who is gone before it is let in, or a system without sockets, ends nothing.
    async fn next(&self, port: &TcpListener) -> Guest {
        loop {
            match port.accept().await {
                Ok((socket, address)) => return self.guest(socket, address),
                Err(error) => {
                    super::log::write(&format!("cannot accept a connection: {error}"));
                    tokio::time::sleep(BREATHER).await;
                }
            }
        }
    }

    fn guest(&self, socket: TcpStream, address: std::net::SocketAddr) -> Guest {
        Guest::new(&self.acceptor, socket, address, self.closing.subscribe())
    }

    /// No further request is answered; those under way are, if it does not take long.
    async fn close(&self) {
        self.closing.send_replace(true);
        let _ = tokio::time::timeout(LAST_CALL, self.places.acquire_many(CONNECTIONS)).await;
    }
}
