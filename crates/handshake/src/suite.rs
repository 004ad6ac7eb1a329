//! The cipher suites of TLS 1.3 (RFC 9846 §B.4): an AEAD for records and a hash for the key schedule.

use handfast_crypto::aead::Aead;
use handfast_crypto::hash::Hash;
use handfast_wire::code_points::CipherSuite;

/// A cipher suite that this stack speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Suite {
    /// Its code point.
    pub code: CipherSuite,
    /// What protects the records.
    pub aead: Aead,
    /// What the transcript and the key schedule use.
    pub hash: Hash,
}

impl Suite {
    /// Every suite of TLS 1.3 that this stack speaks, in its default order of preference.
    pub const TLS13: [Self; 3] = [
        Self::new(CipherSuite::TLS_AES_128_GCM_SHA256, Aead::Aes128Gcm, Hash::Sha256),
        Self::new(CipherSuite::TLS_AES_256_GCM_SHA384, Aead::Aes256Gcm, Hash::Sha384),
        Self::new(CipherSuite::TLS_CHACHA20_POLY1305_SHA256, Aead::ChaCha20Poly1305, Hash::Sha256),
    ];

    const fn new(code: CipherSuite, aead: Aead, hash: Hash) -> Self {
        Self { code, aead, hash }
    }
}
