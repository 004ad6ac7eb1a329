//! A server that runs as a process of its own, and clients for it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use handfast::path::Anchors;
use handfast::{Config, Connection, Env, Identity, Stream};
use handfast_pki::{Authority, Issued, Request};
use rustls_pki_types::{ServerName, UnixTime};
use tempfile::TempDir;

/// An authority, and a folder with what it issued to the server.
pub(crate) struct Town {
    pub(crate) folder: TempDir,
    root: Authority,
    server: Issued,
}

impl Town {
    pub(crate) fn new() -> Self {
        let now = UnixTime::now();
        let root = Authority::root(&Request::authority("town", now)).unwrap();
        let server = root.issue(&Request::server(["localhost"], now)).unwrap();
        let town = Self { folder: TempDir::new().unwrap(), root, server };
        town.write("root.crt", town.root.chain_pem().unwrap());
        town.write("server.crt", town.server.chain_pem().unwrap());
        town.write("server.key", &*town.server.key_pem().unwrap());
        town
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), content).unwrap();
    }

    /// `handfast serve` in the folder, on a free port, with these arguments besides.
    pub(crate) fn serve(&self, args: &[&str]) -> Served {
        let mut command = handfast(self.folder.path());
        let args = ["127.0.0.1:0", "--cert", "server.crt", "--key", "server.key"].iter().chain(args);
        Served::start(command.arg("serve").args(args))
    }

    /// A client that trusts the town and shows nothing.
    pub(crate) fn stranger(&self) -> Config {
        Config::new().with_anchors(Anchors::from_certificates([&**self.root.certificate()]).unwrap())
    }

    /// A client of this name.
    pub(crate) fn citizen(&self, name: &str) -> Config {
        let issued = self.root.issue(&Request::client(name, UnixTime::now()));
        self.stranger().with_identity(identity(&issued.unwrap()))
    }

    /// A client with the certificate of the server, which is not for clients.
    pub(crate) fn impostor(&self) -> Config {
        self.stranger().with_identity(identity(&self.server))
    }

    /// A client that another town knows.
    pub(crate) fn foreigner(&self) -> Config {
        let elsewhere = Authority::root(&Request::authority("elsewhere", UnixTime::now())).unwrap();
        let issued = elsewhere.issue(&Request::client("mallory", UnixTime::now()));
        self.stranger().with_identity(identity(&issued.unwrap()))
    }
}

fn identity(issued: &Issued) -> Identity {
    Identity::new(&issued.chain, &issued.key).unwrap()
}

pub(crate) fn handfast(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast"));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A server that listens.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Served {
    fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split(['/', ';']).nth(2).expect("an address in the first line");
        Self { address: address.parse().unwrap(), child }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket
    }

    /// A client with this configuration, before its handshake.
    pub(crate) fn client(&self, config: Config) -> Stream<TcpStream> {
        let localhost = ServerName::try_from("localhost").unwrap();
        Stream::new(Connection::client(Arc::new(config), Env::live(), localhost), self.connect())
    }

    /// What a client gets for a request; the connection is closed afterwards.
    pub(crate) fn ask(&self, config: Config, headers: &str) -> std::io::Result<String> {
        let mut stream = self.client(config);
        write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        Ok(response)
    }

    /// Waits for the end: the exit code, and what was logged.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
