//! What two hellos agree on, as far as it says how to read on.

use handfast::crypto::secret::Secret;
use handfast::handshake::schedule12::{KeyBlock, MainSecret, Randoms};
use handfast::handshake::{EarlyData, Fact, NoEarlyData, Seen, Suite, Suite12, group};
use handfast::record::{Direction, RecordKeys};
use handfast::wire::code_points::ProtocolVersion;
use handfast::wire::ext::{KeyShare, SupportedVersions};
use handfast::wire::handshake::{ClientHello, ServerHello};
use handfast::wire::{Dialect, Message};
use handfast::{Role, Version};

use super::dialogue::Traffic;

/// Read from the hellos.
#[derive(Debug, Default)]
pub(super) struct Agreed {
    pub(super) version: Option<Version>,
    /// If it is one whose records can be opened.
    pub(super) suite: Option<Suite>,
    pub(super) client_random: Option<[u8; 32]>,
    /// Whether early data may be under way.
    pub(super) early_data: bool,
    /// The keys of TLS 1.2.
    pub(super) block: Option<KeyBlock>,
    server_random: Option<[u8; 32]>,
    dialect: Dialect,
    client: Option<Traffic>,
    server: Option<Traffic>,
}

impl Agreed {
    pub(super) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What is agreed on with this message.
    pub(super) fn hear(&mut self, message: &Message<'_>) -> Vec<Fact> {
        match message {
            Message::ClientHello(hello) => self.client_hello(hello),
            Message::ServerHello(hello) => self.server_hello(hello),
            Message::HelloRetryRequest(_) => {
                [Fact::Retried].into_iter().chain(self.reject(NoEarlyData::Retried)).collect()
            }
            Message::CertificateVerify(message) => vec![Fact::OurScheme(message.algorithm)],
            Message::EncryptedExtensions(message) => {
                let alpn = message.extensions.application_layer_protocol_negotiation();
                let alpn = alpn.and_then(|names| names.iter().next());
                let early_data = match message.extensions.early_data() {
                    Some(_) => Some(Fact::EarlyData(EarlyData::Accepted)),
                    None => self.reject(NoEarlyData::Declined),
                };
                alpn.map(|name| Fact::Alpn(name.0.to_vec())).into_iter().chain(early_data).collect()
            }
            _ => Vec::new(),
        }
    }

    fn client_hello(&mut self, hello: &ClientHello<'_>) -> Vec<Fact> {
        self.client_random = Some(*hello.random);
        let name = hello.extensions().server_name().and_then(|name| name.host_name);
        let name = name.and_then(|name| core::str::from_utf8(name).ok());
        let name = name.map(|name| Fact::ServerName(name.escape_debug().to_string()));
        self.early_data = hello.extensions().early_data().is_some();
        let early_data = self.early_data.then_some(Fact::EarlyData(EarlyData::Offered));
        name.into_iter().chain(early_data).collect()
    }

    /// Early data that was offered is in vain.
    fn reject(&mut self, why: NoEarlyData) -> Option<Fact> {
        core::mem::take(&mut self.early_data).then_some(Fact::EarlyData(EarlyData::Rejected(why)))
    }

    fn server_hello(&mut self, hello: &ServerHello<'_>) -> Vec<Fact> {
        let (chosen, code) = (hello.extensions().supported_versions(), hello.cipher_suite);
        let is_tls13 = chosen == Some(SupportedVersions::Selected(ProtocolVersion::TLS1_3));
        let version = if is_tls13 { Version::Tls13 } else { Version::Tls12 };
        let suite12 = Suite12::of(code).filter(|_| !is_tls13);
        let suite13 = Suite::TLS13.into_iter().find(|suite| suite.code == code).filter(|_| is_tls13);
        self.dialect = match (is_tls13, suite12) {
            (true, _) => Dialect::Tls13,
            (false, suite) => suite.map_or(Dialect::Tls12Ecdhe, |suite| suite.agreement.dialect()),
        };
        (self.server_random, self.block) = (Some(*hello.random), None);
        (self.version, self.suite) = (Some(version), suite13.or(suite12.map(|suite| suite.suite)));
        let share = match hello.extensions().key_share() {
            Some(KeyShare::Selected(share)) => group(share.group).map(Fact::Group),
            _ => None,
        };
        let resumes = hello.extensions().selected_psk().is_some();
        let early_data = if resumes { None } else { self.reject(NoEarlyData::NotResumed) };
        let facts = [Some(Fact::Version(version)), self.suite.map(Fact::Suite), share, early_data];
        facts.into_iter().flatten().collect()
    }

    pub(super) fn randoms(&self) -> Option<Randoms> {
        Some(Randoms { client: self.client_random?, server: self.server_random? })
    }

    /// The traffic secret of this side that its next one follows from.
    pub(super) const fn traffic(&mut self, role: Role) -> &mut Option<Traffic> {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }

    /// All keys of TLS 1.2.
    pub(super) fn expand(&mut self, main: &Secret, suite: Suite, randoms: &Randoms, seen: Seen<'_>) {
        self.block = Some(MainSecret::known(suite.hash, main).key_block(suite.aead, randoms, seen));
    }

    /// Those of one side.
    pub(super) fn keys12(&self, role: Role) -> Option<Direction> {
        let (block, suite) = (self.block.as_ref()?, self.suite?);
        let keys = match role {
            Role::Client => &block.client,
            Role::Server => &block.server,
        };
        Some(RecordKeys::tls12(suite.aead, &keys.key, &keys.iv).into())
    }
}
