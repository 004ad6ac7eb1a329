//! Questions that an application holds and answers when it is ready: nothing changes but the time.

use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::handshake::{
    Answer, Ask, CertificateType, Identity, Judgement, NoIdentity, OwnIdentity, Question,
};
use handfast::path::Cert;
use handfast::rule::{AlertDescription, Rule, rfc9846};
use handfast::{ClientAuth, Config, Connection, Error, Hooks, Local, Progress, Refusal, State};
use handfast_pki::{Issued, KeyKind, Request};
use handfast_tests::{Oracle, Pair, People, Wires, fixed, now, only_tls12, only_tls13};

/// Two applications, and the same as configurations.
struct Scene {
    client: (Config, Oracle),
    server: (Config, Oracle),
}

impl Scene {
    fn new(
        people: &People,
        client: Option<&Issued>,
        client_auth: ClientAuth,
        change: impl Fn(&mut Config),
    ) -> Self {
        let server = people.intermediate.issue(&Request::server(["localhost"], now())).unwrap();
        let oracle = |person, policy| Oracle::new(person, people.anchors(), policy, now());
        let mut ours = people.stranger();
        if let Some(client) = client {
            ours = ours.with_identity(fixed::identity(client));
        }
        let mut theirs = people.stranger().with_identity(fixed::identity(&server));
        theirs.client_auth = client_auth;
        change(&mut theirs);
        Self {
            client: (ours, oracle(client, ClientAuth::None)),
            server: (theirs, oracle(Some(&server), client_auth)),
        }
    }

    fn held(&self, held: &[Ask]) -> (Pair, Wires) {
        let hold = |config: &Config| {
            let mut config = config.clone();
            config.held = held.to_vec();
            Arc::new(config)
        };
        let mut pair = Pair::fixed(hold(&self.client.0), hold(&self.server.0), now());
        let mut wires = Wires::default();
        loop {
            let more = pair.play_on();
            wires.up.extend(more.up);
            wires.down.extend(more.down);
            let client = answered(&mut pair.client, &self.client.1);
            if !client && !answered(&mut pair.server, &self.server.1) {
                return (pair, wires);
            }
        }
    }
}

/// The application answers, if it is asked.
fn answered(connection: &mut Connection, oracle: &Oracle) -> bool {
    let open = connection.run(&mut Hooks::none()) == Ok(Progress::Asked);
    if open {
        let answer = oracle.answer(connection.question().unwrap());
        let _ = connection.answer(answer, &mut Hooks::none());
    }
    open
}

#[test]
fn the_bytes_are_the_same_whoever_answers_and_when() {
    let (people, strangers) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let alice = |people: &People| people.intermediate.issue(&Request::client("alice", now())).unwrap();
    let (ours, theirs) = (alice(&people), alice(&strangers));
    let scene = |client, policy| Scene::new(&people, client, policy, |_| {});
    let retry = |server: &mut Config| server.protocol.groups = vec![Group::Secp256r1];
    let scenes = [
        scene(Some(&ours), ClientAuth::Require),
        scene(None, ClientAuth::None),
        scene(None, ClientAuth::Optional),
        scene(None, ClientAuth::Require),
        // Of another authority by the same name: her chain is unverified here, and refused there.
        scene(Some(&theirs), ClientAuth::Optional),
        scene(Some(&theirs), ClientAuth::Require),
        Scene::new(&people, Some(&ours), ClientAuth::Optional, retry),
    ];
    for scene in scenes {
        let (at_once, wires) = scene.held(&[]);
        for held in
            [&[Ask::Identity][..], &[Ask::Judge], &[Ask::Sign], &[Ask::Identity, Ask::Judge, Ask::Sign]]
        {
            let (pair, held_wires) = scene.held(held);
            assert_eq!(state(&pair), state(&at_once));
            assert!(wires == held_wires, "{held:?} held");
        }
    }
}

/// What an outsider sees of both sides. Why the chain was refused, an application that judged it knows better.
fn state(pair: &Pair) -> [(State, Option<AlertDescription>, Option<bool>); 2] {
    [&pair.client, &pair.server].map(|side| {
        let alert = side.failure().and_then(|error| match error {
            Error::RefusedByPeer(alert) => Some(alert),
            error => error.alert(),
        });
        (side.state(), alert, side.peer().map(|peer| peer.verdict().is_accepted()))
    })
}

fn holding(ask: Ask) -> Pair {
    let people = People::repeating();
    let mut server = people.server(ClientAuth::Require);
    server.held = vec![ask];
    let mut pair = Pair::fixed(Arc::new(people.client()), Arc::new(server), now());
    let _ = pair.run(usize::MAX);
    assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Asked));
    pair
}

/// What the client sends meanwhile waits, and not without bound; then it arrives.
#[test]
fn nothing_is_read_while_a_question_is_open() {
    let mut pair = holding(Ask::Judge);
    let (mut sent, mut taken, data) = (0, 0, [7; 16 * 1024]);
    for _ in 0..40 {
        sent += pair.client.send(&data, &mut Hooks::none()).unwrap();
        let n = pair.server.receive(pair.client.outgoing());
        pair.client.sent(n);
        taken += n;
        assert_eq!(pair.server.run(&mut Hooks::none()), Ok(Progress::Asked));
    }
    assert!(taken <= 128 * 1024, "the buffer is bounded: {taken}");
    assert!(sent <= 300 * 1024, "and so is what the client takes: {sent}");
    pair.server.answer_as_configured(&mut Hooks::none()).unwrap();
    let mut arrived = 0;
    while arrived < sent {
        let _ = pair.run(usize::MAX);
        arrived += pair.server.plaintext().len();
        assert!(pair.server.plaintext().iter().all(|byte| *byte == 7));
        pair.server.consume(usize::MAX);
    }
    assert_eq!(arrived, sent);
}

/// An answer to another question is a mistake of ours; the question stays open.
#[test]
fn an_answer_that_does_not_fit_changes_nothing() {
    let rule = Rule::new(AlertDescription::UNKNOWN_CA, rfc9846("4.5.1"), "nobody knows");
    let nobody = Identity::new(OwnIdentity {
        certificate_type: CertificateType::X509,
        chain: Vec::new(),
        schemes: Vec::new(),
        curve: None,
        decrypts: false,
        index: 0,
    });
    let answers = || {
        [
            Answer::Identity(Ok(None)),
            Answer::Identity(Ok(Some(nobody.clone()))),
            Answer::ServerIdentity(Err(NoIdentity::UnrecognizedName)),
            Answer::Judgement(Judgement::Refused(Box::new(rule))),
            Answer::Signature(Vec::new()),
        ]
    };
    let misuse = Err(Error::Local(Local::Handshake(handfast::handshake::Local::Misuse)));
    for (ask, fitting) in [(Ask::Identity, 2), (Ask::Judge, 3), (Ask::Sign, 4)] {
        let mut pair = holding(ask);
        for (index, answer) in answers().into_iter().enumerate().filter(|(index, _)| *index != fitting) {
            assert_eq!(pair.server.answer(answer, &mut Hooks::none()), misuse, "{ask:?}, answer {index}");
        }
        while pair.server.answer_as_configured(&mut Hooks::none()).is_ok() {
            let _ = pair.run(usize::MAX);
        }
        assert!(pair.is_complete(), "{ask:?}");
        for answer in answers() {
            assert_eq!(pair.server.answer(answer, &mut Hooks::none()), misuse);
        }
        assert!(pair.is_complete(), "{ask:?}");
    }
}

/// An application that judges by itself can be mistaken about the policy: nobody comes in unverified where certificates are
/// required, neither in the handshake nor after it.
#[test]
fn nobody_is_let_in_unverified_under_require() {
    let people = People::new(KeyKind::P256);
    let rule = Rule::new(AlertDescription::UNKNOWN_CA, rfc9846("4.5.1"), "nobody knows");
    for (of, asked) in [
        (only_tls13 as fn(Config) -> Config, ClientAuth::Require),
        (only_tls12, ClientAuth::Require),
        (only_tls13, ClientAuth::None),
    ] {
        let mut server = of(people.server(asked));
        server.held = vec![Ask::Judge];
        let client = of(people.client().with_post_handshake_auth());
        let mut pair = Pair::new(Arc::new(client), Arc::new(server));
        let _ = pair.run(usize::MAX);
        if asked == ClientAuth::None {
            pair.server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
            let _ = pair.run(usize::MAX);
        }
        let Some(Question::Judge { chain, .. }) = pair.server.question() else { panic!("who is it?") };
        let key = Cert::parse(chain.certificates().next().unwrap()).unwrap().public_key().unwrap().to_owned();
        let answer = Answer::Judgement(Judgement::Unverified(key, Box::new(rule)));
        let refused = Error::Refused(Refusal::Handshake(handfast::handshake::Refusal::Certificate(rule)));
        assert_eq!(pair.server.answer(answer, &mut Hooks::none()), Err(refused));
        let _ = pair.run(usize::MAX);
        assert_eq!(pair.client.failure(), Some(Error::RefusedByPeer(AlertDescription::UNKNOWN_CA)));
    }
}

#[test]
fn an_application_that_gives_up_says_so() {
    for ask in [Ask::Identity, Ask::Judge, Ask::Sign] {
        let mut pair = holding(ask);
        assert_eq!(pair.server.abandon(&mut Hooks::none()), Error::Local(Local::Abandoned));
        let _ = pair.run(usize::MAX);
        let heard = Some(Error::RefusedByPeer(AlertDescription::INTERNAL_ERROR));
        assert_eq!(pair.failures(), (heard, Some(Error::Local(Local::Abandoned))), "{ask:?}");
        assert_eq!(pair.server.abandon(&mut Hooks::none()), Error::Local(Local::Abandoned));
        assert!(pair.server.outgoing().is_empty(), "it is said once");
    }
}

/// At any time, and with an alert of its choice, if that is one that refuses.
#[test]
fn an_application_refuses_whom_it_does_not_want() {
    use AlertDescription as Alert;
    let said = [
        (Alert::ACCESS_DENIED, Alert::ACCESS_DENIED),
        (Alert::CLOSE_NOTIFY, Alert::INTERNAL_ERROR),
        (Alert::USER_CANCELED, Alert::INTERNAL_ERROR),
    ];
    for (alert, heard) in said {
        let people = People::new(KeyKind::P256);
        let mut connected =
            Pair::new(Arc::new(people.client()), Arc::new(people.server(ClientAuth::Require)));
        connected.play(&mut Hooks::none(), &mut Hooks::none());
        assert!(connected.is_complete());
        for mut pair in [holding(Ask::Judge), connected] {
            let why = Error::Local(Local::Unwelcome(heard));
            assert_eq!(pair.server.refuse(alert, &mut Hooks::none()), why);
            let _ = pair.run(usize::MAX);
            assert_eq!(pair.failures(), (Some(Error::RefusedByPeer(heard)), Some(why)));
        }
    }
}
