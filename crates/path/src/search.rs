//! The search for a path (RFC 4158): depth first, trust anchors before other certificates, likely issuers before
//! unlikely ones. Every edge is verified before the search goes on from it, so that what is said of a path is true.
//!
//! The search also goes on from an issuer that breaks a rule: only if an anchor lies beyond it is the rule the reason,
//! for otherwise the issuer would be unknown all the same.

use core::ops::ControlFlow::{self, Break, Continue};

use handfast_crypto::public_key::PublicKey;
use handfast_rule::{Clause, rfc5280};
use rustls_pki_types::UnixTime;

use crate::anchors::{Anchor, Anchors};
use crate::budget::Budget;
use crate::cert::{Cert, Time};
use crate::decision::{Answer, Decision, Decisions, Fit};
use crate::path::{Chain, Path};
use crate::policy::Policy;
use crate::refusal::{At, Refusal, Source};
use crate::rules::{self, Position};

/// Builds and validates a path from `leaf` to one of `anchors` (RFC 5280 §6), over any of the `intermediates`, which may
/// come in any order and hold certificates that are of no use (RFC 9846 §4.5.1). All certificates are in DER.
///
/// A leaf that is itself, byte for byte, a trust anchor is its own path: it was configured, so nobody needs to vouch for
/// it, but everything it says of itself is judged (as in Go; OpenSSL wants it self-signed on top). An intermediate that
/// cannot be read is of no use; it is the reason only if no path is found without it.
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
    policy: &Policy,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<Path<'a>, Refusal> {
    let budget = Budget::new(&policy.limits);
    let mut search = Search { anchors, policy, now: now.into(), budget, decisions, reason: None };
    let leaf = search.read(leaf, At::LEAF)?;
    let key = search.judge_leaf(&leaf)?;
    if let Some(anchor) = anchors.position(leaf.der) {
        return Ok(Path::new(leaf, key, Chain::of_anchor(anchor)));
    }
    let presented = search.read_all(intermediates);
    let start = Node { cert: &leaf, at: At::LEAF, authorities_below: 0, flaw: None, below: None };
    match search.issuer_of(&start, &presented) {
        Break(Ok(chain)) => Ok(Path::new(leaf, key, chain)),
        Break(Err(refusal)) => Err(refusal),
        Continue(()) => {
            Err(search.reason.map_or(Refusal::UnknownIssuer { at: At::LEAF }, |(refusal, _)| refusal))
        }
    }
}

/// A search under way.
struct Search<'s> {
    anchors: &'s Anchors,
    policy: &'s Policy,
    now: Time,
    budget: Budget,
    decisions: &'s mut Decisions,
    /// The most telling reason so far.
    reason: Option<(Refusal, Weight)>,
}

/// How much a reason tells, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Nobody issued it; further up tells more.
    Unknown(u8),
    TooDeep,
    Namesake,
    /// One of those handed in cannot be read: it may be the missing one.
    Unread,
    /// The issuer is there, and its key or signature is no good.
    Edge,
    /// An anchor is reached but for this rule.
    Flaw,
}

impl Weight {
    const fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::UnknownIssuer { at } | Refusal::SelfSigned { at } => Self::Unknown(at.depth),
            Refusal::TooDeep { .. } => Self::TooDeep,
            Refusal::NamesakeIssuer { .. } => Self::Namesake,
            Refusal::Malformed { .. } => Self::Unread,
            _ => Self::Edge,
        }
    }
}

/// A certificate in the path that is being tried, and those below it.
struct Node<'n, 'c> {
    cert: &'n Cert<'c>,
    at: At,
    /// The authorities below it that are not self-issued.
    authorities_below: u8,
    /// The first rule that is broken on the way here: no path leads through, but a reason may.
    flaw: Option<Refusal>,
    below: Option<&'n Self>,
}

/// An intermediate that could be read.
struct Presented<'a> {
    index: usize,
    cert: Cert<'a>,
}

/// The search ends with a chain or a reason that no other candidate can mend; otherwise it goes on.
type Step<T = ()> = ControlFlow<Result<Chain, Refusal>, T>;

const ISSUER: Clause = rfc5280("6.1.3");
const BUILDING: Clause = rfc5280("6.1");

impl<'s> Search<'s> {
    /// Looks for a chain from the top of the path to an anchor.
    fn issuer_of(&mut self, top: &Node<'_, '_>, presented: &[Presented<'_>]) -> Step {
        let mut found = false;
        for fit in Fit::ORDER {
            found |= self.try_anchors(top, fit)?;
        }
        for fit in Fit::ORDER {
            found |= self.try_presented(top, fit, presented)?;
        }
        if !found {
            self.no_issuer(top);
        }
        Continue(())
    }

    /// Tries the anchors of the issuer's name that fit so well; says whether there were any.
    fn try_anchors(&mut self, top: &Node<'_, '_>, wanted: Fit) -> Step<bool> {
        let mut found = false;
        for (index, anchor) in self.anchors.named(top.cert.issuer) {
            let fit = Fit::of(top.cert.extensions.authority_key_id, anchor.key_id.as_deref());
            if fit == wanted {
                found = true;
                let judged = self.judge_anchor(top, index, anchor, fit);
                match self.answered(judged)? {
                    Some(None) => return Break(Ok(top.chain(index))),
                    Some(Some(flaw)) => self.remember(flaw, Weight::Flaw),
                    None => {}
                }
            }
        }
        Continue(found)
    }

    fn judge_anchor(
        &mut self,
        top: &Node<'_, '_>,
        index: usize,
        anchor: &Anchor,
        fit: Fit,
    ) -> Result<Option<Refusal>, Refusal> {
        let at = top.above(Source::Anchor(index));
        let cert = Cert::parse(&anchor.der).map_err(|malformed| Refusal::Malformed { at, malformed })?;
        let node = top.issuer(&cert, at);
        self.consider(&node, fit)?;
        let strong = rules::public_key::strong_enough(&anchor.key, &self.position(&node));
        self.note(at, "subjectPublicKeyInfo", rules::public_key::CLAUSE, strong)?;
        self.judge_edge(top, &node, &anchor.key, fit)
    }

    /// Tries the presented certificates of the issuer's name that fit so well, and what lies beyond them.
    fn try_presented(&mut self, top: &Node<'_, '_>, wanted: Fit, presented: &[Presented<'_>]) -> Step<bool> {
        let mut found = false;
        for Presented { index, cert } in
            presented.iter().filter(|other| other.cert.subject == top.cert.issuer)
        {
            let fit = Fit::of(top.cert.extensions.authority_key_id, cert.extensions.subject_key_id);
            let mut node = top.issuer(cert, top.above(Source::Intermediate(*index)));
            if fit == wanted && !self.is_loop(&node) {
                found = true;
                let judged = self.judge_presented(top, &node, fit);
                if let Some(flaw) = self.answered(judged)? {
                    node.flaw = flaw;
                    self.issuer_of(&node, presented)?;
                }
            }
        }
        Continue(found)
    }

    fn judge_presented(
        &mut self,
        top: &Node<'_, '_>,
        node: &Node<'_, '_>,
        fit: Fit,
    ) -> Result<Option<Refusal>, Refusal> {
        self.consider(node, fit)?;
        let key = rules::public_key::read(node.cert, &self.position(node));
        let key = self.note(node.at, "subjectPublicKeyInfo", rules::public_key::CLAUSE, key)?;
        self.judge_edge(top, node, &key, fit)
    }

    /// `node`, whose key is `key`, issued the top of the path. Gives the first rule broken up to there, if any.
    fn judge_edge(
        &mut self,
        top: &Node<'_, '_>,
        node: &Node<'_, '_>,
        key: &PublicKey,
        fit: Fit,
    ) -> Result<Option<Refusal>, Refusal> {
        let budget = self.budget.signature();
        self.afford(node.at, budget)?;
        let signed = rules::signature::check(top.cert, &self.position(top), (node.at.source, key, fit));
        self.note(node.at, "signatureValue of the one below", ISSUER, signed)?;
        Ok(top.flaw.or(self.judge(node).err()))
    }

    /// The rules that read one certificate. The record gets every answer, the search the first refusal.
    fn judge(&mut self, node: &Node<'_, '_>) -> Result<(), Refusal> {
        let position = self.position(node);
        let mut first = Ok(());
        for rule in rules::ALL {
            let answer = self.note(node.at, rule.name, rule.clause, (rule.check)(node.cert, &position));
            first = first.and(answer);
            if first.is_err() && !self.decisions.is_on() {
                break;
            }
        }
        first
    }

    fn judge_leaf(&mut self, cert: &Cert<'_>) -> Result<PublicKey, Refusal> {
        let leaf = Node { cert, at: At::LEAF, authorities_below: 0, flaw: None, below: None };
        self.consider(&leaf, Fit::NoKeyIds)?;
        self.judge(&leaf)?;
        let key = rules::public_key::read(cert, &self.position(&leaf));
        self.note(At::LEAF, "subjectPublicKeyInfo", rules::public_key::CLAUSE, key)
    }

    /// Takes a certificate up for a place in the path.
    fn consider(&mut self, node: &Node<'_, '_>, fit: Fit) -> Result<(), Refusal> {
        self.decisions.name(node.at.source, node.cert);
        self.record(node.at, "issuer", ISSUER, Answer::Considered(fit));
        let budget = self.budget.candidate();
        self.afford(node.at, budget)?;
        if node.at.depth > self.policy.limits.intermediates && !matches!(node.at.source, Source::Anchor(_)) {
            return self.note(node.at, "depth", BUILDING, Err(Refusal::TooDeep { at: node.at }));
        }
        Ok(())
    }

    /// The same name and key again would lead nowhere new (RFC 4158 §2.4.2).
    fn is_loop(&mut self, node: &Node<'_, '_>) -> bool {
        let is_loop = node
            .path_below()
            .any(|other| other.cert.subject == node.cert.subject && other.cert.spki == node.cert.spki);
        if is_loop {
            self.decisions.name(node.at.source, node.cert);
            self.record(node.at, "issuer", BUILDING, Answer::InPathAlready);
        }
        is_loop
    }

    /// Nobody bears the name of the issuer, or only the certificate itself.
    fn no_issuer(&mut self, top: &Node<'_, '_>) {
        let at = top.at;
        let reason = if top.cert.is_self_issued() {
            Refusal::SelfSigned { at }
        } else {
            Refusal::UnknownIssuer { at }
        };
        self.record(at, "issuer", ISSUER, Answer::Refused(reason));
        self.remember(reason, Weight::Unknown(at.depth));
    }

    /// What came out of a candidate that is the issuer. If it is not, the reason is remembered and the search goes on,
    /// unless the budget is spent.
    fn answered<T>(&mut self, judged: Result<T, Refusal>) -> Step<Option<T>> {
        match judged {
            Ok(judged) => Continue(Some(judged)),
            Err(refusal @ Refusal::BudgetSpent { .. }) => Break(Err(refusal)),
            Err(refusal) => {
                self.remember(refusal, Weight::of(&refusal));
                Continue(None)
            }
        }
    }

    /// Keeps the more telling of two reasons; of equals the one met first, for it is about the likelier candidate.
    fn remember(&mut self, refusal: Refusal, weight: Weight) {
        if self.reason.is_none_or(|(_, old)| weight > old) {
            self.reason = Some((refusal, weight));
        }
    }

    /// Reads the certificates that can be read.
    fn read_all<'a>(&mut self, intermediates: impl IntoIterator<Item = &'a [u8]>) -> Vec<Presented<'a>> {
        let intermediates = intermediates.into_iter();
        let mut presented = Vec::with_capacity(intermediates.size_hint().0);
        for (index, der) in intermediates.enumerate() {
            match self.read(der, At { depth: 1, source: Source::Intermediate(index) }) {
                Ok(cert) => presented.push(Presented { index, cert }),
                Err(refusal) => self.remember(refusal, Weight::Unread),
            }
        }
        presented
    }

    fn read<'a>(&mut self, der: &'a [u8], at: At) -> Result<Cert<'a>, Refusal> {
        Cert::parse(der).map_err(|malformed| {
            let refusal = Refusal::Malformed { at, malformed };
            self.record(at, "Certificate", rfc5280("4.1"), Answer::Refused(refusal));
            refusal
        })
    }

    fn position(&self, node: &Node<'_, '_>) -> Position<'s> {
        Position {
            at: node.at,
            authorities_below: node.authorities_below,
            policy: self.policy,
            now: self.now,
        }
    }

    /// Records the answer to a rule and hands it on.
    fn note<T>(
        &mut self,
        at: At,
        rule: &'static str,
        clause: Clause,
        result: Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let answer = result.as_ref().map_or_else(|refusal| Answer::Refused(*refusal), |_| Answer::Holds);
        self.record(at, rule, clause, answer);
        result
    }

    /// Records that the budget is spent; while it lasts, every record shows what is left.
    fn afford(&mut self, at: At, spent: Result<(), Refusal>) -> Result<(), Refusal> {
        if spent.is_ok() { spent } else { self.note(at, "budget", BUILDING, spent) }
    }

    fn record(&mut self, at: At, rule: &'static str, clause: Clause, answer: Answer) {
        self.decisions.push(Decision { at, rule, clause, answer, budget: self.budget });
    }
}

impl<'n, 'c> Node<'n, 'c> {
    /// The place above this one.
    fn above(&self, source: Source) -> At {
        At { depth: self.at.depth.saturating_add(1), source }
    }

    /// A candidate for the place above.
    fn issuer(&'n self, cert: &'n Cert<'c>, at: At) -> Self {
        let counts = u8::from(self.at.depth > 0 && !self.cert.is_self_issued());
        let authorities_below = self.authorities_below.saturating_add(counts);
        Self { cert, at, authorities_below, flaw: None, below: Some(self) }
    }

    fn path_below(&self) -> impl Iterator<Item = &Self> {
        core::iter::successors(self.below, |node| node.below)
    }

    /// The path up to here, ended by an anchor.
    fn chain(&self, anchor: usize) -> Chain {
        let indices = core::iter::successors(Some(self), |node| node.below).filter_map(|node| {
            if let Source::Intermediate(index) = node.at.source { Some(index) } else { None }
        });
        Chain::new(indices, anchor)
    }
}
