//! Questions that the application answers, in its own time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use handfast::crypto::kx::{FixedScalars, Group};
use handfast::crypto::rng::CountingRng;
use handfast::handshake::{Answer, Ask, OwnedQuestion};
use handfast::rule::AlertDescription;
use handfast::tokio::{Answering, Answers, Reply, TlsStream};
use handfast::{Config, Connection, Env, Error, Local, Observation, Observer, Wish};
use handfast_pki::KeyKind;
use handfast_tests::{People, now};
use rustls_pki_types::UnixTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use crate::support::{localhost, within};

const ALL: [Ask; 3] = [Ask::Identity, Ask::Judge, Ask::Sign];

/// Thinks for a while, and says what it was told to say. Notes what it was asked.
struct Slow {
    reply: fn(&OwnedQuestion) -> Reply,
    asked: Mutex<Vec<Ask>>,
}

impl Slow {
    fn says(reply: fn(&OwnedQuestion) -> Reply) -> Arc<Self> {
        Arc::new(Self { reply, asked: Mutex::default() })
    }
}

impl Answers for Slow {
    fn answer(&self, question: OwnedQuestion) -> Answering {
        self.asked.lock().unwrap().push(ask(&question));
        let reply = (self.reply)(&question);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            reply
        })
    }
}

const fn ask(question: &OwnedQuestion) -> Ask {
    match question {
        OwnedQuestion::ClientIdentity(_) | OwnedQuestion::ServerIdentity(_) => Ask::Identity,
        OwnedQuestion::Judge { .. } => Ask::Judge,
        OwnedQuestion::Sign { .. } => Ask::Sign,
        OwnedQuestion::DecryptPremaster { .. } => Ask::Decrypt,
        OwnedQuestion::OwnSession { .. } | OwnedQuestion::Session(_) => Ask::Session,
        OwnedQuestion::EarlyData(_) => Ask::EarlyData,
        OwnedQuestion::Ticket(_) => Ask::Ticket,
    }
}

/// Keeps every record as it goes over the wire.
#[derive(Debug, Clone, Default)]
struct Wire(Arc<Mutex<Vec<u8>>>);

impl Observer for Wire {
    fn wish(&self) -> Wish {
        Wish { records: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Record { facts, .. } = observation {
            let mut wire = self.0.lock().unwrap();
            wire.extend_from_slice(&facts.header);
            wire.extend_from_slice(facts.sealed.unwrap());
        }
    }
}

/// Nothing of the world is random: the same questions with the same answers give the same bytes.
fn env(seed: u8, time: UnixTime) -> Env {
    Env {
        clock: Box::new(time),
        rng: Box::new(CountingRng::starting_at(seed)),
        kx: Box::new(FixedScalars::new()),
    }
}

/// A mutual handshake and a word each way; what went over the wire, as each side saw it.
async fn bytes(
    [client, server]: [Arc<Config>; 2],
    answers: [Option<Arc<Slow>>; 2],
    time: UnixTime,
) -> [Vec<u8>; 2] {
    let (near, far) = duplex(1 << 16);
    let wires = [Wire::default(), Wire::default()];
    let connections =
        [Connection::client(client, env(0, time), localhost()), Connection::server(server, env(100, time))];
    let [client, server] = connections;
    let [for_client, for_server] = answers;
    let mut client = stream(client, near, &wires[0], for_client);
    let mut server = stream(server, far, &wires[1], for_server);
    let (connected, accepted) = tokio::join!(client.handshake(), server.handshake());
    connected.unwrap();
    accepted.unwrap();
    let mut heard = [0; 2];
    client.write_all(b"hi").await.unwrap();
    server.read_exact(&mut heard).await.unwrap();
    server.write_all(&heard).await.unwrap();
    client.read_exact(&mut heard).await.unwrap();
    wires.map(|wire| wire.0.lock().unwrap().clone())
}

fn stream(
    connection: Connection,
    io: DuplexStream,
    wire: &Wire,
    answers: Option<Arc<Slow>>,
) -> TlsStream<DuplexStream> {
    let stream = TlsStream::new(connection, io).with_observer(Box::new(wire.clone()));
    match answers {
        Some(answers) => stream.with_answers(answers),
        None => stream,
    }
}

fn people() -> [Config; 2] {
    let people = People::new(KeyKind::Ed25519);
    let mut configs = [people.client(), people.server(handfast::ClientAuth::Require)];
    for config in &mut configs {
        config.protocol.groups = vec![Group::X25519];
        config.protocol.shares = vec![Group::X25519];
    }
    configs
}

fn holding(mut config: Config, held: &[Ask]) -> Arc<Config> {
    config.held = held.to_vec();
    Arc::new(config)
}

/// Ed25519 signs deterministically, so held and unheld handshakes can be compared byte by byte.
#[tokio::test(start_paused = true)]
async fn answers_that_take_time_change_no_byte() {
    let (configs, time) = (people(), now());
    let at_once = bytes(configs.clone().map(Arc::new), [None, None], time).await;
    assert!(at_once[0].len() > 1000);
    for held in [&ALL[..], &[Ask::Identity], &[Ask::Judge], &[Ask::Sign]] {
        let slow = [(); 2].map(|()| Slow::says(|_| Reply::AsConfigured));
        let answers = [0, 1].map(|side: usize| Some(Arc::clone(&slow[side])));
        let later = bytes(configs.clone().map(|config| holding(config, held)), answers, time).await;
        assert!(later == at_once, "{held:?}");
        for slow in slow {
            let mut asked = slow.asked.lock().unwrap().clone();
            asked.sort_by_key(|ask| ALL.iter().position(|known| known == ask));
            assert_eq!(asked, held);
        }
    }
}

/// A client whose held identity question is answered like this, and a server that requires an identity.
async fn answered(reply: fn(&OwnedQuestion) -> Reply) -> (std::io::Result<()>, std::io::Result<()>) {
    let [client, server] = people();
    let (near, far) = duplex(1 << 16);
    let client = Connection::client(holding(client, &[Ask::Identity]), Env::live(), localhost());
    let server = Connection::server(Arc::new(server), Env::live());
    let mut client = TlsStream::new(client, near).with_answers(Slow::says(reply));
    let mut server = TlsStream::new(server, far);
    tokio::join!(client.accepted(), server.handshake())
}

#[tokio::test(start_paused = true)]
async fn the_application_can_answer_otherwise() {
    let (client, server) = answered(|_| Reply::Answer(Answer::Identity(Ok(None)))).await;
    assert_eq!(within(client), Error::RefusedByPeer(AlertDescription::CERTIFICATE_REQUIRED));
    assert!(matches!(within(server), Error::Refused(_)));
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_another_question_gives_the_connection_up() {
    let (client, server) = answered(|_| Reply::Answer(Answer::Signature(Vec::new()))).await;
    assert_eq!(within(client), Error::Local(Local::Abandoned));
    assert_eq!(within(server), Error::RefusedByPeer(AlertDescription::INTERNAL_ERROR));
}

#[tokio::test(start_paused = true)]
async fn nobody_may_know_the_answer() {
    let (client, server) = answered(|_| Reply::GiveUp).await;
    assert_eq!(within(client), Error::Local(Local::Abandoned));
    assert_eq!(within(server), Error::RefusedByPeer(AlertDescription::INTERNAL_ERROR));
}

#[tokio::test]
async fn a_held_question_with_nobody_to_ask_gives_the_connection_up() {
    let [client, server] = people();
    let (near, far) = duplex(1 << 16);
    let client = Connection::client(Arc::new(client), Env::live(), localhost());
    let server = Connection::server(holding(server, &ALL), Env::live());
    let (mut client, mut server) = (TlsStream::new(client, near), TlsStream::new(server, far));
    let (told, failed) = tokio::join!(client.handshake(), server.handshake());
    assert_eq!(within(told), Error::RefusedByPeer(AlertDescription::INTERNAL_ERROR));
    assert_eq!(within(failed), Error::Local(Local::Abandoned));
}
