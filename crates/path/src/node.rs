//! The path that is being tried.

use core::cell::Cell;

use crate::cert::Cert;
use crate::decision::Fit;
use crate::path::Indices;
use crate::refusal::{At, Refusal, Source};
use crate::rules::Step;

/// A certificate in the path that is being tried, and those below it.
pub(crate) struct Node<'n, 'c> {
    pub(crate) cert: &'n Cert<'c>,
    pub(crate) at: At,
    /// What is known of its signature, if it is the issuer of the one below.
    pub(crate) signer: Option<Signer>,
    /// The first rule that is broken on the way here: no path leads through, but a reason may.
    pub(crate) flaw: Option<&'n Refusal>,
    pub(crate) below: Option<&'n Self>,
}

/// Whether an issuer is known to have signed the certificate below.
pub(crate) struct Signer {
    /// What the key identifiers say.
    pub(crate) fit: Fit,
    pub(crate) is_settled: Cell<bool>,
}

impl Signer {
    pub(crate) const fn new(fit: Fit) -> Self {
        Self { fit, is_settled: Cell::new(false) }
    }
}

impl<'n, 'c> Node<'n, 'c> {
    /// The start of every path.
    pub(crate) const fn leaf(cert: &'n Cert<'c>, at: At) -> Self {
        Self { cert, at, signer: None, flaw: None, below: None }
    }

    /// A candidate for the place above.
    pub(crate) const fn issuer(&'n self, cert: &'n Cert<'c>, source: Source) -> Self {
        Self { cert, at: self.above(source), signer: None, flaw: self.flaw, below: Some(self) }
    }

    /// The place above this one.
    pub(crate) const fn above(&self, source: Source) -> At {
        At { depth: self.at.depth.saturating_add(1), source }
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

    pub(crate) const fn step(&self) -> Step<'_, 'c> {
        Step { at: self.at, cert: self.cert }
    }

    /// This certificate and those below it.
    pub(crate) fn downwards(&self) -> impl Iterator<Item = Step<'_, 'c>> + Clone {
        core::iter::successors(Some(self), |node| node.below).map(Self::step)
    }

    /// The intermediates of the path up to here, from the issuer of the end entity upwards.
    pub(crate) fn intermediates(&self) -> Indices {
        let mut indices = Indices::new();
        self.add_intermediates(&mut indices);
        indices
    }

    fn add_intermediates(&self, indices: &mut Indices) {
        if let Some(below) = self.below {
            below.add_intermediates(indices);
        }
        if let Source::Intermediate(index) = self.at.source {
            indices.push(index);
        }
    }
}
