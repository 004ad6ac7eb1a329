//! AlgorithmIdentifiers of signatures (RFC 5280 §4.1.1.2; RFC 4055, RFC 5758, RFC 8410).

use handfast_crypto::hash::Hash;
use handfast_crypto::public_key::KeyKind;
use handfast_crypto::verify::SignatureAlgorithm;

use crate::cert::{Oid, Read, Reader, Tag};
use crate::refusal::WeakHash;

/// How a certificate is signed, as far as its AlgorithmIdentifier says: the curve is the key's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 4055 §5).
    RsaPkcs1(Hash),
    /// RSASSA-PSS (RFC 4055 §3.1), with the length of its salt in bytes.
    RsaPss(Hash, u16),
    /// ECDSA (RFC 5758 §3.2).
    Ecdsa(Hash),
    /// Ed25519 (RFC 8410 §3).
    Ed25519,
    /// With a hash that is broken.
    Weak(WeakHash),
}

const NULL: &[u8] = &[0x05, 0x00];

impl Scheme {
    /// By the content of an AlgorithmIdentifier; `None` if it is none of ours.
    pub(crate) fn of(identifier: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(identifier, 0);
        let id = reader.value(Tag::OBJECT_IDENTIFIER, "algorithm").ok()?;
        let parameters = reader.peek();
        match id {
            [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A] => pss(parameters),
            // 1.2.840.113549.1.1: NULL or, for those who forgot it, nothing (RFC 4055 §5).
            [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, arc] if [NULL, &[]].contains(&parameters) => {
                pkcs1(*arc)
            }
            // 1.2.840.10045.4.1 and .4.3 (RFC 5758 §3.2: no parameters).
            [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01] => Some(Self::Weak(WeakHash::Sha1)),
            [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, arc] if parameters.is_empty() => ecdsa(*arc),
            // 1.3.101.112 (RFC 8410 §3: no parameters).
            [0x2B, 0x65, 0x70] if parameters.is_empty() => Some(Self::Ed25519),
            // dsa-with-sha1.
            [0x2A, 0x86, 0x48, 0xCE, 0x38, 0x04, 0x03] => Some(Self::Weak(WeakHash::Sha1)),
            _ => None,
        }
    }

    /// The algorithm that this is with a key of this kind, if it is one.
    pub(crate) fn with(self, kind: KeyKind) -> Option<SignatureAlgorithm> {
        let algorithm = match (self, kind) {
            (Self::RsaPkcs1(hash), _) => SignatureAlgorithm::RsaPkcs1(hash),
            (Self::RsaPss(hash, salt), _) if usize::from(salt) == hash.output_len() => {
                SignatureAlgorithm::RsaPss(hash)
            }
            (Self::RsaPss(hash, salt), _) => SignatureAlgorithm::RsaPssSalt(hash, salt),
            (Self::Ecdsa(hash), KeyKind::P256) => SignatureAlgorithm::EcdsaP256(hash),
            (Self::Ecdsa(hash), KeyKind::P384) => SignatureAlgorithm::EcdsaP384(hash),
            (Self::Ecdsa(hash), KeyKind::P521) => SignatureAlgorithm::EcdsaP521(hash),
            (Self::Ed25519, _) => SignatureAlgorithm::Ed25519,
            (Self::Ecdsa(_) | Self::Weak(_), _) => return None,
        };
        algorithm.fits(kind).then_some(algorithm)
    }
}

/// The object identifier in an AlgorithmIdentifier.
pub(crate) fn identifier(identifier: &[u8]) -> Oid {
    let id = Reader::new(identifier, 0).expect(Tag::OBJECT_IDENTIFIER, "algorithm");
    Oid::from_content(id.map_or(&[], |id| id.value))
}

/// The common name of an algorithm that is not verified here, else the numbers.
pub(crate) fn name(algorithm: Oid) -> String {
    let known: &[(&str, &str)] = &[
        ("1.2.840.113549.1.1.2", "RSA with MD2"),
        ("1.2.840.113549.1.1.10", "RSASSA-PSS with parameters that are not supported"),
        ("1.2.840.113549.1.1.14", "RSA with SHA-224"),
        ("1.2.840.113549.1.1.15", "RSA with SHA-512/224"),
        ("1.2.840.113549.1.1.16", "RSA with SHA-512/256"),
        ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
        ("2.16.840.1.101.3.4.3.1", "DSA with SHA-224"),
        ("2.16.840.1.101.3.4.3.2", "DSA with SHA-256"),
        ("2.16.840.1.101.3.4.3.10", "ECDSA with SHA3-256"),
        ("2.16.840.1.101.3.4.3.14", "RSA with SHA3-256"),
        ("1.3.101.113", "Ed448"),
        ("1.2.156.10197.1.501", "SM2 with SM3"),
        ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
        ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
        ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
    ];
    let dotted = algorithm.to_string();
    known.iter().find(|(of, _)| *of == dotted).map_or(dotted, |(_, name)| (*name).to_owned())
}

/// 1.2.840.113549.1.1.*
const fn pkcs1(arc: u8) -> Option<Scheme> {
    match arc {
        4 => Some(Scheme::Weak(WeakHash::Md5)),
        5 => Some(Scheme::Weak(WeakHash::Sha1)),
        11 => Some(Scheme::RsaPkcs1(Hash::Sha256)),
        12 => Some(Scheme::RsaPkcs1(Hash::Sha384)),
        13 => Some(Scheme::RsaPkcs1(Hash::Sha512)),
        _ => None,
    }
}

/// 1.2.840.10045.4.3.*
const fn ecdsa(arc: u8) -> Option<Scheme> {
    match arc {
        2 => Some(Scheme::Ecdsa(Hash::Sha256)),
        3 => Some(Scheme::Ecdsa(Hash::Sha384)),
        4 => Some(Scheme::Ecdsa(Hash::Sha512)),
        _ => None,
    }
}

/// What RSASSA-PSS hashes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PssHash {
    Sha1,
    Sha2(Hash),
}

/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT mgf1SHA1, saltLength [2] DEFAULT 20, trailerField [3] DEFAULT 1 }
/// ```
/// (RFC 4055 §3.1.) One hash for both, as all issue them, and a salt of any length.
fn pss(parameters: &[u8]) -> Option<Scheme> {
    let mut reader = Reader::new(parameters, 0);
    let params = reader.expect(Tag::SEQUENCE, "RSASSA-PSS-params").ok()?;
    reader.finish("RSASSA-PSS-params").ok()?;
    let (hash, mask, salt, trailer) = params.read(pss_fields).ok()?;
    match (hash?, mask?) {
        (PssHash::Sha1, _) => Some(Scheme::Weak(WeakHash::Sha1)),
        (PssHash::Sha2(hash), mask) if mask == PssHash::Sha2(hash) && trailer == [1] => {
            small_number(salt).map(|salt| Scheme::RsaPss(hash, salt))
        }
        (PssHash::Sha2(_), _) => None,
    }
}

/// A length in at most two bytes.
fn small_number(value: &[u8]) -> Option<u16> {
    match *value {
        [low @ 0..=0x7F] => Some(u16::from(low)),
        [0, low @ 0x80..=0xFF] => Some(u16::from(low)),
        [high @ 1..=0x7F, low] => Some(u16::from_be_bytes([high, low])),
        _ => None,
    }
}

type PssFields<'a> = (Option<PssHash>, Option<PssHash>, &'a [u8], &'a [u8]);

fn pss_fields<'a>(fields: &mut Reader<'a>) -> Read<PssFields<'a>> {
    let hash = match fields.optional(Tag::explicit(0), "hashAlgorithm")? {
        Some(tagged) => tagged.read(hash_algorithm)?,
        None => Some(PssHash::Sha1),
    };
    let mask = match fields.optional(Tag::explicit(1), "maskGenAlgorithm")? {
        Some(tagged) => tagged.read(mask_algorithm)?,
        None => Some(PssHash::Sha1),
    };
    let mut number = |tag, default: &'a [u8]| match fields.optional(Tag::explicit(tag), "INTEGER")? {
        Some(tagged) => tagged.read(|r| r.expect(Tag::INTEGER, "INTEGER")).map(|element| element.value),
        None => Ok(default),
    };
    Ok((hash, mask, number(2, &[20])?, number(3, &[1])?))
}

/// An AlgorithmIdentifier of a hash, whose parameters are NULL or absent (RFC 4055 §2.1).
fn hash_algorithm(r: &mut Reader<'_>) -> Read<Option<PssHash>> {
    r.nested(Tag::SEQUENCE, "AlgorithmIdentifier", |fields| {
        let id = fields.value(Tag::OBJECT_IDENTIFIER, "algorithm")?;
        fields.optional(Tag::NULL, "parameters")?;
        Ok(match id {
            [0x2B, 0x0E, 0x03, 0x02, 0x1A] => Some(PssHash::Sha1),
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01] => Some(PssHash::Sha2(Hash::Sha256)),
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02] => Some(PssHash::Sha2(Hash::Sha384)),
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03] => Some(PssHash::Sha2(Hash::Sha512)),
            _ => None,
        })
    })
}

/// An AlgorithmIdentifier of id-mgf1, whose parameter is the hash.
fn mask_algorithm(r: &mut Reader<'_>) -> Read<Option<PssHash>> {
    r.nested(Tag::SEQUENCE, "AlgorithmIdentifier", |fields| {
        let id = fields.value(Tag::OBJECT_IDENTIFIER, "algorithm")?;
        let hash = hash_algorithm(fields)?;
        Ok(hash.filter(|_| id == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08]))
    })
}
