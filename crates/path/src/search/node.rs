//! The path that is being tried.

use crate::cert::Cert;
use crate::path::Chain;
use crate::refusal::{At, Refusal, Source};
use crate::rules::Step;

/// A certificate in the path that is being tried, and those below it.
pub(super) struct Node<'n, 'c> {
    pub(super) cert: &'n Cert<'c>,
    pub(super) at: At,
    /// It is an authority that is not self-issued: those are counted (RFC 5280 §4.2.1.9).
    counts: bool,
    /// The authorities below it that are counted.
    pub(super) authorities_below: u8,
    /// The first rule that is broken on the way here: no path leads through, but a reason may.
    pub(super) flaw: Option<Refusal>,
    pub(super) below: Option<&'n Self>,
}

impl<'n, 'c> Node<'n, 'c> {
    /// The start of every path.
    pub(super) fn leaf(cert: &'n Cert<'c>, at: At) -> Self {
        Self { cert, at, counts: counts(cert, at), authorities_below: 0, flaw: None, below: None }
    }

    /// The place above this one.
    pub(super) fn above(&self, source: Source) -> At {
        At { depth: self.at.depth.saturating_add(1), source }
    }

    /// A candidate for the place above.
    pub(super) fn issuer(&'n self, cert: &'n Cert<'c>, at: At) -> Self {
        let this = u8::from(self.at.depth > 0 && self.counts);
        let authorities_below = self.authorities_below.saturating_add(this);
        Self { cert, at, counts: counts(cert, at), authorities_below, flaw: None, below: Some(self) }
    }

    /// The authorities of the path up to here that are counted, the anchor left out.
    pub(super) fn authorities(&self) -> u8 {
        let this = matches!(self.at.source, Source::Intermediate(_)) && self.counts;
        self.authorities_below.saturating_add(u8::from(this))
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

fn counts(cert: &Cert<'_>, at: At) -> bool {
    matches!(at.source, Source::Intermediate(_) | Source::Responder(_)) && !cert.is_self_issued()
}
