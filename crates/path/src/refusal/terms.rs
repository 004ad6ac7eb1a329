//! What refusals speak of.

/// What a certificate is used for (RFC 5280 §4.2.1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// id-kp-serverAuth: the peer is a server.
    ServerAuth,
    /// id-kp-clientAuth: the peer is a client.
    ClientAuth,
}

/// A hash function too weak to sign certificates with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WeakHash {
    /// Broken in practice.
    Md5,
    /// Broken in practice.
    Sha1,
}

/// What can be wrong with an authorityKeyIdentifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyIdentifierFault {
    /// keyIdentifier is missing.
    Missing,
    /// authorityCertIssuer or authorityCertSerialNumber is there.
    IssuerAndSerialNumber,
    /// A self-issued certificate names another key than its own.
    AnotherKey,
}

/// A limit of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Signatures verified.
    Signatures,
    /// Certificates considered as an issuer.
    Candidates,
    /// Names compared with name constraints.
    Comparisons,
}

impl Purpose {
    /// The name in RFC 5280.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServerAuth => "serverAuth",
            Self::ClientAuth => "clientAuth",
        }
    }
}

impl WeakHash {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
        }
    }
}

impl KeyIdentifierFault {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Missing => "keyIdentifier is missing",
            Self::IssuerAndSerialNumber => "it names issuer and serial number",
            Self::AnotherKey => "it is another key than the subject's own",
        }
    }
}

impl Limit {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Signatures => "signatures verified",
            Self::Candidates => "issuers considered",
            Self::Comparisons => "names compared",
        }
    }
}
