//! Our client for one request.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use handfast::{Config, Connection, Env, Negotiated, Role, Stream};
use handfast_study::doctor::Diagnosis;
use rustls_pki_types::ServerName;

use crate::case::Case;
use crate::examined::{Notes, is_what_our_client_sees};
use crate::process::PATIENCE;

/// What came of the connection on our side.
pub(crate) struct Called {
    pub(crate) result: io::Result<String>,
    pub(crate) negotiated: Negotiated,
    /// If it failed.
    pub(crate) diagnosis: Option<Diagnosis>,
}

/// One GET of the first page, with the answer as text.
pub(crate) fn call(port: u16, config: &Arc<Config>) -> Called {
    call_for(port, config, "/")
}

/// One GET of this path.
pub(crate) fn call_for(port: u16, config: &Arc<Config>, path: &str) -> Called {
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the peer listens");
    socket.set_read_timeout(Some(PATIENCE)).expect("set");
    let name = ServerName::try_from("localhost").expect("a name");
    let notes = Notes::of(Role::Client);
    let connection = Connection::client(Arc::clone(config), Env::live(), name);
    let mut stream = Stream::new(connection, socket).with_observer(Box::new(notes.clone()));
    let result = get(&mut stream, path);
    let connection = stream.connection();
    let diagnosis = notes.examine(config, connection, result.as_ref().map(String::as_str));
    Called { result, negotiated: connection.negotiated().clone(), diagnosis }
}

fn get(stream: &mut Stream<TcpStream>, path: &str) -> io::Result<String> {
    stream.handshake()?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").as_bytes())?;
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
    let cause = called.diagnosis.as_ref().and_then(|diagnosis| diagnosis.cause);
    assert!(is_what_our_client_sees(case.presents, cause), "{case:?}: {:?}", called.diagnosis);
}

/// The alert with which the server refused us.
pub(crate) fn alert(called: &Called) -> Option<u8> {
    match called.result.as_ref().err().and_then(handfast::Error::within) {
        Some(handfast::Error::RefusedByPeer(alert)) => Some(alert.0),
        _ => None,
    }
}
