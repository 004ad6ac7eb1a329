//! Every reason to refuse a certificate, with its alert and its clause.

use core::fmt;

use handfast_rule::{AlertDescription, Clause, Rule, rfc5280, rfc9525, rfc9846};

use crate::cert::{Kind, Malformed, Oid, Time};

/// A certificate and its place in the path that was being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct At {
    /// 0 is the end entity, 1 its issuer, and so on towards the anchor.
    pub depth: u8,
    /// Which certificate stands there.
    pub source: Source,
}

/// Where a certificate came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The end entity: the first certificate of the message.
    Leaf,
    /// The one with this index among the intermediates that were handed in.
    Intermediate(usize),
    /// The one with this index among the trust anchors.
    Anchor(usize),
}

impl At {
    /// The end entity.
    pub const LEAF: Self = Self { depth: 0, source: Source::Leaf };
}

/// `depth 1, intermediate 0`
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::Leaf => write!(f, "depth {}, end entity", self.depth),
            Source::Intermediate(index) => write!(f, "depth {}, intermediate {index}", self.depth),
            Source::Anchor(index) => write!(f, "depth {}, trust anchor {index}", self.depth),
        }
    }
}

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

/// A limit of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Signatures verified.
    Signatures,
    /// Certificates considered as an issuer.
    Candidates,
}

/// Why a certificate, or every path from it, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be read.
    Malformed {
        /// Which certificate.
        at: At,
        /// Which field, where, and what is wrong.
        malformed: Malformed,
    },
    /// Version 1 or 2 (catalogue of failures, F34).
    NotVersion3 {
        /// Which certificate.
        at: At,
        /// 1 or 2.
        version: u8,
    },
    /// The serial number is longer than 20 bytes.
    LongSerialNumber {
        /// Which certificate.
        at: At,
    },
    /// The algorithm named inside is another one than outside.
    SignatureAlgorithmsDiffer {
        /// Which certificate.
        at: At,
    },
    /// The issuer has no name.
    EmptyIssuer {
        /// Which certificate.
        at: At,
    },
    /// It is past its last second.
    Expired {
        /// Which certificate.
        at: At,
        /// Its last second.
        not_after: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// Its first second is still to come.
    NotYetValid {
        /// Which certificate.
        at: At,
        /// Its first second.
        not_before: Time,
        /// The time it was judged at.
        now: Time,
    },
    /// An issuer that is no certification authority.
    NotAuthority {
        /// Which certificate.
        at: At,
    },
    /// A pathLenConstraint is exceeded.
    PathLength {
        /// The certificate that sets the limit.
        at: At,
        /// Its limit.
        limit: u32,
        /// The authorities below it that are not self-issued.
        below: u8,
    },
    /// A key may sign certificates whose holder is no certification authority.
    KeyCertSignWithoutAuthority {
        /// Which certificate.
        at: At,
    },
    /// keyUsage of an issuer lacks keyCertSign.
    MayNotSignCertificates {
        /// Which certificate.
        at: At,
    },
    /// keyUsage of the end entity lacks digitalSignature.
    MayNotSignHandshakes {
        /// Which certificate.
        at: At,
    },
    /// extendedKeyUsage does not allow the purpose; on an authority it constrains all below.
    WrongPurpose {
        /// Which certificate.
        at: At,
        /// What it would have to allow.
        wanted: Purpose,
    },
    /// A critical extension nobody here knows.
    UnknownCriticalExtension {
        /// Which certificate.
        at: At,
        /// Its extnID.
        extension: Oid,
    },
    /// An extension that limits the certificate in a way not judged here.
    UnhandledExtension {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// An extension is critical where the standard forbids it.
    WronglyCritical {
        /// Which certificate.
        at: At,
        /// Which extension.
        extension: Kind,
    },
    /// The public key is of an algorithm or a form not supported here.
    UnsupportedKey {
        /// Which certificate.
        at: At,
    },
    /// The public key is not encoded as its algorithm wants it.
    MalformedKey {
        /// Which certificate.
        at: At,
    },
    /// An RSA key outside the sizes that are accepted.
    KeySize {
        /// Which certificate.
        at: At,
        /// The size of its modulus in bits.
        bits: usize,
    },
    /// A signature algorithm not supported here.
    UnsupportedSignature {
        /// The certificate so signed.
        at: At,
    },
    /// A signature over MD5 or SHA-1.
    WeakSignature {
        /// The certificate so signed.
        at: At,
        /// The hash function.
        hash: WeakHash,
    },
    /// The issuer is certain, and its signature is wrong.
    BadSignature {
        /// The certificate so signed.
        at: At,
    },
    /// A certificate of the issuer's name is known, but its key did not sign this one.
    NamesakeIssuer {
        /// The certificate whose issuer was looked for.
        at: At,
        /// The namesake.
        namesake: Source,
    },
    /// No certificate of the issuer's name is known.
    UnknownIssuer {
        /// The certificate whose issuer was looked for.
        at: At,
    },
    /// It is its own issuer, and no trust anchor.
    SelfSigned {
        /// Which certificate.
        at: At,
    },
    /// The path would be longer than any that is followed.
    TooDeep {
        /// Where the search turned back.
        at: At,
    },
    /// The search cost more than an honest chain can.
    BudgetSpent {
        /// What was used up.
        limit: Limit,
    },
    /// The name is not among those of the certificate.
    NameMismatch {
        /// How many names of the wanted type it has.
        presented: usize,
    },
    /// It has no subjectAltName at all; a name in the subject does not count.
    NoSubjectAltName,
}

impl handfast_rule::Refusal for Refusal {
    fn rule(&self) -> Rule {
        let (alert, clause, sentence) = self.parts();
        Rule::new(alert, clause, sentence)
    }
}

impl Refusal {
    /// The table. Alerts by RFC 9846 §6.2; where it leaves a choice:
    ///
    /// * 42 for a certificate that breaks the profile of RFC 5280 or was not signed by its issuer ("corrupt, contained
    ///   signatures that did not verify correctly, etc."). A signature in a certificate is not decrypt_error, which is
    ///   for the signatures of the handshake.
    /// * 43 for a good certificate of a kind that does not serve here: purpose, version, algorithm. §4.5.1.2 makes it
    ///   the default.
    /// * 45 both after and before its time: "has expired or is not currently valid".
    /// * 48 whenever no trust anchor is reached, also if one of that name has another key: "could not be matched with
    ///   a known trust anchor".
    const fn parts(&self) -> (AlertDescription, Clause, &'static str) {
        const BAD: AlertDescription = AlertDescription::BAD_CERTIFICATE;
        const UNSUPPORTED: AlertDescription = AlertDescription::UNSUPPORTED_CERTIFICATE;
        const EXPIRED: AlertDescription = AlertDescription::CERTIFICATE_EXPIRED;
        const UNKNOWN: AlertDescription = AlertDescription::CERTIFICATE_UNKNOWN;
        const UNKNOWN_CA: AlertDescription = AlertDescription::UNKNOWN_CA;
        match self {
            Self::Malformed { .. } => (BAD, rfc5280("4.1"), "the certificate cannot be read"),
            Self::NotVersion3 { .. } => (
                UNSUPPORTED,
                rfc9846("4.5.1.2"),
                "the certificate is not X.509 version 3: it cannot say what it is for",
            ),
            Self::LongSerialNumber { .. } => {
                (BAD, rfc5280("4.1.2.2"), "the serial number is longer than 20 bytes")
            }
            Self::SignatureAlgorithmsDiffer { .. } => {
                (BAD, rfc5280("4.1.1.2"), "the signature algorithms inside and outside tbsCertificate differ")
            }
            Self::EmptyIssuer { .. } => (BAD, rfc5280("4.1.2.4"), "the issuer has no name"),
            Self::Expired { .. } => (EXPIRED, rfc5280("6.1.3"), "the certificate has expired"),
            Self::NotYetValid { .. } => (EXPIRED, rfc5280("6.1.3"), "the certificate is not yet valid"),
            Self::NotAuthority { .. } => {
                (BAD, rfc5280("6.1.4"), "the issuer is not a certification authority (basicConstraints cA)")
            }
            Self::PathLength { .. } => {
                (BAD, rfc5280("6.1.4"), "more authorities follow than pathLenConstraint allows")
            }
            Self::KeyCertSignWithoutAuthority { .. } => {
                (BAD, rfc5280("4.2.1.9"), "keyCertSign is set, but cA is not")
            }
            Self::MayNotSignCertificates { .. } => {
                (BAD, rfc5280("6.1.4"), "the issuer may not sign certificates (keyUsage lacks keyCertSign)")
            }
            Self::MayNotSignHandshakes { .. } => (
                UNSUPPORTED,
                rfc9846("4.5.1.2"),
                "the key may not sign handshakes (keyUsage lacks digitalSignature)",
            ),
            Self::WrongPurpose { .. } => {
                (UNSUPPORTED, rfc5280("4.2.1.12"), "extendedKeyUsage does not allow this purpose")
            }
            Self::UnknownCriticalExtension { .. } => {
                (UNSUPPORTED, rfc5280("4.2"), "a critical extension is not known")
            }
            Self::UnhandledExtension { .. } => (
                UNSUPPORTED,
                rfc5280("4.2"),
                "an extension limits the certificate in a way that is not judged yet",
            ),
            Self::WronglyCritical { .. } => {
                (BAD, rfc5280("4.2.1"), "an extension is critical and must not be")
            }
            Self::UnsupportedKey { .. } => {
                (UNSUPPORTED, rfc9846("4.5.1.2"), "the public key is of a kind that is not supported")
            }
            Self::MalformedKey { .. } => (BAD, rfc5280("4.1.2.7"), "the public key cannot be read"),
            Self::KeySize { .. } => {
                (BAD, crate::rules::public_key::CLAUSE, "the RSA key is outside the accepted sizes")
            }
            Self::UnsupportedSignature { .. } => {
                (UNSUPPORTED, rfc9846("4.5.1.2"), "the certificate is signed with an unsupported algorithm")
            }
            Self::WeakSignature { .. } => {
                (BAD, rfc9846("4.5.1.3"), "the certificate is signed over a broken hash function")
            }
            Self::BadSignature { .. } => {
                (BAD, rfc5280("6.1.3"), "the issuer's signature on the certificate is wrong")
            }
            Self::NamesakeIssuer { .. } => (
                UNKNOWN_CA,
                rfc9846("6.2"),
                "a certificate of the issuer's name is known, but another key signed this one",
            ),
            Self::UnknownIssuer { .. } => (UNKNOWN_CA, rfc9846("6.2"), "the issuer is not known"),
            Self::SelfSigned { .. } => {
                (UNKNOWN_CA, rfc9846("6.2"), "the certificate is its own issuer and not a trust anchor")
            }
            Self::TooDeep { .. } => {
                (UNKNOWN_CA, rfc9846("6.2"), "no trust anchor is reached within the longest path followed")
            }
            Self::BudgetSpent { .. } => {
                (UNKNOWN, rfc9846("6.2"), "the certificates are tangled: the search for a path was given up")
            }
            Self::NameMismatch { .. } => (BAD, rfc9525("6.1"), "the certificate is for other names"),
            Self::NoSubjectAltName => (
                BAD,
                rfc9525("6.2"),
                "the certificate has no subjectAltName, and the subject is not searched for names",
            ),
        }
    }

    /// The certificate it is about, if it is about one.
    #[must_use]
    pub const fn at(&self) -> Option<At> {
        match *self {
            Self::Malformed { at, .. }
            | Self::NotVersion3 { at, .. }
            | Self::LongSerialNumber { at }
            | Self::SignatureAlgorithmsDiffer { at }
            | Self::EmptyIssuer { at }
            | Self::Expired { at, .. }
            | Self::NotYetValid { at, .. }
            | Self::NotAuthority { at }
            | Self::PathLength { at, .. }
            | Self::KeyCertSignWithoutAuthority { at }
            | Self::MayNotSignCertificates { at }
            | Self::MayNotSignHandshakes { at }
            | Self::WrongPurpose { at, .. }
            | Self::UnknownCriticalExtension { at, .. }
            | Self::UnhandledExtension { at, .. }
            | Self::WronglyCritical { at, .. }
            | Self::UnsupportedKey { at }
            | Self::MalformedKey { at }
            | Self::KeySize { at, .. }
            | Self::UnsupportedSignature { at }
            | Self::WeakSignature { at, .. }
            | Self::BadSignature { at }
            | Self::NamesakeIssuer { at, .. }
            | Self::UnknownIssuer { at }
            | Self::SelfSigned { at }
            | Self::TooDeep { at } => Some(at),
            Self::NameMismatch { .. } | Self::NoSubjectAltName => Some(At::LEAF),
            Self::BudgetSpent { .. } => None,
        }
    }

    /// What is known beside the sentence.
    fn details(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { malformed, .. } => write!(f, ": {malformed}"),
            Self::NotVersion3 { version, .. } => write!(f, " (version {version})"),
            Self::Expired { not_after, now, .. } => write!(f, ": notAfter {not_after}, judged at {now}"),
            Self::NotYetValid { not_before, now, .. } => {
                write!(f, ": notBefore {not_before}, judged at {now}")
            }
            Self::PathLength { limit, below, .. } => write!(f, ": {below} follow, {limit} may"),
            Self::WrongPurpose { wanted, .. } => write!(f, ": {} is wanted", wanted.name()),
            Self::UnknownCriticalExtension { extension, .. } => write!(f, ": {extension}"),
            Self::UnhandledExtension { extension, .. } | Self::WronglyCritical { extension, .. } => {
                write!(f, ": {}", extension.name())
            }
            Self::KeySize { bits, .. } => write!(f, ": {bits} bits"),
            Self::WeakSignature { hash, .. } => write!(f, ": {}", hash.name()),
            Self::BudgetSpent { limit } => write!(f, ": {}", limit.name()),
            Self::NameMismatch { presented } => write!(f, " ({presented} of the wanted type)"),
            _ => Ok(()),
        }
    }
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
    const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
        }
    }
}

impl Limit {
    const fn name(self) -> &'static str {
        match self {
            Self::Signatures => "signatures verified",
            Self::Candidates => "issuers considered",
        }
    }
}

/// The sentence, what is known beside it, where, and the clause.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, clause, sentence) = self.parts();
        f.write_str(sentence)?;
        self.details(f)?;
        match self.at() {
            Some(at) => write!(f, " [{at}; {clause}]"),
            None => write!(f, " [{clause}]"),
        }
    }
}

impl core::error::Error for Refusal {}
