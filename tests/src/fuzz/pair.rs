//! A client and a server, each with somebody inside who follows a script of his own; the line between them is honest.

use handfast::Connection;

use super::scene::Scene;
use super::script::Script;
use super::witnessed::{Witnessed, check_views};

/// No script makes more turns.
const TURNS: usize = 64;

/// Two scripts for the messages of both, then what the applications do.
pub fn pair(data: &[u8]) {
    let mut script = Script::new(data);
    let scene = Scene::read(&mut script);
    let (on_client, on_server) = (Script::new(script.piece()), Script::new(script.piece()));
    let sides = [scene.client(on_client), scene.server(on_server)];
    let mut pair = Pair { sides, cut: scene.cut, sent: [Vec::new(), Vec::new()], answers: true };
    while pair.carry() {}
    pair.check_honest_course(scene.connects);
    for _ in 0..TURNS {
        if script.is_over() {
            break;
        }
        pair.act(&mut script);
        while pair.carry() {}
    }
}

struct Pair<'a> {
    sides: [Witnessed<'a>; 2],
    cut: usize,
    /// The application data that each side took for the other.
    sent: [Vec<u8>; 2],
    /// Whether held questions are answered.
    answers: bool,
}

impl Pair<'_> {
    /// Once both ways. Whether anything went.
    fn carry(&mut self) -> bool {
        let [client, server] = &mut self.sides;
        let there = convey(client, server, self.cut, self.answers);
        let back = convey(server, client, self.cut, self.answers);
        check_views(client, server);
        let [to_server, to_client] = &self.sent;
        assert!(to_server.starts_with(&server.data), "what the client sent is what came");
        assert!(to_client.starts_with(&client.data), "what the server sent is what came");
        there || back
    }

    fn act(&mut self, script: &mut Script<'_>) {
        let choice = script.byte();
        match choice % 8 {
            1 => return self.ask(script),
            3 => return self.answers = !self.answers,
            _ => {}
        }
        let at = usize::from(choice >> 7);
        let (Some(side), Some(sent)) = (self.sides.get_mut(at), self.sent.get_mut(at)) else { return };
        match choice % 8 {
            0 => {
                let data = script.piece();
                let taken = side.act(|side, hooks| side.send(data, hooks)).unwrap_or(0);
                sent.extend_from_slice(data.get(..taken).unwrap_or_default());
            }
            2 => {
                let ask_peer = script.flag();
                let _ = side.act(|side, hooks| side.update_keys(ask_peer, hooks));
            }
            4 => side.act(Connection::close),
            5 => {
                let message = script.piece();
                let _ = side.act(|side, hooks| side.inject(message, hooks));
            }
            6 => side.connection.rest(),
            _ => drop(side.act(|side, hooks| side.end_of_input(hooks))),
        }
    }

    fn ask(&mut self, script: &mut Script<'_>) {
        let [_, server] = &mut self.sides;
        server.ask(script.flag());
    }

    fn check_honest_course(&self, connects: bool) {
        let [client, server] = &self.sides;
        if !client.meddling.has_meddled && !server.meddling.has_meddled {
            let failures = (client.connection.failure(), server.connection.failure());
            let connected = [client, server].map(|side| side.connection.is_connected());
            assert_eq!(connected, [connects; 2], "{failures:?}");
        }
    }
}

/// What one has to send, to the other. Whether it was anything.
fn convey(from: &mut Witnessed<'_>, to: &mut Witnessed<'_>, cut: usize, answers: bool) -> bool {
    from.go(answers);
    from.seen.said.clear();
    let bytes = from.take_outgoing();
    to.receive(&bytes, cut, answers);
    !bytes.is_empty()
}
