//! Two streams with a transport between them.

use std::sync::Arc;

use handfast::tokio::{TlsAcceptor, TlsConnector, TlsStream};
use handfast::{ClientAuth, Config, Error};
use handfast_pki::KeyKind;
use handfast_tests::People;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};

pub(crate) type Pair<IO> = (TlsStream<IO>, TlsStream<IO>);

/// Both sides of a mutual handshake.
pub(crate) fn configs() -> (Arc<Config>, Arc<Config>) {
    People::new(KeyKind::P256).both()
}

/// A client without a certificate, and a server that insists on one.
pub(crate) fn stranger_and_server() -> (Arc<Config>, Arc<Config>) {
    let people = People::new(KeyKind::P256);
    (Arc::new(people.stranger()), Arc::new(people.server(ClientAuth::Require)))
}

pub(crate) fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").unwrap()
}

/// Client and server, before the handshake.
pub(crate) fn on<IO: AsyncRead + AsyncWrite + Unpin>(
    (client, server): (Arc<Config>, Arc<Config>),
    (near, far): (IO, IO),
) -> Pair<IO> {
    (TlsConnector::from(client).stream(localhost(), near), TlsAcceptor::from(server).stream(far))
}

/// Client and server over a pipe that holds so many bytes, after the handshake.
pub(crate) async fn piped(capacity: usize) -> Pair<DuplexStream> {
    shake(on(configs(), duplex(capacity))).await
}

/// Client and server over TCP, after the handshake.
pub(crate) async fn over_tcp() -> Pair<TcpStream> {
    shake(on(configs(), tcp().await)).await
}

pub(crate) async fn shake<IO: AsyncRead + AsyncWrite + Unpin>(
    (mut client, mut server): Pair<IO>,
) -> Pair<IO> {
    let (connected, accepted) = tokio::join!(client.handshake(), server.handshake());
    connected.unwrap();
    accepted.unwrap();
    (client, server)
}

/// Two ends of a TCP connection.
pub(crate) async fn tcp() -> (TcpStream, TcpStream) {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (near, far) = tokio::join!(TcpStream::connect(port.local_addr().unwrap()), port.accept());
    (near.unwrap(), far.unwrap().0)
}

/// The error of this stack inside an I/O error.
pub(crate) fn within<T>(result: std::io::Result<T>) -> Error {
    let error = result.err().expect("an error");
    *Error::within(&error).unwrap_or_else(|| panic!("an error of ours, not {error:?}"))
}
