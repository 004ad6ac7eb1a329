//! The chain of a server that is running.

use core::time::Duration;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};

use handfast::handshake::Side;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Config, Connection, Env, Observation, Observer, Stream, Verification, Wish};
use rustls_pki_types::{CertificateDer, ServerName};

use crate::exit::Exit;

/// HOST:PORT.
pub(super) struct Server<'a> {
    address: &'a str,
    host: &'a str,
}

impl<'a> Server<'a> {
    /// If the text has that form.
    pub(super) fn named(address: &'a str) -> Option<Self> {
        let (host, port) = address.rsplit_once(':')?;
        port.parse::<u16>().ok()?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        (!host.is_empty()).then_some(Self { address, host })
    }

    pub(super) const fn host(&self) -> &'a str {
        self.host
    }

    /// The chain that it shows to who asks for this name, whatever becomes of the handshake afterwards.
    pub(super) fn chain(
        &self,
        name: Option<&str>,
        seconds: u16,
    ) -> Result<Vec<CertificateDer<'static>>, Exit> {
        let asked =
            name.and_then(|name| server_name(name).ok()).map_or_else(|| server_name(self.host), Ok)?;
        let socket = self.socket(Duration::from_secs(seconds.into()))?;
        let mut config = Config::new();
        // The chain is judged afterwards, and shown whatever it is.
        config.verification = Verification::ReportOnly;
        let shown = Shown::default();
        let connection = Connection::client(Arc::new(config), Env::live(), asked);
        let mut stream = Stream::new(connection, socket).with_observer(Box::new(shown.clone()));
        let outcome = stream.handshake();
        let _ = stream.close();
        match (shown.take(), outcome) {
            (chain, _) if !chain.is_empty() => Ok(chain),
            (_, Ok(())) => Err(Exit::Network(format!("{}: it showed no certificate", self.address))),
            (_, Err(why)) => Err(Exit::Network(format!("{}: no certificate came: {why}", self.address))),
        }
    }

    /// The first address that takes a connection.
    fn socket(&self, patience: Duration) -> Result<TcpStream, Exit> {
        let failed = |why: std::io::Error| Exit::Network(format!("{}: {why}", self.address));
        let mut last = std::io::Error::other("the name has no address");
        for address in self.address.to_socket_addrs().map_err(failed)? {
            match TcpStream::connect_timeout(&address, patience) {
                Ok(socket) => {
                    socket.set_read_timeout(Some(patience)).map_err(failed)?;
                    socket.set_write_timeout(Some(patience)).map_err(failed)?;
                    return Ok(socket);
                }
                Err(why) => last = why,
            }
        }
        Err(failed(last))
    }
}

fn server_name(name: &str) -> Result<ServerName<'static>, Exit> {
    let no_name = |_| Exit::Usage(format!("{name:?} is neither a host name nor an IP address"));
    ServerName::try_from(name.to_owned()).map_err(no_name)
}

/// The chain in the Certificate message that was read.
#[derive(Debug, Clone, Default)]
struct Shown(Arc<Mutex<Vec<CertificateDer<'static>>>>);

impl Shown {
    fn take(&self) -> Vec<CertificateDer<'static>> {
        core::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, message: &[u8]) {
        // Each version has a form of its own, and the other one cannot be read as it.
        let read = |dialect| Message::decode(message, dialect, None);
        if let Ok(Message::Certificate(certificate)) =
            read(Dialect::Tls13).or_else(|_| read(Dialect::Tls12Ecdhe))
        {
            let chain = certificate
                .certificate_list
                .iter()
                .map(|entry| CertificateDer::from(entry.cert_data.to_vec()));
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = chain.collect();
        }
    }
}

impl Observer for Shown {
    fn wish(&self) -> Wish {
        Wish::default()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Message { side: Side::Read, kind: Some(Kind::Certificate), bytes, .. } =
            observation
        {
            self.note(bytes);
        }
    }
}
