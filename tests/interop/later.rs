//! Post-handshake authentication (RFC 9846 §4.7.2) with curl, openssl and Apache.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use handfast::crypto::kx::Group;
use handfast::handshake::Suite;
use handfast::{ClientAuth, Config, Connection, Env, Error, Stream, Version};
use handfast_pki::KeyKind;
use rustls_pki_types::ServerName;

use crate::case::{Case, Exchange, Presents};
use crate::client::{Called, alert, call_for};
use crate::floor;
use crate::process::{PATIENCE, Peer, free_port, is_installed, run, text, wait_for};
use crate::server::subject;
use crate::wardrobe::Wardrobe;

const KINDS: [KeyKind; 4] = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519];

const fn case(key: KeyKind, presents: Presents) -> Case {
    let [_, suite, ..] = Suite::TLS13;
    Case { version: Version::Tls13, exchange: Exchange::X25519, suite, key, presents }
}

/// A server that asks only when it has read the request. It gives back whom it took the client for.
struct Host {
    port: u16,
    thread: thread::JoinHandle<io::Result<Option<String>>>,
}

impl Host {
    fn start(key: KeyKind) -> Self {
        let mut config = (*Wardrobe::of(key).server_config(case(key, Presents::NotAsked))).clone();
        config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        Self { port, thread: thread::spawn(move || host(&listener, Arc::new(config))) }
    }

    fn end(self) -> io::Result<Option<String>> {
        self.thread.join().expect("no panic while serving")
    }
}

fn host(listener: &TcpListener, config: Arc<Config>) -> io::Result<Option<String>> {
    let (socket, _) = listener.accept()?;
    socket.set_read_timeout(Some(PATIENCE))?;
    let mut stream = Stream::new(Connection::server(config, Env::live()), socket);
    let mut request = [0; 4096];
    let n = stream.read(&mut request)?;
    assert!(request[..n].starts_with(b"GET /"), "{n} bytes");
    let number = stream.request_certificate(ClientAuth::Optional)?;
    stream.answered(number)?;
    let who = subject(stream.connection());
    let body = format!("hello {}\n", who.as_deref().unwrap_or("nobody"));
    write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    stream.close()?;
    let _ = io::copy(&mut stream, &mut io::sink());
    Ok(who)
}

#[test]
fn curl_is_asked_later() {
    if !is_installed("curl", &["--version"]) {
        return;
    }
    for key in KINDS {
        for presents in [Presents::OptionalWith, Presents::OptionalWithout] {
            let wardrobe = Wardrobe::of(key);
            let host = Host::start(key);
            let mut curl = Command::new("curl");
            curl.args(["--silent", "--show-error", "--max-time", "15", "--http1.0", "--cacert"]);
            curl.arg(wardrobe.file("root.crt"));
            if let Some((cert, key)) = wardrobe.client_files(presents) {
                curl.arg("--cert").arg(cert).arg("--key").arg(key);
            }
            let said = text(&run(curl.arg(format!("https://localhost:{}/", host.port)), ""));
            judge(host, presents, &said);
        }
    }
    floor::report("curl (asked later)", 2 * KINDS.len());
}

#[test]
fn s_client_is_asked_later() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    for key in KINDS {
        for presents in [Presents::OptionalWith, Presents::OptionalWithout] {
            let wardrobe = Wardrobe::of(key);
            let host = Host::start(key);
            let mut openssl = Command::new("openssl");
            openssl.args([
                "s_client",
                "-tls1_3",
                "-enable_pha",
                "-servername",
                "localhost",
                "-quiet",
                "-CAfile",
            ]);
            openssl.arg(wardrobe.file("root.crt"));
            openssl.args(["-connect", &format!("127.0.0.1:{}", host.port)]);
            if let Some((cert, key)) = wardrobe.client_files(presents) {
                openssl.arg("-cert").arg(cert).arg("-key").arg(key);
            }
            let said = text(&run(&mut openssl, "GET / HTTP/1.0\r\n\r\n"));
            judge(host, presents, &said);
        }
    }
    floor::report("s_client (asked later)", 2 * KINDS.len());
}

/// OpenSSL does not offer it unless it is told to; then it is not asked.
#[test]
fn s_client_does_not_offer_it_by_itself() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    let host = Host::start(KeyKind::P256);
    let mut openssl = Command::new("openssl");
    openssl.args(["s_client", "-tls1_3", "-quiet", "-connect", &format!("127.0.0.1:{}", host.port)]);
    run(&mut openssl, "GET / HTTP/1.0\r\n\r\n");
    let error = host.end().expect_err("it cannot be asked");
    assert!(matches!(Error::within(&error), Some(Error::Local(_))), "{error}");
}

fn judge(host: Host, presents: Presents, said: &str) {
    let who = presents.is_known().then_some("CN=alice");
    let found = host.end().unwrap_or_else(|why| panic!("{why}: {said}"));
    assert_eq!(found.as_deref(), who, "{said}");
    assert!(said.contains(&format!("hello {}", who.unwrap_or("nobody"))), "{said}");
}

/// `c` asks, and the next line is said.
#[test]
fn s_server_asks_us_later() {
    if !is_installed("openssl", &["version"]) {
        return;
    }
    for key in KINDS {
        for presents in [Presents::OptionalWith, Presents::OptionalWithout] {
            let wardrobe = Wardrobe::of(key);
            let (mut peer, port) = s_server(&wardrobe);
            let mut stream = client(port, &wardrobe, case(key, presents));
            stream.handshake().expect("a handshake");
            stream.write_all(b"here I am\n").expect("said");
            let mut stdin = peer.child().stdin.take().expect("piped");
            stdin.write_all(b"c\n").expect("asked");
            is_asked(&mut stream);
            stdin.write_all(b"well met\n").expect("said");
            let mut heard = String::new();
            BufReader::new(&mut stream).read_line(&mut heard).expect("the server goes on");
            assert_eq!(heard, "well met\n", "{key} {presents:?}");
            let sent = stream.connection().negotiated().our_scheme.is_some();
            assert_eq!(sent, presents.is_known(), "{key} {presents:?}");
            // It hears this only behind our answer.
            stream.write_all(b"and known\n").expect("said");
            hears_until(&mut peer, "and known");
            stdin.write_all(b"Q\n").expect("ended");
            let log = peer.end();
            assert_eq!(log.contains("CN = alice"), presents.is_known(), "{key} {presents:?}: {log}");
        }
    }
    floor::report("s_server (asks later)", 2 * KINDS.len());
}

/// Reads until the request is here. What comes next in the peer's standard input must not come with it.
fn is_asked(stream: &mut Stream<TcpStream>) {
    let start = Instant::now();
    stream.transport().set_read_timeout(Some(Duration::from_millis(20))).expect("set");
    while stream.connection().negotiated().client_auth == ClientAuth::None {
        assert!(start.elapsed() < PATIENCE, "nobody asks");
        assert!(stream.read(&mut [0]).is_err(), "nothing is said yet");
    }
    stream.transport().set_read_timeout(Some(PATIENCE)).expect("set");
}

fn s_server(wardrobe: &Wardrobe) -> (Peer, u16) {
    let mut openssl = Command::new("openssl");
    openssl.args(["s_server", "-accept", "0", "-tls1_3", "-CAfile"]);
    openssl.arg(wardrobe.file("root.crt"));
    openssl.arg("-cert").arg(wardrobe.file("server.crt")).arg("-key").arg(wardrobe.file("server.key"));
    Peer::start_accepting(openssl.stdin(Stdio::piped()).stderr(Stdio::piped()))
}

/// What the peer prints, up to this.
fn hears_until(peer: &mut Peer, word: &str) -> String {
    let stdout = peer.child().stdout.as_mut().expect("piped");
    let mut said = Vec::new();
    let mut byte = [0];
    while !said.ends_with(word.as_bytes()) {
        assert_eq!(stdout.read(&mut byte).expect("it prints"), 1, "{}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&byte);
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn client(port: u16, wardrobe: &Wardrobe, case: Case) -> Stream<TcpStream> {
    let config = (*wardrobe.client_config(case)).clone().with_post_handshake_auth();
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the peer listens");
    socket.set_read_timeout(Some(PATIENCE)).expect("set");
    let name = ServerName::try_from("localhost").expect("a name");
    Stream::new(Connection::client(Arc::new(config), Env::live(), name), socket)
}

/// Apache asks when a location wants it, and says whom it found.
#[test]
fn apache_asks_us_later() {
    if !is_installed("apache2", &["-v"]) {
        return;
    }
    for key in KINDS {
        let wardrobe = Wardrobe::of(key);
        let (_peer, port) = apache(&wardrobe);
        let get = |path, presents, offers| {
            let mut config = (*wardrobe.client_config(case(key, presents))).clone();
            config.protocol.post_handshake_auth = offers;
            call_for(port, &Arc::new(config), path)
        };
        let page = |called: &Called| match &called.result {
            Ok(page) => page.clone(),
            Err(why) => why.to_string(),
        };
        let inner = get("/inner.txt", Presents::OptionalWith, true);
        assert!(page(&inner).contains("200 OK"), "{key}: {}", page(&inner));
        assert!(page(&inner).contains("X-Client: CN=alice"), "{key}: {}", page(&inner));
        assert!(inner.negotiated.our_scheme.is_some());
        let outer = get("/outer.txt", Presents::OptionalWith, true);
        assert!(page(&outer).contains("200 OK"), "{key}: {}", page(&outer));
        assert!(outer.negotiated.our_scheme.is_none(), "nobody asked");
        let unwilling = get("/inner.txt", Presents::OptionalWith, false);
        assert!(page(&unwilling).contains("403 Forbidden"), "{key}: {}", page(&unwilling));
        let nobody = get("/inner.txt", Presents::OptionalWithout, true);
        assert_eq!(alert(&nobody), Some(116), "{key}: {}", page(&nobody));
    }
    floor::report("apache (asks later)", 4 * KINDS.len());
}

fn apache(wardrobe: &Wardrobe) -> (Peer, u16) {
    let port = free_port();
    let folder = wardrobe.folder().join(format!("apache-{port}"));
    std::fs::create_dir_all(folder.join("pages")).expect("a folder");
    for name in ["inner.txt", "outer.txt"] {
        std::fs::write(folder.join("pages").join(name), "well met\n").expect("written");
    }
    let file = folder.join("apache.conf");
    std::fs::write(&file, configuration(wardrobe, &folder.display().to_string(), port)).expect("written");
    let mut apache = Command::new("apache2");
    apache.args(["-X", "-d"]).arg(&folder).arg("-f").arg(file);
    let peer = Peer::start(apache.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
    wait_for(port);
    (peer, port)
}

/// As Debian has it; other systems have other folders.
fn configuration(wardrobe: &Wardrobe, folder: &str, port: u16) -> String {
    let modules = ["mpm_event", "authz_core", "headers", "ssl"]
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"));
    format!(
        r#"{modules}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{folder}/pid"
ErrorLog "{folder}/log"
DefaultRuntimeDir "{folder}"
Mutex file:{folder}
SSLSessionCache none
<VirtualHost 127.0.0.1:{port}>
    DocumentRoot "{folder}/pages"
    SSLEngine on
    SSLProtocol TLSv1.3
    SSLCertificateFile "{cert}"
    SSLCertificateKeyFile "{key}"
    SSLCACertificateFile "{root}"
    Header set X-Client "%{{SSL_CLIENT_S_DN}}s"
    <Location "/inner.txt">
        SSLVerifyClient require
        SSLVerifyDepth 2
    </Location>
</VirtualHost>
"#,
        modules = modules.concat(),
        cert = wardrobe.file("server.crt").display(),
        key = wardrobe.file("server.key").display(),
        root = wardrobe.file("root.crt").display(),
    )
}
