//! The DER of private keys: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 §A.1.2) and SEC 1 (RFC 5915).

use der::asn1::{AnyRef, BitStringRef, OctetStringRef, UintRef};
use der::oid::ObjectIdentifier;
use der::{Decode, Encode, Reader, SliceReader, Tag, TagMode, TagNumber};
use rustls_pki_types::PrivateKeyDer;

use crate::public_key::KeyError;
use crate::spki::{self, Algorithm, Curve};

/// A private key taken out of its wrapping.
pub(crate) enum Unwrapped<'a> {
    /// An RSAPrivateKey of a size that signs, and the AlgorithmIdentifier of its public key in DER.
    Rsa { private: &'a [u8], algorithm: Vec<u8> },
    /// A scalar, in as many bytes as the file has, and the public point if the file has it.
    Ec { curve: Curve, private: &'a [u8], public: Option<&'a [u8]> },
    /// A seed, and the public key if the file has it.
    Ed25519 { seed: &'a [u8], public: Option<&'a [u8]> },
}

pub(crate) fn unwrap<'a>(key: &'a PrivateKeyDer<'_>) -> Result<Unwrapped<'a>, KeyError> {
    match key {
        PrivateKeyDer::Pkcs8(key) => pkcs8(key.secret_pkcs8_der()),
        PrivateKeyDer::Pkcs1(key) => rsa(key.secret_pkcs1_der(), spki::encode_algorithm(Algorithm::Rsa)),
        PrivateKeyDer::Sec1(key) => ec(key.secret_sec1_der(), None),
        _ => Err(KeyError::Malformed("private key")),
    }
}

fn pkcs8(der: &[u8]) -> Result<Unwrapped<'_>, KeyError> {
    if is_encrypted(der) {
        return Err(KeyError::Encrypted);
    }
    let malformed = KeyError::Malformed("PrivateKeyInfo (PKCS#8)");
    let (identifier, private, public) = one_asymmetric_key(der).map_err(|_| malformed)?;
    match spki::algorithm_identifier(identifier).map_err(|_| malformed)?? {
        Algorithm::Rsa => rsa(private, spki::encode_algorithm(Algorithm::Rsa)),
        Algorithm::RsaPss(_) => rsa(private, identifier.to_der().map_err(|_| malformed)?),
        Algorithm::Ec(curve) => ec(private, Some(curve)),
        Algorithm::Ed25519 => ed25519(private, public),
    }
}

/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
/// ```
fn is_encrypted(der: &[u8]) -> bool {
    let parse = || {
        let mut reader = SliceReader::new(der)?;
        reader.sequence(|r| {
            let algorithm = AnyRef::decode(r)?;
            <&OctetStringRef>::decode(r)?;
            Ok::<_, der::Error>(der::Tagged::tag(&algorithm) == Tag::Sequence)
        })
    };
    parse().unwrap_or(false)
}

/// ```text
/// OneAsymmetricKey ::= SEQUENCE {
///     version             INTEGER { v1(0), v2(1) },
///     privateKeyAlgorithm AlgorithmIdentifier,
///     privateKey          OCTET STRING,
///     attributes      [0] Attributes OPTIONAL,
///     publicKey       [1] BIT STRING OPTIONAL }
/// ```
type OneAsymmetricKey<'a> = (AnyRef<'a>, &'a [u8], Option<&'a [u8]>);

fn one_asymmetric_key(der: &[u8]) -> der::Result<OneAsymmetricKey<'_>> {
    let mut reader = SliceReader::new(der)?;
    let key = reader.sequence(|r| {
        let version = u8::decode(r)?;
        let algorithm = AnyRef::decode(r)?;
        let private = <&OctetStringRef>::decode(r)?.as_bytes();
        if r.peek_byte() == Some(0xa0) {
            AnyRef::decode(r)?;
        }
        let public = public_key(r)?;
        match version {
            0 | 1 => Ok((algorithm, private, public.and_then(|bits| bits.as_bytes()))),
            _ => Err(der::Error::from(Tag::Integer.value_error())),
        }
    })?;
    reader.finish().map(|()| key)
}

/// The field `publicKey`; some writers of Ed25519 keys made its tag explicit.
fn public_key<'a>(r: &mut SliceReader<'a>) -> der::Result<Option<BitStringRef<'a>>> {
    match r.peek_byte() {
        Some(0xa1) => spki::explicit(r, 1),
        _ => r.context_specific(TagNumber(1), TagMode::Implicit),
    }
}

/// An RSA key that *ring* signs with; what it refuses without saying why is judged here.
fn rsa(private: &[u8], algorithm: Vec<u8>) -> Result<Unwrapped<'_>, KeyError> {
    let (version, modulus, exponent) =
        rsa_private_key(private).map_err(|_| KeyError::Malformed("RSAPrivateKey"))?;
    let bits = spki::bit_len(modulus.as_bytes());
    if !(2048..=4096).contains(&bits) || !bits.is_multiple_of(512) {
        return Err(KeyError::RsaSize { bits });
    }
    match (version, spki::bit_len(exponent.as_bytes())) {
        (0, 17..=33) => Ok(Unwrapped::Rsa { private, algorithm }),
        (0, _) => Err(KeyError::RsaExponent),
        _ => Err(KeyError::RsaMultiPrime),
    }
}

/// ```text
/// RSAPrivateKey ::= SEQUENCE {
///     version         INTEGER { two-prime(0), multi(1) },
///     modulus         INTEGER, publicExponent INTEGER, privateExponent INTEGER,
///     prime1          INTEGER, prime2         INTEGER,
///     exponent1       INTEGER, exponent2      INTEGER, coefficient     INTEGER,
///     otherPrimeInfos SEQUENCE OF OtherPrimeInfo OPTIONAL }
/// ```
fn rsa_private_key(der: &[u8]) -> der::Result<(u8, UintRef<'_>, UintRef<'_>)> {
    let mut reader = SliceReader::new(der)?;
    let key = reader.sequence(|r| {
        let (version, modulus, exponent) = (r.decode()?, r.decode()?, r.decode()?);
        for _ in 0..6 {
            r.decode::<UintRef<'_>>()?;
        }
        if version == 1 {
            r.decode::<AnyRef<'_>>()?;
        }
        Ok::<_, der::Error>((version, modulus, exponent))
    })?;
    reader.finish().map(|()| key)
}

/// ```text
/// ECPrivateKey ::= SEQUENCE {
///     version        INTEGER { ecPrivkeyVer1(1) },
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
fn ec(der: &[u8], outer: Option<Curve>) -> Result<Unwrapped<'_>, KeyError> {
    let parse = || {
        let mut reader = SliceReader::new(der)?;
        let parts = reader.sequence(|r| {
            if u8::decode(r)? != 1 {
                return Err(der::Error::from(Tag::Integer.value_error()));
            }
            let private = <&OctetStringRef>::decode(r)?.as_bytes();
            let parameters = spki::explicit::<AnyRef<'_>>(r, 0)?;
            let public = spki::explicit::<BitStringRef<'_>>(r, 1)?;
            Ok((private, parameters, public.and_then(|bits| bits.as_bytes())))
        })?;
        reader.finish().map(|()| parts)
    };
    let (private, parameters, public) =
        parse().map_err(|_: der::Error| KeyError::Malformed("ECPrivateKey"))?;
    let curve = agreed_curve(outer, parameters.map(named_curve).transpose()?)?;
    Ok(Unwrapped::Ec { curve, private, public })
}

fn named_curve(parameters: AnyRef<'_>) -> Result<Curve, KeyError> {
    Curve::named(parameters.decode_as::<ObjectIdentifier>().map_err(|_| KeyError::UnnamedCurve)?)
}

fn agreed_curve(outer: Option<Curve>, inner: Option<Curve>) -> Result<Curve, KeyError> {
    match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => Err(KeyError::Inconsistent),
        _ => outer.or(inner).ok_or(KeyError::UnnamedCurve),
    }
}

/// `CurvePrivateKey ::= OCTET STRING` (RFC 8410 §7).
fn ed25519<'a>(private: &'a [u8], public: Option<&'a [u8]>) -> Result<Unwrapped<'a>, KeyError> {
    let malformed = KeyError::Malformed("CurvePrivateKey");
    let seed = <&OctetStringRef>::from_der(private).map_err(|_| malformed)?.as_bytes();
    if seed.len() == 32 { Ok(Unwrapped::Ed25519 { seed, public }) } else { Err(malformed) }
}
