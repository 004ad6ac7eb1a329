//! The extensions by name.

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
    /// id-pkix-ocsp-nocheck: RFC 6960 §4.2.2.2.1.
    OcspNoCheck,
}

impl Kind {
    /// All of them, in the order of the standards.
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
        Self::OcspNoCheck,
    ];

    /// By the content bytes of extnID.
    #[inline]
    pub(super) fn of(id: &[u8]) -> Option<Self> {
        match id {
            [0x55, 0x1D, arc] => Self::of_arc(*arc),
            [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01] => Some(Self::AuthorityInformationAccess),
            [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x05] => Some(Self::OcspNoCheck),
            _ => None,
        }
    }

    /// By the last arc of an identifier in 2.5.29, where nearly all are.
    #[inline]
    pub(super) fn of_arc(arc: u8) -> Option<Self> {
        BY_ARC.get(usize::from(arc)).copied().flatten()
    }

    /// The name in the standard: `"basicConstraints"`.
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
            Self::OcspNoCheck => "id-pkix-ocsp-nocheck",
        }
    }
}

/// Those of 2.5.29 by their last arc. A table, for a `match` becomes a jump that no processor foresees.
const BY_ARC: [Option<Kind>; 64] = {
    let mut by_arc = [None; 64];
    by_arc[14] = Some(Kind::SubjectKeyIdentifier);
    by_arc[15] = Some(Kind::KeyUsage);
    by_arc[17] = Some(Kind::SubjectAltName);
    by_arc[18] = Some(Kind::IssuerAltName);
    by_arc[19] = Some(Kind::BasicConstraints);
    by_arc[30] = Some(Kind::NameConstraints);
    by_arc[31] = Some(Kind::CrlDistributionPoints);
    by_arc[32] = Some(Kind::CertificatePolicies);
    by_arc[33] = Some(Kind::PolicyMappings);
    by_arc[35] = Some(Kind::AuthorityKeyIdentifier);
    by_arc[36] = Some(Kind::PolicyConstraints);
    by_arc[37] = Some(Kind::ExtendedKeyUsage);
    by_arc[54] = Some(Kind::InhibitAnyPolicy);
    by_arc
};

/// A set of extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);

    /// Whether this extension is in the set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(crate) const fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u8;
    }

    /// The first in this set that is in the other one too.
    pub(crate) fn first_in(self, other: Self) -> Option<Kind> {
        Self(self.0 & other.0).first()
    }

    /// The first in this set that is not in the other one.
    pub(crate) fn first_not_in(self, other: Self) -> Option<Kind> {
        self.without(other).first()
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn first(self) -> Option<Kind> {
        if self.0 == 0 { None } else { self.lowest() }
    }

    /// Asked only to say what is wrong.
    #[cold]
    fn lowest(self) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| self.contains(*kind))
    }
}
