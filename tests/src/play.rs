//! A whole conversation in memory, with every question answered at once or with every question held, and the bytes of
//! both directions.

use std::sync::Arc;

use handfast::handshake::Ask;
use handfast::{Config, Connection, Error, Hooks, Progress};
use rustls_pki_types::UnixTime;

use crate::Pair;

/// When questions are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// At once, from the configuration.
    AtOnce,
    /// Only when neither side can do anything else.
    Held,
}

impl Manner {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AtOnce, Self::Held];

    /// The configuration, so that the connection asks in this manner.
    #[must_use]
    pub fn of(self, config: &Config) -> Arc<Config> {
        let mut config = config.clone();
        config.held = match self {
            Self::AtOnce => Vec::new(),
            Self::Held => {
                let before = [Ask::Identity, Ask::Judge, Ask::Sign, Ask::Decrypt, Ask::Session];
                before.into_iter().chain([Ask::EarlyData, Ask::Ticket]).collect()
            }
        };
        Arc::new(config)
    }
}

/// What both sides sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wires {
    /// From the client to the server.
    pub up: Vec<u8>,
    /// From the server to the client.
    pub down: Vec<u8>,
}

impl Pair {
    /// Runs both sides until neither can go on, answers held questions when there is nothing else to do, and returns
    /// what was sent.
    pub fn play(&mut self, in_client: &mut Hooks<'_>, in_server: &mut Hooks<'_>) -> Wires {
        let mut wires = Wires::default();
        loop {
            self.exchange(&mut wires, in_client, in_server);
            if !answer(&mut self.client, in_client) && !answer(&mut self.server, in_server) {
                return wires;
            }
        }
    }

    /// The same, and leaves held questions open.
    pub fn play_on(&mut self) -> Wires {
        let mut wires = Wires::default();
        self.exchange(&mut wires, &mut Hooks::none(), &mut Hooks::none());
        wires
    }

    fn exchange(&mut self, wires: &mut Wires, in_client: &mut Hooks<'_>, in_server: &mut Hooks<'_>) {
        let mut moved = true;
        while moved {
            let sent = hand_over(&mut self.client, &mut self.server, &mut wires.up, in_client);
            let answered = hand_over(&mut self.server, &mut self.client, &mut wires.down, in_server);
            moved = sent || answered;
        }
    }

    /// Lets both do what they can with what they have; nothing is carried between them.
    pub fn settle(&mut self) {
        for side in [&mut self.client, &mut self.server] {
            while answer(side, &mut Hooks::none()) {}
        }
    }

    /// What both failed of: client, server.
    #[must_use]
    pub const fn failures(&self) -> (Option<Error>, Option<Error>) {
        (self.client.failure(), self.server.failure())
    }

    /// Whether the handshake is complete on both sides, and nobody has failed since.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failures() == (None, None) && self.client.is_connected() && self.server.is_connected()
    }
}

/// Runs one side, and gives what it says to the other. Whether it said anything.
fn hand_over(from: &mut Connection, to: &mut Connection, wire: &mut Vec<u8>, hooks: &mut Hooks<'_>) -> bool {
    let _ = from.run(hooks);
    let n = to.receive(from.outgoing());
    wire.extend(from.outgoing().iter().take(n));
    from.sent(n);
    n > 0
}

fn answer(connection: &mut Connection, hooks: &mut Hooks<'_>) -> bool {
    connection.run(hooks) == Ok(Progress::Asked) && {
        // It may refuse the peer, and then it has failed and asks no more.
        let _ = connection.answer_as_configured(hooks);
        true
    }
}

/// The same conversation in both manners, each with a fixed environment: the bytes and what both failed of must be the
/// same. Returns the pair whose questions were held.
///
/// # Panics
/// If there is a difference.
pub fn in_both_manners(
    (client, server): (&Config, &Config),
    clock: UnixTime,
    mut act: impl FnMut(&mut Pair) -> Wires,
) -> Pair {
    let [at_once, held] = Manner::ALL.map(|manner| {
        let mut pair = Pair::fixed(manner.of(client), manner.of(server), clock);
        let wires = act(&mut pair);
        (pair, wires)
    });
    assert_eq!(at_once.0.failures(), held.0.failures());
    assert!(at_once.1 == held.1, "held questions change what is sent");
    held.0
}
