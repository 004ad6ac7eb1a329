//! How streams end.

use std::io::ErrorKind;

use handfast::{Error, Hooks};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use crate::support::{configs, on, over_tcp, piped, within};

#[tokio::test]
async fn each_side_closes_its_half() {
    let (mut client, mut server) = over_tcp().await;
    client.write_all(b"my last words").await.unwrap();
    client.shutdown().await.unwrap();
    let mut heard = String::new();
    server.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard, "my last words");
    server.write_all(b"but not mine").await.unwrap();
    server.shutdown().await.unwrap();
    heard.clear();
    client.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard, "but not mine");
}

#[tokio::test]
async fn after_our_half_is_closed_nothing_is_written() {
    let (mut client, mut server) = piped(1000).await;
    client.shutdown().await.unwrap();
    assert_eq!(client.write(b"more").await.unwrap_err().kind(), ErrorKind::BrokenPipe);
    // A peer that asks for new keys gets no answer any more, and is read all the same.
    server.get_mut().1.update_keys(true, &mut Hooks::none()).unwrap();
    server.write_all(b"still here").await.unwrap();
    let mut heard = [0; 10];
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"still here");
}

#[tokio::test]
async fn an_end_without_close_notify_is_an_error() {
    let (client, mut server) = piped(1000).await;
    drop(client.into_parts().transport);
    let mut heard = Vec::new();
    let read = server.read_to_end(&mut heard).await;
    assert_eq!(read.as_ref().unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert_eq!(within(read), Error::Truncated);
    assert_eq!(within(server.read(&mut [0; 1]).await), Error::Truncated);
}

#[tokio::test]
async fn data_before_the_cut_is_read_first() {
    let (mut client, mut server) = piped(1000).await;
    client.write_all(b"half a sen").await.unwrap();
    drop(client.into_parts());
    let mut heard = Vec::new();
    assert_eq!(within(server.read_to_end(&mut heard).await), Error::Truncated);
    assert_eq!(heard, b"half a sen");
}

#[tokio::test]
async fn a_client_that_goes_away_in_the_handshake() {
    let (client, mut server) = on(configs(), duplex(1000));
    drop(client);
    assert_eq!(within(server.handshake().await), Error::Truncated);
}

#[tokio::test(start_paused = true)]
async fn close_waits_for_the_peer_and_not_for_ever() {
    let (mut client, mut server) = piped(1000).await;
    let before = tokio::time::Instant::now();
    client.close().await;
    assert_eq!(before.elapsed().as_secs(), 1);
    assert_eq!(server.read(&mut [0; 1]).await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn close_is_done_when_the_peer_closes() {
    let (mut client, mut server) = piped(1000).await;
    let before = tokio::time::Instant::now();
    tokio::join!(client.close(), server.close());
    assert!(before.elapsed().is_zero());
}
