//! Our server: it says who the client is.

use std::io::{self, Read, Write};
use std::iter;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use data_encoding::HEXLOWER;
use handfast::path::{Identity, spki_sha256};
use handfast::{Config, Connection, Env, Negotiated, Role, Stream};
use handfast_study::doctor::Diagnosis;

use crate::examined::{Notes, is_what_our_server_sees};
use crate::process::PATIENCE;

/// What came of the connection on our side.
pub(crate) struct Served {
    pub(crate) result: io::Result<()>,
    pub(crate) negotiated: Negotiated,
    /// The subject of the client's certificate, or its key alone, if it proved one that was accepted.
    pub(crate) client: Option<String>,
    /// What ties to the connection, as it was at the end of the handshake.
    pub(crate) bindings: Bindings,
    /// If it failed.
    pub(crate) diagnosis: Option<Diagnosis>,
}

/// Each channel binding in hexadecimal digits, if there is one.
#[derive(Default)]
pub(crate) struct Bindings {
    pub(crate) exporter: Option<String>,
    pub(crate) unique: Option<String>,
    pub(crate) end_point: Option<String>,
}

impl Bindings {
    pub(crate) fn of(connection: &Connection) -> Self {
        Self {
            exporter: connection.tls_exporter().ok().map(|value| HEXLOWER.encode(&value)),
            unique: connection.tls_unique().ok().map(|value| HEXLOWER.encode(&value)),
            end_point: connection.tls_server_end_point().ok().map(|value| HEXLOWER.encode(value.as_ref())),
        }
    }
}

/// It serves until its end, because some clients ask a second time when they are refused.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// Which of its connections is told of.
    nth: usize,
    ending: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Served>>,
}

impl Server {
    /// What is told at the end is of the first connection.
    pub(crate) fn start(config: Arc<Config>) -> Self {
        Self::start_for(config, 0)
    }

    /// What is told at the end is of the second connection.
    pub(crate) fn start_twice(config: Arc<Config>) -> Self {
        Self::start_for(config, 1)
    }

    fn start_for(config: Arc<Config>, nth: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let ending = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ending);
        Self { port, nth, ending, thread: thread::spawn(move || serve_until(&told, &listener, &config)) }
    }

    pub(crate) fn end(self) -> Served {
        self.ending.store(true, Ordering::Release);
        // What it waits for.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let all = self.thread.join().expect("no panic while serving");
        all.into_iter().nth(self.nth).expect("it was called")
    }
}

fn serve_until(ending: &AtomicBool, listener: &TcpListener, config: &Arc<Config>) -> Vec<Served> {
    let accept = || listener.accept().expect("accepted").0;
    let calls = iter::repeat_with(accept).take_while(|_| !ending.load(Ordering::Acquire));
    calls.map(|socket| serve(socket, config)).collect()
}

fn serve(socket: TcpStream, config: &Arc<Config>) -> Served {
    socket.set_read_timeout(Some(PATIENCE)).expect("set");
    let notes = Notes::of(Role::Server);
    let connection = Connection::server(Arc::clone(config), Env::live());
    let mut stream = Stream::new(connection, socket).with_observer(Box::new(notes.clone()));
    let (mut client, mut bindings) = (None, Bindings::default());
    let result = answer(&mut stream, &mut client, &mut bindings);
    let connection = stream.connection();
    let diagnosis = notes.examine(config, connection, result.as_ref().map(|()| ""));
    Served { result, negotiated: connection.negotiated().clone(), client, bindings, diagnosis }
}

pub(crate) fn subject(connection: &Connection) -> Option<String> {
    let peer = connection.peer().filter(|peer| peer.verdict().is_accepted())?;
    if let Some(key) = peer.chain().raw_public_key() {
        return Some(format!("key {}", spki_sha256(key)));
    }
    peer.chain()
        .certificates()
        .next()
        .and_then(|leaf| Identity::read(leaf).ok())
        .map(|identity| identity.subject)
}

/// Who the client is stays known, however it ends the connection afterwards.
fn answer(
    stream: &mut Stream<TcpStream>,
    client: &mut Option<String>,
    bindings: &mut Bindings,
) -> io::Result<()> {
    stream.handshake()?;
    *bindings = Bindings::of(stream.connection());
    *client = subject(stream.connection());
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        request.extend_from_slice(&byte);
    }
    let body = format!("hello {}\n", client.as_deref().unwrap_or("nobody"));
    write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    stream.close()?;
    // The peer's close_notify, or the end of the transport, whichever it prefers.
    let _ = io::copy(stream, &mut io::sink());
    Ok(())
}

/// How our server must have found the client of a case.
pub(crate) fn check(served: &Served, case: crate::case::Case) {
    let alert =
        served.result.as_ref().err().and_then(handfast::Error::within).and_then(handfast::Error::alert);
    assert_eq!(alert.map(|alert| alert.0), case.alert(), "{case:?}: {:?}", served.result);
    assert_eq!(served.client.as_deref(), case.presents.is_known().then_some("CN=alice"), "{case:?}");
    assert_eq!(served.negotiated.suite, Some(case.suite), "{case:?}");
    assert_eq!(served.negotiated.group, Some(case.exchange.group()), "{case:?}");
    assert_eq!(served.negotiated.version, Some(case.version), "{case:?}");
    assert_eq!(served.negotiated.retried, case.is_retried(), "{case:?}");
    let cause = served.diagnosis.as_ref().and_then(|diagnosis| diagnosis.cause);
    assert!(is_what_our_server_sees(case.presents, cause), "{case:?}: {:?}", served.diagnosis);
}
