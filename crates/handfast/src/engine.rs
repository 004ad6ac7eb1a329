//! A machine with everything that it works on.

use std::collections::VecDeque;
use std::sync::Arc;

use handfast_handshake::transcript::{Transcript, View};
use handfast_handshake::{Cx, Effect, Input, Machine, Role, Side};
use handfast_wire::Kind;

use crate::{Config, Env, Error};

/// Most turns have no more effects than this, and
const EFFECTS: usize = 24;

/// send no more than this, in bytes: but for a Certificate.
const SCRATCH: usize = 1024;

/// The handshake, apart from records and from those who watch.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) config: Arc<Config>,
    pub(crate) env: Env,
    pub(crate) role: Role,
    pub(crate) machine: Machine,
    pub(crate) transcript: Transcript,
    /// Whether the handshake is complete on this side.
    pub(crate) complete: bool,
    pub(crate) effects: VecDeque<Effect>,
    pub(crate) scratch: Vec<u8>,
}

impl Engine {
    pub(crate) fn new(config: Arc<Config>, env: Env, role: Role, machine: Machine) -> Self {
        let transcript = Transcript::default();
        let (effects, scratch) = (VecDeque::with_capacity(EFFECTS), Vec::with_capacity(SCRATCH));
        Self { config, env, role, machine, transcript, complete: false, effects, scratch }
    }

    /// One input; the message being handled, if there is one, with its header. What follows is in `effects`. It stands once,
    /// not at each kind of turn.
    #[inline(never)]
    pub(crate) fn step(
        &mut self,
        input: Input<'_>,
        message: &[u8],
        wants_secrets: bool,
    ) -> Result<(), Error> {
        let clock = &self.env.clock;
        let mut cx = Cx {
            transcript: View::new(&self.transcript, message),
            config: &self.config.protocol,
            kx: &*self.env.kx,
            rng: &mut *self.env.rng,
            clock: &|| clock.millis(),
            max_message: self.config.max_message,
            scratch: &mut self.scratch,
            effects: &mut self.effects,
            wants_secrets: wants_secrets && self.config.reveal_secrets,
        };
        Ok(self.machine.step(input, &mut cx)?)
    }

    /// Whether what this side says goes into the transcript: everything until the handshake is complete, and then the
    /// answers of a client that is asked for a certificate, each in a fork of its own (RFC 9846 §4.5).
    pub(crate) fn remembers(&self, sender: Role) -> bool {
        if self.transcript.is_forked() { sender == Role::Client } else { !self.complete }
    }

    /// The message that the effects of this turn send, for those who watch.
    pub(crate) fn sends(&self) -> Option<Kind> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Send(kind, _) => Some(*kind),
            _ => None,
        })
    }

    /// Whether the effects of this turn change the keys of this side.
    pub(crate) fn changes_keys(&self, of: Side) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Install(side, ..) if *side == of))
    }

    /// Gives memory back.
    pub(crate) fn rest(&mut self) {
        self.effects = VecDeque::new();
        self.scratch = Vec::new();
    }

    /// What of this turn did not happen is not to; the next one begins at the front of the same memory.
    pub(crate) fn forget_turn(&mut self) {
        self.effects.clear();
        self.scratch.clear();
    }
}
