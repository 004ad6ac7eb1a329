//! Handshakes that succeed.

use handfast::tokio::{TlsAcceptor, TlsConnector, TlsStream};
use handfast::{Acceptance, Connection, Parts};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpStream;

use crate::support::{configs, localhost, on, piped, tcp};

fn knows_its_peer(connection: &Connection) -> bool {
    connection.is_connected() && connection.peer().is_some_and(|peer| peer.verdict().is_accepted())
}

#[tokio::test]
async fn mutual_over_pipes_of_any_width() {
    for capacity in [1, 5, 100, 1 << 20] {
        let (client, server) = piped(capacity).await;
        assert!(knows_its_peer(client.connection()) && knows_its_peer(server.connection()), "{capacity}");
    }
}

#[tokio::test]
async fn mutual_over_tcp_as_users_write_it() {
    let (client, server) = configs();
    let (near, far) = tcp().await;
    let server = tokio::spawn(TlsAcceptor::from(server).accept(far));
    let client = TlsConnector::from(client).connect(localhost(), near).await.unwrap();
    let server = server.await.unwrap().unwrap();
    assert!(knows_its_peer(client.get_ref().1) && knows_its_peer(server.get_ref().1));
    assert_eq!(client.connection().negotiated().suite, server.connection().negotiated().suite);
    let Parts { transport: socket, connection, .. } = client.into_parts();
    assert!(socket.peer_addr().is_ok() && connection.is_connected());
}

#[tokio::test]
async fn the_first_use_completes_it() {
    let (mut client, mut server) = on(configs(), duplex(100));
    let (mut heard, said) = ([0; 5], b"hello");
    let (wrote, read) = tokio::join!(client.write_all(said), server.read_exact(&mut heard));
    assert!(wrote.is_ok() && read.is_ok());
    assert_eq!(&heard, said);
}

#[tokio::test]
async fn a_client_waits_until_it_is_accepted_and_loses_no_data() {
    let (mut client, mut server) = piped(100).await;
    assert_eq!(client.connection().acceptance(), Acceptance::Pending);
    let (accepted, wrote) = tokio::join!(client.accepted(), server.write_all(b"welcome"));
    assert!(accepted.is_ok() && wrote.is_ok());
    assert_eq!(client.connection().acceptance(), Acceptance::Accepted);
    let mut heard = [0; 7];
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"welcome");
}

#[test]
fn streams_go_to_other_threads() {
    const fn send<T: Send + Unpin + 'static>() {}
    send::<TlsStream<TcpStream>>();
    send::<TlsStream<DuplexStream>>();
    send::<handfast::tokio::Accept<TcpStream>>();
}
