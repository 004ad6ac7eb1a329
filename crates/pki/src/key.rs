//! Key pairs of the kinds that TLS authenticates with.

use core::fmt;
use core::str::FromStr;

use handfast_crypto::rng::SystemRng;
use rand::TryRng;
use rand::rngs::SysRng;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519, PKCS_RSA_SHA256};
use rsa::pkcs8::EncodePrivateKey;
use rustls_pki_types::PrivatePkcs8KeyDer;
use zeroize::Zeroizing;

use crate::Error;
use crate::private_key::PrivateKey;

/// The kind of a key pair, by the names of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// ECDSA on NIST P-256: small, fast, understood by everyone.
    P256,
    /// ECDSA on NIST P-384.
    P384,
    /// ECDSA on NIST P-521.
    P521,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// RSA with a modulus of 2048 bits.
    Rsa2048,
    /// RSA with a modulus of 3072 bits.
    Rsa3072,
    /// RSA with a modulus of 4096 bits.
    Rsa4096,
    /// RSA with a modulus of 2048 bits under id-RSASSA-PSS (RFC 4055 §1.2): for the `rsa_pss_pss_*` schemes alone. For
    /// servers and clients; an authority cannot have one.
    RsaPss2048,
}

impl KeyKind {
    /// Every kind, in the order of the help texts.
    pub const ALL: &'static [Self] = &[
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Ed25519,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::RsaPss2048,
    ];

    /// The name on the command line: `"p256"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "p256",
            Self::P384 => "p384",
            Self::P521 => "p521",
            Self::Ed25519 => "ed25519",
            Self::Rsa2048 => "rsa2048",
            Self::Rsa3072 => "rsa3072",
            Self::Rsa4096 => "rsa4096",
            Self::RsaPss2048 => "rsapss2048",
        }
    }

    pub(crate) const fn is_for_pss_only(self) -> bool {
        matches!(self, Self::RsaPss2048)
    }

    /// A fresh key pair. RSA takes a moment: the primes are searched for.
    pub(crate) fn generate(self) -> Result<PrivateKey, Error> {
        let pair = match self {
            Self::P256 => KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?,
            Self::P384 => KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384)?,
            Self::P521 => return PrivateKey::generate_p521(),
            Self::Ed25519 => generate_ed25519()?,
            Self::Rsa2048 | Self::RsaPss2048 => generate_rsa(2048)?,
            Self::Rsa3072 => generate_rsa(3072)?,
            Self::Rsa4096 => generate_rsa(4096)?,
        };
        Ok(PrivateKey::Library(pair))
    }
}

/// PKCS#8 version 1 of RFC 8410 §7 up to the seed.
const ED25519_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// ring writes Ed25519 keys as PKCS#8 version 2, which OpenSSL does not read; so the seed is wrapped here.
fn generate_ed25519() -> Result<KeyPair, Error> {
    let mut pkcs8 = Zeroizing::new([0; 48]);
    let (prefix, seed) = pkcs8.split_at_mut(ED25519_PREFIX.len());
    prefix.copy_from_slice(&ED25519_PREFIX);
    SysRng.try_fill_bytes(seed).map_err(|_| Error::NoRandomness)?;
    let der = PrivatePkcs8KeyDer::from(pkcs8.as_slice());
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(&der, &PKCS_ED25519)?)
}

/// ring does not generate RSA keys; crate rsa does, and hands them over as PKCS#8.
fn generate_rsa(bits: usize) -> Result<KeyPair, Error> {
    let library = |text: String| Error::Library(text);
    let key = rsa::RsaPrivateKey::new(&mut SystemRng, bits).map_err(|e| library(e.to_string()))?;
    let document = key.to_pkcs8_der().map_err(|e| library(e.to_string()))?;
    let der = PrivatePkcs8KeyDer::from(document.as_bytes());
    Ok(KeyPair::from_pkcs8_der_and_sign_algo(&der, &PKCS_RSA_SHA256)?)
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for KeyKind {
    type Err = UnknownKeyKind;

    fn from_str(text: &str) -> Result<Self, UnknownKeyKind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == text).ok_or(UnknownKeyKind)
    }
}

/// A text that names no kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownKeyKind;

impl fmt::Display for UnknownKeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key is one of p256, p384, p521, ed25519, rsa2048, rsa3072, rsa4096, rsapss2048")
    }
}

impl core::error::Error for UnknownKeyKind {}

#[cfg(test)]
mod tests {
    use super::{KeyKind, UnknownKeyKind};

    #[test]
    fn names_round_trip() {
        for kind in KeyKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(*kind));
            assert!(UnknownKeyKind.to_string().contains(kind.name()));
        }
        assert_eq!("rsa1024".parse::<KeyKind>(), Err(UnknownKeyKind));
    }

    #[test]
    fn keys_are_fresh() {
        let [one, two] = [(); 2].map(|()| KeyKind::Ed25519.generate().unwrap());
        assert_ne!(one.pkcs8(), two.pkcs8());
        assert_eq!(one.pkcs8().len(), 48);
    }
}
