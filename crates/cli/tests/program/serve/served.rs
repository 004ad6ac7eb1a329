//! What a server is given, and clients that live in the process of the test.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use handfast::path::Anchors;
use handfast::{Config, Connection, Env, Error, Hooks, Identity, Stream, Tamper};
use handfast_pki::{Authority, Issued, Request};
use rustls_pki_types::{ServerName, UnixTime};

use crate::folder::Folder;
use crate::server::Server;

/// An authority, and a folder with what it issued to the server.
pub(crate) struct Town {
    pub(crate) folder: Folder,
    root: Authority,
    server: Issued,
}

impl Town {
    pub(crate) fn new() -> Self {
        let now = UnixTime::now();
        let root = Authority::root(&Request::authority("town", now)).unwrap();
        let server = root.issue(&Request::server(["localhost"], now)).unwrap();
        let town = Self { folder: Folder::empty(), root, server };
        town.folder.write("root.crt", town.root.chain_pem().unwrap());
        town.folder.write("server.crt", town.server.chain_pem().unwrap());
        town.folder.write("server.key", &*town.server.key_pem().unwrap());
        town
    }

    /// `handfast serve` in the folder with these words besides.
    pub(crate) fn serve(&self, words: &str) -> Server {
        Server::handfast(&self.folder, &format!("--cert server.crt --key server.key {words}"))
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

    /// The files of a client of this name.
    pub(crate) fn write_citizen(&self, name: &str) {
        let issued = self.root.issue(&Request::client(name, UnixTime::now())).unwrap();
        self.folder.write(&format!("{name}.crt"), issued.chain_pem().unwrap());
        self.folder.write(&format!("{name}.key"), &*issued.key_pem().unwrap());
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

fn connection(config: Config) -> Connection {
    let localhost = ServerName::try_from("localhost").unwrap();
    Connection::client(Arc::new(config), Env::live(), localhost)
}

impl Server {
    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket
    }

    /// A client with this configuration, before its handshake.
    pub(crate) fn client(&self, config: Config) -> Stream<TcpStream> {
        Stream::new(connection(config), self.connect())
    }

    /// How it ends with a client who changes what it sends.
    pub(crate) fn meet(&self, config: Config, tamper: &mut dyn Tamper) -> Result<(), Error> {
        let (mut connection, mut socket) = (connection(config), self.connect());
        loop {
            connection.run(&mut Hooks { observer: None, tamper: Some(&mut *tamper) })?;
            socket.write_all(connection.outgoing()).unwrap();
            connection.sent(connection.outgoing().len());
            let read = socket.read(connection.space()).unwrap();
            connection.received(read);
            if read == 0 {
                return connection.end_of_input(&mut Hooks::none());
            }
        }
    }

    /// What a client gets for a request; the connection is closed afterwards.
    pub(crate) fn ask(&self, config: Config, headers: &str) -> std::io::Result<String> {
        self.request(config, "/", headers)
    }

    /// The same, for this path.
    pub(crate) fn ask_for(&self, config: Config, path: &str) -> std::io::Result<String> {
        self.request(config, path, "")
    }

    fn request(&self, config: Config, path: &str, headers: &str) -> std::io::Result<String> {
        let mut stream = self.client(config);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        Ok(response)
    }
}
