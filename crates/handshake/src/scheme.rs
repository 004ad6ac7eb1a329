//! Signature schemes (RFC 9846 §4.3.3): a code point ties an algorithm to a type of key.

use handfast_crypto::hash::Hash;
use handfast_crypto::public_key::{KeyKind, PublicKey};
use handfast_crypto::sign::Signer;
use handfast_crypto::verify::SignatureAlgorithm as Algorithm;
use handfast_wire::code_points::{ClientCertificateType, NamedGroup, SignatureScheme};

use crate::{Agreement, Version};

/// The type of key that a scheme signs with, sizes left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    P256,
    P384,
    P521,
    Ed25519,
    /// `rsaEncryption`
    Rsa,
    /// `id-RSASSA-PSS`
    RsaPss,
}

/// One row of the table: a scheme that may sign a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its code point.
    pub code: SignatureScheme,
    /// The signature algorithm behind it.
    pub algorithm: Algorithm,
    key: Key,
}

impl Scheme {
    /// Every scheme for CertificateVerify in TLS 1.3, in our order of preference. RSASSA-PKCS1-v1_5 and SHA-1 are not
    /// among them: RFC 9846 §4.3.3 and §4.5.2 keep both to certificates.
    pub const TLS13: [Self; 10] = [
        Self::new(SignatureScheme::ECDSA_SECP256R1_SHA256, Algorithm::EcdsaP256(Hash::Sha256), Key::P256),
        Self::new(SignatureScheme::ECDSA_SECP384R1_SHA384, Algorithm::EcdsaP384(Hash::Sha384), Key::P384),
        Self::new(SignatureScheme::ECDSA_SECP521R1_SHA512, Algorithm::EcdsaP521(Hash::Sha512), Key::P521),
        Self::new(SignatureScheme::ED25519, Algorithm::Ed25519, Key::Ed25519),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA256, Algorithm::RsaPss(Hash::Sha256), Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA384, Algorithm::RsaPss(Hash::Sha384), Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_RSAE_SHA512, Algorithm::RsaPss(Hash::Sha512), Key::Rsa),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA256, Algorithm::RsaPss(Hash::Sha256), Key::RsaPss),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA384, Algorithm::RsaPss(Hash::Sha384), Key::RsaPss),
        Self::new(SignatureScheme::RSA_PSS_PSS_SHA512, Algorithm::RsaPss(Hash::Sha512), Key::RsaPss),
    ];

    /// RSASSA-PKCS1-v1_5: in TLS 1.2 for handshakes, in both versions for certificates.
    pub const PKCS1: [Self; 3] = [
        Self::new(SignatureScheme::RSA_PKCS1_SHA256, Algorithm::RsaPkcs1(Hash::Sha256), Key::Rsa),
        Self::new(SignatureScheme::RSA_PKCS1_SHA384, Algorithm::RsaPkcs1(Hash::Sha384), Key::Rsa),
        Self::new(SignatureScheme::RSA_PKCS1_SHA512, Algorithm::RsaPkcs1(Hash::Sha512), Key::Rsa),
    ];

    /// In TLS 1.2 the code points of ECDSA name the hash alone, and any curve goes with it (RFC 9846 §4.3.3). This stack
    /// verifies all, and signs with those of them that its key makes, after the one that TLS 1.3 wants.
    const OTHER_CURVES: [Self; 6] = [
        Self::new(SignatureScheme::ECDSA_SECP256R1_SHA256, Algorithm::EcdsaP384(Hash::Sha256), Key::P384),
        Self::new(SignatureScheme::ECDSA_SECP256R1_SHA256, Algorithm::EcdsaP521(Hash::Sha256), Key::P521),
        Self::new(SignatureScheme::ECDSA_SECP384R1_SHA384, Algorithm::EcdsaP256(Hash::Sha384), Key::P256),
        Self::new(SignatureScheme::ECDSA_SECP384R1_SHA384, Algorithm::EcdsaP521(Hash::Sha384), Key::P521),
        Self::new(SignatureScheme::ECDSA_SECP521R1_SHA512, Algorithm::EcdsaP256(Hash::Sha512), Key::P256),
        Self::new(SignatureScheme::ECDSA_SECP521R1_SHA512, Algorithm::EcdsaP384(Hash::Sha512), Key::P384),
    ];

    /// Those that are offered unless the configuration says otherwise. P-521 is left to those who want it: few have such
    /// keys, whose arithmetic is several times slower and runs in plain Rust here.
    pub(crate) fn usual() -> impl Iterator<Item = Self> {
        Self::TLS13.into_iter().filter(|scheme| scheme.key != Key::P521).chain(Self::PKCS1)
    }

    const fn new(code: SignatureScheme, algorithm: Algorithm, key: Key) -> Self {
        Self { code, algorithm, key }
    }
}

/// The algorithm behind a scheme that we sign with, if it goes with this type of key.
#[must_use]
pub fn algorithm_of(code: SignatureScheme, key: &PublicKey) -> Option<Algorithm> {
    find(all(), code, key)
}

/// The algorithm behind a scheme with which a peer signed a handshake of this version, if it goes with its type of key
/// (RFC 9846 §4.5.2, RFC 5246 §7.4.1.4.1).
pub(crate) fn algorithm_in(version: Version, code: SignatureScheme, key: &PublicKey) -> Option<Algorithm> {
    match version {
        Version::Tls13 => find(Scheme::TLS13.iter(), code, key),
        Version::Tls12 => find(all(), code, key),
    }
}

/// Those of TLS 1.3, and those that only TLS 1.2 has.
fn all() -> impl Iterator<Item = &'static Scheme> {
    Scheme::TLS13.iter().chain(&Scheme::PKCS1).chain(&Scheme::OTHER_CURVES)
}

fn find<'s>(
    mut rows: impl Iterator<Item = &'s Scheme>,
    code: SignatureScheme,
    key: &PublicKey,
) -> Option<Algorithm> {
    let held = key_of(key.kind());
    rows.find(|row| row.code == code && row.key == held).map(|row| row.algorithm)
}

/// The schemes that a signer can sign a handshake with, in our order of preference. Not each goes with each version: that
/// is for [`negotiate::scheme`](crate::negotiate::scheme).
#[must_use]
pub fn schemes_for(signer: &dyn Signer) -> Vec<SignatureScheme> {
    let held = key_of(signer.public_key().kind());
    let signs = |row: &&Scheme| row.key == held && signer.algorithms().contains(&row.algorithm);
    all().filter(signs).map(|row| row.code).collect()
}

/// Whether TLS 1.3 has this scheme for handshakes.
pub(crate) fn is_tls13(code: SignatureScheme) -> bool {
    Scheme::TLS13.iter().any(|row| row.code == code)
}

/// The cipher suites of TLS 1.2 under which a server signs with this scheme (RFC 8422 §2), if this stack knows it.
pub(crate) fn agreement_of(code: SignatureScheme) -> Option<Agreement> {
    Some(match signing(code)?.key {
        Key::P256 | Key::P384 | Key::P521 | Key::Ed25519 => Agreement::EcdheEcdsa,
        Key::Rsa | Key::RsaPss => Agreement::EcdheRsa,
    })
}

/// The curve that this scheme names in TLS 1.3, where a curve has a code point of its own: not for Ed25519, which RFC 8422
/// §5.1.3 leaves to the signature schemes.
pub(crate) fn curve_of(code: SignatureScheme) -> Option<NamedGroup> {
    curve(signing(code)?.key)
}

/// The curve of an ECDSA key; `None` for keys of other kinds.
#[must_use]
pub fn curve_of_key(key: &PublicKey) -> Option<NamedGroup> {
    curve(key_of(key.kind()))
}

const fn curve(key: Key) -> Option<NamedGroup> {
    match key {
        Key::P256 => Some(NamedGroup::SECP256R1),
        Key::P384 => Some(NamedGroup::SECP384R1),
        Key::P521 => Some(NamedGroup::SECP521R1),
        Key::Ed25519 | Key::Rsa | Key::RsaPss => None,
    }
}

/// Whether this stack knows what to verify for this scheme, in one version at least.
pub(crate) fn is_known(code: SignatureScheme) -> bool {
    signing(code).is_some()
}

/// The row of a scheme with which this stack signs.
fn signing(code: SignatureScheme) -> Option<&'static Scheme> {
    Scheme::TLS13.iter().chain(&Scheme::PKCS1).find(|row| row.code == code)
}

/// Whether a server of TLS 1.2 can have this type of key with these suites (RFC 5246 §7.4.2, RFC 8422 §2).
pub(crate) fn fits_suite(key: &PublicKey, agreement: Agreement) -> bool {
    match agreement {
        Agreement::EcdheEcdsa => {
            matches!(key_of(key.kind()), Key::P256 | Key::P384 | Key::P521 | Key::Ed25519)
        }
        Agreement::EcdheRsa => matches!(key_of(key.kind()), Key::Rsa | Key::RsaPss),
        Agreement::Rsa => key_of(key.kind()) == Key::Rsa,
    }
}

/// How TLS 1.2 calls the certificates that go with this scheme in CertificateRequest (RFC 5246 §7.4.4, RFC 8422 §5.5).
pub(crate) fn certificate_type(code: SignatureScheme) -> Option<ClientCertificateType> {
    Some(match agreement_of(code)? {
        Agreement::EcdheEcdsa => ClientCertificateType::ECDSA_SIGN,
        Agreement::EcdheRsa | Agreement::Rsa => ClientCertificateType::RSA_SIGN,
    })
}

const fn key_of(kind: KeyKind) -> Key {
    match kind {
        KeyKind::P256 => Key::P256,
        KeyKind::P384 => Key::P384,
        KeyKind::P521 => Key::P521,
        KeyKind::Ed25519 => Key::Ed25519,
        KeyKind::Rsa { .. } => Key::Rsa,
        KeyKind::RsaPss { .. } => Key::RsaPss,
    }
}
