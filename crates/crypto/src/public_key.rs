//! A public key as a certificate carries it.

use core::fmt;

use crate::hash::Hash;
use crate::spki::{self, Algorithm, Curve};
use crate::usual_key;

/// An object identifier, as a [`KeyError`] names what it does not know.
pub use der::oid::ObjectIdentifier as Oid;

/// A public key for signatures, with the SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) it came in.
///
/// Two keys are equal if their SubjectPublicKeyInfo is the same byte for byte; [`PublicKey::is_same_key`] looks through
/// the different ways to name one key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    kind: KeyKind,
    pss_hash: Option<Hash>,
    spki: Vec<u8>,
    key_start: usize,
}

/// A [`PublicKey`] where it lies, in the certificate that carries it.
#[derive(Clone, Copy)]
pub struct PublicKeyRef<'a> {
    kind: KeyKind,
    pss_hash: Option<Hash>,
    spki: &'a [u8],
    key_start: usize,
}

/// What kind of key it is, and how long where that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA under rsaEncryption: for PKCS#1 v1.5 and the `rsa_pss_rsae_*` schemes.
    Rsa {
        /// The length of the modulus.
        bits: usize,
    },
    /// RSA under id-RSASSA-PSS: for the `rsa_pss_pss_*` schemes only.
    RsaPss {
        /// The length of the modulus.
        bits: usize,
    },
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// ECDSA on P-521.
    P521,
    /// Ed25519 (RFC 8032).
    Ed25519,
}

/// Why a key, public or private, cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// The DER is broken; the structure that does not parse.
    Malformed(&'static str),
    /// The private key is encrypted (PKCS#8 EncryptedPrivateKeyInfo).
    Encrypted,
    /// A kind of key that signs nothing here.
    UnsupportedAlgorithm(Oid),
    /// A curve that is not among those of RFC 9846.
    UnsupportedCurve(Oid),
    /// The curve is given by its parameters, or not at all, instead of by name.
    UnnamedCurve,
    /// The point is compressed, or of the wrong length for its curve.
    PointFormat,
    /// An id-RSASSA-PSS key that is restricted to parameters TLS has no scheme for.
    UnsupportedPssParameters,
    /// An RSA private key that is not of 2048, 2560, 3072, 3584 or 4096 bits.
    RsaSize {
        /// The length of the modulus.
        bits: usize,
    },
    /// An RSA private key whose public exponent is below 65537 or above 33 bits.
    RsaExponent,
    /// An RSA private key of more than two primes.
    RsaMultiPrime,
    /// A private key of a kind that we verify but do not sign with.
    CannotSign(KeyKind),
    /// A private key that premaster secrets are not encrypted to: it is not RSA, or for RSASSA-PSS alone.
    CannotDecrypt,
    /// The parts of the private key contradict each other, or one is out of range.
    Inconsistent,
    /// The private key is not the one of this public key.
    AnotherKey,
}

impl<'a> PublicKeyRef<'a> {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`KeyError`] if the DER is broken or the key is of a kind that verifies nothing here. Strength is not judged.
    pub fn from_spki(der: &'a [u8]) -> Result<Self, KeyError> {
        match usual_key::kind_and_start(der) {
            Some((kind, key_start)) => Ok(Self { kind, pss_hash: None, spki: der, key_start }),
            None => Self::read(der),
        }
    }

    #[cold]
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, KeyError> {
        let (algorithm, key) = spki::subject_public_key_info(der)?;
        let kind = kind(algorithm, key)?;
        let pss_hash = if let Algorithm::RsaPss(hash) = algorithm { hash } else { None };
        Ok(Self { kind, pss_hash, spki: der, key_start: der.len() - key.len() })
    }

    /// The kind of key.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The SubjectPublicKeyInfo in DER.
    #[must_use]
    pub const fn spki(&self) -> &'a [u8] {
        self.spki
    }

    /// The only hash an id-RSASSA-PSS key allows, if it names one (RFC 9846 §4.3.3, RFC 4055 §3.1).
    #[must_use]
    pub const fn pss_hash(&self) -> Option<Hash> {
        self.pss_hash
    }

    /// The content of `subjectPublicKey`: RSAPublicKey, a point, or the bytes of an Ed25519 key.
    #[must_use]
    pub fn key_bytes(&self) -> &'a [u8] {
        self.spki.get(self.key_start..).unwrap_or_default()
    }

    /// A copy that lies by itself.
    #[must_use]
    pub fn to_owned(&self) -> PublicKey {
        let Self { kind, pss_hash, spki, key_start } = *self;
        PublicKey { kind, pss_hash, spki: spki.to_vec(), key_start }
    }
}

impl<'a> From<&'a PublicKey> for PublicKeyRef<'a> {
    fn from(key: &'a PublicKey) -> Self {
        key.as_ref()
    }
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo, and copies it.
    ///
    /// # Errors
    /// As [`PublicKeyRef::from_spki`].
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        PublicKeyRef::from_spki(der).map(|key| key.to_owned())
    }

    /// The same key, not copied.
    #[must_use]
    pub fn as_ref(&self) -> PublicKeyRef<'_> {
        let Self { kind, pss_hash, spki, key_start } = self;
        PublicKeyRef { kind: *kind, pss_hash: *pss_hash, spki, key_start: *key_start }
    }

    /// The kind of key.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// As [`PublicKeyRef::pss_hash`].
    #[must_use]
    pub const fn pss_hash(&self) -> Option<Hash> {
        self.pss_hash
    }

    /// As [`PublicKeyRef::key_bytes`].
    #[must_use]
    pub fn key_bytes(&self) -> &[u8] {
        self.as_ref().key_bytes()
    }

    /// Whether both are the same key, however their algorithm is named: rsaEncryption or id-RSASSA-PSS, with NULL
    /// parameters or none.
    #[must_use]
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.kind.family() == other.kind.family() && self.key_bytes() == other.key_bytes()
    }
}

impl KeyKind {
    /// The kind, with the two names of RSA taken as one.
    const fn family(self) -> Self {
        match self {
            Self::RsaPss { bits } => Self::Rsa { bits },
            other => other,
        }
    }
}

fn kind(algorithm: Algorithm, key: &[u8]) -> Result<KeyKind, KeyError> {
    match algorithm {
        Algorithm::Rsa => spki::rsa_public_key_bits(key).map(|bits| KeyKind::Rsa { bits }),
        Algorithm::RsaPss(_) => spki::rsa_public_key_bits(key).map(|bits| KeyKind::RsaPss { bits }),
        Algorithm::Ec(curve) => uncompressed(curve, key),
        Algorithm::Ed25519 if key.len() == 32 => Ok(KeyKind::Ed25519),
        Algorithm::Ed25519 => Err(KeyError::PointFormat),
    }
}

fn uncompressed(curve: Curve, point: &[u8]) -> Result<KeyKind, KeyError> {
    if point.first() != Some(&4) || point.len() != 1 + 2 * curve.field_len() {
        return Err(KeyError::PointFormat);
    }
    Ok(match curve {
        Curve::P256 => KeyKind::P256,
        Curve::P384 => KeyKind::P384,
        Curve::P521 => KeyKind::P521,
    })
}

impl fmt::Debug for PublicKeyRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKeyRef({})", self.kind)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kind)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA-{bits}"),
            Self::RsaPss { bits } => write!(f, "RSASSA-PSS-{bits}"),
            Self::P256 => f.write_str("ECDSA P-256"),
            Self::P384 => f.write_str("ECDSA P-384"),
            Self::P521 => f.write_str("ECDSA P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "the {what} is not valid DER"),
            Self::Encrypted => f.write_str("the private key is encrypted; decrypt it first"),
            Self::UnsupportedAlgorithm(oid) => write!(f, "keys of {} are not supported", name(*oid)),
            Self::UnsupportedCurve(oid) => write!(f, "keys on the curve {} are not supported", name(*oid)),
            Self::UnnamedCurve => f.write_str("the curve of the key is not given by name"),
            Self::PointFormat => f.write_str("the public point is compressed or of the wrong length"),
            Self::UnsupportedPssParameters => {
                f.write_str("the RSASSA-PSS parameters of the key fit no TLS scheme")
            }
            Self::RsaSize { bits } => {
                write!(f, "an RSA key of {bits} bits; signing takes 2048 to 4096 bits in steps of 512")
            }
            Self::RsaExponent => {
                f.write_str("the public exponent of the RSA key is not between 65537 and 2^33")
            }
            Self::RsaMultiPrime => f.write_str("RSA keys of more than two primes are not supported"),
            Self::CannotSign(kind) => write!(f, "signing with {kind} keys is not supported"),
            Self::CannotDecrypt => {
                f.write_str("key transport needs an RSA key that is not restricted to RSASSA-PSS")
            }
            Self::Inconsistent => f.write_str("the parts of the private key do not fit together"),
            Self::AnotherKey => f.write_str("the private key does not belong to this public key"),
        }
    }
}

impl core::error::Error for KeyError {}

/// The common name of a kind of key or curve people meet, else the numbers.
fn name(oid: Oid) -> String {
    let known: &[(&str, &str)] = &[
        ("1.2.840.10040.4.1", "DSA"),
        ("1.2.840.10046.2.1", "X9.42 Diffie-Hellman"),
        ("1.2.840.113549.1.3.1", "PKCS#3 Diffie-Hellman"),
        ("1.3.101.110", "X25519"),
        ("1.3.101.111", "X448"),
        ("1.3.101.113", "Ed448"),
        ("1.3.132.0.10", "secp256k1"),
        ("1.3.132.0.33", "secp224r1"),
        ("1.2.840.10045.3.1.1", "secp192r1"),
        ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
        ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
        ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
        ("1.2.156.10197.1.301", "SM2"),
        ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
        ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
        ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
    ];
    let oid = oid.to_string();
    known.iter().find(|(of, _)| *of == oid).map_or(oid, |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests;
