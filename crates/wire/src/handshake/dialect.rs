//! What both sides have agreed to speak, as far as the form of their messages depends on it.

use super::Kind;

/// How a message is to be read: the version, and in TLS 1.2 the key exchange, decide the form of a few.
///
/// ClientHello and ServerHello, which decide it, read the same in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// TLS 1.3 (RFC 9846 §4).
    #[default]
    Tls13,
    /// TLS 1.2 with an ephemeral key exchange on a curve (RFC 5246 §7.4, RFC 8422 §5).
    Tls12Ecdhe,
    /// TLS 1.2 with RSA key transport (RFC 5246 §7.4.7.1).
    Tls12Rsa,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 3] = [Self::Tls13, Self::Tls12Ecdhe, Self::Tls12Rsa];

    /// Whether messages of this kind exist in it, and have a form here.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::ClientHello
            | Kind::ServerHello
            | Kind::NewSessionTicket
            | Kind::Certificate
            | Kind::CertificateRequest
            | Kind::CertificateVerify
            | Kind::Finished => true,
            Kind::HelloRetryRequest
            | Kind::EndOfEarlyData
            | Kind::EncryptedExtensions
            | Kind::KeyUpdate
            | Kind::CompressedCertificate => matches!(self, Self::Tls13),
            Kind::HelloRequest
            | Kind::ServerHelloDone
            | Kind::ClientKeyExchange
            | Kind::CertificateStatus => !matches!(self, Self::Tls13),
            Kind::ServerKeyExchange => matches!(self, Self::Tls12Ecdhe),
        }
    }
}
