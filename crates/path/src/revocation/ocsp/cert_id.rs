//! How a response names a certificate (RFC 6960 §4.1.1).

use handfast_crypto::hash::Hash;
use handfast_crypto::sha1;

use crate::cert::{Fault, Read, Reader, Tag, serial_number};

/// ```text
/// CertID ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, issuerNameHash, issuerKeyHash, serialNumber }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertId<'a> {
    /// `None` is one that nobody here knows: the certificate is another one, for all that can be said.
    algorithm: Option<Algorithm>,
    /// The hash of the DER of the issuer's name.
    pub issuer_name_hash: &'a [u8],
    /// The hash of the issuer's key: of the content of subjectPublicKey.
    pub issuer_key_hash: &'a [u8],
    /// The content bytes of the certificate's serialNumber.
    pub serial: &'a [u8],
}

/// SHA-1 is what almost every response uses. It only names an authority that is known by other means; who could make a
/// second authority with the same hash could as well name the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Sha1,
    Sha2(Hash),
}

impl<'a> CertId<'a> {
    pub(super) fn decode(fields: &mut Reader<'a>) -> Read<Self> {
        fields.nested(Tag::SEQUENCE, "certID", |inner| {
            Ok(Self {
                algorithm: inner.nested(Tag::SEQUENCE, "hashAlgorithm", algorithm)?,
                issuer_name_hash: inner.value(Tag::OCTET_STRING, "issuerNameHash")?,
                issuer_key_hash: inner.value(Tag::OCTET_STRING, "issuerKeyHash")?,
                serial: serial_number(inner)?,
            })
        })
    }

    /// Whether its issuer has this name, in DER, and this key, the content of subjectPublicKey.
    pub(crate) fn names_issuer(&self, name: &[u8], key: &[u8]) -> bool {
        self.algorithm.is_some_and(|algorithm| {
            algorithm.is_hash_of(self.issuer_name_hash, name)
                && algorithm.is_hash_of(self.issuer_key_hash, key)
        })
    }
}

impl Algorithm {
    fn is_hash_of(self, digest: &[u8], message: &[u8]) -> bool {
        match self {
            Self::Sha1 => sha1::digest(message) == digest,
            Self::Sha2(hash) => hash.digest(&[message]).as_ref() == digest,
        }
    }
}

/// The parameters are NULL, or absent for those who forgot them.
fn algorithm(fields: &mut Reader<'_>) -> Read<Option<Algorithm>> {
    let id = fields.value(Tag::OBJECT_IDENTIFIER, "algorithm")?;
    if let Some(parameters) = fields.optional(Tag::NULL, "parameters")?
        && !parameters.value.is_empty()
    {
        return Err(parameters.fault(Fault::Value));
    }
    Ok(match id {
        [0x2B, 0x0E, 0x03, 0x02, 0x1A] => Some(Algorithm::Sha1),
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc] => match arc {
            1 => Some(Algorithm::Sha2(Hash::Sha256)),
            2 => Some(Algorithm::Sha2(Hash::Sha384)),
            3 => Some(Algorithm::Sha2(Hash::Sha512)),
            _ => None,
        },
        _ => None,
    })
}
