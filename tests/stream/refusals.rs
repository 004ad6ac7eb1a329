//! A refusal arrives.

use std::time::Duration;

use handfast::rule::AlertDescription;
use handfast::{ClientAuth, Error, Refusal};
use handfast_pki::KeyKind;
use handfast_tests::People;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::time::{Instant, timeout};

use crate::support::{configs, on, stranger_and_server, tcp, within};

const REQUIRED: Error = Error::RefusedByPeer(AlertDescription::CERTIFICATE_REQUIRED);

#[tokio::test]
async fn a_client_that_waits_is_told() {
    let (mut client, mut server) = on(stranger_and_server(), tcp().await);
    let (told, refused) = tokio::join!(client.accepted(), server.handshake());
    assert_eq!(within(told), REQUIRED);
    assert!(matches!(within(refused), Error::Refused(Refusal::Handshake(_))));
}

/// The client's handshake is complete before the server has judged it. It sends more than any buffer holds, and reads
/// nothing: the server stops listening after 64 KiB, and the client's socket is reset, but the alert came first.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_only_sends_is_told() {
    for _ in 0..10 {
        let (mut client, mut server) = on(stranger_and_server(), tcp().await);
        let server = tokio::spawn(async move { server.handshake().await });
        let sent = timeout(Duration::from_secs(20), client.write_all(&vec![0; 32 << 20])).await;
        assert_eq!(within(sent.expect("not for ever")), REQUIRED);
        drop(client);
        assert!(server.await.unwrap().is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_and_then_reads_is_told() {
    for _ in 0..10 {
        let (mut client, mut server) = on(stranger_and_server(), tcp().await);
        let server = tokio::spawn(async move { server.handshake().await });
        client.write_all(&vec![0; 50 << 10]).await.unwrap();
        assert_eq!(within(client.read(&mut [0; 1]).await), REQUIRED);
        drop(client);
        assert!(server.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn a_server_that_is_refused_is_told() {
    let (people, others) = (People::new(KeyKind::P256), People::new(KeyKind::P256));
    let configs = (others.stranger().into(), people.server(ClientAuth::None).into());
    let (mut client, mut server) = on(configs, tcp().await);
    let (refused, told) = tokio::join!(client.handshake(), server.handshake());
    assert!(matches!(within(refused), Error::Refused(Refusal::Certificate(_))));
    assert_eq!(within(told), Error::RefusedByPeer(AlertDescription::UNKNOWN_CA));
}

/// The error is returned when the alert is with the peer, through however narrow a pipe.
#[tokio::test(start_paused = true)]
async fn no_error_before_its_alert() {
    let (mut near, far) = duplex(1);
    let (_, server) = configs();
    let mut server = handfast::tokio::TlsAcceptor::from(server).stream(far);
    let refused = tokio::spawn(async move { (within(server.handshake().await), server) });
    near.write_all(&[22, 3, 1, 0, 4, 99, 0, 0, 0]).await.unwrap();
    let mut heard = [0; 6];
    near.read_exact(&mut heard).await.unwrap();
    assert!(!refused.is_finished());
    assert_eq!((heard, near.read_u8().await.unwrap()), ([21, 3, 3, 0, 2, 2], 10));
    assert_eq!(near.read(&mut [0; 1]).await.unwrap(), 0);
    drop(near);
    assert!(matches!(refused.await.unwrap().0, Error::Refused(Refusal::UnknownMessage(_))));
}

#[tokio::test(start_paused = true)]
async fn a_refused_peer_that_lingers_is_waited_for_a_second() {
    let (mut near, far) = duplex(1000);
    let mut server = handfast::tokio::TlsAcceptor::from(configs().1).stream(far);
    near.write_all(b"SSH-2.0-lingers\r\n").await.unwrap();
    let before = Instant::now();
    assert!(matches!(within(server.handshake().await), Error::Refused(Refusal::Record(_))));
    assert_eq!(before.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_peer_that_floods_is_listened_to_for_64_kib() {
    let (mut near, far) = duplex(1000);
    let mut server = handfast::tokio::TlsAcceptor::from(configs().1).stream(far);
    let flooding = tokio::spawn(async move {
        let mut sent = 0;
        while let Ok(n) = near.write(&[b'x'; 1000]).await {
            sent += n;
        }
        sent
    });
    let before = Instant::now();
    assert!(matches!(within(server.handshake().await), Error::Refused(Refusal::Record(_))));
    drop(server);
    let sent = flooding.await.unwrap();
    assert!(before.elapsed().is_zero() && (64 << 10..80 << 10).contains(&sent), "{sent}");
}

#[tokio::test]
async fn strangers_are_told_in_their_own_words() {
    let (mut near, far) = duplex(1000);
    let words = |refusal: &handfast::record::Refusal| match refusal {
        handfast::record::Refusal::PlainHttp { method } => Some(format!("no {method} here").into_bytes()),
        _ => None,
    };
    let server = handfast::tokio::TlsAcceptor::from(configs().1).stream(far);
    let mut server = server.with_words_for_strangers(words);
    let refused = tokio::spawn(async move { within(server.handshake().await) });
    near.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut heard = String::new();
    near.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard, "no GET here");
    drop(near);
    assert!(matches!(refused.await.unwrap(), Error::Refused(Refusal::Record(_))));
}
