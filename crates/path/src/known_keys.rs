//! Keys that are known beforehand, and need no certificate (RFC 7250).

use std::collections::BTreeSet;

use handfast_crypto::hash::{Digest, Hash};
use handfast_crypto::public_key::{KeyError, PublicKey, PublicKeyRef};

use crate::fingerprint::Fingerprint;
use crate::identity::hexadecimal;
use crate::rules::public_key;
use crate::{Allow, At, Decisions, Policy, Refusal};

/// Keys that are trusted as they are. How they were got to know is everything: nobody vouches for a key alone, it
/// expires never, and nobody can revoke it but who strikes it off this list (RFC 7250 §6).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownKeys(BTreeSet<[u8; 32]>);

impl KnownKeys {
    /// What the rule is called in the record of decisions.
    pub const RULE: &str = "known key";

    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeSet::new())
    }

    /// With this SubjectPublicKeyInfo in DER besides. Keys are told apart by their octets.
    ///
    /// # Errors
    /// It is none, or of a kind that verifies nothing here.
    pub fn and_spki(self, der: &[u8]) -> Result<Self, KeyError> {
        PublicKeyRef::from_spki(der)?;
        Ok(self.and_sha256(sha256(der)))
    }

    /// With the key besides whose SubjectPublicKeyInfo has this SHA-256.
    #[must_use]
    pub fn and_sha256(mut self, digest: [u8; 32]) -> Self {
        self.0.insert(digest);
        self
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this SubjectPublicKeyInfo in DER is that of one of them.
    #[must_use]
    pub fn contains(&self, spki: &[u8]) -> bool {
        self.0.contains(&sha256(spki))
    }

    /// What tells these keys from all others; `None` if there is none.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Digest> {
        (!self.is_empty()).then(|| Fingerprint::new().with(&self.0).digest())
    }

    /// Whether a peer that showed this SubjectPublicKeyInfo alone, in DER, is one of these; recorded. It has no name,
    /// so that none is looked at; of the rules of `allow` only those about keys can fit.
    ///
    /// # Errors
    /// It cannot be read, is too weak for the policy, is not known, or no rule fits.
    pub fn judge(
        &self,
        spki: &[u8],
        policy: &Policy,
        allow: &Allow,
        decisions: &mut Decisions,
    ) -> Result<PublicKey, Refusal> {
        let key = PublicKeyRef::from_spki(spki).map_err(|error| public_key::unusable(error, At::LEAF))?;
        public_key::strong_enough(key.kind(), At::LEAF, policy)?;
        let shown = spki_sha256(spki);
        let verdict =
            if self.contains(spki) { Ok(()) } else { Err(Refusal::UnknownKey { known: self.len() }) };
        decisions.known_key(&shown, self.0.iter().map(|one| hexadecimal(one)), verdict);
        verdict?;
        let verdict = allow.judge_key(&shown);
        decisions.allowed_key(&shown, allow, &verdict);
        verdict.map_err(|_| Refusal::NotAllowed { rules: allow.rules().len() })?;
        Ok(key.to_owned())
    }
}

/// SHA-256 of a SubjectPublicKeyInfo in lower-case hexadecimal: what a key is called that has no other name.
#[must_use]
pub fn spki_sha256(spki: &[u8]) -> String {
    hexadecimal(&sha256(spki))
}

fn sha256(spki: &[u8]) -> [u8; 32] {
    Hash::Sha256.digest(&[spki]).as_ref().try_into().unwrap_or_default()
}
