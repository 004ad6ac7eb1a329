//! The extensions of a certificate (RFC 5280 §4.2), each decoded once and kept by name.

use super::general_name::GeneralNames;
use super::oid::Oid;
use super::reader::{Element, Fault, Malformed, Reader, Tag};

/// The extensions this crate has a name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// RFC 5280 §4.2.1.1.
    AuthorityKeyIdentifier,
    /// RFC 5280 §4.2.1.2.
    SubjectKeyIdentifier,
    /// RFC 5280 §4.2.1.3.
    KeyUsage,
    /// RFC 5280 §4.2.1.4.
    CertificatePolicies,
    /// RFC 5280 §4.2.1.5.
    PolicyMappings,
    /// RFC 5280 §4.2.1.6.
    SubjectAltName,
    /// RFC 5280 §4.2.1.7.
    IssuerAltName,
    /// RFC 5280 §4.2.1.9.
    BasicConstraints,
    /// RFC 5280 §4.2.1.10.
    NameConstraints,
    /// RFC 5280 §4.2.1.11.
    PolicyConstraints,
    /// RFC 5280 §4.2.1.12.
    ExtendedKeyUsage,
    /// RFC 5280 §4.2.1.13.
    CrlDistributionPoints,
    /// RFC 5280 §4.2.1.14.
    InhibitAnyPolicy,
    /// RFC 5280 §4.2.2.1.
    AuthorityInformationAccess,
}

impl Kind {
    /// All of them, in the order of RFC 5280.
    pub const ALL: &'static [Self] = &[
        Self::AuthorityKeyIdentifier,
        Self::SubjectKeyIdentifier,
        Self::KeyUsage,
        Self::CertificatePolicies,
        Self::PolicyMappings,
        Self::SubjectAltName,
        Self::IssuerAltName,
        Self::BasicConstraints,
        Self::NameConstraints,
        Self::PolicyConstraints,
        Self::ExtendedKeyUsage,
        Self::CrlDistributionPoints,
        Self::InhibitAnyPolicy,
        Self::AuthorityInformationAccess,
    ];

    /// By the content bytes of extnID.
    fn of(id: &[u8]) -> Option<Self> {
        Some(match id {
            [0x55, 0x1D, 0x0E] => Self::SubjectKeyIdentifier,
            [0x55, 0x1D, 0x0F] => Self::KeyUsage,
            [0x55, 0x1D, 0x11] => Self::SubjectAltName,
            [0x55, 0x1D, 0x12] => Self::IssuerAltName,
            [0x55, 0x1D, 0x13] => Self::BasicConstraints,
            [0x55, 0x1D, 0x1E] => Self::NameConstraints,
            [0x55, 0x1D, 0x1F] => Self::CrlDistributionPoints,
            [0x55, 0x1D, 0x20] => Self::CertificatePolicies,
            [0x55, 0x1D, 0x21] => Self::PolicyMappings,
            [0x55, 0x1D, 0x23] => Self::AuthorityKeyIdentifier,
            [0x55, 0x1D, 0x24] => Self::PolicyConstraints,
            [0x55, 0x1D, 0x25] => Self::ExtendedKeyUsage,
            [0x55, 0x1D, 0x36] => Self::InhibitAnyPolicy,
            [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01] => Self::AuthorityInformationAccess,
            _ => return None,
        })
    }

    /// The name in RFC 5280: `"basicConstraints"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorityKeyIdentifier => "authorityKeyIdentifier",
            Self::SubjectKeyIdentifier => "subjectKeyIdentifier",
            Self::KeyUsage => "keyUsage",
            Self::CertificatePolicies => "certificatePolicies",
            Self::PolicyMappings => "policyMappings",
            Self::SubjectAltName => "subjectAltName",
            Self::IssuerAltName => "issuerAltName",
            Self::BasicConstraints => "basicConstraints",
            Self::NameConstraints => "nameConstraints",
            Self::PolicyConstraints => "policyConstraints",
            Self::ExtendedKeyUsage => "extendedKeyUsage",
            Self::CrlDistributionPoints => "cRLDistributionPoints",
            Self::InhibitAnyPolicy => "inhibitAnyPolicy",
            Self::AuthorityInformationAccess => "authorityInfoAccess",
        }
    }
}

/// A set of extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// Whether this extension is in the set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    const fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u8;
    }
}

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

    /// The key may sign certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.0 & 0x0400 != 0
    }
}

/// ExtKeyUsageSyntax, not empty, every identifier well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtendedKeyUsage<'a>(&'a [u8]);

impl<'a> ExtendedKeyUsage<'a> {
    /// The purposes, each as the content bytes of its object identifier.
    pub fn purposes(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new(self.0, 0);
        core::iter::from_fn(move || reader.any("KeyPurposeId").ok()).map(|element| element.value)
    }
}

/// The extensions of one certificate. Those that only later rules read are kept as the bytes of extnValue.
#[derive(Debug, Clone, Default)]
pub struct Extensions<'a> {
    /// Which are there.
    pub present: Kinds,
    /// Which are there and critical.
    pub critical: Kinds,
    /// The first critical extension that this crate has no name for.
    pub unknown_critical: Option<Oid>,
    /// Whether and how the holder may issue certificates.
    pub basic_constraints: Option<BasicConstraints>,
    /// What the key may do.
    pub key_usage: Option<KeyUsage>,
    /// What for.
    pub extended_key_usage: Option<ExtendedKeyUsage<'a>>,
    /// The names of the holder.
    pub subject_alt_name: Option<GeneralNames<'a>>,
    /// keyIdentifier of authorityKeyIdentifier.
    pub authority_key_id: Option<&'a [u8]>,
    /// subjectKeyIdentifier.
    pub subject_key_id: Option<&'a [u8]>,
    /// extnValue of nameConstraints.
    pub name_constraints: Option<&'a [u8]>,
    /// extnValue of certificatePolicies.
    pub certificate_policies: Option<&'a [u8]>,
    /// extnValue of policyMappings.
    pub policy_mappings: Option<&'a [u8]>,
    /// extnValue of policyConstraints.
    pub policy_constraints: Option<&'a [u8]>,
    /// extnValue of inhibitAnyPolicy.
    pub inhibit_any_policy: Option<&'a [u8]>,
    /// extnValue of cRLDistributionPoints.
    pub crl_distribution_points: Option<&'a [u8]>,
    /// extnValue of authorityInfoAccess.
    pub authority_information_access: Option<&'a [u8]>,
}

/// Against certificates made of thousands of empty extensions: each unknown one is compared with those before it. The
/// fullest certificates in public use have about fifteen.
const MOST_EXTENSIONS: usize = 64;

impl<'a> Extensions<'a> {
    /// `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension`
    pub(super) fn decode(list: &Element<'a>) -> Result<Self, Malformed> {
        if list.value.is_empty() {
            return Err(list.fault(Fault::Value));
        }
        let mut extensions = Self::default();
        let mut unknown = Unknown { ids: [&[]; MOST_EXTENSIONS], len: 0 };
        list.read(|r| {
            while !r.is_empty() {
                let extension = r.expect(Tag::SEQUENCE, "Extension")?;
                extension.read(|fields| extensions.take(fields, &mut unknown))?;
            }
            Ok(())
        })?;
        Ok(extensions)
    }

    /// `Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }`
    fn take(&mut self, fields: &mut Reader<'a>, unknown: &mut Unknown<'a>) -> Result<(), Malformed> {
        let id = object_identifier(fields, "extnID")?;
        let critical = fields.boolean_or_false("critical")?;
        let value = fields.expect(Tag::OCTET_STRING, "extnValue")?;
        let Some(kind) = Kind::of(id.value) else {
            if critical && self.unknown_critical.is_none() {
                self.unknown_critical = Some(Oid::from_content(id.value));
            }
            return unknown.add(&id);
        };
        if self.present.contains(kind) {
            return Err(id.fault(Fault::Repeated));
        }
        self.present.insert(kind);
        if critical {
            self.critical.insert(kind);
        }
        self.keep(kind, &value)
    }

    fn keep(&mut self, kind: Kind, value: &Element<'a>) -> Result<(), Malformed> {
        match kind {
            Kind::AuthorityKeyIdentifier => self.authority_key_id = value.read(authority_key_id)?,
            Kind::SubjectKeyIdentifier => {
                self.subject_key_id = Some(value.read(|r| r.expect(Tag::OCTET_STRING, kind.name()))?.value);
            }
            Kind::KeyUsage => self.key_usage = Some(value.read(key_usage)?),
            Kind::CertificatePolicies => self.certificate_policies = Some(value.value),
            Kind::PolicyMappings => self.policy_mappings = Some(value.value),
            Kind::SubjectAltName => self.subject_alt_name = Some(value.read(GeneralNames::decode)?),
            Kind::IssuerAltName => {}
            Kind::BasicConstraints => self.basic_constraints = Some(value.read(basic_constraints)?),
            Kind::NameConstraints => self.name_constraints = Some(value.value),
            Kind::PolicyConstraints => self.policy_constraints = Some(value.value),
            Kind::ExtendedKeyUsage => self.extended_key_usage = Some(value.read(extended_key_usage)?),
            Kind::CrlDistributionPoints => self.crl_distribution_points = Some(value.value),
            Kind::InhibitAnyPolicy => self.inhibit_any_policy = Some(value.value),
            Kind::AuthorityInformationAccess => self.authority_information_access = Some(value.value),
        }
        Ok(())
    }
}

/// The extnIDs without a name so far, to find one that comes twice.
struct Unknown<'a> {
    ids: [&'a [u8]; MOST_EXTENSIONS],
    len: usize,
}

impl<'a> Unknown<'a> {
    fn add(&mut self, id: &Element<'a>) -> Result<(), Malformed> {
        if self.ids.iter().take(self.len).any(|seen| *seen == id.value) {
            return Err(id.fault(Fault::Repeated));
        }
        *self.ids.get_mut(self.len).ok_or_else(|| id.fault(Fault::TooMany))? = id.value;
        self.len += 1;
        Ok(())
    }
}

pub(super) fn object_identifier<'a>(
    fields: &mut Reader<'a>,
    field: &'static str,
) -> Result<Element<'a>, Malformed> {
    let id = fields.expect(Tag::OBJECT_IDENTIFIER, field)?;
    if Oid::is_valid(id.value) { Ok(id) } else { Err(id.fault(Fault::Value)) }
}

/// `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }`
fn basic_constraints(r: &mut Reader<'_>) -> Result<BasicConstraints, Malformed> {
    r.expect(Tag::SEQUENCE, "basicConstraints")?.read(|fields| {
        let ca = fields.boolean_or_false("cA")?;
        let path_len = fields.optional(Tag::INTEGER, "pathLenConstraint")?;
        let path_len = path_len.map(|element| small_number(&element)).transpose()?;
        Ok(BasicConstraints { ca, path_len })
    })
}

/// A non-negative INTEGER in its shortest form; one too large to count certificates with is as good as the largest.
fn small_number(element: &Element<'_>) -> Result<u32, Malformed> {
    let magnitude = match element.value {
        [] | [0x80..=0xFF, ..] | [0, 0..=0x7F, ..] => return Err(element.fault(Fault::Value)),
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let shift = |value: u32, byte: &u8| value.checked_mul(256).map(|value| value | u32::from(*byte));
    Ok(magnitude.iter().try_fold(0, shift).unwrap_or(u32::MAX))
}

/// `KeyUsage ::= BIT STRING`, nine bits named. Trailing zero bits are tolerated, bits beyond the length are zero.
fn key_usage(r: &mut Reader<'_>) -> Result<KeyUsage, Malformed> {
    let element = r.expect(Tag::BIT_STRING, "keyUsage")?;
    let fault = || element.fault(Fault::Value);
    let (unused, bits) = element.value.split_first().ok_or_else(fault)?;
    let last = bits.last().copied().unwrap_or(0);
    let padding = 1_u8.checked_shl(u32::from(*unused)).filter(|_| *unused < 8).ok_or_else(fault)? - 1;
    if last & padding != 0 || (bits.is_empty() && *unused != 0) {
        return Err(fault());
    }
    let byte = |n: usize| bits.get(n).copied().unwrap_or(0);
    Ok(KeyUsage(u16::from_be_bytes([byte(0), byte(1)])))
}

/// `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId`
fn extended_key_usage<'a>(r: &mut Reader<'a>) -> Result<ExtendedKeyUsage<'a>, Malformed> {
    let list = r.expect(Tag::SEQUENCE, "extendedKeyUsage")?;
    list.read(|purposes| {
        object_identifier(purposes, "KeyPurposeId")?;
        while !purposes.is_empty() {
            object_identifier(purposes, "KeyPurposeId")?;
        }
        Ok(ExtendedKeyUsage(list.value))
    })
}

/// `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2] }`
fn authority_key_id<'a>(r: &mut Reader<'a>) -> Result<Option<&'a [u8]>, Malformed> {
    r.expect(Tag::SEQUENCE, "authorityKeyIdentifier")?.read(|fields| {
        let key_id = fields.optional(Tag::implicit(0), "keyIdentifier")?;
        fields.optional(Tag::explicit(1), "authorityCertIssuer")?;
        fields.optional(Tag::implicit(2), "authorityCertSerialNumber")?;
        Ok(key_id.map(|element| element.value))
    })
}
