//! The real peer: `openssl s_server` or `openssl s_client` as a process.

use std::error::Error;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use handfast::Role;
use handfast::handshake::Version;
use handfast::wire::code_points::CipherSuite;

use super::Scene;

/// A process that ends when it is no longer needed.
#[derive(Debug)]
pub(super) struct Peer(Child);

impl Peer {
    /// Ends it.
    pub(super) fn end(&mut self) {
        let _ = (self.0.kill(), self.0.wait());
    }
}

/// Starts the peer of a scene, and connects with it.
pub(super) fn meet(scene: &Scene, folder: &Path) -> Result<(Peer, TcpStream), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let mut openssl = Command::new("openssl");
    openssl.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    match scene.role {
        Role::Client => {
            drop(listener);
            let peer = Peer(server(&mut openssl, scene, port).spawn()?);
            Ok((peer, connect(port)?))
        }
        Role::Server => {
            let mut child = client(&mut openssl, scene, port).spawn()?;
            if let Some(input) = &mut child.stdin {
                input.write_all(b"hello\n")?;
            }
            Ok((Peer(child), listener.accept()?.0))
        }
    }
}

fn server<'c>(openssl: &'c mut Command, scene: &Scene, port: u16) -> &'c mut Command {
    let (cert, key) = (format!("{}.pem", scene.server()), format!("{}.key.pem", scene.server()));
    openssl.args(["s_server", "-rev", "-naccept", "1", "-accept", &format!("127.0.0.1:{port}")]);
    openssl.args(["-cert", &cert, "-key", &key]);
    if scene.mutual {
        openssl.args(["-Verify", "2", "-verify_return_error", "-CAfile", "root.pem"]);
    }
    openssl.args(suite(scene))
}

/// It takes RSASSA-PKCS1-v1_5 alone of an RSA server, because those signatures repeat.
fn client<'c>(openssl: &'c mut Command, scene: &Scene, port: u16) -> &'c mut Command {
    openssl.args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-servername", "localhost"]);
    openssl.args(["-CAfile", "root.pem", "-verify_return_error"]);
    if scene.server() == "server.rsa" {
        openssl.args(["-sigalgs", "RSA+SHA256", "-client_sigalgs", "ed25519"]);
    }
    if scene.mutual {
        openssl.args(["-cert", "client.ed25519.pem", "-key", "client.ed25519.key.pem"]);
    }
    openssl.args(suite(scene))
}

fn suite(scene: &Scene) -> [String; 3] {
    match scene.version() {
        Version::Tls12 => ["-tls1_2".into(), "-cipher".into(), openssl_name(scene.code())],
        Version::Tls13 => ["-tls1_3".into(), "-ciphersuites".into(), scene.code().to_string()],
    }
}

/// `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` is `ECDHE-RSA-AES128-GCM-SHA256`, and of RSA key transport only the rest is
/// said.
fn openssl_name(code: CipherSuite) -> String {
    let name = code.to_string().replace("TLS_RSA_WITH_", "").replace("TLS_", "").replace("_WITH", "");
    let name = name.replace("AES_", "AES").replace("POLY1305_SHA256", "POLY1305");
    name.replace('_', "-")
}

fn connect(port: u16) -> io::Result<TcpStream> {
    let mut last = io::ErrorKind::NotConnected.into();
    for _ in 0..100 {
        match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(socket) => return Ok(socket),
            Err(why) => last = why,
        }
        sleep(Duration::from_millis(20));
    }
    Err(last)
}
