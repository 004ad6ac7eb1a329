//! What was agreed on, as far as the handshake has come.

use handfast_crypto::kx::Group;
use handfast_handshake::{ClientAuth, EarlyData, Fact, NotResumed, RecordLimits, Side, Suite, Version};
use handfast_wire::code_points::{CertificateCompressionAlgorithm, SignatureScheme};

/// The parameters of a connection; each is known from the moment the handshake settles it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiated {
    /// The version of the protocol.
    pub version: Option<Version>,
    /// The host name that the client asked for (RFC 6066 §3).
    pub server_name: Option<String>,
    /// The cipher suite.
    pub suite: Option<Suite>,
    /// The key exchange group.
    pub group: Option<Group>,
    /// Whether a HelloRetryRequest was needed.
    pub retried: bool,
    /// The application protocol (RFC 7301).
    pub alpn: Option<Vec<u8>>,
    /// How long records may be, if shorter ones were asked for (RFC 8449, RFC 6066 §4).
    pub record_limits: Option<RecordLimits>,
    /// How our chain was compressed, if it was (RFC 8879).
    pub our_compression: Option<CertificateCompressionAlgorithm>,
    /// How the peer's chain was compressed, if it was.
    pub peer_compression: Option<CertificateCompressionAlgorithm>,
    /// Whether the server asked for a client certificate. A client cannot tell `Optional` from `Require`.
    pub client_auth: ClientAuth,
    /// The scheme of our CertificateVerify.
    pub our_scheme: Option<SignatureScheme>,
    /// The scheme of the peer's CertificateVerify.
    pub peer_scheme: Option<SignatureScheme>,
    /// Whether the client sent no certificate when it was asked last.
    pub no_client_certificate: bool,
    /// Whether the client offers to be asked for a certificate after the handshake (RFC 9846 §4.3.6).
    pub post_handshake_auth: bool,
    /// How many requests for a certificate the client has answered after the handshake, with one or with none.
    pub answers: u64,
    /// Which of our identities was shown to this peer, by its place in the configuration.
    pub identity: Option<usize>,
    /// Why we, a client, presented nothing though we were asked.
    pub withheld: Option<Withheld>,
    /// How many session tickets came, or were issued.
    pub tickets: u32,
    /// Whether the connection goes on from a session: nobody showed a certificate, the one of then was judged again.
    pub resumed: bool,
    /// By how many milliseconds the client says that the ticket of its session is older than it is, if by a second or more.
    pub ticket_age_skew: i64,
    /// The identity of the key, shared beforehand, by which both sides know each other: then nobody showed a certificate.
    pub shared_key: Option<Vec<u8>>,
    /// Why a session was not gone on from, though one was offered or could have been.
    pub not_resumed: Option<NotResumed>,
    /// What became of early data, if any was offered (RFC 9846 §4.3.10).
    pub early_data: Option<EarlyData>,
    /// Whether the main secret of TLS 1.2 is bound to its handshake (RFC 7627).
    pub extended_main_secret: bool,
    /// How often the peer wanted a renegotiation of TLS 1.2, which was refused.
    pub renegotiations: u32,
    /// How often the peer updated its keys.
    pub key_updates: u64,
}

/// Why a client that was asked for a certificate presented none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// None is configured.
    NoneConfigured,
    /// None is of the type that was agreed on: a certificate, or a key alone (RFC 7250).
    OtherCertificateType,
    /// No chain leads to an authority that the server names (RFC 9846 §4.3.4).
    OtherAuthorities {
        /// How many it names.
        named: usize,
    },
    /// No certificate has the values in its extensions that the server asks for (`oid_filters`, RFC 9846 §4.3.5).
    OtherValues,
    /// No key makes a signature that the server accepts (RFC 9846 §4.3.3).
    NoCommonScheme,
}

impl Negotiated {
    pub(crate) fn learn(&mut self, fact: Fact) {
        match fact {
            Fact::Version(version) => self.version = Some(version),
            Fact::ExtendedMainSecret => self.extended_main_secret = true,
            Fact::Renegotiation => self.renegotiations = self.renegotiations.saturating_add(1),
            Fact::ServerName(name) => self.server_name = Some(name),
            Fact::Retried => self.retried = true,
            Fact::Suite(suite) => self.suite = Some(suite),
            Fact::Group(group) => self.group = Some(group),
            Fact::Alpn(protocol) => self.alpn = Some(protocol),
            Fact::RecordLimits(limits) => self.record_limits = Some(limits),
            Fact::CertificateCompressed(Side::Read, way) => self.peer_compression = Some(way),
            Fact::CertificateCompressed(Side::Write, way) => self.our_compression = Some(way),
            Fact::ClientAuth(policy) => (self.client_auth, self.no_client_certificate) = (policy, false),
            Fact::OurScheme(scheme) => self.our_scheme = Some(scheme),
            Fact::PeerScheme(scheme) => self.peer_scheme = Some(scheme),
            Fact::PostHandshakeAuth => self.post_handshake_auth = true,
            Fact::Answered(_) => self.answers = self.answers.saturating_add(1),
            Fact::NoClientCertificate => self.no_client_certificate = true,
            Fact::Resumed => self.resumed = true,
            Fact::SharedKey(identity) => self.shared_key = Some(identity),
            Fact::TicketAgeSkew(skew) => self.ticket_age_skew = skew,
            Fact::EarlyData(early_data) => self.early_data = Some(early_data),
            Fact::NotResumed(why) => self.not_resumed = Some(why),
            Fact::Ticket => self.tickets = self.tickets.saturating_add(1),
            Fact::KeyUpdate { .. } => self.key_updates = self.key_updates.saturating_add(1),
        }
    }
}
