//! What a machine offers and accepts: the choices of the protocol, with no certificate and no key among them.

use handfast_crypto::kx::Group;
use handfast_crypto::public_key::PublicKey;
use handfast_crypto::verify::{SignatureAlgorithm, VerifyFailed, verify};
use handfast_wire::code_points::{ExtensionType, SignatureScheme};

use crate::{Scheme, Suite};

/// The protocol's side of a configuration. Lists are in order of preference.
#[derive(Debug, Clone)]
pub struct Config {
    /// Cipher suites to offer or accept.
    pub suites: Vec<Suite>,
    /// Groups to offer or accept.
    pub groups: Vec<Group>,
    /// Groups for which a client sends a share at once. Those that `groups` does not have are left out, and the
    /// order is that of `groups` (RFC 9846 §4.3.8).
    pub shares: Vec<Group>,
    /// Schemes that the peer may sign its CertificateVerify with (`signature_algorithms`, RFC 9846 §4.3.3).
    pub schemes: Vec<SignatureScheme>,
    /// Schemes that the certificates of the peer may be signed with (`signature_algorithms_cert`, RFC 9846 §4.3.3);
    /// an empty list leaves the extension out, and `schemes` holds for certificates too.
    pub certificate_schemes: Vec<SignatureScheme>,
    /// Application protocols (RFC 7301); an empty list leaves the extension out.
    pub alpn: Vec<Vec<u8>>,
    /// Names of authorities, in DER, that a client tells the server it trusts (`certificate_authorities`,
    /// RFC 9846 §4.3.4); an empty list leaves the extension out.
    pub authorities: Vec<Vec<u8>>,
    /// Middlebox compatibility mode (RFC 9846 §E.4): a client sends a session id of 32 bytes and a dummy
    /// ChangeCipherSpec. A server does as its client does, whatever stands here.
    pub compatibility: bool,
    /// A cookie that a server puts into its HelloRetryRequest (RFC 9846 §4.3.2). A server that keeps its state needs
    /// none; it serves to see whether a client returns it.
    pub retry_cookie: Option<Vec<u8>>,
    /// Extensions that a tamper adds to the client's hello. What a server answers to them in EncryptedExtensions was
    /// asked for, if not by us, and is ignored instead of refused. Empty, except where recorded hellos are replayed.
    pub also_offered: Vec<ExtensionType>,
    /// What verifies the signature of CertificateVerify: [`verify`], unless a test replays signatures of keys that are
    /// too short to be accepted.
    pub verifier: Verifier,
}

/// Checks a signature: algorithm, key, message, signature.
pub type Verifier = fn(SignatureAlgorithm, &PublicKey, &[u8], &[u8]) -> Result<(), VerifyFailed>;

impl Default for Config {
    fn default() -> Self {
        let schemes: Vec<_> = Scheme::TLS13.iter().map(|scheme| scheme.code).collect();
        Self {
            suites: Suite::TLS13.to_vec(),
            groups: vec![Group::X25519MlKem768, Group::X25519, Group::Secp256r1, Group::Secp384r1],
            shares: vec![Group::X25519MlKem768, Group::X25519],
            certificate_schemes: [&schemes[..], &Scheme::CERTIFICATES_ONLY].concat(),
            schemes,
            alpn: Vec::new(),
            authorities: Vec::new(),
            compatibility: true,
            retry_cookie: None,
            also_offered: Vec::new(),
            verifier: verify,
        }
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
