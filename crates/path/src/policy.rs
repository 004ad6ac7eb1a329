//! What is demanded of a path: a value.

use crate::budget::Limits;
use crate::cert::Oid;
use crate::profile::{Profile, Table};
use crate::refusal::Purpose;
use crate::revocation::{Revocation, Scope};
use crate::rules::policies::InitialPolicies;

/// What is demanded of a path. Made by [`Policy::tls_server`] or [`Policy::tls_client`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Policy {
    pub(crate) purpose: Purpose,
    pub(crate) any_purpose: bool,
    pub(crate) key_use: KeyUse,
    pub(crate) limits: Limits,
    pub(crate) initial_policies: InitialPolicies,
    pub(crate) revocation: Revocation,
    profile: Profile,
    rsa_1024: bool,
}

/// What the peer does with the key of its certificate, to show that it has it: keyUsage, if it is there, must allow that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// It signs the handshake: digitalSignature (RFC 9846 §4.5.1.2, RFC 5246 §7.4.2).
    Signs,
    /// It decrypts the premaster secret, as a server of TLS 1.2 does with RSA key transport: keyEncipherment (RFC 5246
    /// §7.4.2).
    Decrypts,
    /// Nothing: the path is judged without a handshake. RFC 5280 leaves keyUsage of the end entity to the application.
    Nothing,
}

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
            key_use: KeyUse::Signs,
            limits: Limits::DEFAULT,
            initial_policies: InitialPolicies::DEFAULT,
            revocation: Revocation::OFF,
            profile: Profile::RFC5280,
            rsa_1024: false,
        }
    }

    /// What is demanded of every certificate; [`Profile::RFC5280`] unless this is called.
    #[must_use]
    pub const fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Whether anyExtendedKeyUsage stands for the purpose. It does unless this is called with `false`; RFC 5280
    /// §4.2.1.12 leaves it open, Go takes it and OpenSSL does not.
    #[must_use]
    pub const fn any_purpose(mut self, accepted: bool) -> Self {
        self.any_purpose = accepted;
        self
    }

    /// The most authorities that may stand between the end entity and the anchor, those that are self-issued not counted;
    /// 0 demands that the anchor issued the end entity. Six unless this is called.
    #[must_use]
    pub const fn longest_path(mut self, authorities: u8) -> Self {
        self.limits.intermediates = authorities;
        self
    }

    /// What keyUsage of the end entity must allow; [`KeyUse::Signs`] unless this is called.
    #[must_use]
    pub const fn key_use(mut self, wanted: KeyUse) -> Self {
        self.key_use = wanted;
        self
    }

    /// Other limits for the search.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The certificate policies that are wanted (RFC 5280 §6.1.1 (c)); all unless this is called. Whether a path without
    /// any of them is refused, [`require_explicit_policy`](Self::require_explicit_policy) says.
    #[must_use]
    pub fn initial_policies(mut self, policies: impl IntoIterator<Item = Oid>) -> Self {
        self.initial_policies.set = InitialPolicies::set_of(policies);
        self
    }

    /// Whether a path must be valid for at least one of the wanted policies (§6.1.1 (f)). Not unless this is called:
    /// then only if a certificate demands it.
    #[must_use]
    pub const fn require_explicit_policy(mut self, required: bool) -> Self {
        self.initial_policies.require_explicit = required;
        self
    }

    /// Whether policyMappings are refused to count (§6.1.1 (e)).
    #[must_use]
    pub const fn inhibit_policy_mapping(mut self, inhibited: bool) -> Self {
        self.initial_policies.inhibit_mapping = inhibited;
        self
    }

    /// Whether anyPolicy in a certificate is passed over (§6.1.1 (g)).
    #[must_use]
    pub const fn inhibit_any_policy(mut self, inhibited: bool) -> Self {
        self.initial_policies.inhibit_any = inhibited;
        self
    }

    /// Whether revocation is asked about at all.
    #[must_use]
    pub fn asks_about_revocation(&self) -> bool {
        self.revocation.scope() != Scope::Off
    }

    /// Whose revocation is asked about, and what happens if nobody can say; [`Revocation::OFF`] unless this is called.
    #[must_use]
    pub const fn revocation(mut self, revocation: Revocation) -> Self {
        self.revocation = revocation;
        self
    }

    /// Takes RSA keys from 1024 bits on, for the certificates of RFC 8448. **For test vectors only**: such keys are
    /// within reach of an attacker.
    #[must_use]
    pub const fn accepting_rsa_1024_for_test_vectors(mut self) -> Self {
        self.rsa_1024 = true;
        self
    }

    /// What the peer's certificate must allow.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The profile named last.
    #[must_use]
    pub const fn named_profile(&self) -> Profile {
        self.profile
    }

    /// The same without any demand on certificate policies: for paths that are not the peer's.
    pub(crate) fn of_any_certificate_policy(mut self) -> Self {
        self.initial_policies = InitialPolicies::DEFAULT;
        self
    }

    pub(crate) const fn table(&self) -> &'static Table {
        self.profile.table()
    }

    /// Whether RSA keys of this size are accepted.
    pub(crate) fn accepts_rsa(&self, bits: usize) -> bool {
        let sizes = &self.table().rsa;
        let in_range = sizes.range.contains(&bits) || (self.rsa_1024 && (1024..2048).contains(&bits));
        in_range && bits.is_multiple_of(sizes.multiple_of)
    }
}
