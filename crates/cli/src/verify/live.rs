//! The chain of a server that is running.

use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};

use handfast::handshake::Side;
use handfast::wire::{Dialect, Kind, Message};
use handfast::{Config, Connection, Env, Observation, Observer, Stream, Verification, Wish};
use rustls_pki_types::{CertificateDer, ServerName};

use crate::address::Address;
use crate::deadline::Deadline;
use crate::exit::Exit;

/// The chain that a server shows to who asks for this name, whatever becomes of the handshake afterwards.
pub(super) fn chain(
    server: &Address,
    name: Option<&str>,
    patience: Duration,
) -> Result<Vec<CertificateDer<'static>>, Exit> {
    let asked =
        name.and_then(|name| server_name(name).ok()).map_or_else(|| server_name(server.host()), Ok)?;
    let socket = Deadline::within(patience, server.call(patience)?);
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
        (_, Ok(())) => Err(Exit::Network(format!("{server}: it showed no certificate"))),
        (_, Err(why)) => Err(Exit::Network(format!("{server}: no certificate came: {why}"))),
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
