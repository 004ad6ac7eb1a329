//! Who meets whom, and what they are configured for.

use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::handshake::Ask;
use handfast::{ClientAuth, Config, Connection, Verification, Version};

use super::people::{PEOPLE, today};
use super::script::Script;
use super::witnessed::Witnessed;
use crate::fixed;
use crate::pair::localhost;

/// The beginning of a script. All zeros: alice meets the server, who insists on her certificate.
pub(super) struct Scene {
    client: Config,
    server: Config,
    /// How many bytes come at once.
    pub(super) cut: usize,
    /// Whether both are connected if nobody meddles.
    pub(super) connects: bool,
}

impl Scene {
    pub(super) fn read(script: &mut Script<'_>) -> Self {
        let [whom, options, cut] = [script.byte(), script.byte(), script.byte()];
        let both = both(options);
        let mut scene = Self {
            client: both.clone(),
            server: both.with_client_auth(client_auth(whom)),
            cut: if cut == 0 { usize::MAX } else { usize::from(cut) },
            connects: true,
        };
        scene.choose_client(whom);
        scene.choose_server(whom, options);
        scene.choose_hello(options);
        scene
    }

    /// The versions that both speak, by two bits that [`Self::read`] leaves alone: 1.3 alone, both, 1.2 alone, or a server
    /// that is behind its client. There is always one in common.
    pub(super) fn choose_versions(&mut self, whom: u8) {
        let (client, server) = match whom >> 6 {
            0 => return,
            1 => (Version::Tls12..=Version::Tls13, Version::Tls12..=Version::Tls13),
            2 => (Version::Tls12..=Version::Tls12, Version::Tls12..=Version::Tls12),
            _ => (Version::Tls12..=Version::Tls13, Version::Tls12..=Version::Tls12),
        };
        self.client = self.client.clone().with_versions(client);
        self.server = self.server.clone().with_versions(server);
    }

    fn choose_client(&mut self, whom: u8) {
        let config = self.client.clone();
        self.client = match whom >> 2 & 3 {
            0 | 1 => config.with_identity(PEOPLE.alice.clone()),
            2 => config.with_identity(PEOPLE.mallory.clone()),
            _ => config,
        };
        let is_alice = whom >> 2 & 3 < 2;
        self.connects &= is_alice || self.server.client_auth != ClientAuth::Require;
    }

    fn choose_server(&mut self, whom: u8, options: u8) {
        let impostor = whom >> 4 & 3 == 3;
        let identity = if impostor { &PEOPLE.impostor } else { &PEOPLE.server };
        self.server = self.server.clone().with_identity(identity.clone());
        if options & 1 != 0 {
            self.client.verification = Verification::ReportOnly;
        }
        self.connects &= !impostor || options & 1 != 0;
        // Nobody named: mallory is shown, too, and refused.
        if options & 2 != 0 {
            self.server = self.server.clone().with_authorities([]);
        }
    }

    fn choose_hello(&mut self, options: u8) {
        // No share: a HelloRetryRequest, with a cookie or without.
        if options & 4 != 0 {
            self.client.protocol.shares.clear();
            self.server.protocol.retry_cookie = (options & 8 != 0).then(|| b"a cookie".to_vec());
        }
        self.client.protocol.compatibility = options & 16 == 0;
    }

    /// A client with this script in it.
    pub(super) fn client<'a>(&self, meddling: Script<'a>) -> Witnessed<'a> {
        let config = Arc::new(self.client.clone());
        let connection = Connection::client(Arc::clone(&config), fixed::env(today(), 0x00), localhost());
        Witnessed::new(connection, config, meddling)
    }

    /// A server with this script in it.
    pub(super) fn server<'a>(&self, meddling: Script<'a>) -> Witnessed<'a> {
        let config = Arc::new(self.server.clone());
        let connection = Connection::server(Arc::clone(&config), fixed::env(today(), 0x80));
        Witnessed::new(connection, config, meddling)
    }
}

const fn client_auth(whom: u8) -> ClientAuth {
    match whom & 3 {
        2 => ClientAuth::Optional,
        3 => ClientAuth::None,
        _ => ClientAuth::Require,
    }
}

/// Groups whose shares are made quickly: a campaign makes many of them.
fn both(options: u8) -> Config {
    let mut config = Config::new().with_anchors(PEOPLE.anchors.clone());
    config.protocol.groups = vec![Group::X25519, Group::Secp256r1];
    config.protocol.shares = vec![Group::X25519];
    config.reveal_secrets = true;
    if options & 32 != 0 {
        config = config.with_alpn(["h2", "http/1.1"]);
    }
    if options & 64 != 0 {
        config.held = vec![Ask::Identity, Ask::Judge, Ask::Sign];
    }
    if options & 128 != 0 {
        config.protocol.suites.reverse();
        config.max_fragment = 100;
        config.max_records = Some(32);
    }
    config
}
