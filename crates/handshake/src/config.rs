//! What a machine offers and accepts: the choices of the protocol, with no certificate and no key among them.

use std::sync::Arc;

use handfast_crypto::kx::Group;
use handfast_crypto::public_key::PublicKey;
use handfast_crypto::verify::{SignatureAlgorithm, VerifyFailed, verify};
use handfast_wire::code_points::{ExtensionType, MaxFragmentLength, PskKeyExchangeMode, SignatureScheme};

use crate::scheme::{is_known, is_tls13};
use crate::{
    CertificateCompression, CertificateType, EarlyDataPolicy, Local, Scheme, Suite, Suite12, Version,
};

/// The protocol's side of a configuration. Lists are in order of preference. By default both versions are spoken.
#[derive(Debug, Clone)]
pub struct Config {
    /// Cipher suites of TLS 1.3 to offer or accept; without one, TLS 1.3 is not spoken.
    pub suites: Vec<Suite>,
    /// Cipher suites of TLS 1.2 to offer or accept; without one, TLS 1.2 is not spoken. The suites of RSA key transport
    /// ([`Suite12::RSA`]) are for study: they have no forward secrecy.
    pub suites12: Vec<Suite12>,
    /// Groups to offer or accept.
    pub groups: Vec<Group>,
    /// Groups for which a client sends a share at once. Those that `groups` does not have are left out, and the
    /// order is that of `groups` (RFC 9846 §4.3.8).
    pub shares: Vec<Group>,
    /// Schemes that the peer may sign the handshake with (`signature_algorithms`, RFC 9846 §4.3.3). Those of TLS 1.2
    /// alone are offered if TLS 1.2 is spoken. A client without any takes no certificate: its server has to have a key that
    /// was shared beforehand.
    pub schemes: Vec<SignatureScheme>,
    /// Schemes that the certificates of the peer may be signed with (`signature_algorithms_cert`, RFC 9846 §4.3.3);
    /// an empty list leaves the extension out, and `schemes` holds for certificates too.
    pub certificate_schemes: Vec<SignatureScheme>,
    /// What our certificates may be (`client_certificate_type` of a client, RFC 7250 §4.1): of what type the identities
    /// are that may be answered. X.509 alone is not said.
    pub own_certificate_types: Vec<CertificateType>,
    /// What the certificates of servers may be, for a client: what somebody is there to judge (`server_certificate_type`).
    /// X.509 alone is not said.
    pub server_certificate_types: Vec<CertificateType>,
    /// What the certificates of clients may be, for a server: it chooses its first that the client can show.
    pub client_certificate_types: Vec<CertificateType>,
    /// Application protocols (RFC 7301); an empty list leaves the extension out.
    pub alpn: Vec<Vec<u8>>,
    /// Names of authorities, in DER, that a client tells the server it trusts (`certificate_authorities`,
    /// RFC 9846 §4.3.4); an empty list leaves the extension out.
    pub authorities: Vec<Vec<u8>>,
    /// Whether a server says that it heeded the name that it was asked for (RFC 6066 §3), in a full handshake. Off, for one
    /// that is the same under every name.
    pub acknowledges_name: bool,
    /// Middlebox compatibility mode (RFC 9846 §E.4): a client sends a session id of 32 bytes and a dummy
    /// ChangeCipherSpec, a server a dummy ChangeCipherSpec. To a client that sends a session id a server must send it,
    /// whatever stands here.
    pub compatibility: bool,
    /// A cookie that a server puts into its HelloRetryRequest (RFC 9846 §4.3.2). A server that keeps its state needs
    /// none; it serves to see whether a client returns it.
    pub retry_cookie: Option<Vec<u8>>,
    /// Whether a client asks for sessions to offer, and keeps those that it is given.
    pub sessions: bool,
    /// Whether a client offers early data with sessions that allow it (RFC 9846 §4.3.10). Off by default: an attacker can
    /// replay it, and only the application knows what that does.
    pub early_data: bool,
    /// What a server issues, if it goes on from sessions at all.
    pub tickets: Option<Tickets>,
    /// For how long a server of TLS 1.2 goes on from a session that it keeps itself and calls by an id, in seconds, if it
    /// does at all: a day at most, says RFC 5246 §F.1.4. Clients that take tickets get one instead, if any are issued.
    pub session_ids: Option<u32>,
    /// Whether there are keys that both sides share beforehand (RFC 9846 §2.2): a client asks for one to offer, and a server
    /// whether it knows one that is offered.
    pub shared_keys: bool,
    /// How a pre-shared key may be used (`psk_key_exchange_modes`, RFC 9846 §4.3.9): with a new key exchange, so that
    /// whoever gets hold of a key later cannot read what was said. With `psk_ke` among them it may do without, where the
    /// other side wants it so: **without forward secrecy**.
    pub psk_modes: Vec<PskKeyExchangeMode>,
    /// Whether a client that has a key which was shared beforehand is let in though a certificate is required.
    pub shared_key_suffices: bool,
    /// Whether a server with a certificate that the client takes shows it, though the client has a key which was shared
    /// beforehand.
    pub certificates_preferred: bool,
    /// Whether the peer is asked for an OCSP response beside its certificate (`status_request`, RFC 9846 §4.5.1.1): a client
    /// does so in its hello, a server of TLS 1.3 in its CertificateRequest.
    pub asks_status: bool,
    /// Whether the peer is asked, in the same places, for timestamps of certificate transparency logs
    /// (`signed_certificate_timestamp`, RFC 6962 §3.3.1). They are handed on, and not judged.
    pub asks_timestamps: bool,
    /// Whether a client offers to show a certificate after the handshake, when the server asks for it
    /// (`post_handshake_auth`, RFC 9846 §4.3.6). Nothing of it in TLS 1.2, where this was renegotiation.
    pub post_handshake_auth: bool,
    /// The longest record to take from the peer, in bytes of its plaintext, in TLS 1.3 with content type and padding
    /// (`record_size_limit`, RFC 8449): 64 at least. A client offers the extension if it is given; a server answers
    /// whoever offers it, with this or with the most that the version has, and keeps to what the client takes.
    pub record_size_limit: Option<u16>,
    /// The length of fragments that a client asks for, in both directions (`max_fragment_length`, RFC 6066 §4), for
    /// servers that do not know `record_size_limit`. A server grants it to whoever asks.
    pub max_fragment_length: Option<MaxFragmentLength>,
    /// How Certificate messages may be compressed, the best first (RFC 8879): what we compress with, and what we undo. Empty
    /// by default. TLS 1.2 has nothing of it.
    pub certificate_compression: Vec<Arc<dyn CertificateCompression>>,
    /// Whether values that mean nothing are said among those that do (GREASE, RFC 8701): by a client in its hello, by a server
    /// of TLS 1.3 in CertificateRequest and NewSessionTicket. Off by default: without them a hello says what its sender
    /// speaks and nothing else, which is what a reader wants to see, and what recorded sessions are compared with.
    pub grease: bool,
    /// Whether a client says its extensions in another order in each connection (RFC 9846 §4.3 leaves it open), so that
    /// servers do not come to rely on one. Off by default, for the same reason.
    pub permutes_extensions: bool,
    /// Extensions that a tamper adds to the client's hello. What a server answers to them in EncryptedExtensions was
    /// asked for, if not by us, and is ignored instead of refused. Empty, except where recorded hellos are replayed.
    pub also_offered: Vec<ExtensionType>,
    /// What verifies the signature of CertificateVerify: [`verify`], unless a test replays signatures of keys that are
    /// too short to be accepted.
    pub verifier: Verifier,
}

/// What a server of TLS 1.3 issues after the handshake (RFC 9846 §4.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tickets {
    /// How many after a full handshake; after one that was resumed it is one, in the place of the one that was used.
    pub number: u8,
    /// For how long they are good, in seconds; at most seven days, whatever stands here.
    pub lifetime: u32,
    /// Whether early data is taken under them, and how much (RFC 9846 §4.3.10). None by default.
    pub early_data: Option<EarlyDataPolicy>,
}

impl Default for Tickets {
    fn default() -> Self {
        Self { number: 2, lifetime: 12 * 60 * 60, early_data: None }
    }
}

/// Checks a signature: algorithm, key, message, signature.
pub type Verifier = fn(SignatureAlgorithm, &PublicKey, &[u8], &[u8]) -> Result<(), VerifyFailed>;

impl Default for Config {
    fn default() -> Self {
        let schemes: Vec<_> = Scheme::usual().map(|scheme| scheme.code).collect();
        Self {
            suites: Suite::TLS13.to_vec(),
            suites12: Suite12::ECDHE.to_vec(),
            groups: vec![Group::X25519MlKem768, Group::X25519, Group::Secp256r1, Group::Secp384r1],
            shares: vec![Group::X25519MlKem768, Group::X25519],
            certificate_schemes: schemes.clone(),
            schemes,
            own_certificate_types: vec![CertificateType::X509],
            server_certificate_types: vec![CertificateType::X509],
            client_certificate_types: vec![CertificateType::X509],
            alpn: Vec::new(),
            authorities: Vec::new(),
            acknowledges_name: true,
            compatibility: true,
            retry_cookie: None,
            sessions: false,
            early_data: false,
            tickets: None,
            session_ids: None,
            shared_keys: false,
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE],
            shared_key_suffices: false,
            certificates_preferred: false,
            asks_status: false,
            asks_timestamps: false,
            post_handshake_auth: false,
            record_size_limit: None,
            max_fragment_length: None,
            certificate_compression: Vec::new(),
            grease: false,
            permutes_extensions: false,
            also_offered: Vec::new(),
            verifier: |algorithm, key, content, signature| verify(algorithm, key, content, signature),
        }
    }
}

impl Config {
    /// The versions that are spoken, the best first.
    pub fn versions(&self) -> impl Iterator<Item = Version> + Clone + use<> {
        let tls13 = (!self.suites.is_empty()).then_some(Version::Tls13);
        let tls12 = (!self.suites12.is_empty()).then_some(Version::Tls12);
        tls13.into_iter().chain(tls12)
    }

    /// The suites of a version.
    pub(crate) fn suites_of(&self, version: Version) -> impl Iterator<Item = Suite> {
        let (tls13, tls12) = match version {
            Version::Tls13 => (&self.suites[..], &[][..]),
            Version::Tls12 => (&[][..], &self.suites12[..]),
        };
        tls13.iter().copied().chain(tls12.iter().map(|suite| suite.suite))
    }

    /// Whether a peer may prove itself with a certificate.
    pub(crate) const fn takes_certificates(&self) -> bool {
        !self.schemes.is_empty()
    }

    /// Application protocols have names of 1 to 255 bytes (RFC 7301 §3.1).
    pub(crate) fn check_protocols(&self) -> Result<(), Local> {
        let named = |protocol: &Vec<u8>| (1..=0xff).contains(&protocol.len());
        if self.alpn.iter().all(named) { Ok(()) } else { Err(Local::ProtocolName) }
    }

    /// Whether a pre-shared key may do without a key exchange.
    pub(crate) fn takes_psk_ke(&self) -> bool {
        self.psk_modes.contains(&PskKeyExchangeMode::PSK_KE)
    }

    /// Speaks P-521 too, for key exchange and signatures, where there is nothing better in common.
    pub fn add_p521(&mut self) {
        fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
            if !list.contains(&value) {
                list.push(value);
            }
        }
        add(&mut self.groups, Group::Secp521r1);
        add(&mut self.schemes, SignatureScheme::ECDSA_SECP521R1_SHA512);
        add(&mut self.certificate_schemes, SignatureScheme::ECDSA_SECP521R1_SHA512);
    }

    /// Whether this version is spoken.
    #[must_use]
    pub const fn speaks(&self, version: Version) -> bool {
        match version {
            Version::Tls12 => !self.suites12.is_empty(),
            Version::Tls13 => !self.suites.is_empty(),
        }
    }

    /// The schemes that a peer may sign the handshake with in this version. What cannot be verified is not among them,
    /// whatever is configured.
    pub(crate) fn schemes_in(&self, version: Version) -> Vec<SignatureScheme> {
        let mut schemes = self.schemes.clone();
        schemes.retain(|code| match version {
            Version::Tls12 => is_known(*code),
            Version::Tls13 => is_tls13(*code),
        });
        schemes
    }

    /// The schemes of all versions that are spoken: RFC 9846 §4.3.3 lets RSASSA-PKCS1-v1_5 stand in the list of those that
    /// speak TLS 1.2, too.
    pub(crate) fn schemes_offered(&self) -> Vec<SignatureScheme> {
        self.schemes_in(if self.speaks(Version::Tls12) { Version::Tls12 } else { Version::Tls13 })
    }
}

/// Whether a server asks its clients for a certificate (RFC 9846 §4.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClientAuth {
    /// No CertificateRequest is sent.
    #[default]
    None,
    /// A certificate is asked for; a client without one, or with one that is not accepted, is served as nobody.
    Optional,
    /// A certificate is asked for, and without a good one there is no connection.
    Require,
}
