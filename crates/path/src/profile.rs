//! Profiles: what is demanded of every certificate, as tables.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::RangeInclusive;

use crate::cert::Kind;

/// A set of demands that is kept in practice somewhere: a value that a [`Policy`](crate::Policy) names.
#[derive(Clone, Copy)]
pub struct Profile(&'static Table);

/// What a profile says.
pub(crate) struct Table {
    name: &'static str,
    pub(crate) end_entity: &'static [Row],
    pub(crate) authority: &'static [Row],
    /// The sizes of RSA keys that are accepted, in bits.
    pub(crate) rsa_bits: RangeInclusive<usize>,
    /// End entities and trust anchors of version 1 are accepted, with a warning.
    pub(crate) version_1: bool,
    /// A server without subjectAltName may be named by its common name, with a warning.
    pub(crate) common_name_as_host: bool,
}

/// How an extension is treated on a certificate of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) extension: Kind,
    pub(crate) treatment: Treatment,
    pub(crate) criticality: Criticality,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// A rule reads it.
    Judged,
    /// It takes nothing away from a path.
    Harmless,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Criticality {
    /// What the standard says here is not kept in practice.
    Either,
    /// "Conforming CAs MUST mark this extension as non-critical."
    MustNot,
}

const fn row(extension: Kind, treatment: Treatment, criticality: Criticality) -> Row {
    Row { extension, treatment, criticality }
}

use Criticality::{Either, MustNot};
use Treatment::{Harmless, Judged};

/// On the end entity. What is not listed is ignored, or refused if critical (RFC 5280 §4.2).
const END_ENTITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Judged, MustNot), // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, Judged, MustNot),   // §4.2.1.2
    row(Kind::KeyUsage, Judged, Either),                // §4.2.1.3
    row(Kind::CertificatePolicies, Judged, Either),     // §4.2.1.4
    row(Kind::SubjectAltName, Judged, Either),          // §4.2.1.6
    row(Kind::IssuerAltName, Harmless, Either),         // §4.2.1.7
    row(Kind::BasicConstraints, Judged, Either),        // §4.2.1.9
    row(Kind::PolicyConstraints, Judged, Either),       // §4.2.1.11
    row(Kind::ExtendedKeyUsage, Judged, Either),        // §4.2.1.12
];

/// On a certification authority.
const AUTHORITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Judged, MustNot), // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, Judged, MustNot),   // §4.2.1.2
    row(Kind::KeyUsage, Judged, Either),                // §4.2.1.3
    row(Kind::CertificatePolicies, Judged, Either),     // §4.2.1.4
    row(Kind::PolicyMappings, Judged, Either),          // §4.2.1.5
    row(Kind::SubjectAltName, Harmless, Either),        // §4.2.1.6
    row(Kind::IssuerAltName, Harmless, Either),         // §4.2.1.7
    row(Kind::BasicConstraints, Judged, Either),        // §4.2.1.9
    row(Kind::NameConstraints, Judged, Either),         // §4.2.1.10
    row(Kind::PolicyConstraints, Judged, Either),       // §4.2.1.11
    row(Kind::ExtendedKeyUsage, Judged, Either),        // §4.2.1.12
    row(Kind::InhibitAnyPolicy, Judged, Either),        // §4.2.1.14
];

impl Profile {
    /// RFC 5280 as a relying party is held to it, with the strength of RFC 9325. The default.
    pub const RFC5280: Self = Self(&Table {
        name: "rfc5280",
        end_entity: END_ENTITY,
        authority: AUTHORITY,
        rsa_bits: 2048..=8192,
        version_1: false,
        common_name_as_host: false,
    });

    /// The practice of the CA/Browser Forum.
    pub const WEBPKI: Self = Self(&Table {
        name: "webpki",
        end_entity: END_ENTITY,
        authority: AUTHORITY,
        rsa_bits: 2048..=8192,
        version_1: false,
        common_name_as_host: false,
    });

    /// What the recipes of many tutorials make: X.509 version 1, and servers that have no name but the common name.
    /// Each such certificate is accepted with a [`Warning`](crate::Warning). Strength is that of the other profiles: a
    /// weak key or signature is forged by others, an old form only says less than it should.
    pub const LEGACY: Self = Self(&Table {
        name: "legacy",
        end_entity: END_ENTITY,
        authority: AUTHORITY,
        rsa_bits: 2048..=8192,
        version_1: true,
        common_name_as_host: true,
    });

    /// All of them.
    pub const ALL: &'static [Self] = &[Self::RFC5280, Self::WEBPKI, Self::LEGACY];

    /// The profile of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|profile| profile.name() == name).copied()
    }

    /// The name: `"rfc5280"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Whether a server without subjectAltName may be named by its common name, with a warning (RFC 9525 §6.2 forbids
    /// it).
    #[must_use]
    pub const fn common_name_as_host(self) -> bool {
        self.0.common_name_as_host
    }

    pub(crate) const fn table(self) -> &'static Table {
        self.0
    }
}

impl PartialEq for Profile {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Profile {}

impl Hash for Profile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;

    #[test]
    fn by_name() {
        for profile in Profile::ALL {
            assert_eq!(Profile::named(profile.name()), Some(*profile));
        }
        assert_eq!(Profile::named("rfc5281"), None);
        assert_eq!(format!("{:?}", Profile::LEGACY), "Profile(legacy)");
    }
}
