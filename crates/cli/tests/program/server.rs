//! Servers that run as processes of their own.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use handfast::{Config, Connection, Env, Identity, Stream};
use handfast_pki::load;

use crate::folder::Folder;

/// A server on a free port of this machine; over when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// `handfast serve` as localhost of the folder's town, asking for certificates of its authority.
    pub(crate) fn town(folder: &Folder, words: &str) -> Self {
        let files = "--cert d/server.crt --key d/server.key --client-ca d/root.crt";
        Self::handfast(folder, &format!("{files} {words}"))
    }

    pub(crate) fn handfast(folder: &Folder, words: &str) -> Self {
        Self::start(&mut folder.handfast(&format!("serve 127.0.0.1:0 {words}")))
    }

    /// `openssl s_server`, whose standard input has to stay open.
    pub(crate) fn openssl(folder: &Folder, words: &str) -> Self {
        let mut command = folder.openssl(&format!("s_server -accept 127.0.0.1:0 {words}"));
        Self::start(command.stdin(Stdio::piped()).stderr(Stdio::null()))
    }

    /// Both name their address in the first line that has one.
    fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split(['/', ';', ' ']).find_map(|piece| piece.parse().ok()));
        thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.expect("it listens") }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// As a client calls it.
    pub(crate) fn name(&self) -> String {
        format!("localhost:{}", self.address.port())
    }

    /// Waits for the end: the exit code, and what was logged.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut log = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut log).unwrap();
        }
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody in the process of the test who does this with whoever comes first.
pub(crate) fn somebody(meet: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = port.local_addr().unwrap();
    thread::spawn(move || meet(port.accept().unwrap().0));
    address
}

/// The same, over TLS as localhost of the folder's town.
pub(crate) fn tls_somebody(
    folder: &Folder,
    meet: impl FnOnce(Stream<TcpStream>) + Send + 'static,
) -> SocketAddr {
    let [chain, key] = ["d/server.crt", "d/server.key"].map(|name| folder.file(name));
    let loaded = load::Identity::from_files(&chain, &key).unwrap();
    let config = Config::new().with_identity(Identity::new(&loaded.chain, &loaded.key).unwrap());
    let connection = Connection::server(Arc::new(config), Env::live());
    somebody(move |socket| meet(Stream::new(connection, socket)))
}
