//! The DER of keys: AlgorithmIdentifier, SubjectPublicKeyInfo (RFC 5280 §4.1) and what lies in them.

use der::asn1::{AnyRef, BitStringRef, ContextSpecific, UintRef};
use der::oid::ObjectIdentifier;
use der::{Decode, Reader, SliceReader, TagNumber};

use crate::hash::Hash;
use crate::public_key::KeyError;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSASSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const SECP521R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

const BIT_STRING: u8 = 0x03;
const NULL: [u8; 2] = [0x05, 0x00];
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// What an AlgorithmIdentifier of a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// rsaEncryption.
    Rsa,
    /// id-RSASSA-PSS, and the one hash its parameters allow, if they are there.
    RsaPss(Option<Hash>),
    Ec(Curve),
    Ed25519,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// The length of a coordinate, and of a private key, in bytes.
    pub(crate) const fn field_len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    pub(crate) fn named(oid: ObjectIdentifier) -> Result<Self, KeyError> {
        match oid {
            SECP256R1 => Ok(Self::P256),
            SECP384R1 => Ok(Self::P384),
            SECP521R1 => Ok(Self::P521),
            _ => Err(KeyError::UnsupportedCurve(oid)),
        }
    }

    const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => SECP256R1,
            Self::P384 => SECP384R1,
            Self::P521 => SECP521R1,
        }
    }
}

/// ```text
/// SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
/// ```
pub(crate) fn subject_public_key_info(spki: &[u8]) -> Result<(Algorithm, &[u8]), KeyError> {
    let malformed = KeyError::Malformed("SubjectPublicKeyInfo");
    let parse = || {
        let mut reader = SliceReader::new(spki)?;
        let parts =
            reader.sequence(|r| Ok::<_, der::Error>((AnyRef::decode(r)?, BitStringRef::decode(r)?)))?;
        reader.finish().map(|()| parts)
    };
    let (algorithm, key) = parse().map_err(|_| malformed)?;
    let key = key.as_bytes().ok_or(malformed)?;
    Ok((algorithm_identifier(algorithm).map_err(|_| malformed)??, key))
}

/// ```text
/// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }
/// ```
///
/// The outer error says that the DER is broken, the inner one that the algorithm is none of ours.
pub(crate) fn algorithm_identifier(any: AnyRef<'_>) -> der::Result<Result<Algorithm, KeyError>> {
    let (oid, parameters) = oid_and_parameters(any)?;
    Ok(match oid {
        RSA_ENCRYPTION if parameters.is_none_or(AnyRef::is_null) => Ok(Algorithm::Rsa),
        RSASSA_PSS => parameters.map(pss_hash).transpose().map(Algorithm::RsaPss),
        EC_PUBLIC_KEY => match parameters.map(|p| p.decode_as::<ObjectIdentifier>()) {
            Some(Ok(curve)) => Curve::named(curve).map(Algorithm::Ec),
            _ => Err(KeyError::UnnamedCurve),
        },
        ED25519 if parameters.is_none() => Ok(Algorithm::Ed25519),
        RSA_ENCRYPTION | ED25519 => Err(KeyError::Malformed("AlgorithmIdentifier")),
        _ => Err(KeyError::UnsupportedAlgorithm(oid)),
    })
}

fn oid_and_parameters(any: AnyRef<'_>) -> der::Result<(ObjectIdentifier, Option<AnyRef<'_>>)> {
    any.sequence(|r| Ok((r.decode()?, if r.is_finished() { None } else { Some(r.decode()?) })))
}

/// The hash of RSASSA-PSS-params (RFC 4055 §3.1), where they are of the one kind that TLS can use: one of SHA-2, MGF1
/// over the same hash, a salt no longer than the hash.
fn pss_hash(parameters: AnyRef<'_>) -> Result<Hash, KeyError> {
    let hash = pss_parameters(parameters).map_err(|_| KeyError::Malformed("RSASSA-PSS-params"))?;
    hash.ok_or(KeyError::UnsupportedPssParameters)
}

/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm    [0] HashAlgorithm    DEFAULT sha1,
///     maskGenAlgorithm [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///     saltLength       [2] INTEGER          DEFAULT 20,
///     trailerField     [3] INTEGER          DEFAULT 1 }
/// ```
fn pss_parameters(parameters: AnyRef<'_>) -> der::Result<Option<Hash>> {
    let (hash, mask, salt, trailer) = parameters.sequence(|r| {
        Ok::<_, der::Error>((
            explicit::<AnyRef<'_>>(r, 0)?,
            explicit::<AnyRef<'_>>(r, 1)?,
            explicit::<u16>(r, 2)?.unwrap_or(20),
            explicit::<u8>(r, 3)?.unwrap_or(1),
        ))
    })?;
    let hash = hash.map(sha2).transpose()?.flatten();
    let mask = mask.map(mgf1).transpose()?.flatten();
    Ok(hash.filter(|h| mask == Some(*h) && usize::from(salt) <= h.output_len() && trailer == 1))
}

/// A field `[number] EXPLICIT T OPTIONAL`.
pub(crate) fn explicit<'a, T: Decode<'a, Error = der::Error>>(
    reader: &mut SliceReader<'a>,
    number: u32,
) -> der::Result<Option<T>> {
    Ok(ContextSpecific::<T>::decode_explicit(reader, TagNumber(number))?.map(|field| field.value))
}

fn sha2(any: AnyRef<'_>) -> der::Result<Option<Hash>> {
    Ok(match oid_and_parameters(any)?.0 {
        SHA256 => Some(Hash::Sha256),
        SHA384 => Some(Hash::Sha384),
        SHA512 => Some(Hash::Sha512),
        _ => None,
    })
}

fn mgf1(any: AnyRef<'_>) -> der::Result<Option<Hash>> {
    match oid_and_parameters(any)? {
        (MGF1, Some(hash)) => sha2(hash),
        _ => Ok(None),
    }
}

/// The length in bits of the modulus of `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }`.
pub(crate) fn rsa_public_key_bits(key: &[u8]) -> Result<usize, KeyError> {
    let parse = || {
        let mut reader = SliceReader::new(key)?;
        let (modulus, _) =
            reader.sequence(|r| Ok::<_, der::Error>((UintRef::decode(r)?, UintRef::decode(r)?)))?;
        reader.finish().map(|()| bit_len(modulus.as_bytes()))
    };
    parse().map_err(|_| KeyError::Malformed("RSAPublicKey"))
}

/// The length in bits of a big-endian number without leading zero bytes.
pub(crate) fn bit_len(number: &[u8]) -> usize {
    let Some(first) = number.first() else { return 0 };
    number.len() * 8 - first.leading_zeros() as usize
}

/// The AlgorithmIdentifier in DER of a key whose parameters need no choice.
pub(crate) fn encode_algorithm(algorithm: Algorithm) -> Vec<u8> {
    match algorithm {
        Algorithm::Rsa => encode(SEQUENCE, &[&oid(RSA_ENCRYPTION), &NULL]),
        Algorithm::RsaPss(_) => encode(SEQUENCE, &[&oid(RSASSA_PSS)]),
        Algorithm::Ec(curve) => encode(SEQUENCE, &[&oid(EC_PUBLIC_KEY), &oid(curve.oid())]),
        Algorithm::Ed25519 => encode(SEQUENCE, &[&oid(ED25519)]),
    }
}

/// A SubjectPublicKeyInfo in DER.
pub(crate) fn encode_spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    encode(SEQUENCE, &[algorithm, &encode(BIT_STRING, &[&[0], key])])
}

fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    encode(OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

/// Tag, length and content; the length in one byte below 128, else in as few as hold it behind their number.
fn encode(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let mut der = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => der.push(short),
        _ => {
            let len: Vec<u8> =
                content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            der.extend((0x80_u8..).nth(len.len()));
            der.extend(len);
        }
    }
    der.extend(content);
    der
}
