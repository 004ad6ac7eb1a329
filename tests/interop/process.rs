//! Peers as subprocesses: bounded in time, ended by their handle.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::floor::say;

/// No peer gets longer than this, on a machine that is busy with other things, too: a Java program needs seconds to begin.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Whether a program is there; if not, says so, and fails in CI.
pub(crate) fn is_installed(program: &str, version: &[&str]) -> bool {
    let there =
        Command::new(program).args(version).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        say(&format!("not run: {program} is not installed"));
        assert!(std::env::var_os("CI").is_none(), "in CI {program} must be installed");
    }
    there
}

/// A child that ends with its handle.
pub(crate) struct Peer(Child);

impl Peer {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.spawn().expect("the peer starts"))
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Starts `openssl s_server`, told to accept on a port of the system's choice, which it says.
    pub(crate) fn start_s_server(command: &mut Command) -> (Self, u16) {
        Self::start_accepting(command.stdin(Stdio::null()))
    }

    /// The same, with the standard input that the command has.
    pub(crate) fn start_accepting(command: &mut Command) -> (Self, u16) {
        let mut peer = Self::start(command.stdout(Stdio::piped()));
        let line = line_with("ACCEPT", peer.0.stdout.as_mut().expect("piped"));
        let port = line.rsplit(':').next().and_then(|port| port.trim().parse().ok()).expect("a port");
        (peer, port)
    }

    /// Starts a `gnutls-serv` that answers with a page. It says when it listens, so that nobody knocks at its door
    /// before the one whom the test is about.
    pub(crate) fn start_gnutls_serv(command: &mut Command) -> (Self, u16) {
        let port = free_port();
        command.args(["--http", "--port", &port.to_string()]).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut peer = Self::start(command);
        let line = line_with("listening on IPv4", peer.0.stderr.as_mut().expect("piped"));
        assert!(line.ends_with("done"), "{line}");
        (peer, port)
    }

    /// What it printed since it listens; this ends it.
    pub(crate) fn said(mut self) -> String {
        let _ = self.0.kill();
        self.end()
    }

    /// Everything it printed, once it has ended by itself.
    pub(crate) fn end(mut self) -> String {
        let start = Instant::now();
        while self.0.try_wait().expect("our child").is_none() {
            assert!(start.elapsed() < PATIENCE, "the peer (pid {}) does not end", self.0.id());
            thread::sleep(Duration::from_millis(5));
        }
        let mut printed = String::new();
        for stream in
            [self.0.stdout.take().map(read_all), self.0.stderr.take().map(read_all)].into_iter().flatten()
        {
            printed.push_str(&stream);
        }
        printed
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first line with these words.
fn line_with(words: &str, stream: impl Read) -> String {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.find(|line| line.contains(words)).unwrap_or_else(|| panic!("never said: {words}"))
}

fn read_all(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Runs a client to its end, with this on its standard input, which then stays open.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    // A client that was refused may be gone already.
    let _ = stdin.write_all(input.as_bytes());
    let id = child.id();
    let watch = thread::spawn(move || child.wait_with_output().expect("output"));
    let start = Instant::now();
    while !watch.is_finished() {
        assert!(start.elapsed() < PATIENCE, "the peer (pid {id}) does not end");
        thread::sleep(Duration::from_millis(5));
    }
    drop(stdin);
    watch.join().expect("watched")
}

/// A port for a peer that cannot choose one by itself. It lies below the range from which systems hand out ports, so
/// that no listener of another test is given it meanwhile.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).expect("small");
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 2_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until something listens there.
pub(crate) fn wait_for(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "nothing listens on {port}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// What both streams said.
pub(crate) fn text(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
