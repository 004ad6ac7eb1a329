//! The cipher suites of TLS 1.2: those of TLS 1.3, each with a way to agree on the premaster secret (RFC 5246 §7.4.2).

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::Hash;
use handfast_wire::Dialect;
use handfast_wire::code_points::CipherSuite;

use crate::suite::Suite;

/// How the premaster secret comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// Ephemeral Diffie-Hellman on a curve, signed with an ECDSA or Ed25519 key (RFC 8422 §2.1).
    EcdheEcdsa,
    /// Ephemeral Diffie-Hellman on a curve, signed with an RSA key (RFC 8422 §2.2).
    EcdheRsa,
    /// The client encrypts it with the server's RSA key (RFC 5246 §7.4.7.1): no forward secrecy, so only where the
    /// configuration asks for it.
    Rsa,
}

/// A cipher suite of TLS 1.2 that this stack speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suite12 {
    /// Code point, AEAD, and the hash of PRF and Finished.
    pub suite: Suite,
    /// How the premaster secret comes about.
    pub agreement: Agreement,
}

impl Agreement {
    /// How the messages read then.
    #[must_use]
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::EcdheEcdsa | Self::EcdheRsa => Dialect::Tls12Ecdhe,
            Self::Rsa => Dialect::Tls12Rsa,
        }
    }
}

impl Suite12 {
    /// The suites with forward secrecy, in the default order of preference (RFC 9325 §4.2).
    pub const ECDHE: [Self; 6] = [
        Self::new(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, Agreement::EcdheEcdsa, AES_128),
        Self::new(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, Agreement::EcdheRsa, AES_128),
        Self::new(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, Agreement::EcdheEcdsa, AES_256),
        Self::new(CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, Agreement::EcdheRsa, AES_256),
        Self::new(
            CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            Agreement::EcdheEcdsa,
            CHACHA20,
        ),
        Self::new(CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, Agreement::EcdheRsa, CHACHA20),
    ];

    /// The suites of RSA key transport, which come after all others where they are allowed at all.
    pub const RSA: [Self; 2] = [
        Self::new(CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256, Agreement::Rsa, AES_128),
        Self::new(CipherSuite::TLS_RSA_WITH_AES_256_GCM_SHA384, Agreement::Rsa, AES_256),
    ];

    const fn new(code: CipherSuite, agreement: Agreement, (aead, hash): (Aead, Hash)) -> Self {
        Self { suite: Suite { code, aead, hash }, agreement }
    }

    /// The suite behind a code point, or `None` if this stack does not speak it in TLS 1.2.
    #[must_use]
    pub fn of(code: CipherSuite) -> Option<Self> {
        Self::ECDHE.iter().chain(&Self::RSA).copied().find(|known| known.suite.code == code)
    }
}

const AES_128: (Aead, Hash) = (Aead::Aes128Gcm, Hash::Sha256);
const AES_256: (Aead, Hash) = (Aead::Aes256Gcm, Hash::Sha384);
const CHACHA20: (Aead, Hash) = (Aead::ChaCha20Poly1305, Hash::Sha256);

#[cfg(test)]
mod tests {
    use super::*;

    /// The names say what the rows say.
    #[test]
    fn as_named() {
        for row in Suite12::ECDHE.iter().chain(&Suite12::RSA) {
            let agreement = match row.agreement {
                Agreement::EcdheEcdsa => "ECDHE_ECDSA",
                Agreement::EcdheRsa => "ECDHE_RSA",
                Agreement::Rsa => "RSA",
            };
            let aead = match row.suite.aead {
                Aead::Aes128Gcm => "AES_128_GCM",
                Aead::Aes256Gcm => "AES_256_GCM",
                Aead::ChaCha20Poly1305 => "CHACHA20_POLY1305",
            };
            let hash = format!("{:?}", row.suite.hash).to_uppercase();
            assert_eq!(row.suite.code.to_string(), format!("TLS_{agreement}_WITH_{aead}_{hash}"));
            assert_eq!(Suite12::of(row.suite.code), Some(*row));
        }
        assert_eq!(Suite12::of(CipherSuite::TLS_AES_128_GCM_SHA256), None);
    }
}
