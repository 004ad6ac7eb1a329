//! Application data, in both directions and in all pieces.

use std::future::{Future, poll_fn, ready};
use std::io::IoSlice;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use handfast::handshake::Side;
use handfast::tokio::TlsStream;
use handfast::wire::code_points::ContentType;
use handfast::{Hooks, Observation, Observer, Wish};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, duplex, split};
use tokio::time::{Duration, timeout};

use crate::support::{Pair, configs, on, over_tcp, piped, shake};

fn pattern(length: usize, seed: u8) -> Vec<u8> {
    (0..=250).cycle().take(length).map(|byte: u8| byte ^ seed).collect()
}

/// Each side sends while it receives, in tasks of their own.
async fn exchange<IO: AsyncRead + AsyncWrite + Unpin + Send + 'static>(pair: Pair<IO>, length: usize) {
    let talk = |stream: TlsStream<IO>, says: Vec<u8>, hears: Vec<u8>| {
        let (mut reader, mut writer) = split(stream);
        let saying = tokio::spawn(async move {
            writer.write_all(&says).await.unwrap();
            writer.shutdown().await.unwrap();
        });
        let hearing = tokio::spawn(async move {
            let mut heard = Vec::new();
            reader.read_to_end(&mut heard).await.unwrap();
            assert!(heard == hears);
        });
        async { tokio::try_join!(saying, hearing).map(drop) }
    };
    let (client, server) = pair;
    let (up, down) = (pattern(length, 0), pattern(length, 0xff));
    let both = tokio::try_join!(talk(client, up.clone(), down.clone()), talk(server, down, up));
    both.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_both_ways_over_tcp() {
    timeout(Duration::from_secs(60), exchange(over_tcp().await, 8 << 20)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_both_ways_over_a_narrow_pipe() {
    timeout(Duration::from_secs(60), exchange(piped(3000).await, 1 << 20)).await.unwrap();
}

/// A reader that has looked once and not come back has left its waker where the writer's should be.
#[tokio::test]
async fn a_reader_who_left_does_not_keep_the_writer_asleep() {
    let (client, mut server) = piped(1000).await;
    let (mut reader, mut writer) = split(client);
    let writing = tokio::spawn(async move {
        writer.write_all(&[7; 100_000]).await?;
        writer.flush().await
    });
    tokio::task::yield_now().await;
    let mut room = [0; 10];
    let mut nobody = Context::from_waker(Waker::noop());
    let read = Pin::new(&mut reader).poll_read(&mut nobody, &mut ReadBuf::new(&mut room));
    assert!(read.is_pending());
    let mut heard = vec![0; 100_000];
    let read = timeout(Duration::from_secs(10), server.read_exact(&mut heard)).await;
    assert_eq!(read.expect("the writer goes on").unwrap(), 100_000);
    assert!(writing.await.unwrap().is_ok());
}

/// Counts the records of application data that come.
#[derive(Debug, Clone, Default)]
struct Records(Arc<Mutex<Vec<Vec<u8>>>>);

impl Observer for Records {
    fn wish(&self) -> Wish {
        Wish { records: true, ..Wish::default() }
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        if let Observation::Record { side: Side::Read, facts, .. } = observation
            && facts.content.is_some_and(|content| content.content_type == ContentType::APPLICATION_DATA)
        {
            self.0.lock().unwrap().push(facts.plaintext.to_vec());
        }
    }
}

#[tokio::test]
async fn pieces_of_one_write_share_a_record() {
    let (client, server) = on(configs(), duplex(1 << 20));
    let records = Records::default();
    let (mut client, mut server) = shake((client, server.with_observer(Box::new(records.clone())))).await;
    assert!(client.is_write_vectored());
    let pieces = [b"head".as_slice(), b"", b" and ", b"body"].map(IoSlice::new);
    assert_eq!(client.write_vectored(&pieces).await.unwrap(), 13);
    client.shutdown().await.unwrap();
    let mut heard = String::new();
    server.read_to_string(&mut heard).await.unwrap();
    assert_eq!(*records.0.lock().unwrap(), [b"head and body".to_vec()]);
}

#[tokio::test]
async fn a_write_of_nothing_writes_nothing() {
    let (mut client, mut server) = piped(1 << 20).await;
    assert_eq!(client.write(b"").await.unwrap(), 0);
    assert_eq!(client.write_vectored(&[IoSlice::new(b"")]).await.unwrap(), 0);
    client.shutdown().await.unwrap();
    assert_eq!(server.read_to_end(&mut Vec::new()).await.unwrap(), 0);
}

/// One write takes so much that a peer who reads nothing makes us hold a bounded amount.
#[tokio::test]
async fn a_peer_that_does_not_read_fills_no_memory() {
    let (mut client, _server) = piped(1000).await;
    let plenty = vec![0; 10 << 20];
    let mut taken = 0;
    while let Some(wrote) = poll_fn(|cx| Poll::Ready(poll_write(&mut client, cx, &plenty))).await {
        taken += wrote;
    }
    assert!((64 << 10..256 << 10).contains(&taken), "{taken}");
    assert!(client.connection().outgoing().len() < 256 << 10);
}

fn poll_write<IO>(stream: &mut TlsStream<IO>, cx: &mut Context<'_>, bytes: &[u8]) -> Option<usize>
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    match Pin::new(stream).poll_write(cx, bytes) {
        Poll::Ready(wrote) => Some(wrote.unwrap()),
        Poll::Pending => None,
    }
}

/// The read is polled once and dropped, again and again, while bytes trickle in.
#[tokio::test]
async fn a_cancelled_read_loses_nothing() {
    let (mut client, mut server) = piped(3).await;
    let says = pattern(5000, 1);
    let expected = says.clone();
    let saying = tokio::spawn(async move {
        server.write_all(&says).await?;
        server.flush().await?;
        Ok::<_, std::io::Error>(server)
    });
    let mut heard = Vec::new();
    let mut cancelled = 0;
    while heard.len() < expected.len() {
        let mut room = [0; 100];
        let read = poll_once(client.read(&mut room)).await;
        match read {
            Some(n) => heard.extend_from_slice(&room[..n.unwrap()]),
            None => cancelled += 1,
        }
        tokio::task::yield_now().await;
    }
    assert!(heard == expected && cancelled > 100, "{cancelled}");
    assert!(saying.await.unwrap().is_ok());
}

async fn poll_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    tokio::select! {
        biased;
        done = &mut future => Some(done),
        () = ready(()) => None,
    }
}

/// Who only reads owes its answer until it speaks (RFC 9846 §4.7.3).
#[tokio::test]
async fn a_key_update_is_answered_before_the_next_word() {
    let (mut client, mut server) = piped(1 << 16).await;
    client.get_mut().1.update_keys(true, &mut Hooks::none()).unwrap();
    client.write_all(b"under new keys").await.unwrap();
    let mut heard = [0; 14];
    server.read_exact(&mut heard).await.unwrap();
    assert!(poll_once(server.read(&mut [0; 1])).await.is_none());
    assert!(poll_once(client.read(&mut [0; 1])).await.is_none());
    assert_eq!((&heard, client.connection().negotiated().key_updates), (b"under new keys", 0));
    server.write_all(b"under ours now").await.unwrap();
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!((&heard, client.connection().negotiated().key_updates), (b"under ours now", 1));
}
