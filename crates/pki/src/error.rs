//! Why a certificate could not be made: always something of ours, never of a peer.

use core::fmt;

/// A certificate that cannot be made as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A name that no verifier would ever match.
    Name {
        /// The name as it was given.
        name: String,
        /// What is wrong with it, in words that follow "the name … ".
        fault: &'static str,
    },
    /// A common name may have 1 to 64 characters (RFC 5280 appendix A.1, ub-common-name).
    CommonNameLength(usize),
    /// A word that is no extended key usage.
    Purpose(String),
    /// A word that is no key usage of a server or client.
    KeyUsage(String),
    /// Numbers that are no object identifier.
    ObjectIdentifier(Vec<u64>),
    /// A name of which no file name can be made.
    Stem(String),
    /// The validity ends before it begins.
    ValidityReversed,
    /// A date that X.509 cannot write: after the year 9999.
    DateOutOfRange,
    /// An authority with an id-RSASSA-PSS key, which issues nothing here.
    PssAuthority,
    /// The certificate of an authority is not one: basicConstraints does not say CA (RFC 5280 §4.2.1.9).
    NotAnAuthority,
    /// The name of an authority made elsewhere has parts that would be lost in what it issues here.
    AuthorityName,
    /// The private key of an authority belongs to another certificate.
    KeyMismatch,
    /// The PEM text of an authority holds no certificate, or none that can be read.
    UnreadableCertificate,
    /// The PEM text of an authority holds no private key, or none that can be read.
    UnreadableKey,
    /// No certification request, or none that can be read.
    UnreadableRequest,
    /// The signature of a certification request is wrong, or of a kind that is not verified here.
    RequestSignature,
    /// A certification request asks to become an authority.
    RequestsAuthority,
    /// A certification request asks to sign OCSP answers for the authority (RFC 6960 §4.2.2.2).
    RequestsDelegation,
    /// A certification request asks twice for the extension with this number (RFC 5280 §4.2).
    RepeatedExtension(String),
    /// The key of a certification request is of a kind that no certificate here carries.
    RequestKey,
    /// Nobody said what the certificate is for.
    NoPurpose,
    /// The operating system gave no random bytes.
    NoRandomness,
    /// The certificate library refused; the text is its own.
    Library(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { name, fault } => write!(f, "the name {name:?} {fault}"),
            Self::CommonNameLength(length) => {
                write!(f, "a common name has 1 to 64 characters, this one has {length}")
            }
            Self::Purpose(word) => write!(
                f,
                "{word:?} is no extended key usage; known are serverAuth, clientAuth, codeSigning, \
                 emailProtection, timeStamping, OCSPSigning, any, none, and dotted numbers"
            ),
            Self::KeyUsage(word) => write!(
                f,
                "{word:?} is no key usage of a server or client; known are digitalSignature, nonRepudiation, \
                 keyEncipherment, dataEncipherment, keyAgreement, and none"
            ),
            Self::ObjectIdentifier(arcs) => write!(f, "{arcs:?} is no object identifier"),
            Self::Stem(name) => write!(f, "no file name can be made of {name:?}; choose one with --out"),
            Self::ValidityReversed => f.write_str("the certificate would expire before it becomes valid"),
            Self::DateOutOfRange => f.write_str("certificates cannot carry dates after the year 9999"),
            Self::PssAuthority => {
                f.write_str("an authority cannot have an rsapss key here; servers and clients can")
            }
            Self::NotAnAuthority => {
                f.write_str("this certificate is not an authority (CA:TRUE is missing), so it cannot issue")
            }
            Self::AuthorityName => f.write_str(
                "the authority's name cannot be repeated exactly as its issuer, so no verifier would link the two",
            ),
            Self::KeyMismatch => {
                f.write_str("the private key does not belong to the authority's certificate")
            }
            Self::UnreadableCertificate => f.write_str("no readable certificate in the authority's PEM text"),
            Self::UnreadableKey => f.write_str("no readable PKCS#8 private key in the authority's PEM text"),
            Self::UnreadableRequest => f.write_str("no readable certification request (PKCS#10, PEM)"),
            Self::RequestSignature => f.write_str(
                "the request's signature is wrong, or of a kind that is not verified here: whoever sent it has not \
                 shown to hold the key",
            ),
            Self::RequestsAuthority => f.write_str(
                "the request asks to become an authority (CA:TRUE, keyCertSign or cRLSign); make one with \
                 `handfast pki init DIR --intermediate`",
            ),
            Self::RequestsDelegation => f.write_str(
                "the request asks to answer for the authority (OCSPSigning or anyExtendedKeyUsage); if that is meant \
                 add --eku OCSPSigning, else --eku with what the certificate is for",
            ),
            Self::RepeatedExtension(number) => {
                write!(f, "the request asks for the extension {number} more than once")
            }
            Self::RequestKey => f.write_str("the key in the request is of a kind that is not supported"),
            Self::NoPurpose => f.write_str(
                "the request does not say what the certificate is for (no extendedKeyUsage); add --eku clientAuth or \
                 --eku serverAuth",
            ),
            Self::NoRandomness => f.write_str("the operating system gave no random bytes"),
            Self::Library(text) => write!(f, "the certificate could not be made: {text}"),
        }
    }
}

impl core::error::Error for Error {}

impl From<rcgen::Error> for Error {
    fn from(error: rcgen::Error) -> Self {
        match error {
            rcgen::Error::CouldNotParseCertificate => Self::UnreadableCertificate,
            rcgen::Error::CouldNotParseKeyPair => Self::UnreadableKey,
            other => Self::Library(other.to_string()),
        }
    }
}

impl From<der::Error> for Error {
    fn from(error: der::Error) -> Self {
        Self::Library(error.to_string())
    }
}
