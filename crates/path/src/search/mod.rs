//! The search for a path (RFC 4158): depth first, trust anchors before other certificates, likely issuers before
//! unlikely ones. The signatures of a path are verified before anything is said of it, so that what is said is true: in
//! one go, once the path ends, or each at once where every step is recorded.
//!
//! The search also goes on from an issuer that breaks a rule: only if an anchor lies beyond it is the rule the reason,
//! for otherwise the issuer would be unknown all the same.

mod judge;
mod rank;
mod reason;
mod revocation;

use core::ops::ControlFlow::{self, Break, Continue};

use rustls_pki_types::UnixTime;

use crate::anchors::{Anchor, Anchors};
use crate::budget::Budget;
use crate::cert::{Cert, Time};
use crate::decision::{Decisions, Fit};
use crate::name::Spelling;
use crate::node::{Node, Signer};
use crate::path::{Chain, Found, Path};
use crate::policy::Policy;
use crate::refusal::{At, Limit, Refusal, Source};
use crate::revocation::Evidence;
use crate::rules::{self, Role};
use rank::Rank;
use reason::Weight;
use revocation::Pending;
pub use revocation::{status as revocation_status, verify_response};

/// Builds and validates a path from `leaf` to one of `anchors` (RFC 5280 §6), over any of the `intermediates`, which may
/// come in any order and hold certificates that are of no use (RFC 9846 §4.5.1). All certificates are in DER.
///
/// A leaf that is itself, byte for byte, a trust anchor is its own path: it was configured, so nobody needs to vouch for
/// it, but everything it says of itself is judged (as in Go; OpenSSL wants it self-signed on top). An intermediate that
/// cannot be read is of no use; it is the reason only if no path is found without it.
///
/// Whether a certificate is revoked is asked as the policy says ([`Policy::revocation`]), of the `evidence` alone.
///
/// Who the peer is, is another question: see [`name`](crate::name).
///
/// # Errors
/// The most telling of the reasons met: a broken rule without which an anchor would be reached, before an unknown
/// issuer. All of them are in `decisions`.
pub fn validate<'a>(
    leaf: &'a [u8],
    intermediates: impl IntoIterator<Item = &'a [u8]>,
    anchors: &Anchors,
    evidence: &Evidence<'_>,
    policy: &Policy,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<Path<'a>, Refusal> {
    let mut search = Search::new(anchors, evidence, policy, now.into(), decisions);
    let mut leaf = Cert::unread(leaf);
    leaf.read().map_err(|malformed| search.unreadable(At::LEAF, *malformed))?;
    let start = Node::leaf(&leaf, At::LEAF);
    search.judge_leaf(&start)?;
    if let Some(anchor) = anchors.position(&leaf) {
        search.judge_path(&start, &[])?;
        search.found.chain = Chain::of_anchor(anchor);
    } else {
        let presented = search.read_all(intermediates);
        search.find_chain(&start, &presented)?;
    }
    let key = rules::public_key::read(&leaf, At::LEAF)?;
    search.found.settle();
    Ok(Path::new(leaf, key, search.found))
}

/// A search under way.
struct Search<'s> {
    anchors: &'s Anchors,
    evidence: &'s Evidence<'s>,
    policy: &'s Policy,
    /// What the certificate at the end of the path is for.
    role: Role,
    /// The only trust anchor that counts, if there is one.
    only_anchor: Option<usize>,
    /// The evidence that is being judged, if this search is about who signed it.
    pending: Option<&'s Pending<'s>>,
    now: Time,
    budget: Budget,
    decisions: &'s mut Decisions,
    found: Found,
    /// The most telling reason so far.
    reason: Option<(Box<Refusal>, Weight)>,
}

/// An intermediate that could be read.
struct Presented<'a> {
    index: usize,
    cert: Cert<'a>,
}

impl Presented<'_> {
    fn rank(&self, top: &Node<'_, '_>, now: Time) -> Rank {
        Rank { fit: Fit::between(top.cert, &self.cert), is_valid: self.cert.validity.contains(now) }
    }
}

/// What ends the search, or a part of it.
enum End {
    /// A path that holds: its chain is kept with what else was found.
    Found,
    /// What no other candidate can mend: the budget is spent.
    Spent(Limit),
    /// The candidate at this depth did not sign what it was to have signed: whatever lies beyond it is no matter.
    Unsigned(u8),
}

type Step<T = ()> = ControlFlow<End, T>;

/// What came of judging a candidate. A reason against it is boxed: it is large, and every step would hand it on.
type Judged<T = ()> = Result<T, Box<Refusal>>;

/// What is wrong with one candidate is no matter to the next; a spent budget is.
const fn unless_spent(refusal: &Refusal) -> Step {
    match refusal {
        Refusal::BudgetSpent { limit } => Break(End::Spent(*limit)),
        _ => Continue(()),
    }
}

/// A candidate that did not sign the top of the path is none: on with the next.
fn or_next(top: &Node<'_, '_>, tried: Step) -> Step {
    match tried {
        Break(End::Unsigned(depth)) if depth == top.at.depth.saturating_add(1) => Continue(()),
        tried => tried,
    }
}

impl Search<'_> {
    /// Finds the chain from an end entity to an anchor, or the most telling reason why there is none.
    fn find_chain(&mut self, start: &Node<'_, '_>, presented: &[Presented<'_>]) -> Result<(), Refusal> {
        match self.issuer_of(start, presented) {
            Break(End::Found) => Ok(()),
            Break(End::Spent(limit)) => Err(Refusal::BudgetSpent { limit }),
            Break(End::Unsigned(_)) | Continue(()) => Err(self.no_chain(start)),
        }
    }

    #[cold]
    fn no_chain(&mut self, start: &Node<'_, '_>) -> Refusal {
        self.reason.take().map_or(Refusal::UnknownIssuer { at: start.at }, |(refusal, _)| *refusal)
    }

    /// Looks for a chain from the top of the path to an anchor.
    fn issuer_of(&mut self, top: &Node<'_, '_>, presented: &[Presented<'_>]) -> Step {
        let mut found = false;
        for spelling in &Spelling::ORDER {
            found |= self.anchor_above(top, *spelling, presented)?;
            found |= self.presented_above(top, *spelling, presented)?;
        }
        if !found {
            self.settle(top)?;
            self.no_issuer(top);
        }
        Continue(())
    }

    /// Tries the anchors of the issuer's name, likely ones first; says whether there were any. Anchors are kept for long:
    /// whether one is valid now is left to the rules.
    fn anchor_above(
        &mut self,
        top: &Node<'_, '_>,
        spelling: Spelling,
        presented: &[Presented<'_>],
    ) -> Step<bool> {
        let (anchors, only) = (self.anchors, self.only_anchor);
        let named = anchors.named(top.cert.issuer, spelling);
        let mut found = false;
        for wanted in &Fit::ORDER {
            for index in named.iter().copied().filter(|index| only.is_none_or(|only| only == *index)) {
                if let Some(anchor) = anchors
                    .get(index)
                    .filter(|anchor| Fit::between(top.cert, anchor.certificate()) == *wanted)
                {
                    or_next(top, self.try_anchor(top, index, anchor, *wanted, presented))?;
                    found = true;
                }
            }
        }
        Continue(found)
    }

    fn try_anchor(
        &mut self,
        top: &Node<'_, '_>,
        index: usize,
        anchor: &Anchor,
        fit: Fit,
        presented: &[Presented<'_>],
    ) -> Step {
        let mut node = top.issuer(anchor.certificate(), Source::Anchor(index));
        node.signer = Some(Signer::new(fit));
        if let Err(refusal) = self.consider_anchor(&node, anchor.key.kind(), fit) {
            return self.pass_over(top, refusal);
        }
        let judged = self.judge_issuer(&node)?;
        self.settle(&node)?;
        let sound = node.flaw.map_or(judged, |flaw| Err(Box::new(*flaw)));
        match sound.and_then(|()| self.judge_path(&node, presented)) {
            Ok(()) => {
                self.found.chain = Chain::new(top.intermediates(), index);
                Break(End::Found)
            }
            Err(flaw) => {
                unless_spent(&flaw)?;
                self.remember(flaw, Weight::Flaw);
                Continue(())
            }
        }
    }

    /// Tries the presented certificates of the issuer's name, likely ones first, and what lies beyond them; says whether
    /// there were any.
    fn presented_above(
        &mut self,
        top: &Node<'_, '_>,
        spelling: Spelling,
        presented: &[Presented<'_>],
    ) -> Step<bool> {
        let now = self.now;
        let mut found = false;
        for wanted in &Rank::ORDER {
            // The rank first: so each name is compared once.
            let is_next = |other: &&Presented<'_>| {
                other.rank(top, now) == *wanted && spelling.is_of(other.cert.subject, top.cert.issuer)
            };
            for other in presented.iter().filter(is_next) {
                if !self.is_loop(top, other) {
                    or_next(top, self.try_presented(top, other, wanted.fit, presented))?;
                    found = true;
                }
            }
        }
        Continue(found)
    }

    /// Tries a presented certificate and what lies beyond it.
    fn try_presented(
        &mut self,
        top: &Node<'_, '_>,
        other: &Presented<'_>,
        fit: Fit,
        presented: &[Presented<'_>],
    ) -> Step {
        let mut node = top.issuer(&other.cert, Source::Intermediate(other.index));
        if let Err(refusal) = self.consider_presented(&node, fit) {
            return self.pass_over(top, refusal);
        }
        node.signer = Some(Signer::new(fit));
        let judged = self.judge_issuer(&node)?;
        node.flaw = node.flaw.or(judged.as_ref().err().map(AsRef::as_ref));
        self.issuer_of(&node, presented)
    }

    /// Verifies the signatures of the path up to here that have not been verified yet.
    ///
    /// That is put off until something is to be said of the path, for it costs more than all the rest, and is done best
    /// in one go. Nobody gains from the delay: the way on to there is short.
    fn settle(&mut self, node: &Node<'_, '_>) -> Step {
        let (Some(below), Some(signer)) = (node.below, &node.signer) else { return Continue(()) };
        self.settle(below)?;
        if signer.is_settled.replace(true) {
            return Continue(());
        }
        match self.verify(below, node, signer.fit) {
            Ok(()) => Continue(()),
            Err(refusal) => {
                unless_spent(&refusal)?;
                let weight = Weight::of(&refusal);
                self.remember(refusal, weight);
                Break(End::Unsigned(node.at.depth))
            }
        }
    }

    /// A candidate for the place above `top` is none. The reason is remembered and the search goes on, unless the budget
    /// is spent.
    fn pass_over(&mut self, top: &Node<'_, '_>, refusal: Box<Refusal>) -> Step {
        unless_spent(&refusal)?;
        self.settle(top)?;
        let weight = Weight::of(&refusal);
        self.remember(refusal, weight);
        Continue(())
    }

    /// Keeps the more telling of two reasons; of equals the one met first, for it is about the likelier candidate.
    fn remember(&mut self, refusal: Box<Refusal>, weight: Weight) {
        if self.reason.as_ref().is_none_or(|(_, old)| weight > *old) {
            self.reason = Some((refusal, weight));
        }
    }

    /// Reads the certificates that can be read.
    fn read_all<'a>(&mut self, intermediates: impl IntoIterator<Item = &'a [u8]>) -> Vec<Presented<'a>> {
        let intermediates = intermediates.into_iter();
        // Who sends a path sends one intermediate, as a rule.
        let mut presented = Vec::with_capacity(intermediates.size_hint().0.max(1));
        for (index, der) in intermediates.enumerate() {
            presented.push(Presented { index, cert: Cert::unread(der) });
            if let Some(Err(malformed)) = presented.last_mut().map(|presented| presented.cert.read()) {
                presented.pop();
                let at = At { depth: 1, source: Source::Intermediate(index) };
                let refusal = self.unreadable(at, *malformed);
                self.remember(Box::new(refusal), Weight::Unread);
            }
        }
        presented
    }
}
