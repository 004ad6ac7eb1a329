//! A client and a server in memory.

use std::sync::Arc;

use handfast::{Config, Connection, Env, Error, Hooks, Progress};
use rustls_pki_types::ServerName;

/// Two connections and the wire between them.
#[derive(Debug)]
pub struct Pair {
    /// The client; it wants localhost.
    pub client: Connection,
    /// The server.
    pub server: Connection,
}

impl Pair {
    /// Live randomness, clock and keys.
    #[must_use]
    pub fn new(client: Arc<Config>, server: Arc<Config>) -> Self {
        Self {
            client: Connection::client(client, Env::live(), localhost()).on_behalf_of(USER),
            server: Connection::server(server, Env::live()),
        }
    }

    /// Runs both sides, carrying bytes in pieces of at most `chunk`, until neither has anything to say.
    pub fn run(&mut self, chunk: usize) -> (Result<Progress, Error>, Result<Progress, Error>) {
        self.run_hooked(chunk, &mut Hooks::none(), &mut Hooks::none())
    }

    /// The same, with hooks in the client and in the server.
    pub fn run_hooked(
        &mut self,
        chunk: usize,
        in_client: &mut Hooks<'_>,
        in_server: &mut Hooks<'_>,
    ) -> (Result<Progress, Error>, Result<Progress, Error>) {
        loop {
            let client = self.client.run(in_client);
            let sent = carry(&mut self.client, &mut self.server, chunk, in_server);
            let server = self.server.run(in_server);
            let answered = carry(&mut self.server, &mut self.client, chunk, in_client);
            if !sent && !answered {
                return (client, server);
            }
        }
    }
}

/// Takes what one has to send to the other, which runs after every piece. Whether there was anything.
pub fn carry(from: &mut Connection, to: &mut Connection, chunk: usize, hooks: &mut Hooks<'_>) -> bool {
    let mut any = false;
    while !from.outgoing().is_empty() {
        let piece = from.outgoing();
        let piece = piece.get(..chunk).unwrap_or(piece);
        let n = to.receive(piece);
        if n == 0 {
            break;
        }
        from.sent(n);
        let _ = to.run(hooks);
        any = true;
    }
    any
}

/// So that a client finds its sessions again, whoever chooses its identity.
pub(crate) const USER: &[u8] = b"whoever plays";

pub(crate) fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").expect("a name")
}
