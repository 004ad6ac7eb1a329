//! A recorded session, cut off at every byte; and a live one whose bytes somebody flips, loses, doubles and makes up.

use std::sync::{Arc, LazyLock};

use handfast::crypto::kx::Group;
use handfast::{ClientAuth, Config, Connection, Error, Hooks, Progress, Role};
use handfast_tests::{Pair, People, Wires, now};
use proptest::collection::vec;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use rustls_pki_types::UnixTime;

/// Two who do the same every time.
struct Session {
    client: Arc<Config>,
    server: Arc<Config>,
    clock: UnixTime,
}

static SESSION: LazyLock<Session> = LazyLock::new(|| {
    let people = People::repeating();
    let mut client = people.client();
    client.protocol.groups = vec![Group::X25519];
    Session { client: Arc::new(client), server: Arc::new(people.server(ClientAuth::Require)), clock: now() }
});

impl Session {
    fn pair(&self) -> Pair {
        Pair::fixed(Arc::clone(&self.client), Arc::clone(&self.server), self.clock)
    }

    fn side(&self, role: Role) -> Connection {
        let Pair { client, server } = self.pair();
        match role {
            Role::Client => client,
            Role::Server => server,
        }
    }

    /// A whole session: a handshake, a word each, and a close each.
    fn recorded(&self) -> Wires {
        let (mut pair, mut hooks) = (self.pair(), Hooks::none());
        let mut wires = pair.play(&mut hooks, &mut Hooks::none());
        pair.client.send(QUESTION, &mut hooks).unwrap();
        pair.server.send(ANSWER, &mut hooks).unwrap();
        pair.client.close(&mut hooks);
        pair.server.close(&mut hooks);
        let rest = pair.play(&mut hooks, &mut Hooks::none());
        wires.up.extend(rest.up);
        wires.down.extend(rest.down);
        wires
    }
}

const QUESTION: &[u8] = b"a question";
const ANSWER: &[u8] = b"an answer";

/// Feeds a side, and takes the data that comes.
fn feed(side: &mut Connection, mut bytes: &[u8]) -> (Result<Progress, Error>, Vec<u8>) {
    let mut data = Vec::new();
    loop {
        let n = side.receive(bytes);
        bytes = bytes.split_at(n).1;
        match side.run(&mut Hooks::none()) {
            Ok(Progress::Data) => {
                data.extend_from_slice(side.plaintext());
                side.consume(usize::MAX);
            }
            Ok(Progress::NeedTransmit) => side.sent(usize::MAX),
            Ok(Progress::NeedInput) if !bytes.is_empty() => assert!(n > 0, "it wants more and takes none"),
            progress => return (progress, data),
        }
    }
}

/// Truncation alone is no crime, and is noticed (RFC 9846 §6.1).
fn cut_at_every_byte(role: Role, wire: &[u8], word: &[u8]) {
    for length in 0..=wire.len() {
        let mut side = SESSION.side(role);
        let _ = side.run(&mut Hooks::none());
        let (came, _) = wire.split_at(length);
        let (progress, data) = feed(&mut side, came);
        let whole = length == wire.len();
        let expected = if whole { Progress::Closed } else { Progress::NeedInput };
        assert_eq!(progress, Ok(expected), "{} after {length} bytes", role.name());
        assert!(word == data || data.is_empty() && !whole);
        let end = side.end_of_input(&mut Hooks::none());
        assert_eq!(end, if whole { Ok(()) } else { Err(Error::Truncated) });
    }
}

#[test]
fn what_the_client_sent_cut_at_every_byte() {
    cut_at_every_byte(Role::Server, &SESSION.recorded().up, QUESTION);
}

#[test]
fn what_the_server_sent_cut_at_every_byte() {
    cut_at_every_byte(Role::Client, &SESSION.recorded().down, ANSWER);
}

/// What is done to the bytes of one direction, at a place between 0 and 1 of its length.
#[derive(Debug, Clone)]
enum Deed {
    Flip(u8),
    Lose(usize),
    Double(usize),
    MakeUp(Vec<u8>),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (0..8u8).prop_map(|bit| Deed::Flip(1 << bit)),
        1 => (1..100usize).prop_map(Deed::Lose),
        1 => (1..100usize).prop_map(Deed::Double),
        1 => vec(any::<u8>(), 1..20).prop_map(Deed::MakeUp),
    ]
}

#[derive(Debug, Clone)]
struct Mischief {
    to: Role,
    at: usize,
    deed: Deed,
}

fn mischief() -> impl Strategy<Value = Mischief> {
    let to = prop_oneof![Just(Role::Client), Just(Role::Server)];
    (to, 0..2600usize, deed()).prop_map(|(to, at, deed)| Mischief { to, at, deed })
}

impl Mischief {
    /// Done to what is carried now, which begins at this place of its direction.
    fn done(&self, bytes: &mut Vec<u8>, begins: usize) {
        let Some(at) = self.at.checked_sub(begins).filter(|at| *at < bytes.len()) else { return };
        match &self.deed {
            Deed::Flip(bit) => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= bit),
            Deed::Lose(n) => drop(bytes.drain(at..bytes.len().min(at + n))),
            Deed::Double(n) => {
                let again: Vec<u8> = bytes.iter().skip(at).take(*n).copied().collect();
                bytes.splice(at..at, again);
            }
            Deed::MakeUp(made_up) => drop(bytes.splice(at..at, made_up.iter().copied())),
        }
    }
}

/// Carries what waits in one direction, with all the mischief that belongs there. Whether there was anything.
fn carry(from: &mut Connection, to: &mut Connection, carried: &mut usize, mischief: &[Mischief]) -> bool {
    let mut bytes = from.outgoing().to_vec();
    let length = bytes.len();
    from.sent(length);
    for mischief in mischief.iter().filter(|mischief| mischief.to == to.role()) {
        mischief.done(&mut bytes, *carried);
    }
    *carried += length;
    let _ = feed(to, &bytes);
    length > 0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever happens on the way: if both are connected, then with each other.
    #[test]
    fn both_are_connected_with_each_other_or_not_at_all(deeds in vec(mischief(), 1..4)) {
        let mut pair = SESSION.pair();
        let _ = pair.client.run(&mut Hooks::none());
        let (mut up, mut down) = (0, 0);
        loop {
            let sent = carry(&mut pair.client, &mut pair.server, &mut up, &deeds);
            let answered = carry(&mut pair.server, &mut pair.client, &mut down, &deeds);
            if !sent && !answered {
                break;
            }
        }
        if pair.client.is_connected() && pair.server.is_connected() {
            prop_assert!(agree(&pair));
        }
        if pair.server.is_connected() {
            prop_assert_eq!(chain(&pair.server), SESSION.client.identities()[0].chain());
        }
        if pair.client.is_connected() {
            prop_assert_eq!(chain(&pair.client), SESSION.server.identities()[0].chain());
        }
    }
}

/// The same secrets, and the same choices.
fn agree(pair: &Pair) -> bool {
    let exported = |side: &Connection| {
        let mut out = [0; 32];
        side.export("EXPORTER-x", Some(b""), &mut out).map(|()| out)
    };
    let chosen = |side: &Connection| {
        let negotiated = side.negotiated();
        (negotiated.suite, negotiated.group, negotiated.alpn.clone(), negotiated.server_name.clone())
    };
    exported(&pair.client).is_ok_and(|ours| exported(&pair.server) == Ok(ours))
        && chosen(&pair.client) == chosen(&pair.server)
}

fn chain(side: &Connection) -> Vec<Vec<u8>> {
    let chain = side.peer().map(|peer| peer.chain().certificates().map(<[u8]>::to_vec).collect());
    chain.unwrap_or_default()
}
