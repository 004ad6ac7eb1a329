//! Early data with others: from the clients of OpenSSL and GnuTLS to us, and from us to OpenSSL's server and nginx.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::{
    Clock as _, Config, Connection, EarlyData, Env, HelloRecord, MemorySessions, NoEarlyData, Stream,
    SystemClock, TicketKey, TicketKeys, Version,
};
use handfast_pki::KeyKind;
use rustls_pki_types::ServerName;

use crate::case::{Case, Exchange, Presents};
use crate::floor;
use crate::nginx;
use crate::process::{PATIENCE, Peer, is_installed, run, text};
use crate::server::subject;
use crate::wardrobe::Wardrobe;

const REQUEST: &str = "GET / HTTP/1.0\r\n\r\n";

/// alice, in TLS 1.3, with each suite.
fn cases() -> Vec<Case> {
    let (version, exchange, key) = (Version::Tls13, Exchange::X25519, KeyKind::P256);
    let with = |suite| Case { version, exchange, suite, key, presents: Presents::RequiredWith };
    Case::suites(version, key).into_iter().map(with).collect()
}

/// A server of ours that takes early data.
fn taking(config: &Config) -> Arc<Config> {
    let record = Arc::new(HelloRecord::since(SystemClock.millis(), 100));
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[9; 32])]);
    Arc::new(config.clone().with_tickets(keys).with_early_data_taken(1 << 14, record))
}

/// What our server saw of one client.
#[derive(Debug)]
struct Guest {
    early: String,
    early_data: Option<EarlyData>,
    subject: Option<String>,
}

/// Several, one after the other.
fn serve(listener: TcpListener, config: Arc<Config>, guests: usize) -> JoinHandle<Vec<Guest>> {
    thread::spawn(move || (0..guests).map(|_| receive(&listener, &config).expect("served")).collect())
}

/// All that comes early, and then the rest, up to the end of a request; then the answer.
fn receive(listener: &TcpListener, config: &Arc<Config>) -> io::Result<Guest> {
    let (socket, _) = listener.accept()?;
    socket.set_read_timeout(Some(PATIENCE))?;
    let mut stream = Stream::new(Connection::server(Arc::clone(config), Env::live()), socket);
    let mut early = Vec::new();
    loop {
        match stream.read_early()? {
            none if none.is_empty() => break,
            some => early.extend(some),
        }
    }
    stream.handshake()?;
    let (mut request, mut byte) = (early.clone(), [0]);
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        request.extend_from_slice(&byte);
    }
    let subject = subject(stream.connection());
    let name = subject.as_deref().unwrap_or("nobody");
    // Who comes only for a ticket, as gnutls-cli does, may be gone.
    let _ = write!(stream, "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nhello {name}\n");
    let _ = stream.close();
    let _ = io::copy(&mut stream, &mut io::sink());
    let early_data = stream.connection().negotiated().early_data;
    Ok(Guest { early: String::from_utf8_lossy(&early).into_owned(), early_data, subject })
}

#[test]
fn s_client_sends_it() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (session, early) = (folder.path().join("session.pem"), folder.path().join("early.txt"));
    std::fs::write(&early, REQUEST).unwrap();
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = serve(listener, taking(&wardrobe.server_config(case)), 3);
        s_client(&wardrobe, port, &[("-sess_out", &session)], REQUEST);
        let again = [("-sess_in", &*session), ("-early_data", &early)];
        let said = s_client(&wardrobe, port, &again, "");
        assert!(said.contains("Early data was accepted"), "{case:?}: {said}");
        assert!(said.contains("hello CN=alice"), "{case:?}: {said}");
        // The same ticket, and another hello: that is no replay, and openssl may do it.
        let said = s_client(&wardrobe, port, &again, "");
        assert!(said.contains("Early data was accepted"), "{case:?}: {said}");
        let guests = served.join().unwrap();
        assert_eq!(guests[0].early_data, None);
        for guest in &guests[1..] {
            assert_eq!(guest.early_data, Some(EarlyData::Accepted), "{case:?}");
            assert_eq!((&*guest.early, guest.subject.as_deref()), (REQUEST, Some("CN=alice")), "{case:?}");
        }
    }
    floor::report("s_client (early data)", cases().len());
}

/// A server that does not know the ticket passes over what it cannot read, and takes the client as a new one.
#[test]
fn s_client_is_passed_over() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (session, early) = (folder.path().join("session.pem"), folder.path().join("early.txt"));
    std::fs::write(&early, "x".repeat(5000)).unwrap();
    let case = cases()[0];
    let wardrobe = Wardrobe::of(case.key);
    let config = taking(&wardrobe.server_config(case));
    let other = TicketKeys::shared([TicketKey::from_bytes(&[8; 32])]);
    let forgetful = Arc::new((*config).clone().with_tickets(other));
    for (config, arguments, words) in [
        (config, &[("-sess_out", &*session)][..], REQUEST),
        (forgetful, &[("-sess_in", &*session), ("-early_data", &early)][..], REQUEST),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let served = serve(listener, config, 1);
        let said = s_client(&wardrobe, port, arguments, words);
        assert!(said.contains("hello CN=alice"), "{said}");
        let guest = &served.join().unwrap()[0];
        assert!(guest.early.is_empty());
        if arguments.len() > 1 {
            assert!(said.contains("Early data was rejected"), "{said}");
            assert_eq!(guest.early_data, Some(EarlyData::Rejected(NoEarlyData::NotResumed)));
        }
    }
    floor::report("s_client (passed over)", 1);
}

fn s_client(wardrobe: &Wardrobe, port: u16, files: &[(&str, &Path)], words: &str) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args([
        "s_client",
        "-ign_eof",
        "-servername",
        "localhost",
        "-tls1_3",
        "-groups",
        "X25519",
        "-connect",
    ]);
    openssl.arg(format!("127.0.0.1:{port}")).arg("-CAfile").arg(wardrobe.file("root.crt"));
    openssl.arg("-cert").arg(wardrobe.file("alice.crt")).arg("-key").arg(wardrobe.file("alice.key"));
    for (flag, file) in files {
        openssl.arg(flag).arg(file);
    }
    text(&run(&mut openssl, words))
}

/// gnutls-cli connects, closes, and comes back by itself, with early data.
#[test]
fn gnutls_sends_it() {
    if !is_installed("gnutls-cli", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let early = folder.path().join("early.txt");
    std::fs::write(&early, REQUEST).unwrap();
    let case = cases()[0];
    let wardrobe = Wardrobe::of(case.key);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = serve(listener, taking(&wardrobe.server_config(case)), 2);
    let mut gnutls = Command::new("gnutls-cli");
    gnutls.args(["--resume", "--waitresumption", "--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.3"]);
    gnutls.arg("--earlydata").arg(&early).arg("--x509cafile").arg(wardrobe.file("root.crt"));
    gnutls.arg("--x509certfile").arg(wardrobe.file("alice.crt"));
    gnutls.arg("--x509keyfile").arg(wardrobe.file("alice.key"));
    gnutls.args(["--port", &port.to_string(), "localhost"]);
    let said = text(&run(&mut gnutls, REQUEST));
    let guests = served.join().unwrap();
    assert_eq!(guests[1].early_data, Some(EarlyData::Accepted), "{said}");
    assert_eq!(guests[1].early, REQUEST, "{said}");
    assert_eq!(guests[1].subject.as_deref(), Some("CN=alice"), "{said}");
    floor::report("gnutls (early data)", 1);
}

/// Our client, which has met the server.
fn regular(case: Case, wardrobe: &Wardrobe) -> Arc<Config> {
    let mut config = (*wardrobe.client_config(case)).clone();
    config.protocol.groups = vec![Group::X25519];
    Arc::new(config.with_session_store(Arc::new(MemorySessions::new(1))).with_early_data_offered())
}

fn stream(port: u16, config: &Arc<Config>) -> Stream<TcpStream> {
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the peer listens");
    socket.set_read_timeout(Some(PATIENCE)).expect("set");
    let name = ServerName::try_from("localhost").expect("a name");
    Stream::new(Connection::client(Arc::clone(config), Env::live(), name), socket)
}

#[test]
fn we_send_it_to_s_server() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    for case in cases() {
        let wardrobe = Wardrobe::of(case.key);
        let (peer, port) = s_server(&wardrobe);
        let config = regular(case, &wardrobe);
        let mut first = stream(port, &config);
        assert_eq!(first.write_early(b"too early").unwrap(), 0);
        first.wait_for_acceptance(Duration::from_secs(5)).unwrap();
        // Both tickets are to be here.
        let _ = first.close();
        let _ = io::copy(&mut first, &mut io::sink());
        let mut second = stream(port, &config);
        assert_eq!(second.write_early(b"well met").unwrap(), 8, "{case:?}");
        second.handshake().unwrap();
        assert_eq!(second.connection().negotiated().early_data, Some(EarlyData::Accepted), "{case:?}");
        second.write_all(b" again\n").unwrap();
        let _ = second.close();
        let _ = io::copy(&mut second, &mut io::sink());
        let said = peer.end();
        assert!(said.contains("well met"), "{case:?}: {said}");
    }
    floor::report("s_server (early data)", cases().len());
}

fn s_server(wardrobe: &Wardrobe) -> (Peer, u16) {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_server", "-accept", "127.0.0.1:0", "-naccept", "2", "-early_data", "-Verify", "1"]);
    openssl.args(["-verify_return_error", "-id_prefix", "handfast", "-groups", "X25519"]);
    openssl.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    openssl.arg("-CAfile").arg(wardrobe.file("root.crt"));
    // At the end of its input it would hang up.
    Peer::start_accepting(openssl.stdin(Stdio::piped()).stderr(Stdio::null()))
}

/// What nginx says itself of early data is true only until our Finished comes, so the answer is what counts.
#[test]
fn we_send_it_to_nginx() {
    if !is_installed("nginx", &["-v"]) {
        return;
    }
    let case = cases()[0];
    let wardrobe = Wardrobe::of(case.key);
    let (_peer, port) =
        nginx::start_with(case, &wardrobe, "ssl_early_data on; ssl_session_cache shared:early:1m;");
    let config = regular(case, &wardrobe);
    for turn in 0..3 {
        let mut stream = stream(port, &config);
        let early = stream.write_early(REQUEST.as_bytes()).unwrap();
        stream.handshake().unwrap();
        stream.write_all(&REQUEST.as_bytes()[early..]).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.contains("[CN=alice] [SUCCESS]"), "{answer}");
        let taken = stream.connection().negotiated().early_data == Some(EarlyData::Accepted);
        assert_eq!((early > 0, taken), (turn > 0, turn > 0), "{answer}");
    }
    floor::report("nginx (early data)", 2);
}
