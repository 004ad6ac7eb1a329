//! Profiles: what is demanded of every certificate, as tables.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::RangeInclusive;

mod demands;

use crate::cert::Kind;
use crate::rules::{Rule, conforming, forum};
pub(crate) use demands::Demands;
use demands::{Criticality, Presence, Row, row};

/// A set of demands that is kept in practice somewhere: a value that a [`Policy`](crate::Policy) names.
#[derive(Clone, Copy)]
pub struct Profile(&'static Table);

/// What a profile says.
pub(crate) struct Table {
    name: &'static str,
    pub(crate) end_entity: Demands,
    pub(crate) authority: Demands,
    /// What is demanded beyond the rules that every profile has.
    pub(crate) rules: &'static [Rule],
    pub(crate) rsa: RsaSizes,
    /// "CRL issuers conforming to this profile MUST include this extension in all CRLs and MUST mark this extension as
    /// non-critical": cRLNumber (RFC 5280 §5.2.3).
    pub(crate) numbered_lists: bool,
    /// End entities and trust anchors of version 1 are accepted, with a warning.
    pub(crate) version_1: bool,
    /// A server without subjectAltName may be named by its common name, with a warning.
    pub(crate) common_name_as_host: bool,
}

/// The sizes of RSA keys that are accepted, in bits.
pub(crate) struct RsaSizes {
    pub(crate) range: RangeInclusive<usize>,
    pub(crate) multiple_of: usize,
}

use Criticality::{Either, Must, MustNot};
use Presence::{Expected, Forbidden, ForbiddenOnRoots, May, Required};

/// On the end entity. What is not listed is ignored, or refused if critical (RFC 5280 §4.2).
const END_ENTITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, May, MustNot),     // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, May, MustNot),       // §4.2.1.2
    row(Kind::KeyUsage, May, Either),                    // §4.2.1.3
    row(Kind::CertificatePolicies, May, Either),         // §4.2.1.4
    row(Kind::SubjectAltName, May, Either),              // §4.2.1.6
    row(Kind::IssuerAltName, May, Either),               // §4.2.1.7
    row(Kind::BasicConstraints, May, Either),            // §4.2.1.9
    row(Kind::PolicyConstraints, May, Either),           // §4.2.1.11
    row(Kind::ExtendedKeyUsage, May, Either),            // §4.2.1.12
    row(Kind::CrlDistributionPoints, May, Either),       // §4.2.1.13
    row(Kind::AuthorityInformationAccess, May, MustNot), // §4.2.2.1
];

/// On a certification authority.
const AUTHORITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, May, MustNot),     // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, May, MustNot),       // §4.2.1.2
    row(Kind::KeyUsage, May, Either),                    // §4.2.1.3
    row(Kind::CertificatePolicies, May, Either),         // §4.2.1.4
    row(Kind::PolicyMappings, May, Either),              // §4.2.1.5
    row(Kind::SubjectAltName, May, Either),              // §4.2.1.6
    row(Kind::IssuerAltName, May, Either),               // §4.2.1.7
    row(Kind::BasicConstraints, May, Either),            // §4.2.1.9
    row(Kind::NameConstraints, May, Either),             // §4.2.1.10
    row(Kind::PolicyConstraints, May, Either),           // §4.2.1.11
    row(Kind::ExtendedKeyUsage, May, Either),            // §4.2.1.12
    row(Kind::CrlDistributionPoints, May, Either),       // §4.2.1.13
    row(Kind::InhibitAnyPolicy, May, Either),            // §4.2.1.14
    row(Kind::AuthorityInformationAccess, May, MustNot), // §4.2.2.1
];

/// Where "conforming CAs MUST" says more of an end entity.
const CONFORMING_END_ENTITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Expected, MustNot), // §4.2.1.1
    row(Kind::NameConstraints, Forbidden, Either), // §4.2.1.10: "MUST be used only in a CA certificate"
];

/// Where "conforming CAs MUST" says more of an authority.
const CONFORMING_AUTHORITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Expected, MustNot), // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, Required, MustNot),   // §4.2.1.2
    row(Kind::BasicConstraints, Required, Must),          // §4.2.1.9
    row(Kind::NameConstraints, May, Must),                // §4.2.1.10
    row(Kind::PolicyConstraints, May, Must),              // §4.2.1.11
    row(Kind::InhibitAnyPolicy, May, Must),               // §4.2.1.14
];

/// Where the Baseline Requirements say more of a subscriber (§7.1.2.7.6).
const SUBSCRIBER: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Required, MustNot),
    row(Kind::SubjectAltName, Required, Either),
    row(Kind::NameConstraints, Forbidden, Either),
    row(Kind::ExtendedKeyUsage, Required, MustNot),
];

/// Where they say more of an authority: a root is trusted for everything (§7.1.2.1.2).
const FORUM_AUTHORITY: &[Row] = &[row(Kind::ExtendedKeyUsage, ForbiddenOnRoots, Either)];

const RSA: RsaSizes = RsaSizes { range: 2048..=8192, multiple_of: 1 };

impl Profile {
    /// RFC 5280 as a relying party is held to it, with the strength of RFC 9325. The default.
    pub const RFC5280: Self = Self(&Table {
        name: "rfc5280",
        end_entity: Demands::of(&[END_ENTITY]),
        authority: Demands::of(&[AUTHORITY]),
        rules: &[],
        rsa: RSA,
        numbered_lists: false,
        version_1: false,
        common_name_as_host: false,
    });

    /// RFC 5280 as an issuer is held to it: also what "conforming CAs MUST", though a relying party could do without.
    /// Refuses much that small authorities make.
    pub const CONFORMING: Self = Self(&Table {
        name: "conforming",
        end_entity: Demands::of(&[END_ENTITY, CONFORMING_END_ENTITY]),
        authority: Demands::of(&[AUTHORITY, CONFORMING_AUTHORITY]),
        rules: conforming::RULES,
        rsa: RSA,
        numbered_lists: true,
        version_1: false,
        common_name_as_host: false,
    });

    /// The practice of the CA/Browser Forum: what its Baseline Requirements for TLS servers (version 2.1.9) demand of the
    /// certificates that can be seen in a path.
    pub const WEBPKI: Self = Self(&Table {
        name: "webpki",
        end_entity: Demands::of(&[END_ENTITY, SUBSCRIBER]),
        authority: Demands::of(&[AUTHORITY, FORUM_AUTHORITY]),
        rules: forum::RULES,
        rsa: RsaSizes { range: 2048..=8192, multiple_of: 8 }, // §6.1.5
        numbered_lists: true,
        version_1: false,
        common_name_as_host: false,
    });

    /// What the recipes of many tutorials make: X.509 version 1, and servers that have no name but the common name.
    /// Each such certificate is accepted with a [`Warning`](crate::Warning). Strength is that of the other profiles: a
    /// weak key or signature is forged by others, an old form only says less than it should.
    pub const LEGACY: Self = Self(&Table {
        name: "legacy",
        end_entity: Demands::of(&[END_ENTITY]),
        authority: Demands::of(&[AUTHORITY]),
        rules: &[],
        rsa: RSA,
        numbered_lists: false,
        version_1: true,
        common_name_as_host: true,
    });

    /// All of them.
    pub const ALL: &'static [Self] = &[Self::RFC5280, Self::CONFORMING, Self::WEBPKI, Self::LEGACY];

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
