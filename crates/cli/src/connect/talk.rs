//! Talking to the server once the handshake is complete.

use core::time::Duration;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;

use handfast::{Connection, Error, Hooks, Observer, Progress, Stream};

use super::{Failed, summary};
use crate::exit::Exit;

/// What is to be said early.
pub(super) fn words(file: &Path) -> Result<Vec<u8>, Exit> {
    std::fs::read(file).map_err(|why| Exit::of_file(file, why))
}

/// Says it right after our hello, or not at all: half a request is none.
pub(super) fn say_early(stream: &mut Stream<TcpStream>, words: &[u8]) -> io::Result<()> {
    stream.write_early(&[])?;
    let most = stream.connection().may_send_early();
    if words.len() > most {
        eprintln!("handfast: nothing is said early: {} octets are too many, {most} are allowed", words.len());
        return Ok(());
    }
    stream.write_early(words).map(drop)
}

/// What can happen while both sides talk.
enum Event {
    /// Bytes of the server, as they came from the socket.
    Wire(Vec<u8>),
    /// The socket ended.
    WireEnd(io::Result<()>),
    /// Bytes of the user.
    Input(Vec<u8>),
    /// The user has no more to say.
    InputEnd,
}

/// Standard input to the server, the server to standard output, until both have ended.
pub(super) fn both_ways(stream: Stream<TcpStream>, patience: Duration) -> (Connection, Result<(), Failed>) {
    let (connection, socket, observer) = stream.into_parts();
    let mut talk = Talk { connection, socket, observer, patience };
    let outcome = talk.events().and_then(|events| talk.run(&events));
    let outcome = outcome.map_err(|why| summary::explain(&talk.connection, &why));
    (talk.connection, outcome)
}

struct Talk {
    connection: Connection,
    socket: TcpStream,
    observer: Option<Box<dyn Observer + Send>>,
    patience: Duration,
}

impl Talk {
    /// A thread for each source; the connection stays here.
    fn events(&self) -> io::Result<Receiver<Event>> {
        let (sender, events) = sync_channel(8);
        let socket = self.socket.try_clone()?;
        socket.set_read_timeout(None)?;
        let from_wire = sender.clone();
        thread::spawn(move || pump(socket, &from_wire, Event::Wire, Event::WireEnd));
        thread::spawn(move || pump(io::stdin(), &sender, Event::Input, |_| Event::InputEnd));
        Ok(events)
    }

    fn run(&mut self, events: &Receiver<Event>) -> io::Result<()> {
        self.advance()?;
        loop {
            match self.next(events)? {
                Event::Wire(bytes) => self.take(&bytes)?,
                Event::Input(bytes) => self.send(&bytes)?,
                Event::InputEnd => self.close()?,
                Event::WireEnd(end) => {
                    end?;
                    return Ok(self.with_hooks(|connection, hooks| connection.end_of_input(hooks))?);
                }
            }
            if self.connection.peer_has_closed() {
                return self.close();
            }
        }
    }

    /// Once we have closed, the server has so long to finish.
    fn next(&self, events: &Receiver<Event>) -> io::Result<Event> {
        if !self.connection.is_closed() {
            return events.recv().map_err(|_| io::ErrorKind::UnexpectedEof.into());
        }
        events.recv_timeout(self.patience).map_err(|why| match why {
            RecvTimeoutError::Timeout => io::ErrorKind::TimedOut.into(),
            RecvTimeoutError::Disconnected => io::ErrorKind::UnexpectedEof.into(),
        })
    }

    fn take(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let taken = self.connection.receive(bytes);
            bytes = bytes.get(taken..).unwrap_or_default();
            self.advance()?;
        }
        Ok(())
    }

    fn send(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() && !self.connection.is_closed() {
            let taken = self.with_hooks(|connection, hooks| connection.send(bytes, hooks))?;
            bytes = bytes.get(taken..).unwrap_or_default();
            self.flush()?;
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        self.with_hooks(|connection, hooks| connection.close(hooks));
        self.flush()
    }

    /// Runs the connection as far as it goes: data to standard output, the rest to the socket.
    fn advance(&mut self) -> io::Result<()> {
        loop {
            let progress = self.with_hooks(|connection, hooks| connection.run(hooks));
            self.flush()?;
            match progress? {
                Progress::Data => self.print()?,
                Progress::Moved | Progress::NeedTransmit => {}
                Progress::NeedInput | Progress::Closed | Progress::Asked => return Ok(()),
            }
        }
    }

    fn print(&mut self) -> io::Result<()> {
        let data = self.connection.plaintext();
        let length = data.len();
        let mut out = io::stdout().lock();
        out.write_all(data)?;
        out.flush()?;
        self.connection.consume(length);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let waiting = self.connection.outgoing();
        let length = waiting.len();
        self.socket.write_all(waiting)?;
        self.connection.sent(length);
        Ok(())
    }

    fn with_hooks<R>(&mut self, act: impl FnOnce(&mut Connection, &mut Hooks<'_>) -> R) -> R {
        let observer = self.observer.as_mut().map(|observer| &mut **observer as &mut dyn Observer);
        act(&mut self.connection, &mut Hooks { observer, tamper: None })
    }
}

/// Reads to the end, and reports what comes.
fn pump(
    mut from: impl Read,
    to: &SyncSender<Event>,
    data: fn(Vec<u8>) -> Event,
    end: fn(io::Result<()>) -> Event,
) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let event = match from.read(&mut buffer) {
            Ok(0) => end(Ok(())),
            Ok(n) => data(buffer.get(..n).unwrap_or_default().to_vec()),
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(why) => end(Err(why)),
        };
        let over = matches!(event, Event::WireEnd(_) | Event::InputEnd);
        // Nobody listens any more once the conversation is over.
        if to.send(event).is_err() || over {
            return;
        }
    }
}

/// Whether an error says that the transport ended without a word.
pub(super) fn is_silence(why: &io::Error) -> bool {
    let reset = matches!(why.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe);
    reset || matches!(Error::within(why), Some(Error::Truncated))
}
