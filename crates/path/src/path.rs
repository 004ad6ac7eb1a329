//! A valid path.

use handfast_crypto::public_key::{PublicKey, PublicKeyRef};
use rustls_pki_types::ServerName;
use smallvec::SmallVec;

use crate::allow::Allow;
use crate::cert::{Cert, Oid, Validity};
use crate::decision::Decisions;
use crate::identity::Identity;
use crate::name::{self, Reference};
use crate::policy::Policy;
use crate::refusal::{At, Refusal, Source, Warning};

/// A path that was found and holds. Only [`validate`](crate::validate) makes one.
#[derive(Debug, Clone)]
pub struct Path<'a> {
    leaf: Cert<'a>,
    key: PublicKeyRef<'a>,
    found: Found,
}

/// What was found out about the end entity: by a search, once it is over.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) chain: Chain,
    /// What was accepted by the grace of the profile. While the search is under way, in the path or not.
    pub(crate) warnings: Vec<(At, Warning)>,
    /// Those of the path that was judged last.
    pub(crate) policies: Vec<Oid>,
    /// While the evidence that was relied upon is of today, and those who signed it are valid.
    pub(crate) evidence_validity: Validity,
}

impl Found {
    pub(crate) const NOTHING: Self = Self {
        chain: Chain::of_anchor(0),
        warnings: Vec::new(),
        policies: Vec::new(),
        evidence_validity: Validity::ALWAYS,
    };

    /// The path is found: what was said of other certificates is no matter.
    pub(crate) fn settle(&mut self) {
        self.warnings.retain(|(at, _)| self.chain.contains(at.source));
    }
}

/// Few paths have more than these.
pub(crate) type Indices = SmallVec<[usize; 4]>;

/// The way from the end entity to the anchor, as indices.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    /// From the issuer of the end entity upwards.
    intermediates: Indices,
    anchor: usize,
}

impl Chain {
    pub(crate) fn intermediates(&self) -> &[usize] {
        &self.intermediates
    }

    pub(crate) const fn new(intermediates: Indices, anchor: usize) -> Self {
        Self { intermediates, anchor }
    }

    fn contains(&self, source: Source) -> bool {
        match source {
            Source::Leaf => true,
            Source::Intermediate(index) => self.intermediates.contains(&index),
            Source::Anchor(index) => self.anchor == index,
            Source::Responder(_) => false,
        }
    }

    /// The end entity is itself the anchor.
    pub(crate) const fn of_anchor(anchor: usize) -> Self {
        Self { intermediates: SmallVec::new_const(), anchor }
    }
}

impl<'a> Path<'a> {
    #[inline]
    pub(crate) const fn new(leaf: Cert<'a>, key: PublicKeyRef<'a>, found: Found) -> Self {
        Self { leaf, key, found }
    }

    pub(crate) const fn found(&self) -> &Found {
        &self.found
    }

    /// The end entity.
    #[must_use]
    pub const fn leaf(&self) -> &Cert<'a> {
        &self.leaf
    }

    /// The key of the end entity: what CertificateVerify is verified with.
    #[must_use]
    pub const fn public_key(&self) -> PublicKeyRef<'a> {
        self.key
    }

    /// The key of the end entity, and what was accepted only because the profile is lenient, and where.
    #[must_use]
    pub fn into_key_and_warnings(self) -> (PublicKey, Vec<(At, Warning)>) {
        (self.key.to_owned(), self.found.warnings)
    }

    /// The index, among the intermediates handed in, of the end entity's issuer, of its issuer, and so on.
    #[must_use]
    pub fn intermediates(&self) -> &[usize] {
        &self.found.chain.intermediates
    }

    /// The index of the trust anchor in which the path ends.
    #[must_use]
    pub const fn anchor(&self) -> usize {
        self.found.chain.anchor
    }

    /// The certificates between the end entity and the anchor.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.found.chain.intermediates.len()
    }

    /// What was accepted only because the profile is lenient, and where.
    #[must_use]
    pub fn warnings(&self) -> &[(At, Warning)] {
        &self.found.warnings
    }

    /// The certificate policies under which the end entity was issued, in the terms of the trust anchor: the
    /// user-constrained-policy-set (RFC 5280 §6.1.5 (g); RFC 9618). anyPolicy, 2.5.29.32.0, stands for all. Empty if
    /// there are none in common and none was required.
    #[must_use]
    pub fn policies(&self) -> &[Oid] {
        &self.found.policies
    }

    /// The end entity is the peer of this name: [`name::verify`] under the profile of `policy`, recorded.
    ///
    /// # Errors
    /// As there.
    pub fn verify_name(
        &mut self,
        wanted: &Reference<'_>,
        policy: &Policy,
        decisions: &mut Decisions,
    ) -> Result<(), Refusal> {
        let verdict = name::verify(&self.leaf, wanted, policy.named_profile());
        if decisions.is_on() {
            decisions.named(&self.leaf, wanted, &verdict);
        }
        if let Some(warning) = verdict? {
            self.found.warnings.push((At::LEAF, warning));
        }
        Ok(())
    }

    /// The end entity is the server of this name, likewise.
    ///
    /// # Errors
    /// As there.
    pub fn verify_server_name(
        &mut self,
        name: &ServerName<'_>,
        policy: &Policy,
        decisions: &mut Decisions,
    ) -> Result<(), Refusal> {
        self.verify_name(&Reference::from(name), policy, decisions)
    }

    /// A rule lets the end entity in, or there are no rules; recorded.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub fn verify_allowed(&self, allow: &Allow, decisions: &mut Decisions) -> Result<(), Refusal> {
        if allow.is_empty() {
            return Ok(());
        }
        let identity = Identity::of(&self.leaf);
        let verdict = allow.judge(&identity).map(|_| ());
        decisions.allowed(&identity, allow, &verdict);
        verdict.map_err(|_| Refusal::NotAllowed { rules: allow.rules().len() })
    }
}
