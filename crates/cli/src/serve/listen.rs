//! The port: opening it, and closing it when we are told to.

use std::io::{self, ErrorKind, Write};

use tokio::net::TcpListener;

use super::house::House;
use crate::exit::Exit;

/// Serves until it is interrupted, or one connection.
pub(super) fn listen(address: &str, house: &House, once: bool) -> Result<Exit, Exit> {
    #[cfg(unix)]
    allow_many_sockets();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let port = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
        announce(&port, house.policy())?;
        tokio::select! {
            exit = house.welcome(&port), if once => Ok(exit),
            () = house.open(&port), if !once => Ok(Exit::Done),
            interrupted = interruption() => {
                house.close().await;
                interrupted.map(|()| Exit::Done).map_err(Exit::from)
            }
        }
    })
}

/// The address is printed with the port that was really given, which may have been asked for as 0.
fn announce(port: &TcpListener, clients: &str) -> io::Result<()> {
    let address = port.local_addr()?;
    // Nobody has to listen.
    let _ = writeln!(io::stdout(), "serving https://{address}/; {clients}; ctrl-c ends it");
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

/// Ctrl-c, or the signal with which a system ends a service.
#[cfg(unix)]
async fn interruption() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

/// Ctrl-c.
#[cfg(not(unix))]
async fn interruption() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// The soft limit is often 1024, for the sake of programs that use `select`. Where it cannot be raised, connections
/// wait for each other.
#[cfg(unix)]
fn allow_many_sockets() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = u64::from(super::house::CONNECTIONS) + 100;
    let allowed = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    limit.current = limit.current.map(|current| current.max(allowed));
    let _ = setrlimit(Resource::Nofile, limit);
}
