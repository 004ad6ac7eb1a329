//! Several users of one configuration, which learns only when it is asked who connects: nobody comes back as somebody else.

use std::sync::Arc;

use handfast::handshake::Ask;
use handfast::{ClientAuth, Config, Connection, Env, Hooks, Progress};
use handfast_pki::{Issued, KeyKind, Request};
use handfast_tests::{Oracle, Pair, People, Regulars, carry, now, only_tls12};
use rustls_pki_types::ServerName;

use super::succeeds;

fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").unwrap()
}

struct Users {
    people: People,
    regulars: Regulars,
}

impl Users {
    fn new(of: fn(Config) -> Config) -> Self {
        let people = People::new(KeyKind::P256);
        let mut client = people.stranger();
        client.held = vec![Ask::Identity, Ask::Sign];
        let server = people.server(ClientAuth::Require);
        let regulars = Regulars::new(of(client), of(server));
        Self { people, regulars }
    }

    fn issue(&self, name: &str) -> Issued {
        self.people.intermediate.issue(&Request::client(name, now())).unwrap()
    }

    /// One connection of this user, who is known to the configuration by this name, or by none.
    fn visit(&self, user: &Issued, name: Option<&[u8]>) -> Pair {
        let of = |config: &Config| Arc::new(config.clone());
        let client = Connection::client(of(&self.regulars.client), Env::live(), localhost());
        let server = Connection::server(of(&self.regulars.server), Env::live());
        let client = match name {
            Some(name) => client.on_behalf_of(name),
            None => client,
        };
        let mut pair = Pair { client, server };
        let oracle = Oracle::new(Some(user), self.people.anchors(), ClientAuth::None, now());
        let mut more = true;
        while more {
            let _ = pair.run(usize::MAX);
            more = answered(&mut pair.client, &oracle);
        }
        carry(&mut pair.server, &mut pair.client, usize::MAX, &mut Hooks::none());
        pair
    }
}

fn answered(client: &mut Connection, oracle: &Oracle) -> bool {
    let open = client.run(&mut Hooks::none()) == Ok(Progress::Asked);
    if open {
        let answer = oracle.answer(client.question().unwrap());
        client.answer(answer, &mut Hooks::none()).unwrap();
    }
    open
}

fn is_known_as(pair: &Pair, user: &Issued) -> bool {
    let shown = super::leaf(pair);
    shown.is_some() && shown.as_deref() == user.chain.first().map(|der| &**der)
}

#[test]
fn have_no_sessions_while_nobody_tells_them_apart() {
    for of in [|config| config, only_tls12] {
        let users = Users::new(of);
        let (alice, bob) = (users.issue("alice"), users.issue("bob"));
        for user in [&alice, &bob, &alice] {
            let pair = users.visit(user, None);
            succeeds(&pair, false);
            assert!(is_known_as(&pair, user));
        }
        assert!(users.regulars.sessions.is_empty(), "there is no telling whose it would be");
    }
}

#[test]
fn have_their_own_sessions_where_somebody_does() {
    for of in [|config| config, only_tls12] {
        let users = Users::new(of);
        let (alice, bob) = (users.issue("alice"), users.issue("bob"));
        for (user, name, resumed) in
            [(&alice, b"a", false), (&bob, b"b", false), (&alice, b"a", true), (&bob, b"b", true)]
        {
            let pair = users.visit(user, Some(name));
            succeeds(&pair, resumed);
            assert!(is_known_as(&pair, user));
        }
    }
}
