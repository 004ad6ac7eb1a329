//! Trust anchors (RFC 5280 §6.1.1 (d)): the names and keys that a path may end in.

mod bare;
mod error;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use handfast_crypto::hash::Digest;
use handfast_crypto::public_key::PublicKey;
use self_cell::self_cell;

use crate::cert::{self, Cert, Malformed};
use crate::fingerprint::Fingerprint;
use crate::name::Spelling;
use crate::name::constraints::{Constraints as NameConstraints, Wrong};
pub use bare::AnchorConstraints;
use bare::Bare;
pub use error::AnchorError;

/// The trust anchors, in the order in which they were added.
///
/// An anchor is given as a certificate, or as a name and a key with constraints. What a certificate says of itself
/// binds: its time, cA, pathLenConstraint, keyUsage, extendedKeyUsage, nameConstraints and policies are judged like those
/// of any authority (as OpenSSL, GnuTLS and Go do for most; RFC 5937). Its own signature is not looked at. It need not be
/// self-signed.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    anchors: Vec<Arc<Anchor>>,
    /// Where the anchors of each name are.
    by_name: BTreeMap<Vec<u8>, Vec<usize>>,
    fingerprint: Option<Digest>,
}

/// One trust anchor.
#[derive(Debug)]
pub(crate) struct Anchor {
    kept: Kept,
    pub(crate) key: PublicKey,
}

self_cell! {
    /// What an anchor was given as, and the certificate read of it.
    struct Kept {
        owner: Given,
        #[covariant]
        dependent: Cert,
    }

    impl { Debug }
}

#[derive(Debug, PartialEq, Hash)]
enum Given {
    /// A certificate in DER.
    Certificate(Vec<u8>),
    Bare(Bare),
}

impl Given {
    /// The certificate, or one that says the same.
    fn certificate(&self) -> Result<Cert<'_>, Malformed> {
        match self {
            Self::Certificate(der) => Cert::parse(der),
            Self::Bare(bare) => Ok(bare.certificate()),
        }
    }
}

impl Anchor {
    /// It has a name, and a key that verifies something here.
    fn new(given: Given) -> Result<Self, AnchorError> {
        let kept = Kept::try_new(given, Given::certificate).map_err(AnchorError::Malformed)?;
        let cert = kept.borrow_dependent();
        if cert.has_empty_subject() {
            return Err(AnchorError::NoName);
        }
        let key = cert.public_key().map_err(AnchorError::Key)?.to_owned();
        Ok(Self { kept, key })
    }

    /// The certificate, or one that says the same.
    pub(crate) fn certificate(&self) -> &Cert<'_> {
        self.kept.borrow_dependent()
    }

    fn given(&self) -> &Given {
        self.kept.borrow_owner()
    }

    fn der(&self) -> Option<&[u8]> {
        match self.given() {
            Given::Certificate(der) => Some(der),
            Given::Bare(_) => None,
        }
    }
}

impl Anchors {
    /// No anchors: every path is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { anchors: Vec::new(), by_name: BTreeMap::new(), fingerprint: None }
    }

    /// The anchors of these certificates, each in DER.
    ///
    /// # Errors
    /// The first certificate that cannot be one.
    pub fn from_certificates<'a>(
        certificates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, AnchorError> {
        let mut anchors = Self::new();
        certificates.into_iter().try_for_each(|der| anchors.add(der))?;
        Ok(anchors)
    }

    /// Adds the certificate in `der`; one that is there already is not added again.
    ///
    /// # Errors
    /// The certificate cannot be read, has no name, or a key that verifies nothing here.
    pub fn add(&mut self, der: &[u8]) -> Result<(), AnchorError> {
        self.push(Anchor::new(Given::Certificate(der.to_vec()))?);
        Ok(())
    }

    /// Adds an anchor that has no certificate: its name (the DER of a Name) and its key (the DER of a
    /// SubjectPublicKeyInfo), and what it may vouch for.
    ///
    /// # Errors
    /// The name is empty or cannot be read, the key verifies nothing here, or the name constraints are none that could
    /// be judged.
    pub fn add_key(
        &mut self,
        name: &[u8],
        spki: &[u8],
        constraints: &AnchorConstraints<'_>,
    ) -> Result<(), AnchorError> {
        cert::read_name(name).map_err(|malformed| AnchorError::Malformed(*malformed))?;
        constraints.name_constraints.map(readable).transpose()?;
        self.push(Anchor::new(Given::Bare(Bare::new(name, spki, constraints)))?);
        Ok(())
    }

    fn push(&mut self, anchor: Anchor) {
        if !self.anchors.iter().any(|other| other.given() == anchor.given()) {
            self.fingerprint = Some(Fingerprint::new().with(&self.fingerprint).with(anchor.given()).digest());
            let name = anchor.certificate().subject.to_vec();
            self.by_name.entry(name).or_default().push(self.anchors.len());
            self.anchors.push(Arc::new(anchor));
        }
    }

    /// The DER of each anchor's name: what certificate_authorities lists (RFC 9846 §4.3.4).
    pub fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().map(|anchor| anchor.certificate().subject)
    }

    /// The certificate of each anchor that was given as one, in DER.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.anchors.iter().filter_map(|anchor| anchor.der())
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Anchor> {
        self.anchors.get(index).map(AsRef::as_ref)
    }

    /// Tells these anchors, in this order, from all others; none if there are none.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<Digest> {
        self.fingerprint
    }

    /// The index of the anchor with exactly this certificate.
    pub(crate) fn position(&self, cert: &Cert<'_>) -> Option<usize> {
        let is_it = |index: &usize| self.get(*index).and_then(Anchor::der) == Some(cert.der);
        self.of_name(cert.subject).iter().copied().find(is_it)
    }

    /// The indices of the anchors of this name, byte for byte.
    #[inline(never)] // two for each path
    fn of_name(&self, name: &[u8]) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The indices of the anchors of this name, spelled so.
    pub(crate) fn named(&self, name: &[u8], spelling: Spelling) -> Cow<'_, [usize]> {
        match spelling {
            Spelling::Same => Cow::Borrowed(self.of_name(name)),
            Spelling::Different => Cow::Owned(self.named_differently(name)),
        }
    }

    /// Hardly ever asked, as issuers copy their names byte for byte.
    #[cold]
    fn named_differently(&self, name: &[u8]) -> Vec<usize> {
        let is_named = |anchor: &Anchor| Spelling::Different.is_of(anchor.certificate().subject, name);
        self.anchors
            .iter()
            .enumerate()
            .filter(|(_, anchor)| is_named(anchor))
            .map(|(index, _)| index)
            .collect()
    }
}

/// Looked at when they are given, so that a mistake in them does not turn up as a refusal of every peer.
fn readable(name_constraints: &[u8]) -> Result<(), AnchorError> {
    match NameConstraints::decode(name_constraints, 0) {
        Ok(_) => Ok(()),
        Err(Wrong::Malformed(malformed)) => Err(AnchorError::Malformed(malformed)),
        Err(Wrong::Empty | Wrong::Distance | Wrong::Base(_)) => Err(AnchorError::NameConstraints),
    }
}
