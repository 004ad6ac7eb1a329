//! Our side of a session: what it says depends on what it hears, and on nothing else.

use std::error::Error;
use std::sync::Arc;

use handfast::crypto::kx::FixedScalars;
use handfast::crypto::rng::CountingRng;
use handfast::{Connection, Env, Hooks, Progress, Role};
use rustls_pki_types::ServerName;

use super::scene::{People, Scene, today};

/// A connection, and the few words that it exchanges: the client says hello, the server answers and closes.
#[derive(Debug)]
pub struct Ours {
    connection: Connection,
    spoken: bool,
    heard: Vec<u8>,
}

impl Ours {
    /// Before the first octet.
    ///
    /// # Errors
    /// None but those of names.
    pub fn new(scene: &Scene, people: &People) -> Result<Self, Box<dyn Error>> {
        let (config, env) = (Arc::new(scene.config(people)), env());
        let connection = match scene.role {
            Role::Client => Connection::client(config, env, ServerName::try_from("localhost")?),
            Role::Server => Connection::server(config, env),
        };
        Ok(Self { connection, spoken: false, heard: Vec::new() })
    }

    /// Hears this, and answers.
    pub fn react(&mut self, mut heard: &[u8]) -> Vec<u8> {
        let mut said = Vec::new();
        loop {
            let taken = self.connection.receive(heard);
            heard = heard.get(taken..).unwrap_or_default();
            while self.goes_on() {}
            said.extend_from_slice(self.connection.outgoing());
            self.connection.sent(self.connection.outgoing().len());
            if heard.is_empty() || taken == 0 {
                return said;
            }
        }
    }

    /// One thing after another; whether there is more to do.
    fn goes_on(&mut self) -> bool {
        match self.connection.run(&mut Hooks::none()) {
            Ok(Progress::Data) => self.hear_words(),
            Ok(Progress::Closed) => {
                self.connection.close(&mut Hooks::none());
                false
            }
            Ok(_) => self.speak(),
            Err(_) => false,
        }
    }

    fn hear_words(&mut self) -> bool {
        let words = self.connection.plaintext();
        let count = words.len();
        self.heard.extend_from_slice(words);
        self.connection.consume(count);
        // A client that was answered has what it came for.
        if self.connection.role() == Role::Client && self.heard.ends_with(b"\n") {
            self.connection.close(&mut Hooks::none());
        }
        true
    }

    /// The client speaks first; the server answers a line.
    fn speak(&mut self) -> bool {
        let is_asked = self.connection.role() == Role::Client || self.heard.ends_with(b"\n");
        if self.spoken || !is_asked || !self.connection.is_connected() {
            return false;
        }
        self.spoken = self.connection.send(b"hello\n", &mut Hooks::none()).is_ok_and(|taken| taken > 0);
        if self.spoken && self.connection.role() == Role::Server {
            self.connection.close(&mut Hooks::none());
        }
        self.spoken
    }

    /// Whether nothing more is to be said or heard.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.connection.failure().is_some()
            || (self.connection.is_closed() && self.connection.peer_has_closed())
    }

    /// Whether all went well: both have spoken, and we have closed.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.connection.failure().is_none()
            && self.spoken
            && !self.heard.is_empty()
            && self.connection.is_closed()
    }

    /// What is the matter, if anything is.
    #[must_use]
    pub fn complaint(&self) -> String {
        let failure = self.connection.failure().map_or_else(|| "not failed".into(), |why| why.to_string());
        format!("our side in {}: {failure}", self.connection.state())
    }
}

/// A clock that stands still, octets that count, scalars drawn from them.
fn env() -> Env {
    Env { clock: Box::new(today()), rng: Box::new(CountingRng::new()), kx: Box::new(FixedScalars::new()) }
}
