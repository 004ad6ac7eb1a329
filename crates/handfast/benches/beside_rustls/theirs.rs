//! rustls 0.23 with ring, made to do the same: one version, one suite, one group, client certificate required, no tickets.

use std::io::Write;
use std::sync::Arc;

use handfast::Version;
use rustls::client::{ClientConnection, Resumption};
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ServerConnection, WebPkiClientVerifier};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use rustls_pki_types::ServerName;

use crate::endpoint::{Endpoint, Stack};
use crate::people::People;

pub(crate) struct Theirs {
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
}

impl Theirs {
    pub(crate) fn new(people: &People, version: Version) -> Self {
        let versions = match version {
            Version::Tls12 => &rustls::version::TLS12,
            Version::Tls13 => &rustls::version::TLS13,
        };
        let provider = Arc::new(CryptoProvider {
            cipher_suites: vec![
                ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
                ring::cipher_suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                ring::cipher_suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            ],
            kx_groups: vec![ring::kx_group::X25519],
            ..ring::default_provider()
        });
        let mut roots = RootCertStore::empty();
        roots.add(people.root.clone()).unwrap();
        let roots = Arc::new(roots);
        let (server, client) = (&people.server, &people.client);
        let mut client = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[versions])
            .unwrap()
            .with_root_certificates(Arc::clone(&roots))
            .with_client_auth_cert(client.chain.clone(), client.key.clone_key())
            .unwrap();
        client.resumption = Resumption::disabled();
        let verifier =
            WebPkiClientVerifier::builder_with_provider(roots, Arc::clone(&provider)).build().unwrap();
        let mut server = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[versions])
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(server.chain.clone(), server.key.clone_key())
            .unwrap();
        server.send_tls13_tickets = 0;
        Self { client: Arc::new(client), server: Arc::new(server) }
    }
}

impl Stack for Theirs {
    const NAME: &'static str = "rustls";
    type Client = ClientConnection;
    type Server = ServerConnection;

    fn client(&self) -> ClientConnection {
        let name = ServerName::try_from("localhost").unwrap();
        let mut client = ClientConnection::new(Arc::clone(&self.client), name).unwrap();
        client.set_buffer_limit(None);
        client
    }

    fn server(&self) -> ServerConnection {
        let mut server = ServerConnection::new(Arc::clone(&self.server)).unwrap();
        server.set_buffer_limit(None);
        server
    }
}

macro_rules! endpoint {
    ($($connection:ty),*) => {$(
        impl Endpoint for $connection {
            fn take(&mut self, mut bytes: &[u8]) -> usize {
                let mut data = 0;
                while !bytes.is_empty() {
                    self.read_tls(&mut bytes).unwrap();
                    let state = self.process_new_packets().unwrap();
                    data += state.plaintext_bytes_to_read();
                    drain(self.reader(), state.plaintext_bytes_to_read());
                }
                data
            }

            fn give(&mut self, out: &mut impl Write) {
                while self.wants_write() {
                    self.write_tls(out).unwrap();
                }
            }

            fn write(&mut self, data: &[u8]) {
                self.writer().write_all(data).unwrap();
            }

            fn is_connected(&self) -> bool {
                !self.is_handshaking()
            }

            /// rustls gives memory back by itself, or not at all.
            fn rest(&mut self) {}
        }
    )*};
}

endpoint!(ClientConnection, ServerConnection);

fn drain(mut reader: rustls::Reader<'_>, mut left: usize) {
    use std::io::BufRead;
    while left > 0 {
        let n = reader.fill_buf().unwrap().len();
        reader.consume(n);
        left -= n;
    }
}
