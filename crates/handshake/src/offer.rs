//! What the peer said that outlives its message: owned, because a question may stay open for long.

use handfast_wire::code_points::SignatureScheme;
use handfast_wire::ext::Extensions;

/// What a ClientHello says to those who choose the server's identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelloFacts {
    /// The host name it asks for (RFC 6066 §3), in lower case, without a trailing dot.
    pub server_name: Option<String>,
    /// What its sender verifies.
    pub accepts: Accepts,
}

/// What a CertificateRequest says to those who choose the client's identity.
pub type RequestFacts = Accepts;

/// Which certificates and signatures the peer accepts (RFC 9846 §4.3.3, §4.3.4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepts {
    /// Schemes for CertificateVerify, in the peer's order.
    pub schemes: Vec<SignatureScheme>,
    /// Schemes for the signatures in certificates; `None` if the peer makes no difference.
    pub certificate_schemes: Option<Vec<SignatureScheme>>,
    /// Names of authorities in DER; empty if the peer named none.
    pub authorities: Vec<Vec<u8>>,
}

impl Accepts {
    pub(crate) fn of(extensions: &Extensions<'_>) -> Self {
        let names = extensions.certificate_authorities();
        Self {
            schemes: extensions.signature_algorithms().map(|list| list.iter().collect()).unwrap_or_default(),
            certificate_schemes: extensions.signature_algorithms_cert().map(|list| list.iter().collect()),
            authorities: names.iter().flat_map(|names| names.iter()).map(|name| name.0.to_vec()).collect(),
        }
    }
}
