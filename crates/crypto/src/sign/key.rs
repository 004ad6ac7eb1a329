//! A private key in memory.

use core::fmt;

use p521::ecdsa::signature::SignatureEncoding;
use p521::ecdsa::signature::hazmat::RandomizedPrehashSigner;
use rustls_pki_types::PrivateKeyDer;

use crate::backend::rand::SystemRandom;
use crate::backend::rsa;
use crate::backend::signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use crate::hash::Hash;
use crate::public_key::{KeyError, KeyKind, PublicKey};
use crate::rng::SystemRng;
use crate::sign::private_key::{self, Unwrapped};
use crate::sign::{SignFailed, Signer, ec_private};
use crate::spki::{self, Algorithm, Curve};
use crate::verify::SignatureAlgorithm;

/// A private key of RSA (2048 to 4096 bits), ECDSA P-256, P-384 or P-521, or Ed25519, live over *ring*, and over RustCrypto
/// for P-521, and for P-384 with SHA-256.
///
/// *ring* takes no foreign random source: the salt of RSA-PSS and the nonce of ECDSA come from the system.
pub struct SigningKey {
    pair: Pair,
    public: PublicKey,
    algorithms: &'static [SignatureAlgorithm],
    random: SystemRandom,
}

enum Pair {
    Rsa(Box<rsa::KeyPair>),
    Ecdsa(EcdsaKeyPair),
    P384(Box<P384>),
    P521(Box<p521::ecdsa::SigningKey>),
    Ed25519(Ed25519KeyPair),
}

/// One key in the hands of both.
struct P384 {
    /// Signs with SHA-384.
    ring: EcdsaKeyPair,
    /// Signs with SHA-256.
    plain: p384::ecdsa::SigningKey,
}

impl SigningKey {
    /// Reads a private key in PKCS#8, PKCS#1 or SEC 1. Its parts are checked against each other; a missing public part is
    /// computed (RFC 5915 §3 and RFC 5958 §2 let it be left out).
    ///
    /// # Errors
    /// [`KeyError`] says what is wrong with the key: encrypted, of a size, kind or curve that we do not sign with, broken.
    pub fn from_der(key: &PrivateKeyDer<'_>) -> Result<Self, KeyError> {
        match private_key::unwrap(key)? {
            Unwrapped::Rsa { private, algorithm } => Self::rsa(private, &algorithm),
            Unwrapped::Ec { curve, private, public } => Self::ec(curve, private, public),
            Unwrapped::Ed25519 { seed, public } => Self::ed25519(seed, public),
        }
    }

    /// The key as a certificate names it. An RSA key file can be under rsaEncryption (PKCS#1 cannot say otherwise) and its
    /// certificate under id-RSASSA-PSS; the certificate decides which algorithms the peer accepts.
    ///
    /// # Errors
    /// [`KeyError::AnotherKey`] if this is not the private key of the SubjectPublicKeyInfo; what
    /// [`PublicKey::from_spki`] refuses.
    pub fn named_by(self, spki: &[u8]) -> Result<Self, KeyError> {
        let public = PublicKey::from_spki(spki)?;
        if !public.is_same_key(&self.public) {
            return Err(KeyError::AnotherKey);
        }
        Ok(Self::new(self.pair, public))
    }

    fn new(pair: Pair, public: PublicKey) -> Self {
        let algorithms = algorithms(&public);
        Self { pair, public, algorithms, random: SystemRandom::new() }
    }

    fn rsa(private: &[u8], algorithm: &[u8]) -> Result<Self, KeyError> {
        let pair = rsa::KeyPair::from_der(private).map_err(|_| KeyError::Inconsistent)?;
        let public = PublicKey::from_spki(&spki::encode_spki(algorithm, pair.public().as_ref()))?;
        let key = Self::new(Pair::Rsa(Box::new(pair)), public);
        key.try_out()?;
        Ok(key)
    }

    /// ring compares the parts of an RSA key, but not each with each. A signature takes all of them, and ring verifies it
    /// before it lets it out.
    fn try_out(&self) -> Result<(), KeyError> {
        let algorithm = self.algorithms.first().ok_or(KeyError::Inconsistent)?;
        self.sign(*algorithm, b"a trial").map(drop).map_err(|_| KeyError::Inconsistent)
    }

    fn ec(curve: Curve, private: &[u8], public: Option<&[u8]>) -> Result<Self, KeyError> {
        let scalar = ec_private::scalar(curve, private)?;
        let point = ec_private::point(curve, &scalar, public)?;
        let pair = match curve {
            Curve::P256 => {
                ecdsa(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, &scalar, &point).map(Pair::Ecdsa)
            }
            Curve::P384 => p384(&scalar, &point),
            Curve::P521 => p521(&scalar, &point),
        }?;
        let algorithm = spki::encode_algorithm(Algorithm::Ec(curve));
        Ok(Self::new(pair, PublicKey::from_spki(&spki::encode_spki(&algorithm, &point))?))
    }

    fn ed25519(seed: &[u8], public: Option<&[u8]>) -> Result<Self, KeyError> {
        let pair = match public {
            Some(public) => Ed25519KeyPair::from_seed_and_public_key(seed, public),
            None => Ed25519KeyPair::from_seed_unchecked(seed),
        };
        let pair = pair.map_err(|_| KeyError::Inconsistent)?;
        let algorithm = spki::encode_algorithm(Algorithm::Ed25519);
        let public = PublicKey::from_spki(&spki::encode_spki(&algorithm, pair.public_key().as_ref()))?;
        Ok(Self::new(Pair::Ed25519(pair), public))
    }
}

impl Signer for SigningKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        self.algorithms
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, SignFailed> {
        if !self.algorithms.contains(&algorithm) {
            return Err(SignFailed::Algorithm(algorithm));
        }
        let signature = match &self.pair {
            Pair::Rsa(pair) => rsa_signature(pair, algorithm, message, &self.random),
            Pair::Ecdsa(pair) => ring_signature(pair, message, &self.random),
            Pair::P384(pair) if algorithm == SignatureAlgorithm::EcdsaP384(Hash::Sha256) => {
                plain_signature::<p384::ecdsa::DerSignature>(&pair.plain, Hash::Sha256, message)
            }
            Pair::P384(pair) => ring_signature(&pair.ring, message, &self.random),
            Pair::P521(key) => plain_signature::<p521::ecdsa::DerSignature>(&**key, Hash::Sha512, message),
            Pair::Ed25519(pair) => Some(pair.sign(message).as_ref().to_vec()),
        };
        signature.ok_or(SignFailed::Backend)
    }
}

fn ecdsa(
    algorithm: &'static signature::EcdsaSigningAlgorithm,
    scalar: &[u8],
    point: &[u8],
) -> Result<EcdsaKeyPair, KeyError> {
    let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, point, &SystemRandom::new());
    pair.map_err(|_| KeyError::Inconsistent)
}

/// *ring* compares the point.
fn p384(scalar: &[u8], point: &[u8]) -> Result<Pair, KeyError> {
    let ring = ecdsa(&signature::ECDSA_P384_SHA384_ASN1_SIGNING, scalar, point)?;
    let plain = p384::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Inconsistent)?;
    Ok(Pair::P384(Box::new(P384 { ring, plain })))
}

fn p521(scalar: &[u8], point: &[u8]) -> Result<Pair, KeyError> {
    let key = p521::ecdsa::SigningKey::from_slice(scalar).map_err(|_| KeyError::Inconsistent)?;
    let same = key.verifying_key().to_sec1_point(false).as_bytes() == point;
    same.then(|| Pair::P521(Box::new(key))).ok_or(KeyError::Inconsistent)
}

fn ring_signature(pair: &EcdsaKeyPair, message: &[u8], random: &SystemRandom) -> Option<Vec<u8>> {
    pair.sign(random, message).map(|signature| signature.as_ref().to_vec()).ok()
}

/// The nonce of RFC 6979, with randomness in it (§3.6): whoever disturbs the computation learns nothing from two signatures of
/// one message.
#[inline(never)]
fn plain_signature<S: SignatureEncoding>(
    key: &impl RandomizedPrehashSigner<S>,
    hash: Hash,
    message: &[u8],
) -> Option<Vec<u8>> {
    let signature = key.sign_prehash_with_rng(&mut SystemRng, hash.digest(&[message]).as_ref());
    signature.map(|signature| signature.to_vec()).ok()
}

fn rsa_signature(
    pair: &rsa::KeyPair,
    algorithm: SignatureAlgorithm,
    message: &[u8],
    random: &SystemRandom,
) -> Option<Vec<u8>> {
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(rsa_encoding(algorithm)?, random, message, &mut signature).ok()?;
    Some(signature)
}

fn rsa_encoding(algorithm: SignatureAlgorithm) -> Option<&'static dyn signature::RsaEncoding> {
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256) => &signature::RSA_PKCS1_SHA256,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha384) => &signature::RSA_PKCS1_SHA384,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha512) => &signature::RSA_PKCS1_SHA512,
        SignatureAlgorithm::RsaPss(Hash::Sha256) => &signature::RSA_PSS_SHA256,
        SignatureAlgorithm::RsaPss(Hash::Sha384) => &signature::RSA_PSS_SHA384,
        SignatureAlgorithm::RsaPss(Hash::Sha512) => &signature::RSA_PSS_SHA512,
        _ => return None,
    })
}

/// What a key under this name signs with, best first: for RSA, PSS before PKCS#1 v1.5, which is TLS 1.2's, as is the second
/// of P-384.
fn algorithms(public: &PublicKey) -> &'static [SignatureAlgorithm] {
    use SignatureAlgorithm as S;
    const RSA: &[SignatureAlgorithm] = &[
        S::RsaPss(Hash::Sha256),
        S::RsaPss(Hash::Sha384),
        S::RsaPss(Hash::Sha512),
        S::RsaPkcs1(Hash::Sha256),
        S::RsaPkcs1(Hash::Sha384),
        S::RsaPkcs1(Hash::Sha512),
    ];
    match (public.kind(), public.pss_hash()) {
        (KeyKind::Rsa { .. }, _) => RSA,
        (KeyKind::RsaPss { .. }, None) => {
            &[S::RsaPss(Hash::Sha256), S::RsaPss(Hash::Sha384), S::RsaPss(Hash::Sha512)]
        }
        (KeyKind::RsaPss { .. }, Some(Hash::Sha256)) => &[S::RsaPss(Hash::Sha256)],
        (KeyKind::RsaPss { .. }, Some(Hash::Sha384)) => &[S::RsaPss(Hash::Sha384)],
        (KeyKind::RsaPss { .. }, Some(Hash::Sha512)) => &[S::RsaPss(Hash::Sha512)],
        (KeyKind::P256, _) => &[S::EcdsaP256(Hash::Sha256)],
        (KeyKind::P384, _) => &[S::EcdsaP384(Hash::Sha384), S::EcdsaP384(Hash::Sha256)],
        (KeyKind::P521, _) => &[S::EcdsaP521(Hash::Sha512)],
        (KeyKind::Ed25519, _) => &[S::Ed25519],
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.kind())
    }
}
