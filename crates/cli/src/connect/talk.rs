//! Talking to the server once the handshake is complete.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::path::Path;
use std::thread;

use handfast::tokio::TlsStream;
use handfast::{Connection, Error, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use super::asynchronous::Asynchronous;
use super::{Failed, summary};
use crate::deadline::Deadline;
use crate::exit::Exit;

/// What is to be said early.
pub(super) fn words(file: &Path) -> Result<Vec<u8>, Exit> {
    std::fs::read(file).map_err(|why| Exit::of_file(file, why))
}

/// Says it right after our hello, or not at all: half a request is none.
pub(super) fn say_early(stream: &mut Stream<Deadline>, words: &[u8]) -> io::Result<()> {
    stream.write_early(&[])?;
    let most = stream.connection().may_send_early();
    if words.len() > most {
        eprintln!("handfast: nothing is said early: {} octets are too many, {most} are allowed", words.len());
        return Ok(());
    }
    stream.write_early(words).map(drop)
}

/// Standard input to the server, the server to standard output, until both have ended.
pub(super) fn both_ways(
    Asynchronous { runtime, stream }: Asynchronous,
    patience: Duration,
) -> (Connection, Result<(), Failed>) {
    let mut talk =
        Talk { stream, heard: vec![0; PIECE], input: input(), words: Vec::new(), ours: Ours::Open };
    let outcome = runtime.block_on(async {
        let outcome = talk.run(patience).await;
        talk.stream.close().await;
        outcome
    });
    let connection = talk.stream.into_parts().connection;
    let outcome = outcome.map_err(|fault| told(fault, &connection));
    (connection, outcome)
}

/// Why it did not go on.
enum Fault {
    /// The connection failed.
    Server(io::Error),
    /// Standard output takes nothing.
    Output(io::Error),
}

impl From<io::Error> for Fault {
    fn from(why: io::Error) -> Self {
        Self::Server(why)
    }
}

fn told(fault: Fault, connection: &Connection) -> Failed {
    match fault {
        Fault::Server(why) => summary::explain(connection, &why),
        Fault::Output(why) => Exit::File(format!("standard output: {why}")).into(),
    }
}

/// As much is read at a time.
const PIECE: usize = 16 * 1024;

struct Talk {
    stream: TlsStream<TcpStream>,
    heard: Vec<u8>,
    input: Receiver<Vec<u8>>,
    /// Of what the user said, what the server has not been told yet.
    words: Vec<u8>,
    ours: Ours,
}

/// Our side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ours {
    /// The user may have more to say.
    Open,
    /// The user has no more to say, and the server is to hear of that.
    Ending,
    /// It has heard.
    Ended,
}

impl Talk {
    async fn run(&mut self, patience: Duration) -> Result<(), Fault> {
        while self.turn(patience).await? {}
        Ok(())
    }

    /// Whether it goes on. The server may be silent while the user is; else it has so long to do anything.
    async fn turn(&mut self, patience: Duration) -> Result<bool, Fault> {
        let is_idle = self.ours == Ours::Open && self.words.is_empty();
        let turn = poll_fn(|cx| self.poll_turn(cx));
        if is_idle { turn.await } else { timeout(patience, turn).await.map_err(io::Error::from)? }
    }

    /// Each turn does both: a server that echoes takes no more from us until we have taken something from it.
    fn poll_turn(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Fault>> {
        let heard = self.poll_hear(cx)?;
        let said = self.poll_say(cx)?;
        match heard {
            Poll::Pending => said.map(|()| Ok(true)),
            Poll::Ready(goes_on) => Poll::Ready(Ok(goes_on)),
        }
    }

    /// What comes from the server; `false` at its end.
    fn poll_hear(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Fault>> {
        let mut heard = ReadBuf::new(&mut self.heard);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut heard))?;
        print(heard.filled()).map_err(Fault::Output)?;
        Poll::Ready(Ok(!heard.filled().is_empty()))
    }

    fn poll_say(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.ours {
            Ours::Open if self.words.is_empty() => match ready!(self.input.poll_recv(cx)) {
                Some(words) => self.words = words,
                None => self.ours = Ours::Ending,
            },
            Ours::Open => {
                let said = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.words))?;
                self.words.drain(..said);
            }
            Ours::Ending => {
                ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
                self.ours = Ours::Ended;
            }
            Ours::Ended => return Poll::Pending,
        }
        Poll::Ready(Ok(()))
    }
}

fn print(heard: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(heard)?;
    out.flush()
}

/// Standard input is read by a thread of its own, which ends with the program if nobody types.
fn input() -> Receiver<Vec<u8>> {
    let (sender, input) = channel(1);
    thread::spawn(move || read(io::stdin(), &sender));
    input
}

fn read(mut from: impl Read, to: &Sender<Vec<u8>>) {
    let mut buffer = vec![0; PIECE];
    loop {
        let read = match from.read(&mut buffer) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            read => read.unwrap_or(0),
        };
        let words = buffer.get(..read).unwrap_or_default();
        // Nobody listens any more once the conversation is over.
        if words.is_empty() || to.blocking_send(words.to_vec()).is_err() {
            return;
        }
    }
}

/// Whether an error says that the transport ended without a word.
pub(super) fn is_silence(why: &io::Error) -> bool {
    let reset = matches!(why.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe);
    reset || matches!(Error::within(why), Some(Error::Truncated))
}
