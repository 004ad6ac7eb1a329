//! The path that is being tried.

use core::cell::Cell;

use handfast_crypto::public_key::PublicKey;

use crate::cert::Cert;
use crate::decision::Fit;
use crate::path::Chain;
use crate::refusal::{At, Refusal, Source};
use crate::rules::Step;

/// A certificate in the path that is being tried, and those below it.
pub(crate) struct Node<'n, 'c> {
    pub(crate) cert: &'n Cert<'c>,
    pub(crate) at: At,
    /// Its key, if it is the issuer of the one below.
    pub(crate) signer: Option<Signer<'n>>,
    /// The first rule that is broken on the way here: no path leads through, but a reason may.
    pub(crate) flaw: Option<Refusal>,
    pub(crate) below: Option<&'n Self>,
}

/// The key of an issuer, and whether it is known to have signed the certificate below.
pub(crate) struct Signer<'n> {
    pub(crate) key: &'n PublicKey,
    /// What the key identifiers say.
    pub(crate) fit: Fit,
    pub(crate) is_settled: Cell<bool>,
}

impl<'n, 'c> Node<'n, 'c> {
    /// The start of every path.
    pub(crate) const fn leaf(cert: &'n Cert<'c>, at: At) -> Self {
        Self { cert, at, signer: None, flaw: None, below: None }
    }

    /// The place above this one.
    pub(crate) fn above(&self, source: Source) -> At {
        At { depth: self.at.depth.saturating_add(1), source }
    }

    /// A candidate for the place above.
    pub(crate) const fn issuer(&'n self, cert: &'n Cert<'c>, at: At) -> Self {
        Self { cert, at, signer: None, flaw: self.flaw, below: Some(self) }
    }

    pub(crate) fn signing_with(self, key: &'n PublicKey, fit: Fit) -> Self {
        Self { signer: Some(Signer { key, fit, is_settled: Cell::new(false) }), ..self }
    }

    /// The authorities of the path up to here that are not self-issued, the anchor left out: those are counted (RFC 5280
    /// §4.2.1.9). Never more than the depth; it compares names, so that the depth is looked at first.
    pub(crate) fn authorities(&self) -> u8 {
        let count =
            core::iter::successors(Some(self), |node| node.below).filter(|node| node.is_counted()).count();
        u8::try_from(count).unwrap_or(u8::MAX)
    }

    fn is_counted(&self) -> bool {
        let is_authority = self.at.depth > 0 && matches!(self.at.source, Source::Intermediate(_));
        is_authority && !self.cert.is_self_issued()
    }

    pub(crate) fn path_below(&self) -> impl Iterator<Item = &Self> {
        core::iter::successors(self.below, |node| node.below)
    }

    /// This certificate and those below it.
    pub(crate) fn downwards(&self) -> impl Iterator<Item = Step<'_, '_>> + Clone {
        core::iter::successors(Some(self), |node| node.below)
            .map(|node| Step { at: node.at, cert: node.cert })
    }

    /// The path up to here, ended by an anchor.
    pub(crate) fn chain(&self, anchor: usize) -> Chain {
        let indices = core::iter::successors(Some(self), |node| node.below).filter_map(|node| {
            if let Source::Intermediate(index) = node.at.source { Some(index) } else { None }
        });
        Chain::new(indices, anchor)
    }
}
