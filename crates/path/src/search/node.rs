//! The path that is being tried.

use crate::cert::Cert;
use crate::path::Chain;
use crate::refusal::{At, Refusal, Source};
use crate::rules::Step;

/// A certificate in the path that is being tried, and those below it.
pub(super) struct Node<'n, 'c> {
    pub(super) cert: &'n Cert<'c>,
    pub(super) at: At,
    /// The authorities below it that are not self-issued.
    pub(super) authorities_below: u8,
    /// The first rule that is broken on the way here: no path leads through, but a reason may.
    pub(super) flaw: Option<Refusal>,
    pub(super) below: Option<&'n Self>,
}

impl<'n, 'c> Node<'n, 'c> {
    /// The start of every path.
    pub(super) const fn leaf(cert: &'n Cert<'c>, at: At) -> Self {
        Self { cert, at, authorities_below: 0, flaw: None, below: None }
    }

    /// The place above this one.
    pub(super) fn above(&self, source: Source) -> At {
        At { depth: self.at.depth.saturating_add(1), source }
    }

    /// A candidate for the place above.
    pub(super) fn issuer(&'n self, cert: &'n Cert<'c>, at: At) -> Self {
        let counts = u8::from(self.at.depth > 0 && !self.cert.is_self_issued());
        let authorities_below = self.authorities_below.saturating_add(counts);
        Self { cert, at, authorities_below, flaw: None, below: Some(self) }
    }

    /// The authorities of the path up to here that are not self-issued, the anchor left out.
    pub(super) fn authorities(&self) -> u8 {
        let counts = matches!(self.at.source, Source::Intermediate(_)) && !self.cert.is_self_issued();
        self.authorities_below.saturating_add(u8::from(counts))
    }

    pub(super) fn path_below(&self) -> impl Iterator<Item = &Self> {
        core::iter::successors(self.below, |node| node.below)
    }

    /// This certificate and those below it.
    pub(super) fn downwards(&self) -> impl Iterator<Item = Step<'_, 'c>> {
        core::iter::successors(Some(self), |node| node.below)
            .map(|node| Step { at: node.at, cert: node.cert })
    }

    /// The path up to here, ended by an anchor.
    pub(super) fn chain(&self, anchor: usize) -> Chain {
        let indices = core::iter::successors(Some(self), |node| node.below).filter_map(|node| {
            if let Source::Intermediate(index) = node.at.source { Some(index) } else { None }
        });
        Chain::new(indices, anchor)
    }
}
