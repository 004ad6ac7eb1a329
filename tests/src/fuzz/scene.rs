//! Who meets whom, and what they are configured for.

use std::sync::Arc;
use std::time::Duration;

use handfast::crypto::kx::Group;
use handfast::handshake::{Ask, Suite12};
use handfast::{
    ClientAuth, Config, Connection, HelloRecord, Hooks, MemorySessions, SessionCache, TicketKey, TicketKeys,
    Verification, Version,
};
use rustls_pki_types::UnixTime;

use super::besides;
use super::people::{PEOPLE, shared_keys, today};
use super::script::Script;
use super::witnessed::Witnessed;
use crate::Pair;
use crate::fixed;

/// The beginning of a script. All zeros: alice meets the server, who insists on her certificate.
pub(super) struct Scene {
    client: Config,
    server: Config,
    /// What the server asked for when they met before, if they did.
    before: Option<ClientAuth>,
    /// How many bytes come at once.
    pub(super) cut: usize,
    /// How long the content of a record may be.
    pub(super) longest: usize,
    /// Whether both are connected if nobody meddles.
    pub(super) connects: bool,
    /// Whether the server takes the client, if it comes so far.
    is_let_in: bool,
}

impl Scene {
    pub(super) fn read(script: &mut Script<'_>) -> Self {
        let [whom, options, besides] = [script.byte(), script.byte(), script.byte()];
        let (version, both) = (whom >> 6, both(options));
        let mut scene = Self {
            client: both.clone(),
            server: both.with_client_auth(client_auth(whom)),
            before: None,
            cut: besides::cut(besides),
            longest: besides::longest(besides),
            connects: true,
            is_let_in: true,
        };
        scene.choose_client(whom, options);
        scene.choose_server(whom, options);
        scene.choose_hello(options);
        scene.choose_versions(version);
        scene.choose_acquaintance(whom, options);
        if is_familiar(whom) {
            scene.choose_keys(whom, options);
        }
        // There is no share to leave out.
        if version == 2 && options & 4 != 0 {
            scene.choose_key_transport();
        }
        besides::configure(besides, &mut scene.client, &mut scene.server);
        if let Some(then) = scene.before {
            scene.meet(then);
        }
        scene
    }

    fn choose_client(&mut self, whom: u8, options: u8) {
        let config = self.client.clone();
        self.client = match whom >> 2 & 3 {
            _ if has_keys_alone(whom, options) => config.with_identity(PEOPLE.raw_alice.clone()),
            0 | 1 => config.with_identity(PEOPLE.alice.clone()),
            2 => config.with_identity(PEOPLE.mallory.clone()),
            _ => config,
        };
        let is_alice = whom >> 2 & 3 < 2;
        self.is_let_in = is_alice || self.server.client_auth != ClientAuth::Require;
    }

    fn choose_server(&mut self, whom: u8, options: u8) {
        let impostor = whom >> 4 & 3 == 3;
        let identity = match (impostor, has_keys_alone(whom, options)) {
            (false, false) => &PEOPLE.server,
            (true, false) => &PEOPLE.impostor,
            (false, true) => &PEOPLE.raw_server,
            (true, true) => &PEOPLE.raw_impostor,
        };
        self.server = self.server.clone().with_identity(identity.clone());
        if options & 1 != 0 {
            self.client.verification = Verification::ReportOnly;
        }
        self.connects = self.is_let_in && (!impostor || options & 1 != 0);
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

    /// 1.3 alone, both, 1.2 alone, or a server that is behind its client. There is always one in common.
    fn choose_versions(&mut self, choice: u8) {
        let [old, new, both] = [
            Version::Tls12..=Version::Tls12,
            Version::Tls13..=Version::Tls13,
            Version::Tls12..=Version::Tls13,
        ];
        let (client, server) = match choice {
            0 => (new.clone(), new),
            1 => (both.clone(), both),
            2 => (old.clone(), old),
            _ => (both, old),
        };
        self.client = self.client.clone().with_versions(client);
        self.server = self.server.clone().with_versions(server);
    }

    /// Strangers; such as keep sessions, and ask and are asked after the handshake, too, and for OCSP responses; and such of
    /// them as met before.
    fn choose_acquaintance(&mut self, whom: u8, options: u8) {
        let choice = whom >> 4 & 3;
        if matches!(choice, 1 | 2) {
            let sessions = Arc::new(MemorySessions::new(1));
            self.client = self.client.clone().with_session_store(sessions).with_post_handshake_auth();
            self.client.protocol.asks_status = true;
            self.choose_memory(options);
        }
        // Who insists today may have been easier to please then.
        let then = if whom & 3 == 1 { ClientAuth::Optional } else { self.server.client_auth };
        self.before = (choice == 2).then_some(then);
    }

    /// A server that seals sessions into tickets, or keeps them itself: under session ids in TLS 1.2.
    fn choose_memory(&mut self, options: u8) {
        // A cookie, and no HelloRetryRequest that would carry it.
        if options & 12 == 8 {
            self.server = self.server.clone().with_session_cache(Arc::new(SessionCache::new(4)));
            if !self.server.protocol.speaks(Version::Tls13) {
                self.server.protocol.tickets = None;
            }
        } else {
            let keys = TicketKeys::shared([TicketKey::from_bytes(&[0x5a; 32])]);
            self.server = self.server.clone().with_tickets(keys);
        }
    }

    /// Whether nobody comes back to this server but by a session id: it has no tickets to give.
    pub(super) const fn knows_by_id(&self) -> bool {
        self.server.protocol.session_ids.is_some() && self.server.protocol.tickets.is_none()
    }

    /// Alice and the server have keys in the place of certificates, which each knows of the other; or share one, without which
    /// they show certificates, as in TLS 1.2. And maybe early data is sent and taken.
    fn choose_keys(&mut self, whom: u8, options: u8) {
        if has_keys_alone(whom, options) {
            self.client = self.client.clone().with_server_keys(PEOPLE.known.clone());
            self.server = self.server.clone().with_client_keys(PEOPLE.known.clone());
        } else {
            self.client = self.client.clone().with_shared_keys(shared_keys());
            self.server = self.server.clone().with_shared_keys(shared_keys()).with_shared_keys_sufficing();
            self.connects |= self.server.protocol.speaks(Version::Tls13);
        }
        if options & 1 != 0 && self.server.protocol.tickets.is_some() {
            let since = (today().as_secs() - 3600) * 1000;
            self.client = self.client.clone().with_early_data_offered();
            self.server =
                self.server.clone().with_early_data_taken(1 << 14, Arc::new(HelloRecord::since(since, 4)));
        }
    }

    /// The time before, a minute ago, without anybody who meddles.
    fn meet(&self, then: ClientAuth) {
        let (client, server) = (self.client.clone(), self.server.clone().with_client_auth(then));
        let clock = UnixTime::since_unix_epoch(Duration::from_secs(today().as_secs() - 60));
        let mut pair = Pair::fixed(Arc::new(client), Arc::new(server), clock);
        pair.play(&mut Hooks::none(), &mut Hooks::none());
    }

    /// In TLS 1.2 alone, and without a look at the server's certificate.
    fn choose_key_transport(&mut self) {
        self.server = self.server.clone().with_identity(PEOPLE.decrypter.clone());
        self.client.verification = Verification::ReportOnly;
        for config in [&mut self.client, &mut self.server] {
            config.protocol.suites12 = Suite12::RSA.to_vec();
        }
        self.connects = self.is_let_in;
    }

    /// A client with this script in it.
    pub(super) fn client<'a>(&self, meddling: Script<'a>) -> Witnessed<'a> {
        let config = Arc::new(self.client.clone());
        let connection = fixed::client(Arc::clone(&config), today());
        Witnessed::new(connection, config, meddling)
    }

    /// A server with this script in it.
    pub(super) fn server<'a>(&self, meddling: Script<'a>) -> Witnessed<'a> {
        let config = Arc::new(self.server.clone());
        let connection = Connection::server(Arc::clone(&config), fixed::env(today(), 0x80));
        Witnessed::new(connection, config, meddling)
    }
}

/// Whether it is alice, and both know keys of each other.
const fn is_familiar(whom: u8) -> bool {
    whom >> 2 & 3 == 1
}

/// Whether these keys stand in the place of certificates.
const fn has_keys_alone(whom: u8, options: u8) -> bool {
    is_familiar(whom) && options & 2 == 0
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
        config.held = vec![
            Ask::Identity,
            Ask::Judge,
            Ask::Sign,
            Ask::Decrypt,
            Ask::Session,
            Ask::EarlyData,
            Ask::Ticket,
        ];
    }
    if options & 128 != 0 {
        config.protocol.suites.reverse();
        config.max_fragment = 100;
        config.max_records = Some(32);
    }
    config
}
