//! Two sides of which one lies.

use std::sync::Arc;

use handfast::wire::Kind;
use handfast::{ClientAuth, Config, Error, Hooks, Refusal, Role};
use handfast_tests::{Meddler, Pair, People, Wires, in_both_manners, now};

/// Who was provoked to refuse, why it should, what it said, and what the other side heard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Provocation {
    pub(super) victim: Role,
    pub(super) refusal: Refusal,
    pub(super) failed: Option<Error>,
    pub(super) heard: Option<Error>,
}

impl Provocation {
    /// What became of these two.
    pub(super) fn of(pair: &Pair, victim: Role, refusal: impl Into<Reason>) -> Self {
        let (client, server) = (pair.client.failure(), pair.server.failure());
        let (failed, heard) = match victim {
            Role::Client => (client, server),
            Role::Server => (server, client),
        };
        Self { victim, refusal: refusal.into().0, failed, heard }
    }
}

/// A refusal, of the handshake or of another layer.
pub(super) struct Reason(Refusal);

impl From<handfast::handshake::Refusal> for Reason {
    fn from(refusal: handfast::handshake::Refusal) -> Self {
        Self(Refusal::Handshake(refusal))
    }
}

impl From<handfast::handshake::Refusal12> for Reason {
    fn from(refusal: handfast::handshake::Refusal12) -> Self {
        Self(Refusal::Handshake(refusal.into()))
    }
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// A mutual handshake, before anything is wrong with it.
pub(super) struct Stage {
    pub(super) people: People,
    client: Config,
    server: Config,
    lies: Option<(Role, Meddler)>,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self::with(People::repeating())
    }

    pub(super) fn with(people: People) -> Self {
        let (client, server) = (people.client(), people.server(ClientAuth::Require));
        Self { people, client, server, lies: None }
    }

    pub(super) fn client(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.client);
        self
    }

    pub(super) fn server(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.server);
        self
    }

    /// This side lies.
    pub(super) fn lies(mut self, liar: Role, lie: Meddler) -> Self {
        self.lies = Some((liar, lie));
        self
    }

    pub(super) fn pair(&self) -> Pair {
        Pair::fixed(Arc::new(self.client.clone()), Arc::new(self.server.clone()), now())
    }

    /// Runs until the victim refuses, with questions answered at once and with all of them held.
    pub(super) fn refused_by(mut self, victim: Role, refusal: impl Into<Reason>) -> Provocation {
        let mut lies = self.lies.take();
        let pair = in_both_manners((&self.client, &self.server), now(), |pair| match &mut lies {
            None => pair.play(&mut Hooks::none(), &mut Hooks::none()),
            Some((liar, lie)) => {
                lie.rewind();
                let wires = act(pair, *liar, lie);
                assert!(lie.has_meddled(), "the lie was not told: {lie:?}");
                wires
            }
        });
        Provocation::of(&pair, victim, refusal)
    }
}

/// A lie about KeyUpdate is told after the handshake.
fn act(pair: &mut Pair, liar: Role, lie: &mut Meddler) -> Wires {
    let after = lie.at() == Kind::KeyUpdate;
    let (mut lies, mut honest) = (Hooks::tampering(lie), Hooks::none());
    let (in_client, in_server) = match liar {
        Role::Client => (&mut lies, &mut honest),
        Role::Server => (&mut honest, &mut lies),
    };
    let wires = pair.play(in_client, in_server);
    if !after {
        return wires;
    }
    match liar {
        Role::Client => pair.client.update_keys(false, in_client).unwrap(),
        Role::Server => pair.server.update_keys(false, in_server).unwrap(),
    };
    pair.play(in_client, in_server)
}
