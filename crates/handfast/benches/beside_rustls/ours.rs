//! This stack.

use std::io::Write;
use std::sync::Arc;

use handfast::crypto::aead::Aead;
use handfast::crypto::kx::Group;
use handfast::path::Anchors;
use handfast::{ClientAuth, Config, Connection, Env, Hooks, Identity, Progress, Version};
use rustls_pki_types::ServerName;

use crate::endpoint::{Endpoint, Stack};
use crate::people::People;

pub(crate) struct Ours {
    client: Arc<Config>,
    server: Arc<Config>,
}

impl Ours {
    pub(crate) fn new(people: &People, version: Version) -> Self {
        let config = |issued: &handfast_pki::Issued| {
            let mut config = Config::new()
                .with_versions(version..=version)
                .with_anchors(Anchors::from_certificates([&*people.root]).unwrap())
                .with_identity(Identity::new(&issued.chain, &issued.key).unwrap());
            // TLS 1.2 counts the curve of an ECDSA key among them.
            config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
            config.protocol.shares = vec![Group::X25519];
            config.protocol.suites.truncate(1);
            config.protocol.suites12.retain(|suite| suite.suite.aead == Aead::Aes128Gcm);
            config
        };
        let server = config(&people.server).with_client_auth(ClientAuth::Require);
        Self { client: Arc::new(config(&people.client)), server: Arc::new(server) }
    }
}

impl Stack for Ours {
    const NAME: &'static str = "handfast";
    type Client = Connection;
    type Server = Connection;

    fn client(&self) -> Connection {
        let name = ServerName::try_from("localhost").unwrap();
        Connection::client(Arc::clone(&self.client), Env::live(), name)
    }

    fn server(&self) -> Connection {
        Connection::server(Arc::clone(&self.server), Env::live())
    }
}

impl Endpoint for Connection {
    fn take(&mut self, mut bytes: &[u8]) -> usize {
        let mut data = 0;
        loop {
            let taken = self.receive(bytes);
            bytes = &bytes[taken..];
            while self.run(&mut Hooks::none()).unwrap() == Progress::Data {
                let n = self.plaintext().len();
                self.consume(n);
                data += n;
            }
            if bytes.is_empty() {
                return data;
            }
        }
    }

    fn give(&mut self, out: &mut impl Write) {
        // What came was answered when it was taken; only the first word is still to be found.
        if self.outgoing().is_empty() {
            self.run(&mut Hooks::none()).unwrap();
        }
        while !self.outgoing().is_empty() {
            out.write_all(self.outgoing()).unwrap();
            self.sent(self.outgoing().len());
        }
    }

    fn write(&mut self, data: &[u8]) {
        assert_eq!(self.send(data, &mut Hooks::none()), Ok(data.len()));
    }

    fn is_connected(&self) -> bool {
        Self::is_connected(self)
    }

    fn rest(&mut self) {
        Self::rest(self);
    }
}
