//! One request by HTTP/1.1; the body of the answer goes to standard output as it comes.

use core::time::Duration;
use std::error::Error as _;
use std::io::{self, Write as _};

use handfast::Connection;
use handfast::tokio::TlsStream;
use handfast_study::doctor::Ending;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::asynchronous::Asynchronous;
use super::{Failed, summary};
use crate::address::Address;
use crate::exit::Exit;

/// What servers answer to a client whose certificate they do not take; 495 and 496 are nginx's own.
const CERTIFICATES: [u16; 6] = [400, 401, 403, 421, 495, 496];

/// Why there is no good answer.
enum Fault {
    /// The connection failed, or the server does not speak HTTP.
    Answer(io::Error),
    /// The answer is that of a server which does not want us, or has not what was asked for.
    Status(StatusCode),
    /// Standard output takes nothing.
    Output(io::Error),
}

/// Asks for a page on a connection whose handshake is complete. The server has so long for each part of its answer.
pub(super) fn get(
    Asynchronous { runtime, mut stream }: Asynchronous,
    path: &str,
    server: &Address,
    patience: Duration,
) -> (Connection, Result<(), Failed>) {
    let fetched = runtime.block_on(async {
        let fetched = fetch(&mut stream, path, server, patience).await;
        // The answer is whole, or there is none; a server that has left already misses nothing.
        stream.close().await;
        fetched
    });
    let connection = stream.into_parts().connection;
    let outcome = fetched.map_err(|fault| told(fault, &connection));
    (connection, outcome)
}

async fn fetch(
    stream: &mut TlsStream<TcpStream>,
    path: &str,
    server: &Address,
    patience: Duration,
) -> Result<(), Fault> {
    let request = Request::get(path).header(HOST, server.to_string()).header(CONNECTION, "close");
    let request = request.header(USER_AGENT, "handfast").body(Empty::<Bytes>::new());
    let request = request.map_err(|why| Fault::Answer(io::Error::new(io::ErrorKind::InvalidInput, why)))?;
    let (mut sender, http) = http1::handshake(TokioIo::new(stream)).await.map_err(|why| of_http(&why))?;
    let exchange = async {
        let answer = timeout(patience, sender.send_request(request)).await.map_err(|_| late())?;
        print(answer.map_err(|why| of_http(&why))?, patience).await
    };
    tokio::pin!(exchange);
    tokio::select! {
        // If it fails, the connection knows why; the exchange would hear only that it was cancelled.
        biased;
        ended = http => match ended {
            Ok(()) => exchange.await,
            Err(why) => Err(of_http(&why)),
        },
        done = &mut exchange => done,
    }
}

/// The body, piece by piece, as it comes. An answer that is no success is the peer's refusal.
async fn print(answer: Response<hyper::body::Incoming>, patience: Duration) -> Result<(), Fault> {
    let (head, mut body) = answer.into_parts();
    while let Some(frame) = timeout(patience, body.frame()).await.map_err(|_| late())? {
        if let Ok(data) = frame.map_err(|why| of_http(&why))?.into_data() {
            io::stdout().write_all(&data).map_err(Fault::Output)?;
        }
    }
    io::stdout().flush().map_err(Fault::Output)?;
    let is_fine = head.status.is_success() || head.status.is_redirection();
    if is_fine { Ok(()) } else { Err(Fault::Status(head.status)) }
}

/// The error of the socket, where that is what failed.
fn of_http(error: &hyper::Error) -> Fault {
    let inner = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    let strange =
        || io::Error::new(io::ErrorKind::InvalidData, format!("the server's answer is not HTTP: {error}"));
    Fault::Answer(inner.map_or_else(strange, |inner| inner.kind().into()))
}

fn late() -> Fault {
    Fault::Answer(io::ErrorKind::TimedOut.into())
}

fn told(fault: Fault, connection: &Connection) -> Failed {
    match fault {
        Fault::Answer(why) => {
            summary::explain(connection, &connection.failure().map_or(why, io::Error::from))
        }
        Fault::Output(why) => Exit::File(format!("standard output: {why}")).into(),
        Fault::Status(status) => {
            let exit = Exit::RefusedByPeer(format!("the server answered HTTP {status}"));
            let code = status.as_u16();
            Failed { exit, ending: CERTIFICATES.contains(&code).then_some(Ending::Http(code)) }
        }
    }
}
