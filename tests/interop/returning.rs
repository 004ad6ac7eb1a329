//! Stacks that come back to us with a session, and that take us back: Go, Java, Node, Python, curl, GnuTLS, nginx. That it
//! was gone on from both sides say, each for itself, and the client is known again without a certificate.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use handfast::{Config, MemorySessions, TicketKey, TicketKeys, Version};
use handfast_pki::KeyKind;

use crate::case::{Presents, VERSIONS, number};
use crate::client::call;
use crate::floor;
use crate::nginx;
use crate::process::{Peer, is_installed, run, text};
use crate::server::{Served, Server};
use crate::stacks::{
    GO, GO_PROGRAMS, NODE, Start, case, gnutls_cli, gnutls_serv_command, java_client, listening, script,
    scripted_client,
};
use crate::wardrobe::Wardrobe;

/// A client that comes twice: version, port, folder.
pub(crate) type Client = fn(Version, u16, &Path) -> Command;

pub(crate) const TWICE: &str = "2";

/// What the client says of its two connections, all together: whether it is a client that was taken back.
pub(crate) type WasTakenBack = fn(&str) -> bool;

/// In both versions.
fn comes_back(name: &str, client: Client, was_taken_back: WasTakenBack) -> usize {
    VERSIONS.map(|version| comes_back_in(version, name, client, was_taken_back)).len()
}

fn comes_back_in(version: Version, name: &str, client: Client, was_taken_back: WasTakenBack) {
    comes_back_to(version, name, client, was_taken_back, with_tickets);
}

/// To a server that knows sessions again by this; what it says of the second visit.
pub(crate) fn comes_back_to(
    version: Version,
    name: &str,
    client: Client,
    was_taken_back: WasTakenBack,
    memory: fn(&Config) -> Arc<Config>,
) -> Served {
    let case = case(version, Presents::RequiredWith);
    let wardrobe = Wardrobe::of(case.key);
    let server = Server::start_twice(memory(&wardrobe.server_config(case)));
    let said = text(&run(&mut client(version, server.port, wardrobe.folder()), "GET / HTTP/1.0\r\n\r\n"));
    let served = server.end();
    assert!(served.negotiated.resumed, "{name} {case:?}: {:?} {said}", served.negotiated.not_resumed);
    assert!(served.negotiated.peer_scheme.is_none(), "{name} {case:?}: nothing is signed again");
    assert_eq!(served.client.as_deref(), Some("CN=alice"), "{name} {case:?}");
    assert!(was_taken_back(&said), "{name} {case:?}: {said}");
    served
}

fn with_tickets(config: &Config) -> Arc<Config> {
    Arc::new(config.clone().with_tickets(TicketKeys::shared([TicketKey::from_bytes(&[9; 32])])))
}

/// We come twice; each page says what the server knows: whose it is, and whether it goes on from a session.
fn takes_us_back(name: &str, start: Start, says: [&str; 2]) -> usize {
    for version in VERSIONS {
        let folder = Wardrobe::of(KeyKind::P256);
        let (_peer, port) = start(version, folder.folder());
        let pages = come_back(name, version, port);
        for (page, says) in pages.iter().zip(says) {
            assert!(page.contains("alice") && page.contains(says), "{name} {version:?}: {page}");
        }
    }
    VERSIONS.len()
}

/// Our client calls twice; what it is told.
fn come_back(name: &str, version: Version, port: u16) -> [String; 2] {
    come_back_with(name, version, port).map(|(page, _)| page)
}

/// The same, and how many tickets it was given.
fn come_back_with(name: &str, version: Version, port: u16) -> [(String, u32); 2] {
    let case = case(version, Presents::RequiredWith);
    let config = (*Wardrobe::of(case.key).client_config(case)).clone();
    let config = Arc::new(config.with_session_store(Arc::new(MemorySessions::new(1))));
    [false, true].map(|resumed| {
        let called = call(port, &config);
        let page = called.result.unwrap_or_else(|why| panic!("{name} {case:?}: {why}"));
        let why_not = called.negotiated.not_resumed;
        assert_eq!(called.negotiated.resumed, resumed, "{name} {case:?}: {why_not:?}");
        assert_eq!(called.negotiated.our_scheme.is_some(), !resumed, "{name} {case:?}: we sign once");
        (page, called.negotiated.tickets)
    })
}

/// First anew, then with a session.
fn says_reused(said: &str) -> bool {
    let mut reused = said.split("reused ").skip(1);
    let first_and_second = (reused.next(), reused.next());
    said.matches("hello CN=alice").count() == 2
        && matches!(first_and_second, (Some(first), Some(second)) if first.starts_with("false") && second.starts_with("true"))
}

const SAYS_REUSED: [&str; 2] = ["reused false", "reused true"];

/// A program of `peers/` as a client that comes twice.
fn twice(command: Command, version: Version, port: u16, folder: &Path) -> Command {
    let mut command = scripted_client(command, version, port, folder, "alice");
    command.arg(TWICE);
    command
}

/// A program of `peers/` as a server for two clients.
fn for_two(mut command: Command, version: Version, folder: &Path) -> (Peer, u16) {
    listening(command.arg(number(version)).arg(folder).arg(TWICE))
}

#[test]
fn python() {
    if is_installed("python3", &["--version"]) {
        let client: Client =
            |version, port, folder| twice(script("python3", "client.py"), version, port, folder);
        let server: Start = |version, folder| for_two(script("python3", "server.py"), version, folder);
        let ran = comes_back("python", client, says_reused) + takes_us_back("python", server, SAYS_REUSED);
        floor::report("python (resumed)", ran);
    }
}

#[test]
fn node() {
    if is_installed(&NODE, &["--version"]) {
        let client: Client = |version, port, folder| twice(script(&NODE, "client.js"), version, port, folder);
        let server: Start = |version, folder| for_two(script(&NODE, "server.js"), version, folder);
        let ran = comes_back("node", client, says_reused) + takes_us_back("node", server, SAYS_REUSED);
        floor::report("node (resumed)", ran);
    }
}

#[test]
fn go() {
    if is_installed(&GO, &["version"]) {
        let client: Client = |version, port, folder| {
            twice(Command::new(GO_PROGRAMS.path().join("client")), version, port, folder)
        };
        let server: Start =
            |version, folder| for_two(Command::new(GO_PROGRAMS.path().join("server")), version, folder);
        let ran = comes_back("go", client, says_reused) + takes_us_back("go", server, SAYS_REUSED);
        floor::report("go (resumed)", ran);
    }
}

/// JSSE tells of a session when it was made; one that is gone on from was made once.
#[test]
fn java() {
    if is_installed("java", &["-version"]) {
        let client: Client = |version, port, folder| {
            let mut command = java_client(version, port, folder, "alice");
            command.arg(TWICE);
            command
        };
        let ran = comes_back("java", client, made_once);
        floor::report("java (resumed)", ran);
    }
}

pub(crate) fn made_once(said: &str) -> bool {
    let made: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("made ")).collect();
    matches!(&*made, [first, second] if first == second)
}

/// In TLS 1.2 curl takes no tickets (SSL_OP_NO_TICKET).
#[test]
fn curl() {
    if is_installed("curl", &["--version"]) {
        comes_back_in(Version::Tls13, "curl", curl_twice, is_reused_by_curl);
        floor::report("curl (resumed)", 1);
    }
}

/// Two addresses of one server are two connections of one process, for HTTP/1.0 keeps none open.
pub(crate) fn curl_twice(version: Version, port: u16, folder: &Path) -> Command {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--verbose", "--max-time", "15", "--http1.0", "--cacert"]);
    curl.arg(folder.join("root.crt")).arg("--cert").arg(folder.join("alice.crt"));
    curl.arg("--key").arg(folder.join("alice.key"));
    curl.args([&format!("--tlsv{}", number(version)), "--tls-max", number(version)]);
    curl.args(["/", "/again"].map(|path| format!("https://localhost:{port}{path}")));
    curl
}

pub(crate) fn is_reused_by_curl(said: &str) -> bool {
    said.contains("SSL re-using session ID") && said.matches("hello CN=alice").count() == 2
}

/// gnutls-cli closes and connects again by itself.
#[test]
fn gnutls() {
    if is_installed("gnutls-cli", &["--version"]) {
        let ran = comes_back("gnutls", gnutls_cli_twice, is_resumed_by_gnutls);
        let takes_us_back = VERSIONS.map(|version| gnutls_serv_takes_us_back(version, &[]));
        floor::report("gnutls (resumed)", ran + takes_us_back.len());
    }
}

pub(crate) fn gnutls_cli_twice(version: Version, port: u16, folder: &Path) -> Command {
    let mut command = gnutls_cli(version, port, folder, "alice");
    command.args(["--resume", "--waitresumption"]);
    command
}

pub(crate) fn is_resumed_by_gnutls(said: &str) -> bool {
    said.contains("This is a resumed session")
}

/// gnutls-serv says it on its standard output. How many tickets it gave us each time.
pub(crate) fn gnutls_serv_takes_us_back(version: Version, besides: &[&str]) -> [u32; 2] {
    let wardrobe = Wardrobe::of(KeyKind::P256);
    let mut command = gnutls_serv_command(version, wardrobe.folder());
    let (mut peer, port) = Peer::start_gnutls_serv(command.args(besides).stdout(Stdio::piped()));
    let mut stdout = peer.child().stdout.take().expect("piped");
    let log = thread::spawn(move || {
        let mut said = String::new();
        let _ = stdout.read_to_string(&mut said);
        said
    });
    let visits = come_back_with("gnutls", version, port);
    assert!(visits.iter().all(|(page, _)| page.contains("alice")), "{version:?}: {visits:?}");
    drop(peer);
    let said = log.join().expect("read");
    assert_eq!(said.matches("This is a resumed session").count(), 1, "{version:?}: {said}");
    visits.map(|(_, tickets)| tickets)
}

/// With tickets that hold the session, and with a cache that holds it.
#[test]
fn nginx_takes_us_back() {
    if !is_installed("nginx", &["-v"]) {
        return;
    }
    let mut ran = 0;
    for kept in ["ssl_session_tickets on;", "ssl_session_tickets off; ssl_session_cache shared:kept:1m;"] {
        for version in VERSIONS {
            let case = case(version, Presents::RequiredWith);
            let (_peer, port) = nginx::start_with(case, &Wardrobe::of(case.key), kept);
            let [first, second] = come_back("nginx", version, port);
            assert!(first.contains("[CN=alice] [SUCCESS] [.]"), "{kept} {version:?}: {first}");
            assert!(second.contains("[CN=alice] [SUCCESS] [r]"), "{kept} {version:?}: {second}");
            ran += 1;
        }
    }
    floor::report("nginx (resumed)", ran);
}
