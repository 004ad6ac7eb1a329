//! The blocking stream, over a transport that holds all that the peer will ever say.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use handfast::handshake::Ask;
use handfast::{Acceptance, ClientAuth, Config, Connection, Hooks, Progress, Stream, Transport};
use handfast_pki::KeyKind;
use handfast_tests::{Pair, People, only_tls12};

/// What the application has set before.
const OWN: Option<Duration> = Some(Duration::from_secs(20));

struct Peer {
    said: VecDeque<u8>,
    /// Whether it has gone: then it takes nothing, and its words end.
    gone: bool,
    read_timeout: Option<Duration>,
    heard: Vec<u8>,
    /// The most pieces that one write had.
    pieces: usize,
}

impl Peer {
    fn new(said: VecDeque<u8>, gone: bool) -> Self {
        Self { said, gone, read_timeout: OWN, heard: Vec::new(), pieces: 0 }
    }
}

/// So much is taken at once, wherever a piece ends.
const GULP: usize = 10_000;

impl Read for Peer {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.said.is_empty() && !self.gone {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.said.read(buf)
    }
}

impl Write for Peer {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(buf)])
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> io::Result<usize> {
        if self.gone {
            return Err(ErrorKind::BrokenPipe.into());
        }
        self.pieces = self.pieces.max(bufs.len());
        let before = self.heard.len();
        self.heard.extend(bufs.iter().flat_map(|buf| buf.iter()).take(GULP));
        Ok(self.heard.len() - before)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport for Peer {
    fn shutdown_write(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_read_timeout(&mut self, at_most: Option<Duration>) -> io::Result<()> {
        self.read_timeout = at_most;
        Ok(())
    }

    fn read_timeout(&self) -> io::Result<Option<Duration>> {
        Ok(self.read_timeout)
    }
}

fn connected(client: Config, server: Config) -> Pair {
    let mut pair = Pair::new(Arc::new(client), Arc::new(server));
    let (connected, accepted) = pair.run(usize::MAX);
    connected.and(accepted).unwrap();
    pair
}

/// A client after the handshake, and what its server says then.
fn client(client: Config, server: Config, gone: bool, says: impl FnOnce(&mut Connection)) -> Stream<Peer> {
    let mut pair = connected(client, server);
    says(&mut pair.server);
    let said = pair.server.outgoing().to_vec().into();
    Stream::new(pair.client, Peer::new(said, gone))
}

/// A server says no, closes, and is gone, while we go on to send: what it said is read, and then its end.
#[test]
fn what_was_said_before_a_write_failed_is_read() {
    let people = People::new(KeyKind::P256);
    for of in [|config| config, only_tls12] {
        let configs = (of(people.client()), of(people.server(ClientAuth::Require)));
        let mut stream = client(configs.0, configs.1, true, |server| {
            server.send(b"413 too much", &mut Hooks::none()).unwrap();
            server.close(&mut Hooks::none());
        });
        let start = Instant::now();
        assert_eq!(stream.write(&[7; 1000]).unwrap_err().kind(), ErrorKind::BrokenPipe);
        assert_eq!(stream.write(&[7; 1000]).unwrap_err().kind(), ErrorKind::BrokenPipe);
        let mut heard = String::new();
        stream.read_to_string(&mut heard).unwrap();
        assert_eq!(heard, "413 too much");
        assert!(start.elapsed() < Duration::from_millis(900), "{:?}", start.elapsed());
        assert_eq!(stream.transport().read_timeout, OWN);
    }
}

/// As the request is made, our Finished was checked and our certificate, if we had to show one, was accepted.
#[test]
fn who_is_asked_later_was_accepted() {
    let people = People::new(KeyKind::P256);
    let mut config = people.client().with_post_handshake_auth();
    config.held = vec![Ask::Identity];
    let mut stream = client(config, people.server(ClientAuth::None), false, |server| {
        server.request_certificate(ClientAuth::Require, &mut Hooks::none()).unwrap();
    });
    let heard = stream.wait_for_acceptance(Duration::from_secs(5)).unwrap();
    assert_eq!(heard, Acceptance::Accepted);
    assert_eq!(stream.transport().read_timeout, OWN);
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_longer() {
    let people = People::new(KeyKind::P256);
    let mut stream = client(people.client(), people.server(ClientAuth::Require), false, |_| {});
    assert_eq!(stream.wait_for_acceptance(Duration::from_secs(5)).unwrap(), Acceptance::Pending);
    assert_eq!(stream.transport().read_timeout, OWN);
}

/// Long records lie apart, aligned; they are written together all the same, and arrive in order.
#[test]
fn long_records_are_written_together() {
    let people = People::new(KeyKind::P256);
    let mut pair = connected(people.client(), people.server(ClientAuth::Require));
    let mut stream = Stream::new(pair.client, Peer::new(VecDeque::new(), false));
    let data: Vec<u8> = (0..70_000_u32).map(|n| n.to_le_bytes()[n as usize % 3]).collect();
    stream.write_all(&data).unwrap();
    assert_eq!(stream.transport().pieces, 5, "four whole records and a rest");
    assert_eq!(read_all(&mut pair.server, &stream.transport().heard), data);
}

fn read_all(server: &mut Connection, bytes: &[u8]) -> Vec<u8> {
    let (mut data, mut left) = (Vec::new(), bytes);
    while !left.is_empty() {
        left = left.split_at(server.receive(left)).1;
        while server.run(&mut Hooks::none()).unwrap() == Progress::Data {
            data.extend_from_slice(server.plaintext());
            server.consume(server.plaintext().len());
        }
    }
    data
}
