//! Two other programs, which never heard of us: openssl at both ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, SystemTime};

use handfast::Role;
use handfast::wire::Kind;
use handfast_pki::{Authority, Request};
use handfast_study::Timeline;
use handfast_study::capture::{self, Ends, Packets};
use handfast_study::follow::Keys;
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

use crate::followed::{heard, missing, only};
use crate::talk::Shared;
use crate::tshark::{self, Opened};

/// Both of openssl's ends, with certificates of both; gone with its handle.
struct Openssl {
    folder: TempDir,
    server: Child,
    address: SocketAddr,
}

const REQUEST: &[u8] = b"GET / HTTP/1.0\r\n\r\n";

impl Openssl {
    fn start(version: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        write_people(folder.path());
        let mut server = Command::new("openssl");
        server.current_dir(folder.path()).args(["s_server", "-accept", "127.0.0.1:0", "-www", version]);
        server.args(["-cert", "server.crt", "-key", "server.key", "-CAfile", "root.crt", "-Verify", "1"]);
        server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = server.spawn().expect("openssl");
        let mut lines = BufReader::new(server.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split(' ').find_map(|word| word.parse().ok()));
        thread::spawn(move || lines.for_each(drop));
        Self { folder, server, address: address.expect("it listens") }
    }

    /// A client that gets the page, from there.
    fn get(&self, from: SocketAddr) -> String {
        let mut client = Command::new("openssl");
        client.current_dir(self.folder.path()).args(["s_client", "-connect", &from.to_string()]);
        client.args(["-cert", "alice.crt", "-key", "alice.key", "-CAfile", "root.crt"]);
        client.args(["-keylogfile", "keys.log", "-ign_eof", "-servername", "localhost"]);
        let client = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut client = client.spawn().expect("openssl");
        client.stdin.as_mut().expect("piped").write_all(REQUEST).expect("taken");
        let output = client.wait_with_output().expect("it ends");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn keys(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("keys.log")).expect("a key log")
    }
}

impl Drop for Openssl {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn write_people(folder: &Path) {
    let now = UnixTime::now();
    let root = Authority::root(&Request::authority("a root", now)).expect("a root");
    let server = root.issue(&Request::server(["localhost"], now)).expect("a server");
    let alice = root.issue(&Request::client("alice", now)).expect("a client");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("root.crt", &root.chain_pem().expect("PEM"));
    for (name, issued) in [("server", server), ("alice", alice)] {
        write(&format!("{name}.crt"), &issued.chain_pem().expect("PEM"));
        write(&format!("{name}.key"), &issued.key_pem().expect("PEM"));
    }
}

fn is_installed(program: &str, must_be: bool) -> bool {
    let there =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("not run: {program} is not installed");
        assert!(!must_be || std::env::var_os("CI").is_none(), "in CI {program} must be installed");
    }
    there
}

/// What was said, and by whom.
type Said = Vec<(Role, Vec<u8>)>;

/// Stands between the two, and notes what each says.
fn relay(server: SocketAddr) -> (SocketAddr, thread::JoinHandle<Said>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let noting = thread::spawn(move || {
        let (client, _) = listener.accept().expect("a client");
        let server = TcpStream::connect(server).expect("a server");
        let (notes, noted) = channel();
        let ways =
            [(Role::Client, client.try_clone(), server.try_clone()), (Role::Server, Ok(server), Ok(client))];
        let ways = ways.map(|(from, source, target)| {
            let (source, target, notes) =
                (source.expect("a socket"), target.expect("a socket"), notes.clone());
            thread::spawn(move || pass(from, source, target, &notes))
        });
        drop(notes);
        ways.into_iter().for_each(|way| way.join().expect("no panic"));
        noted.into_iter().collect()
    });
    (address, noting)
}

fn pass(from: Role, mut source: TcpStream, mut target: TcpStream, notes: &Sender<(Role, Vec<u8>)>) {
    let mut octets = [0; 4096];
    while let Ok(n @ 1..) = source.read(&mut octets) {
        notes.send((from, octets[..n].to_vec())).expect("somebody notes");
        if target.write_all(&octets[..n]).is_err() {
            break;
        }
    }
    let _ = target.shutdown(std::net::Shutdown::Write);
}

/// The same as a capture file.
fn captured(said: &[(Role, Vec<u8>)]) -> Vec<u8> {
    let file = Shared::default();
    file.clone().write_all(&capture::head().expect("a head")).expect("memory");
    let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let clock = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("later");
    let mut packets = Packets::new(file.clone(), Ends { client: at(40_000), server: at(443) }, clock);
    said.iter().for_each(|(from, octets)| packets.say(*from, octets));
    drop(packets);
    file.octets()
}

/// What both sent, in the order of a handshake with certificates on both sides, then request, page and tickets.
fn tells_everything(timeline: &Timeline, version: &str) {
    let heard = heard(timeline);
    assert_eq!(missing(timeline), [], "{version}");
    let count = |kind| heard.iter().filter(|(_, _, found, _)| *found == Some(kind)).count();
    let proofs = if version == "-tls1_3" { 2 } else { 1 };
    assert_eq!(
        (count(Kind::Certificate), count(Kind::CertificateVerify), count(Kind::Finished)),
        (2, proofs, 2)
    );
    assert!(count(Kind::NewSessionTicket) > 0, "{version}");
    let said = |role| {
        let data = heard.iter().filter(|(sender, _, kind, _)| *sender == role && kind.is_none());
        data.flat_map(|(.., octets)| octets.clone()).collect::<Vec<_>>()
    };
    assert_eq!(said(Role::Client), REQUEST, "{version}");
    assert!(
        String::from_utf8_lossy(&said(Role::Server)).contains("Ciphers supported in s_server"),
        "{version}"
    );
    for step in handfast_study::explain::steps(timeline) {
        assert_ne!(step.says, "What should stand in Finished; something else was sent.", "{}", step.name);
    }
}

#[test]
fn openssl_with_openssl() {
    if !is_installed("openssl", true) {
        return;
    }
    for version in ["-tls1_3", "-tls1_2"] {
        let openssl = Openssl::start(version);
        let (address, noted) = relay(openssl.address);
        assert!(openssl.get(address).contains("Ciphers supported"), "{version}");
        let file = captured(&noted.join().expect("noted"));
        let mut keys = Keys::new();
        keys.add(&openssl.keys());
        tells_everything(&only(&file, keys), version);
        if tshark::is_installed() {
            assert_eq!(Opened::new(&file).complaints(), [""; 0], "{version}");
        }
    }
}

/// A file that tcpdump wrote of loopback, where we may listen to it.
#[test]
fn as_tcpdump_records_it() {
    if !is_installed("openssl", true) || !is_installed("tcpdump", false) {
        return;
    }
    for version in ["-tls1_3", "-tls1_2"] {
        let openssl = Openssl::start(version);
        let file = openssl.folder.path().join("loopback.pcap");
        let Some(tcpdump) = Tcpdump::start(&file, openssl.address.port()) else {
            return eprintln!("not run: tcpdump may not listen to loopback here");
        };
        openssl.get(openssl.address);
        tcpdump.end();
        let mut keys = Keys::new();
        keys.add(&openssl.keys());
        tells_everything(&only(&fs::read(&file).expect("a file"), keys), version);
    }
}

struct Tcpdump(Child);

impl Tcpdump {
    /// Once it listens.
    fn start(file: &Path, port: u16) -> Option<Self> {
        let mut tcpdump = Command::new("tcpdump");
        tcpdump.args(["-i", "lo", "-U", "--immediate-mode", "-w"]).arg(file).args([
            "tcp",
            "port",
            &port.to_string(),
        ]);
        let tcpdump = tcpdump.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = tcpdump.spawn().ok()?;
        let lines = BufReader::new(child.stderr.take()?).lines().map_while(Result::ok);
        let listens = lines.into_iter().any(|line| line.contains("listening on"));
        let tcpdump = Self(child);
        listens.then_some(tcpdump)
    }

    /// Once it has written what it saw.
    fn end(mut self) {
        thread::sleep(Duration::from_millis(300));
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
