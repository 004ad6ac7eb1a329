//! The values of the extensions that rules read.

use super::object_identifier;
use crate::cert::reader::{Fault, Read, Reader, Tag, named_bits};

/// BasicConstraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicConstraints {
    /// The holder is a certification authority.
    pub ca: bool,
    /// How many certificates of authorities that are not self-issued may follow in a path; `None` is no limit.
    pub path_len: Option<u32>,
}

/// KeyUsage: bit 0 of the standard is the highest here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// The key may sign: what CertificateVerify needs.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.0 & 0x8000 != 0
    }

    /// The key may sign what its holder is to be held to: one of the two bits for signatures that are not on
    /// certificates or CRLs.
    #[must_use]
    pub const fn non_repudiation(self) -> bool {
        self.0 & 0x4000 != 0
    }

    /// Keys may be encrypted to the key: what RSA key transport of TLS 1.2 needs.
    #[must_use]
    pub const fn key_encipherment(self) -> bool {
        self.0 & 0x2000 != 0
    }

    /// Whether all these bits are set.
    pub(crate) const fn contains(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// The key may sign certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.0 & 0x0400 != 0
    }

    /// The key may sign certificate revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.0 & 0x0200 != 0
    }
}

/// ExtKeyUsageSyntax, not empty, every identifier well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtendedKeyUsage<'a>(pub(super) &'a [u8]);

impl<'a> ExtendedKeyUsage<'a> {
    /// The purposes, each as the content bytes of its object identifier.
    pub fn purposes(self) -> impl Iterator<Item = &'a [u8]> {
        Reader::new(self.0, 0).each(|reader| reader.value(Tag::OBJECT_IDENTIFIER, "KeyPurposeId"))
    }
}

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }`
#[inline]
pub(super) fn basic_constraints(r: &mut Reader<'_>) -> Read<BasicConstraints> {
    r.nested(Tag::SEQUENCE, "basicConstraints", |fields| {
        let ca = fields.boolean_or_false("cA")?;
        let path_len = optional_number(fields, Tag::INTEGER, "pathLenConstraint")?;
        Ok(BasicConstraints { ca, path_len })
    })
}

/// A number that may be absent.
#[inline]
pub(super) fn optional_number(fields: &mut Reader<'_>, tag: Tag, field: &'static str) -> Read<Option<u32>> {
    if fields.next_is(tag) { number(fields, tag, field).map(Some) } else { Ok(None) }
}

/// A non-negative INTEGER in its shortest form.
pub(super) fn number(fields: &mut Reader<'_>, tag: Tag, field: &'static str) -> Read<u32> {
    let value = fields.value(tag, field)?;
    small_number(value).ok_or_else(|| fields.fault_in(value, field, Fault::Value))
}

/// One too large to count certificates with is as good as the largest.
fn small_number(value: &[u8]) -> Option<u32> {
    let magnitude = match value {
        [] | [0x80..=0xFF, ..] | [0, 0..=0x7F, ..] => return None,
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let shift = |value: u32, byte: &u8| value.checked_mul(256).map(|value| value | u32::from(*byte));
    Some(magnitude.iter().try_fold(0, shift).unwrap_or(u32::MAX))
}

/// `KeyUsage ::= BIT STRING`, nine bits named.
#[inline]
pub(in crate::cert) fn key_usage(r: &mut Reader<'_>) -> Read<KeyUsage> {
    let value = r.value(Tag::BIT_STRING, "keyUsage")?;
    named_bits(value).map(KeyUsage).ok_or_else(|| r.fault_in(value, "keyUsage", Fault::Value))
}

/// `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId`
#[inline]
pub(in crate::cert) fn extended_key_usage<'a>(r: &mut Reader<'a>) -> Read<ExtendedKeyUsage<'a>> {
    let list = r.value(Tag::SEQUENCE, "extendedKeyUsage")?;
    r.inside(list, "extendedKeyUsage", |purposes| {
        object_identifier(purposes, "KeyPurposeId")?;
        while !purposes.is_empty() {
            object_identifier(purposes, "KeyPurposeId")?;
        }
        Ok(ExtendedKeyUsage(list))
    })
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }`
#[inline]
pub(crate) fn authority_key_id<'a>(r: &mut Reader<'a>) -> Read<Option<&'a [u8]>> {
    r.nested(Tag::SEQUENCE, "authorityKeyIdentifier", |fields| {
        let key_id = fields.optional_value(Tag::implicit(0), "keyIdentifier")?;
        fields.optional_value(Tag::explicit(1), "authorityCertIssuer")?;
        fields.optional_value(Tag::implicit(2), "authorityCertSerialNumber")?;
        Ok(key_id)
    })
}
