//! Who we are, whom we trust, and what we offer.

use core::ops::RangeInclusive;
use std::sync::Arc;

use handfast_crypto::hash::{Digest, Hash};
use handfast_handshake::{
    Ask, CertificateType, ClientAuth, EarlyDataPolicy, Psk, Role, Suite, Suite12, Trust, Version,
};
use handfast_path::revocation::Scope;
use handfast_path::{Allow, Anchors, KnownKeys, PathCache, Policy, Revocation};
use handfast_wire::code_points::PskKeyExchangeMode;

use crate::compression::{CertificateCompression, Remembered};
use crate::sessions::{HelloRecord, ServerSessions, SessionCache, SessionStore, TicketKeys};
use crate::{Identity, LiveEvidence};

/// The configuration of any number of connections, of either role. Share it in an [`Arc`].
#[derive(Debug, Clone)]
pub struct Config {
    /// The choices of the protocol: versions, suites, groups, schemes, ALPN.
    pub protocol: handfast_handshake::Config,
    /// Whether a server asks its clients for a certificate.
    pub client_auth: ClientAuth,
    /// Whether the peer's chain must be accepted.
    pub verification: Verification,
    /// What a chain of a server must fulfil, when we are the client.
    pub server_policy: Policy,
    /// What a chain of a client must fulfil, when we are the server.
    pub client_policy: Policy,
    /// What is known of revocation. What of it is asked, the two policies say.
    pub evidence: LiveEvidence,
    /// Which of the peers whose chain is accepted may come in; without rules, all of them. Who may not is refused like
    /// one whose chain is not accepted, with access_denied.
    pub allow: Allow,
    /// Remembers chains that were accepted, for servers that see the same clients again. None by default: it takes memory
    /// and tells by its speed who was here lately, which pays only where many full handshakes come from few clients.
    pub path_cache: Option<Arc<PathCache>>,
    /// By what a server knows sessions again; by default it keeps none.
    pub server_sessions: ServerSessions,
    /// Whether a client that is asked for a certificate, and has identities of which none fits, gives up with
    /// handshake_failure. Otherwise it goes on as nobody, as RFC 9846 §4.5.1.3 has it of a client that has nothing to
    /// show: then it is for the server to refuse it, or to serve it less.
    pub never_anonymous: bool,
    /// Questions that the application answers by itself; all others are answered at once from this configuration.
    pub held: Vec<Ask>,
    /// How many bytes may wait to be sent before nothing more is read or accepted.
    pub max_outgoing: usize,
    /// The longest handshake message to accept, in bytes.
    pub max_message: usize,
    /// The longest fragment to put into one record, in bytes; at most 2^14 (RFC 9846 §5.1).
    pub max_fragment: usize,
    /// How many records one key may protect, if fewer than RFC 9846 §5.5 allows.
    pub max_records: Option<u64>,
    /// Whether an observer may see secrets. For study, key logs and debugging.
    pub reveal_secrets: bool,
    identities: Vec<Identity>,
    anchors: Arc<Anchors>,
    server_keys: KnownKeys,
    client_keys: KnownKeys,
    shared_keys: Vec<Psk>,
    authorities: Arc<[Vec<u8>]>,
    session_store: Option<Arc<dyn SessionStore>>,
    hello_record: Option<Arc<HelloRecord>>,
    /// What tells our identities from all others.
    we: Digest,
}

/// What becomes of a server's chain that is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Verification {
    /// It is refused.
    #[default]
    Required,
    /// The connection goes on with an unverified peer. CertificateVerify is still checked. **For experiments**: anyone
    /// can stand in for the server.
    ReportOnly,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            protocol: handfast_handshake::Config::default(),
            client_auth: ClientAuth::None,
            verification: Verification::Required,
            server_policy: Policy::tls_server(),
            client_policy: Policy::tls_client(),
            evidence: LiveEvidence::default(),
            allow: Allow::new(),
            path_cache: None,
            server_sessions: ServerSessions::none(),
            never_anonymous: false,
            held: Vec::new(),
            max_outgoing: 128 * 1024,
            max_message: handfast_record::MAX_MESSAGE,
            max_fragment: handfast_wire::record::MAX_PLAINTEXT,
            max_records: None,
            reveal_secrets: false,
            identities: Vec::new(),
            anchors: Arc::new(Anchors::default()),
            server_keys: KnownKeys::new(),
            client_keys: KnownKeys::new(),
            shared_keys: Vec::new(),
            authorities: Arc::new([]),
            session_store: None,
            hello_record: None,
            we: Hash::Sha256.digest(&[]),
        }
    }
}

impl Config {
    /// The defaults: TLS 1.2 and TLS 1.3, no identity, nobody trusted.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an identity. The first is the default one; the others are chosen by server name, by the authorities that
    /// the peer names, and by signature scheme.
    #[must_use]
    pub fn with_identity(mut self, identity: Identity) -> Self {
        let index = self.identities.len();
        let leaf = identity.chain().first().map_or(&[][..], Vec::as_slice);
        self.we = Hash::Sha256.digest(&[self.we.as_ref(), leaf]);
        self.identities.push(identity.numbered(index));
        self.with_certificate_types()
    }

    /// Whom to trust.
    #[must_use]
    pub fn with_anchors(mut self, anchors: Anchors) -> Self {
        self.authorities = anchors.names().map(<[u8]>::to_vec).collect();
        self.anchors = Arc::new(anchors);
        self.with_certificate_types()
    }

    /// Which servers may show a key alone in the place of a certificate (RFC 7250), when we are the client; they stand
    /// beside the anchors, if there are any. Whoever has one of these keys is taken for every server that is asked for:
    /// a key has no name.
    #[must_use]
    pub fn with_server_keys(mut self, keys: KnownKeys) -> Self {
        self.server_keys = keys;
        self.with_certificate_types()
    }

    /// Which clients may show a key alone, when we are the server and ask for certificates.
    #[must_use]
    pub fn with_client_keys(mut self, keys: KnownKeys) -> Self {
        self.client_keys = keys;
        self.with_certificate_types()
    }

    /// Adds a key that a peer shares with us, and no certificate is needed with it (TLS 1.3 alone, RFC 9846 §2.2). A client
    /// offers all that it has; a server takes the first of its own that is offered and goes with the cipher suite. Where a server requires certificates, a client that
    /// has such a key is asked for one all the same, unless
    /// [`with_shared_keys_sufficing`](Self::with_shared_keys_sufficing) says otherwise.
    ///
    /// A server with more keys than it wants to hold here, or a client with one for each server, holds the question
    /// [`Ask::Session`] and answers it with a [`Session`](crate::Session) made from a [`Psk`].
    #[must_use]
    pub fn with_shared_key(mut self, key: Psk) -> Self {
        self.shared_keys.push(key);
        self.protocol.shared_keys = true;
        self
    }

    /// Adds several: those that are imported from one key for the hashes of all cipher suites ([`Psk::import_all`]).
    #[must_use]
    pub fn with_shared_keys(self, keys: impl IntoIterator<Item = Psk>) -> Self {
        keys.into_iter().fold(self, Self::with_shared_key)
    }

    /// Has a client take nothing but a key that was shared beforehand: no certificate, and so no TLS 1.2. A server that
    /// does not know the key is refused. (A server without an identity takes nothing else, anyhow.)
    #[must_use]
    pub fn with_shared_keys_alone(mut self) -> Self {
        self.protocol.suites12.clear();
        self.protocol.schemes.clear();
        self.protocol.certificate_schemes.clear();
        self
    }

    /// Lets clients in that have a key which was shared beforehand, also where certificates are required.
    #[must_use]
    pub const fn with_shared_keys_sufficing(mut self) -> Self {
        self.protocol.shared_key_suffices = true;
        self
    }

    /// Has a server that has both show its certificate, where the client takes it, rather than go on from a key that was
    /// shared beforehand. By default the key goes first.
    #[must_use]
    pub const fn with_certificates_preferred(mut self) -> Self {
        self.protocol.certificates_preferred = true;
        self
    }

    /// Lets pre-shared keys, and sessions, do without a key exchange (psk_ke, RFC 9846 §4.3.9), if the other side does no
    /// better. **Without forward secrecy**: whoever gets the key later reads every recording.
    #[must_use]
    pub fn with_psk_ke(mut self) -> Self {
        if !self.protocol.psk_modes.contains(&PskKeyExchangeMode::PSK_KE) {
            self.protocol.psk_modes.push(PskKeyExchangeMode::PSK_KE);
        }
        self
    }

    /// What we can show and judge is what we say that we can.
    fn with_certificate_types(mut self) -> Self {
        let mut own = Vec::new();
        for shown in self.identities.iter().map(Identity::certificate_type) {
            if !own.contains(&shown) {
                own.push(shown);
            }
        }
        self.protocol.own_certificate_types = if own.is_empty() { vec![CertificateType::X509] } else { own };
        self.protocol.server_certificate_types = judged(&self.anchors, &self.server_keys);
        self.protocol.client_certificate_types = judged(&self.anchors, &self.client_keys);
        self
    }

    /// Whether a server asks its clients for a certificate, and insists.
    #[must_use]
    pub const fn with_client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.client_auth = client_auth;
        self
    }

    /// By which CRLs and OCSP responses certificates are judged. They are asked only by a policy that says so:
    /// [`with_revocation`](Self::with_revocation).
    #[must_use]
    pub fn with_evidence(mut self, evidence: LiveEvidence) -> Self {
        self.evidence = evidence;
        self
    }

    /// Whose revocation is asked about, of servers and of clients, and what happens if nobody can say. Peers are asked
    /// to staple an OCSP response (`status_request`, RFC 9846 §4.5.1.1), which is judged beside what
    /// [`with_evidence`](Self::with_evidence) says.
    #[must_use]
    pub fn with_revocation(mut self, demand: Revocation) -> Self {
        self.protocol.asks_status = demand.scope() != Scope::Off;
        self.server_policy = self.server_policy.revocation(demand);
        self.client_policy = self.client_policy.revocation(demand);
        self
    }

    /// Which peers may come in, of those whose chain is accepted.
    #[must_use]
    pub fn with_allow(mut self, allow: Allow) -> Self {
        self.allow = allow;
        self
    }

    /// Remembers so many chains that were accepted: see [`PathCache`].
    #[must_use]
    pub fn with_path_cache(mut self, capacity: usize) -> Self {
        self.path_cache = Some(Arc::new(PathCache::new(capacity)));
        self
    }

    /// Lets clients of ours, when we are the server, come back with a ticket that is sealed with these keys (RFC 9846
    /// §4.7.1, RFC 5077). What they were let in under is judged again each time: their certificates, by today's anchors,
    /// policy and evidence, the server name, and whether we ask for certificates at all.
    #[must_use]
    pub fn with_tickets(mut self, keys: TicketKeys) -> Self {
        self.server_sessions.keys = Some(keys);
        self.protocol.tickets.get_or_insert_default();
        self
    }

    /// The same, with sessions that are kept here: those of clients of TLS 1.2 that take no tickets, by session id (RFC 5246
    /// §F.1.4); and those of all others, if there are no keys to seal tickets with: then a ticket is a number, and good for
    /// one connection.
    #[must_use]
    pub fn with_session_cache(mut self, cache: Arc<SessionCache>) -> Self {
        self.server_sessions.cache = Some(cache);
        let tickets = self.protocol.tickets.get_or_insert_default();
        self.protocol.session_ids = Some(tickets.lifetime);
        self
    }

    /// Lets us, when we are the client, come back with what a server gave us, which is kept here. The server's
    /// certificates are judged again each time, before anything is offered. Sessions are kept apart by the identities of this
    /// configuration; where it does not know them, or several users share them, by
    /// [`Connection::on_behalf_of`](crate::Connection::on_behalf_of).
    #[must_use]
    pub fn with_session_store(mut self, store: Arc<dyn SessionStore>) -> Self {
        self.session_store = Some(store);
        self.protocol.sessions = true;
        self
    }

    /// Lets us, when we are the client, send early data under sessions that allow it ([`crate::Connection::send_early`]).
    /// **Whatever is sent early, an attacker can send again**: only what does no harm when it is done twice may be said so
    /// (RFC 9846 §F.5).
    #[must_use]
    pub const fn with_early_data_offered(mut self) -> Self {
        self.protocol.early_data = true;
        self
    }

    /// Lets us, when we are the server, take so many bytes of early data from clients that come back with a ticket, if it
    /// was made with the same suite, protocol and server name, if its client is still welcome, and if it is known that the
    /// ClientHello did not come before. It comes apart from all other data ([`crate::Connection::early_data`]). Without
    /// tickets it does nothing.
    #[must_use]
    pub fn with_early_data_taken(mut self, most: u32, record: Arc<HelloRecord>) -> Self {
        let policy = EarlyDataPolicy { most, window: EarlyDataPolicy::WINDOW };
        self.protocol.tickets.get_or_insert_default().early_data = Some(policy);
        self.hello_record = Some(record);
        self
    }

    /// Application protocols in order of preference (RFC 7301), for example `["h2", "http/1.1"]`.
    #[must_use]
    pub fn with_alpn<P: AsRef<[u8]>>(mut self, protocols: impl IntoIterator<Item = P>) -> Self {
        self.protocol.alpn = protocols.into_iter().map(|protocol| protocol.as_ref().to_vec()).collect();
        self
    }

    /// Which names a server sends in `certificate_authorities`, in DER (RFC 9846 §4.3.4). By default those of the
    /// anchors; an empty list leaves the extension out, for the day when the names are too many.
    #[must_use]
    pub fn with_authorities(mut self, names: impl IntoIterator<Item = Vec<u8>>) -> Self {
        self.authorities = names.into_iter().collect();
        self
    }

    /// Offers servers of TLS 1.3 to ask for our certificate after the handshake, when it turns out to be needed
    /// (RFC 9846 §4.7.2). Off by default: a client that offers it must be ready for it at any time.
    #[must_use]
    pub const fn with_post_handshake_auth(mut self) -> Self {
        self.protocol.post_handshake_auth = true;
        self
    }

    /// The longest record to take, in bytes of its plaintext (`record_size_limit`, RFC 8449). A client asks its server to
    /// keep to it; a server says so to clients that ask what it takes. In TLS 1.3 the content type and the padding count.
    /// Limits below 64 are 64, and those beyond what the version has are the most that it has.
    #[must_use]
    pub const fn with_record_size_limit(mut self, bytes: u16) -> Self {
        self.protocol.record_size_limit = Some(bytes);
        self
    }

    /// Compresses our certificates for peers that undo it, and undoes what peers compress, in TLS 1.3, in these ways, the
    /// best first ([`compression::all`](crate::compression::all) for example). Off by default. Compressed chains are
    /// remembered, and what a peer compresses may be as long as [`Config::max_message`] says.
    #[must_use]
    pub fn with_certificate_compression(
        mut self,
        ways: impl IntoIterator<Item = Arc<dyn CertificateCompression>>,
    ) -> Self {
        let remembered = |way| Arc::new(Remembered::new(way)) as Arc<dyn CertificateCompression>;
        self.protocol.certificate_compression = ways.into_iter().map(remembered).collect();
        self
    }

    /// Speaks P-521 too: the group, after all others, and ECDSA with SHA-512. Off by default: it is computed in plain Rust,
    /// several times slower than the other curves, and protects nothing that they do not. Certificates may be signed on
    /// P-521 anyhow.
    #[must_use]
    pub fn with_p521(mut self) -> Self {
        self.protocol.add_p521();
        self
    }

    /// Says values that mean nothing among those that do (GREASE, RFC 8701), other ones in each connection: a peer that cannot
    /// ignore what it does not know fails now, and not when something new comes. A client does so in its hello, a server in
    /// CertificateRequest and NewSessionTicket of TLS 1.3. Off by default, so that a hello says what is spoken and nothing
    /// else.
    #[must_use]
    pub const fn with_grease(mut self) -> Self {
        self.protocol.grease = true;
        self
    }

    /// Lets a client say its extensions in another order in each connection, as browsers do (RFC 9846 §4.3 leaves it open but
    /// for pre_shared_key, which is last), so that servers do not come to rely on one. Off by default, so that hellos can be
    /// compared.
    #[must_use]
    pub const fn with_permuted_extensions(mut self) -> Self {
        self.protocol.permutes_extensions = true;
        self
    }

    /// The versions to speak, for example `Version::Tls13..=Version::Tls13`. By default both are spoken.
    #[must_use]
    pub fn with_versions(mut self, versions: RangeInclusive<Version>) -> Self {
        let protocol = &mut self.protocol;
        protocol.suites = if versions.contains(&Version::Tls13) { Suite::TLS13.to_vec() } else { Vec::new() };
        protocol.suites12 =
            if versions.contains(&Version::Tls12) { Suite12::ECDHE.to_vec() } else { Vec::new() };
        self
    }

    /// Lets TLS 1.2, if it is spoken, fall back on RSA key transport (RFC 5246 §7.4.7.1). **For study**: it has no
    /// forward secrecy, so whoever gets the server's key later reads every recording; and it has been broken again and
    /// again through what servers let be seen of a decryption (Bleichenbacher's attack). A server needs an identity that
    /// decrypts: an RSA key, and keyEncipherment if its certificate has keyUsage at all (RFC 5246 §7.4.2).
    #[must_use]
    pub fn with_legacy_rsa_key_transport(mut self) -> Self {
        if self.protocol.speaks(Version::Tls12) {
            self.protocol.suites12.extend(Suite12::RSA);
        }
        self
    }

    /// Our identities.
    #[must_use]
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// Whom we trust.
    #[must_use]
    pub fn anchors(&self) -> &Anchors {
        &self.anchors
    }

    /// Which keys a peer of this role may show alone.
    #[must_use]
    pub const fn known_keys(&self, peer: Role) -> &KnownKeys {
        match peer {
            Role::Server => &self.server_keys,
            Role::Client => &self.client_keys,
        }
    }

    /// The keys that were shared beforehand.
    #[must_use]
    pub fn shared_keys(&self) -> &[Psk] {
        &self.shared_keys
    }

    pub(crate) fn session_store(&self) -> Option<&dyn SessionStore> {
        self.session_store.as_deref()
    }

    pub(crate) fn hello_record(&self) -> Option<&HelloRecord> {
        self.hello_record.as_deref()
    }

    /// What tells our identities from all others.
    pub(crate) const fn we(&self) -> &Digest {
        &self.we
    }

    /// What tells the clients that we trust from all others.
    pub(crate) fn trust(&self) -> Trust {
        let anchors = self.anchors.fingerprint();
        let both = match self.client_keys.fingerprint() {
            None => anchors,
            Some(keys) => {
                let anchors = anchors.as_ref().map_or(&[][..], AsRef::as_ref);
                Some(Hash::Sha256.digest(&[keys.as_ref(), anchors]))
            }
        };
        both.and_then(|digest| digest.as_ref().try_into().ok()).unwrap_or_default()
    }

    pub(crate) fn authorities(&self) -> Arc<[Vec<u8>]> {
        Arc::clone(&self.authorities)
    }
}

/// What peers may show that are judged by these: a certificate, unless keys alone are trusted.
fn judged(anchors: &Anchors, keys: &KnownKeys) -> Vec<CertificateType> {
    let by_certificate = !anchors.is_empty() || keys.is_empty();
    let by_key = !keys.is_empty();
    let types = [(by_key, CertificateType::RawPublicKey), (by_certificate, CertificateType::X509)];
    types.into_iter().filter_map(|(may, one)| may.then_some(one)).collect()
}
