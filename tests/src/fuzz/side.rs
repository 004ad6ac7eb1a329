//! One side, step by step, against an honest peer that the script holds by both hands: `meddling` changes messages
//! before they go into the peer's transcript, `line` decides which of them come, and in which records.
//!
//! What must hold, whatever comes: no panic; no step without end; a bounded amount of bytes waits to be sent; a failure is final; nobody
//! is connected to a peer that no verdict accepted or that did not prove to hold its key; no peer is named before; and
//! two that are both connected export the same keying material.

use handfast::{Connection, Negotiated, Role, State};

use super::line::Line;
use super::scene::Scene;
use super::script::Script;
use super::witnessed::{Witnessed, check_views};

/// No script makes more turns.
const TURNS: usize = 64;

/// A client, against an honest server.
pub fn client(data: &[u8]) {
    reached(Role::Client, data);
}

/// A server, against an honest client.
pub fn server(data: &[u8]) {
    reached(Role::Server, data);
}

/// How far the target came.
#[derive(Debug)]
pub struct Reached {
    /// Where it was, in order, each state as often as it was there.
    pub states: Vec<State>,
    /// What it agreed on, as far as it came.
    pub negotiated: Negotiated,
    /// Whether it went on from a session that goes by a session id.
    pub resumed_by_id: bool,
}

/// Plays a script against a side, and says how far it came.
pub fn reached(role: Role, data: &[u8]) -> Reached {
    let mut script = Script::new(data);
    let scene = Scene::read(&mut script);
    let meddling = Script::new(script.piece());
    let nothing = Script::new(&[]);
    let (on_client, on_server) = match role {
        Role::Client => (nothing, meddling),
        Role::Server => (meddling, nothing),
    };
    let (client, server) = (scene.client(on_client), scene.server(on_server));
    let (target, peer) = if role == Role::Client { (client, server) } else { (server, client) };
    let (cut, connects) = (scene.cut, scene.connects);
    let mut play = Play { target, peer, line: Line::new(scene.longest), cut, connects, answers: true };
    play.run(&mut script);
    let negotiated = play.target.connection.negotiated().clone();
    let resumed_by_id = scene.knows_by_id() && negotiated.resumed;
    Reached { states: play.target.seen.states, negotiated, resumed_by_id }
}

struct Play<'a> {
    target: Witnessed<'a>,
    peer: Witnessed<'a>,
    line: Line,
    /// How many bytes come at once.
    cut: usize,
    /// Whether an honest handshake is completed.
    connects: bool,
    /// Whether held questions are answered.
    answers: bool,
}

impl<'a> Play<'a> {
    fn run(&mut self, script: &mut Script<'_>) {
        while self.carry(script) {}
        self.check_honest_course();
        for _ in 0..TURNS {
            let moved = self.carry(script);
            if !moved && script.is_over() {
                break;
            }
            if !moved {
                self.act(script);
            }
        }
        self.end();
    }

    /// Once both ways. Whether anything went.
    fn carry(&mut self, script: &mut Script<'_>) -> bool {
        self.target.go(self.answers);
        let there = self.target.take_outgoing();
        self.peer.receive(&there, usize::MAX, true);
        self.peer.go(true);
        self.peer.take_outgoing();
        self.line.say(core::mem::take(&mut self.peer.seen.said), script);
        let back = core::mem::take(&mut self.line.wire);
        self.target.receive(&back, self.cut, self.answers);
        check_views(&self.target, &self.peer);
        !there.is_empty() || !back.is_empty()
    }

    /// Nothing moves any more: one of both does something.
    fn act(&mut self, script: &mut Script<'_>) {
        match script.byte() % 16 {
            0 => self.line.data(script.piece()),
            1 => {
                let data = script.piece();
                let _ = self.target.act(|target, hooks| target.send(data, hooks));
            }
            2 => {
                let ask_peer = script.flag();
                let _ = self.target.act(|target, hooks| target.update_keys(ask_peer, hooks));
            }
            3 => {
                let ask_peer = script.flag();
                let _ = self.peer.act(|peer, hooks| peer.update_keys(ask_peer, hooks));
            }
            4 => self.target.act(Connection::close),
            5 => self.peer.act(Connection::close),
            6 => self.target.connection.rest(),
            7 => self.answers = !self.answers,
            8 => {
                let _ = self.target.act(|target, hooks| target.end_of_input(hooks));
            }
            9 => {
                let message = script.piece();
                let _ = self.peer.act(|peer, hooks| peer.inject(message, hooks));
            }
            12 => {
                let insists = script.flag();
                self.server().ask(insists);
            }
            13 => {
                let _ = self.target.act(Connection::answer_as_configured);
            }
            _ => self.line.act(script),
        }
    }

    fn server(&mut self) -> &mut Witnessed<'a> {
        match self.target.connection.role() {
            Role::Client => &mut self.peer,
            Role::Server => &mut self.target,
        }
    }

    /// Where nobody meddled, both are where an honest handshake leads, whatever records it comes in.
    fn check_honest_course(&self) {
        if self.line.has_meddled || self.peer.meddling.has_meddled {
            return;
        }
        let connected = [&self.target, &self.peer].map(|side| side.connection.is_connected());
        let failures = [&self.target, &self.peer].map(|side| side.connection.failure());
        assert_eq!(connected, [self.connects; 2], "{failures:?}");
    }

    /// The transport ends, the application gives up: both are possible at any time.
    fn end(&mut self) {
        let _ = self.target.act(|target, hooks| target.end_of_input(hooks));
        let error = self.target.act(Connection::abandon);
        assert_eq!(self.target.act(Connection::step), Err(error));
    }
}
