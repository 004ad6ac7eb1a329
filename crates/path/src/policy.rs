//! What is demanded of a path: a value.

use core::ops::RangeInclusive;

use crate::budget::Limits;
use crate::cert::Kind;
use crate::refusal::Purpose;

/// What is demanded of a path. Made by [`Policy::tls_server`] or [`Policy::tls_client`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub(crate) purpose: Purpose,
    pub(crate) any_purpose: bool,
    pub(crate) rsa_bits: RangeInclusive<usize>,
    pub(crate) limits: Limits,
    pub(crate) end_entity: &'static [Row],
    pub(crate) authority: &'static [Row],
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
    /// It takes nothing away from a path that is asked for no particular policy or name.
    Harmless,
    /// It limits the path and no rule reads it yet: refused even if it is not critical, for to ignore a limit is to
    /// lift it.
    Unhandled,
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
use Treatment::{Harmless, Judged, Unhandled};

/// On the end entity. What is not listed is ignored, or refused if critical (RFC 5280 §4.2).
///
/// Policies are harmless because no path is asked for one: the initial policy set is any-policy and explicit policy is
/// not demanded (RFC 5280 §6.1.1), which only policyConstraints can change.
const END_ENTITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Judged, MustNot), // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, Judged, MustNot),   // §4.2.1.2
    row(Kind::KeyUsage, Judged, Either),                // §4.2.1.3
    row(Kind::CertificatePolicies, Harmless, Either),   // §4.2.1.4
    row(Kind::SubjectAltName, Judged, Either),          // §4.2.1.6
    row(Kind::IssuerAltName, Harmless, Either),         // §4.2.1.7
    row(Kind::BasicConstraints, Judged, Either),        // §4.2.1.9
    row(Kind::ExtendedKeyUsage, Judged, Either),        // §4.2.1.12
];

/// On a certification authority.
const AUTHORITY: &[Row] = &[
    row(Kind::AuthorityKeyIdentifier, Judged, MustNot), // §4.2.1.1
    row(Kind::SubjectKeyIdentifier, Judged, MustNot),   // §4.2.1.2
    row(Kind::KeyUsage, Judged, Either),                // §4.2.1.3
    row(Kind::CertificatePolicies, Harmless, Either),   // §4.2.1.4
    row(Kind::PolicyMappings, Harmless, Either),        // §4.2.1.5
    row(Kind::SubjectAltName, Harmless, Either),        // §4.2.1.6
    row(Kind::IssuerAltName, Harmless, Either),         // §4.2.1.7
    row(Kind::BasicConstraints, Judged, Either),        // §4.2.1.9
    row(Kind::NameConstraints, Unhandled, Either),      // §4.2.1.10
    row(Kind::PolicyConstraints, Unhandled, Either),    // §4.2.1.11
    row(Kind::ExtendedKeyUsage, Judged, Either),        // §4.2.1.12
    row(Kind::InhibitAnyPolicy, Harmless, Either),      // §4.2.1.14
];

impl Policy {
    /// The peer is a server: its certificate must allow serverAuth.
    #[must_use]
    pub const fn tls_server() -> Self {
        Self::tls(Purpose::ServerAuth)
    }

    /// The peer is a client: its certificate must allow clientAuth.
    #[must_use]
    pub const fn tls_client() -> Self {
        Self::tls(Purpose::ClientAuth)
    }

    const fn tls(purpose: Purpose) -> Self {
        Self {
            purpose,
            any_purpose: true,
            rsa_bits: 2048..=8192,
            limits: Limits::DEFAULT,
            end_entity: END_ENTITY,
            authority: AUTHORITY,
        }
    }

    /// Whether anyExtendedKeyUsage stands for the purpose. It does unless this is called with `false`; RFC 5280
    /// §4.2.1.12 leaves it open, Go takes it and OpenSSL does not.
    #[must_use]
    pub const fn any_purpose(mut self, accepted: bool) -> Self {
        self.any_purpose = accepted;
        self
    }

    /// Other limits for the search.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Takes RSA keys from 1024 bits on, for the certificates of RFC 8448. **For test vectors only**: such keys are
    /// within reach of an attacker.
    #[must_use]
    pub fn accepting_rsa_1024_for_test_vectors(mut self) -> Self {
        self.rsa_bits = 1024..=8192;
        self
    }

    /// What the peer's certificate must allow.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }
}
