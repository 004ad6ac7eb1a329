//! The key log: with it Wireshark and its like read a recorded connection (RFC 9850, the SSLKEYLOGFILE format).

use core::fmt;
use std::io::{self, Write};

use handfast::crypto::secret::Secret;
use handfast::handshake::{Derivation, SecretName};
use handfast::wire::Kind;
use handfast::{Observation, Observer, Wish};
use zeroize::Zeroizing;

use crate::hex;

/// Writes the secrets of **one** connection, a line each, as soon as they are derived. Whoever has the file can read
/// the connection: for study and debugging, and only if [`handfast::Config::reveal_secrets`] says so.
///
/// A line is written in one piece, so that any number of connections may share a file that is open for appending:
/// `KeyLog::new(Arc::clone(&file))` for each.
pub struct KeyLog<W> {
    out: W,
    client_random: Option<[u8; 32]>,
    failure: Option<io::Error>,
}

impl<W: Write + Send> KeyLog<W> {
    /// The key log of one connection.
    pub const fn new(out: W) -> Self {
        Self { out, client_random: None, failure: None }
    }

    /// Why nothing more was logged. An observer cannot stop a connection, so a failure to write waits here.
    pub const fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    /// Gives back what is written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    /// Gives back what was written so far, and goes on with nothing.
    pub(crate) fn take(&mut self) -> W
    where
        W: Default,
    {
        core::mem::take(&mut self.out)
    }

    fn log(&mut self, derivation: &Derivation) {
        let (Some(random), Some(label)) = (&self.client_random, label(derivation.name)) else { return };
        if self.failure.is_none() {
            let line = line(&label, random, &derivation.value);
            self.failure = self.out.write_all(&line).and_then(|()| self.out.flush()).err();
        }
    }
}

/// What was written may be held in memory, and is all secrets.
impl<W> fmt::Debug for KeyLog<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyLog").field("failure", &self.failure).finish_non_exhaustive()
    }
}

impl<W: Write + Send> Observer for KeyLog<W> {
    fn wish(&self) -> Wish {
        Wish { secrets: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        match observation {
            Observation::Message { kind: Some(Kind::ClientHello), bytes, .. } => {
                self.client_random = random(bytes);
            }
            Observation::Derived(derivation) => self.log(derivation),
            _ => {}
        }
    }
}

/// `random` stands behind the header (4 octets) and `legacy_version` (2) of a ClientHello (RFC 9846 §4.2.2).
fn random(client_hello: &[u8]) -> Option<[u8; 32]> {
    client_hello.get(6..)?.first_chunk().copied()
}

/// The label of a secret that keys are made from; the steps between have none.
fn label(name: SecretName) -> Option<String> {
    Some(match name {
        SecretName::ClientEarlyTraffic => "CLIENT_EARLY_TRAFFIC_SECRET".into(),
        SecretName::EarlyExporter => "EARLY_EXPORTER_SECRET".into(),
        SecretName::ClientHandshakeTraffic => "CLIENT_HANDSHAKE_TRAFFIC_SECRET".into(),
        SecretName::ServerHandshakeTraffic => "SERVER_HANDSHAKE_TRAFFIC_SECRET".into(),
        SecretName::ClientTraffic(n) => format!("CLIENT_TRAFFIC_SECRET_{n}"),
        SecretName::ServerTraffic(n) => format!("SERVER_TRAFFIC_SECRET_{n}"),
        SecretName::Exporter => "EXPORTER_SECRET".into(),
        SecretName::Main12 => "CLIENT_RANDOM".into(),
        SecretName::Early
        | SecretName::Binder
        | SecretName::EarlyDerived
        | SecretName::Handshake
        | SecretName::HandshakeDerived
        | SecretName::Main
        | SecretName::Resumption
        | SecretName::TicketPsk
        | SecretName::ClientWriteKey
        | SecretName::ServerWriteKey
        | SecretName::ClientWriteIv
        | SecretName::ServerWriteIv => return None,
    })
}

#[expect(clippy::disallowed_methods, reason = "a key log is there to reveal secrets")]
fn line(label: &str, client_random: &[u8; 32], secret: &Secret) -> Zeroizing<Vec<u8>> {
    let digits = 2 * (client_random.len() + secret.len());
    // Room for all of it from the start: a buffer that grows leaves copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(label.len() + digits + 3));
    line.extend_from_slice(label.as_bytes());
    line.push(b' ');
    line.extend(hex::digits(client_random));
    line.push(b' ');
    line.extend(hex::digits(secret.reveal()));
    line.push(b'\n');
    line
}
