//! The catalogue of failures.

use core::fmt;

/// A way in which connections fail in practice. The numbers are those of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "`title` says what each is")]
pub enum Failure {
    F01,
    F02,
    F03,
    F04,
    F05,
    F06,
    F07,
    F08,
    F09,
    F10,
    F11,
    F12,
    F13,
    F14,
    F15,
    F16,
    F17,
    F18,
    F19,
    F20,
    F21,
    F22,
    F23,
    F24,
    F25,
    F27,
    F28,
    F29,
    F30,
    F31,
    F32,
    F33,
    F34,
}

impl Failure {
    /// What it is, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::F01 => "no client certificate",
            Self::F02 => "client certificate of another authority",
            Self::F03 => "intermediate of the client not sent",
            Self::F04 => "certificate withheld: of none of the authorities named",
            Self::F05 => "certificate withheld: no common signature scheme",
            Self::F06 => "certificate expired",
            Self::F07 => "extendedKeyUsage lacks the purpose",
            Self::F08 => "extendedKeyUsage of an authority excludes the purpose",
            Self::F09 => "certificate not yet valid, or a clock is wrong",
            Self::F10 => "certificate revoked",
            Self::F11 => "nothing tells whether the certificate is revoked",
            Self::F12 => "CRL out of date",
            Self::F13 => "OCSP response out of date, unknown or unusable",
            Self::F14 => "keyUsage lacks digitalSignature",
            Self::F15 => "weak signature or key in the chain",
            Self::F16 => "no common signature scheme",
            Self::F17 => "private key of another certificate",
            Self::F18 => "signature of the handshake wrong",
            Self::F19 => "chain in the wrong order",
            Self::F20 => "PKCS#12 that does not open",
            Self::F21 => "private key encrypted, and no password",
            Self::F22 => "server name does not fit the certificate",
            Self::F23 => "server certificate not trusted",
            Self::F24 => "chain of the server incomplete",
            Self::F25 => "server name unknown",
            Self::F27 => "certificate wanted after the handshake, of a client that cannot be asked",
            Self::F28 => "no common version, cipher suite, group or type of certificates",
            Self::F29 => "large ClientHello lost on its way",
            Self::F30 => "session made under other rules",
            Self::F31 => "known, and not allowed in",
            Self::F32 => "one side does not speak TLS",
            Self::F33 => "a constraint on the chain is broken",
            Self::F34 => "certificate of X.509 version 1",
        }
    }
}

/// `F06`
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
