//! Post-handshake authentication (RFC 9846 §4.7.2) over streams.

use std::sync::Arc;
use std::time::Duration;

use handfast::handshake::{Ask, OwnedQuestion};
use handfast::tokio::{Answering, Answers, Reply, TlsStream};
use handfast::{ClientAuth, Error};
use handfast_pki::KeyKind;
use handfast_tests::People;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use crate::support::{on, shake, within};

/// Takes a second for every answer.
struct Slow;

impl Answers for Slow {
    fn answer(&self, _: OwnedQuestion) -> Answering {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Reply::AsConfigured
        })
    }
}

/// A client and a server that hold these questions, after a handshake in which nobody was asked.
async fn strangers(held: &[Ask]) -> (TlsStream<DuplexStream>, TlsStream<DuplexStream>) {
    let people = People::new(KeyKind::P256);
    let (mut client, mut server) =
        (people.client().with_post_handshake_auth(), people.server(ClientAuth::None));
    let of_client = |ask: &&Ask| **ask != Ask::Judge;
    client.held = held.iter().filter(of_client).copied().collect();
    server.held = held.iter().filter(|ask| !of_client(ask)).copied().collect();
    let (client, server) = on((Arc::new(client), Arc::new(server)), duplex(1 << 16));
    shake((client.with_answers(Arc::new(Slow)), server.with_answers(Arc::new(Slow)))).await
}

fn is_known(server: &TlsStream<DuplexStream>) -> bool {
    server.connection().peer().is_some_and(|peer| peer.verdict().is_accepted())
}

/// Both wait for each other's words, so the client reads while it is asked.
#[tokio::test(start_paused = true)]
async fn who_is_asked_later_answers_while_it_reads() {
    for held in
        [&[][..], &[Ask::Identity], &[Ask::Sign], &[Ask::Judge], &[Ask::Identity, Ask::Sign, Ask::Judge]]
    {
        let (mut client, mut server) = strangers(held).await;
        let request = server.request_certificate(ClientAuth::Require).unwrap();
        let ours = async {
            let mut heard = [0; 8];
            client.read_exact(&mut heard).await.unwrap();
            assert_eq!(&heard, b"well met");
        };
        let theirs = async {
            server.answered(request).await.unwrap();
            assert!(is_known(&server), "{held:?}");
            server.write_all(b"well met").await.unwrap();
        };
        tokio::join!(ours, theirs);
    }
}

/// Words that cross the request are kept, and those that come while somebody chooses are heard.
#[tokio::test(start_paused = true)]
async fn data_flows_meanwhile() {
    let (mut client, mut server) = strangers(&[Ask::Identity]).await;
    let request = server.request_certificate(ClientAuth::Require).unwrap();
    client.write_all(b"before ").await.unwrap();
    server.write_all(b"while you choose").await.unwrap();
    let mut heard = [0; 16];
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"while you choose");
    client.write_all(b"a moment ").await.unwrap();
    let reads = async {
        let mut nothing = [0];
        let read = tokio::time::timeout(Duration::from_secs(3), client.read(&mut nothing)).await;
        assert!(read.is_err(), "nothing more is said");
        client.write_all(b"after").await.unwrap();
    };
    let (answered, ()) = tokio::join!(server.answered(request), reads);
    answered.unwrap();
    assert!(is_known(&server));
    let mut heard = [0; 21];
    server.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"before a moment after");
}

/// What was kept is not lost with the stream.
#[tokio::test]
async fn a_stream_that_is_taken_apart_gives_what_it_has_kept() {
    let (mut client, mut server) = strangers(&[]).await;
    let request = server.request_certificate(ClientAuth::Require).unwrap();
    client.write_all(b"before").await.unwrap();
    let mut nothing = [0];
    let (answered, _) = tokio::join!(server.answered(request), async {
        tokio::time::timeout(Duration::from_millis(100), client.read(&mut nothing)).await
    });
    answered.unwrap();
    let parts = server.into_parts();
    assert_eq!(parts.unread, b"before");
    let mut heard = [0; 6];
    TlsStream::from(parts).read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"before");
}

/// A device that signs is waited for before more is said.
#[tokio::test(start_paused = true)]
async fn a_writer_waits_for_the_signature() {
    let (mut client, mut server) = strangers(&[Ask::Sign]).await;
    let request = server.request_certificate(ClientAuth::Require).unwrap();
    server.write_all(b"go").await.unwrap();
    let mut heard = [0; 2];
    client.read_exact(&mut heard).await.unwrap();
    let start = tokio::time::Instant::now();
    client.write_all(b"here I am").await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    client.flush().await.unwrap();
    server.answered(request).await.unwrap();
    assert!(is_known(&server));
    let mut heard = [0; 9];
    server.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"here I am");
}

#[tokio::test(start_paused = true)]
async fn who_sends_data_without_end_is_not_kept() {
    let (mut client, mut server) = strangers(&[Ask::Identity]).await;
    let request = server.request_certificate(ClientAuth::Require).unwrap();
    let floods = async {
        let word = [7; 4096];
        while client.write_all(&word).await.is_ok() {}
    };
    let error = tokio::select! {
        answered = server.answered(request) => answered.expect_err("too much"),
        () = floods => unreachable!("the server takes what comes"),
    };
    assert!(Error::within(&error).is_none(), "{error}");
}

#[tokio::test]
async fn who_cannot_be_asked_goes_on() {
    let people = People::new(KeyKind::P256);
    let configs = (Arc::new(people.client()), Arc::new(people.server(ClientAuth::None)));
    let (mut client, mut server) = shake(on(configs, duplex(1 << 16))).await;
    assert!(matches!(within(server.request_certificate(ClientAuth::Require)), Error::Local(_)));
    server.write_all(b"well met").await.unwrap();
    let mut heard = [0; 8];
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"well met");
}
