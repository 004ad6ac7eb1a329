//! What is demanded: a value.

use core::time::Duration;

/// Whose revocation is asked about, and what happens if nobody can say. Part of a [`Policy`](crate::Policy).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revocation {
    pub(crate) scope: Scope,
    pub(crate) missing: Missing,
    pub(crate) max_age: Option<Duration>,
    pub(crate) sha1: bool,
}

/// Whose revocation is asked about. A trust anchor is never asked about: who trusts it takes it out of the anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Nobody's: evidence is not looked at.
    Off,
    /// The end entity's.
    Leaf,
    /// That of every certificate below the trust anchor.
    Chain,
}

/// What happens to a certificate of which no good CRL and no good OCSP response says anything. One that is known to be
/// revoked is refused in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// It is refused: hard fail. Who forgets to renew a CRL locks everybody out.
    Hard,
    /// It is accepted with a warning: soft fail. Who can keep evidence away can use what is revoked.
    Soft,
}

impl Revocation {
    /// Nothing is asked.
    pub const OFF: Self = Self { scope: Scope::Off, missing: Missing::Hard, max_age: None, sha1: false };

    /// The age up to which evidence is taken that does not say itself until when it holds: ten days, the longest that
    /// the CA/Browser Forum's Baseline Requirements allow for CRLs and OCSP responses (§4.9.7, §4.9.10).
    pub const UNSTATED_AGE: Duration = Duration::from_secs(10 * 24 * 60 * 60);

    /// Asks about these certificates, and refuses those of which nobody can say anything.
    #[must_use]
    pub const fn hard(scope: Scope) -> Self {
        Self { scope, ..Self::OFF }
    }

    /// Asks about these certificates, and accepts those of which nobody can say anything, with a warning.
    #[must_use]
    pub const fn soft(scope: Scope) -> Self {
        Self { scope, missing: Missing::Soft, ..Self::OFF }
    }

    /// Takes no evidence whose thisUpdate is longer ago, whatever its nextUpdate says.
    #[must_use]
    pub const fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Whether RSA signatures over SHA-1 are taken on CRLs and OCSP responses, and on the certificates of delegated
    /// responders. They are not, unless this is called with `true`. SHA-1 collisions are made for some ten thousand
    /// dollars, and a responder that echoes a nonce signs bytes that an attacker chose: he can turn an answer about his
    /// own certificate into one about yours. Public authorities gave it up by 2022 (Baseline Requirements §7.1.3.2.1);
    /// it is here for archives, and for old devices with a responder that signs nothing it is sent.
    #[must_use]
    pub const fn accepting_sha1(mut self, accepted: bool) -> Self {
        self.sha1 = accepted;
        self
    }

    /// The same, and nobody is asked about.
    pub(crate) const fn without_scope(self) -> Self {
        Self { scope: Scope::Off, ..self }
    }

    /// Whose revocation is asked about.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// What happens if nobody can say.
    #[must_use]
    pub const fn missing(&self) -> Missing {
        self.missing
    }

    /// Whether the certificate at this depth, which is no trust anchor, is asked about.
    pub(crate) const fn covers(&self, depth: u8) -> bool {
        match self.scope {
            Scope::Off => false,
            Scope::Leaf => depth == 0,
            Scope::Chain => true,
        }
    }
}

impl Default for Revocation {
    fn default() -> Self {
        Self::OFF
    }
}
