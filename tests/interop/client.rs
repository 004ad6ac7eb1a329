//! Our client for one request.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use handfast::{Config, Connection, Env, Negotiated, Stream};
use rustls_pki_types::ServerName;

use crate::case::Case;
use crate::process::PATIENCE;

/// What came of the connection on our side.
pub(crate) struct Called {
    pub(crate) result: io::Result<String>,
    pub(crate) negotiated: Negotiated,
}

/// One GET, with the answer as text.
pub(crate) fn call(port: u16, config: Arc<Config>) -> Called {
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the peer listens");
    socket.set_read_timeout(Some(PATIENCE)).expect("set");
    let name = ServerName::try_from("localhost").expect("a name");
    let mut stream = Stream::new(Connection::client(config, Env::live(), name), socket);
    let result = get(&mut stream);
    Called { result, negotiated: stream.connection().negotiated().clone() }
}

fn get(stream: &mut Stream<TcpStream>) -> io::Result<String> {
    stream.handshake()?;
    stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        // HTTP/1.0 over some servers ends without a close_notify.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !answer.is_empty() => {}
        other => drop(other?),
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// What must have been agreed on in a case, and that the server's certificate proved its key.
pub(crate) fn check(called: &Called, case: Case) {
    assert_eq!(called.negotiated.suite, Some(case.suite), "{case:?}");
    assert_eq!(called.negotiated.group, Some(case.exchange.group()), "{case:?}");
    assert_eq!(called.negotiated.version, Some(case.version), "{case:?}");
    assert_eq!(called.negotiated.retried, case.is_retried(), "{case:?}");
    assert!(called.negotiated.peer_scheme.is_some(), "{case:?}");
}

/// The alert with which the server refused us.
pub(crate) fn alert(called: &Called) -> Option<u8> {
    match called.result.as_ref().err().and_then(handfast::Error::within) {
        Some(handfast::Error::RefusedByPeer(alert)) => Some(alert.0),
        _ => None,
    }
}
