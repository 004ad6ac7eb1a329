//! How one candidate is judged: edge, rules, record.

use core::ops::ControlFlow::Continue;

use handfast_crypto::public_key::{KeyKind, PublicKeyRef};
use handfast_rule::{Clause, rfc5280};

use super::reason::Weight;
use super::{Judged, Presented, Search};
use crate::cert::Malformed;
use crate::decision::{Answer, Decision, Fit};
use crate::name::same;
use crate::node::Node;
use crate::refusal::{At, Refusal, Source, Warning};
use crate::rules::signature::Issuer;
use crate::rules::{self, Position, Rule, Step, Verdict, name_constraints, policies};

const ISSUER: Clause = rfc5280("6.1.3");
const BUILDING: Clause = rfc5280("6.1");

impl<'s> Search<'s> {
    #[cold]
    pub(super) fn unreadable(&mut self, at: At, malformed: Malformed) -> Refusal {
        let refusal = Refusal::Malformed { at, malformed };
        self.record(at, "Certificate", rfc5280("4.1"), Answer::Refused(refusal));
        refusal
    }

    /// The key of an anchor was read when the anchor was added.
    pub(super) fn consider_anchor(&mut self, node: &Node<'_, '_>, key: KeyKind, fit: Fit) -> Judged {
        self.consider(node, fit)?;
        let strong = rules::public_key::strong_enough(key, node.at, self.policy);
        self.note(node.at, "subjectPublicKeyInfo", rules::public_key::CLAUSE, strong)
    }

    pub(super) fn consider_presented(&mut self, node: &Node<'_, '_>, fit: Fit) -> Judged {
        self.consider(node, fit)?;
        self.judge_key(node)
    }

    /// Whether the rules hold of this issuer. Who studies the search reads of its signature first.
    pub(super) fn judge_issuer(&mut self, node: &Node<'_, '_>) -> super::Step<Judged> {
        if self.decisions.is_on() {
            self.settle(node)?;
        }
        Continue(self.judge(node))
    }

    /// `node` signed what stands below it.
    pub(super) fn verify(&mut self, below: &Node<'_, '_>, node: &Node<'_, '_>, fit: Fit) -> Judged {
        let left = self.budget.signature();
        self.unless_over(node.at, left)?;
        let position = self.position(below);
        let signed = self.key_of(&node.step()).and_then(|key| {
            let issuer = Issuer { source: node.at.source, key: &key, fit };
            rules::signature::check(below.cert, &position, &issuer)
        });
        self.note(node.at, "signatureValue of the one below", ISSUER, signed)
    }

    /// The rules that read one certificate. The record gets every answer, the search the first refusal, at which it stops if
    /// nothing is recorded.
    fn judge(&mut self, node: &Node<'_, '_>) -> Judged {
        let position = self.position(node);
        if !self.decisions.is_on() && rules::all_hold(node.cert, &position) {
            return Ok(());
        }
        self.judge_each(node, &position)
    }

    /// One rule at least does not simply hold, or somebody wants to know of each.
    #[cold]
    fn judge_each(&mut self, node: &Node<'_, '_>, position: &Position<'_>) -> Judged {
        let is_recorded = self.decisions.is_on();
        let mut first = Ok(());
        for rules in [rules::ALL, self.policy.table().rules] {
            for rule in rules {
                match (rule.check)(node.cert, position) {
                    Ok(None) if !is_recorded => {}
                    Err(refusal) if !is_recorded => return Err(Box::new(refusal)),
                    verdict => first = first.and(self.note_verdict(node.at, rule, verdict)),
                }
            }
        }
        first
    }

    /// The rules that read a whole path. The first that does not hold is the reason against this path, and the search
    /// goes on with the next.
    pub(super) fn judge_path(&mut self, anchor: &Node<'_, '_>, presented: &[Presented<'_>]) -> Judged {
        let path = anchor.downwards();
        let names = name_constraints::check(path.clone(), self.policy, &mut self.budget);
        self.note(anchor.at, "nameConstraints", name_constraints::CLAUSE, names)?;
        let valid = policies::judge(path.clone(), &self.policy.initial_policies);
        self.found.policies = self.note(anchor.at, "certificatePolicies", policies::CLAUSE, valid)?;
        self.judge_revocation(path, presented).map_err(Box::new)
    }

    pub(super) fn judge_leaf(&mut self, leaf: &Node<'_, '_>) -> Judged {
        self.consider(leaf, Fit::NoKeyIds)?;
        self.judge(leaf)?;
        self.judge_key(leaf)
    }

    fn judge_key(&mut self, node: &Node<'_, '_>) -> Judged {
        let key = rules::public_key::check(node.cert, node.at, self.policy);
        self.note(node.at, "subjectPublicKeyInfo", rules::public_key::CLAUSE, key)
    }

    /// The key of a certificate in the path.
    pub(super) fn key_of<'k>(&self, step: &Step<'_, 'k>) -> Result<PublicKeyRef<'k>, Refusal>
    where
        's: 'k,
    {
        if let Source::Anchor(index) = step.at.source
            && let Some(anchor) = self.anchors.get(index)
        {
            return Ok(anchor.key.as_ref());
        }
        rules::public_key::read(step.cert, step.at)
    }

    /// Takes a certificate up for a place in the path.
    fn consider(&mut self, node: &Node<'_, '_>, fit: Fit) -> Judged {
        self.decisions.name(node.at.source, node.cert);
        self.record(node.at, "issuer", ISSUER, Answer::Considered(fit));
        let left = self.budget.candidate();
        self.unless_over(node.at, left)?;
        if node.at.depth > self.policy.limits.intermediates { self.consider_deep(node) } else { Ok(()) }
    }

    /// Self-issued certificates are not counted (RFC 5280 §4.2.1.9).
    #[cold]
    fn consider_deep(&mut self, node: &Node<'_, '_>) -> Judged {
        if node.authorities() > self.policy.limits.intermediates || node.at.depth == u8::MAX {
            return Err(self.refuse(node.at, "depth", BUILDING, Refusal::TooDeep { at: node.at }));
        }
        Ok(())
    }

    fn unless_over(&mut self, at: At, budget: Result<(), Refusal>) -> Judged {
        budget.map_err(|spent| self.refuse(at, "budget", BUILDING, spent))
    }

    /// The same name and key again would lead nowhere new (RFC 4158 §2.4.2).
    pub(super) fn is_loop(&mut self, top: &Node<'_, '_>, other: &Presented<'_>) -> bool {
        let cert = &other.cert;
        let is_loop = top
            .downwards()
            .any(|below| below.cert.spki == cert.spki && same(below.cert.subject, cert.subject));
        if is_loop {
            let at = top.above(Source::Intermediate(other.index));
            self.decisions.name(at.source, cert);
            self.record(at, "issuer", BUILDING, Answer::InPathAlready);
        }
        is_loop
    }

    /// Nobody bears the name of the issuer, or only the certificate itself.
    pub(super) fn no_issuer(&mut self, top: &Node<'_, '_>) {
        let at = top.at;
        let reason = if top.cert.is_self_issued() {
            Refusal::SelfSigned { at }
        } else {
            Refusal::UnknownIssuer { at }
        };
        self.record(at, "issuer", ISSUER, Answer::Refused(reason));
        self.remember(Box::new(reason), Weight::Unknown(at.depth));
    }

    fn position<'p>(&self, node: &Node<'p, 'p>) -> Position<'p>
    where
        's: 'p,
    {
        Position { at: node.at, below: node.below, policy: self.policy, role: self.role, now: self.now }
    }

    /// Records what a rule says, and keeps its warning for the path.
    fn note_verdict(&mut self, at: At, rule: &Rule, verdict: Verdict) -> Judged {
        if let Ok(Some(warning)) = verdict {
            self.warn(at, rule.name, rule.clause, warning);
            return Ok(());
        }
        self.note(at, rule.name, rule.clause, verdict).map(|_| ())
    }

    pub(super) fn warn(&mut self, at: At, rule: &'static str, clause: Clause, warning: Warning) {
        if !self.found.warnings.contains(&(at, warning)) {
            self.found.warnings.push((at, warning));
        }
        self.record(at, rule, clause, Answer::Warned(warning));
    }

    /// Records the answer to a rule and hands it on.
    #[inline]
    pub(super) fn note<T>(
        &mut self,
        at: At,
        rule: &'static str,
        clause: Clause,
        result: Result<T, Refusal>,
    ) -> Judged<T> {
        if result.is_ok() {
            self.record(at, rule, clause, Answer::Holds);
        }
        result.map_err(|refusal| self.refuse(at, rule, clause, refusal))
    }

    /// Records a refusal. While the budget lasts, every record shows what is left of it.
    #[cold]
    pub(super) fn refuse(
        &mut self,
        at: At,
        rule: &'static str,
        clause: Clause,
        refusal: Refusal,
    ) -> Box<Refusal> {
        self.record(at, rule, clause, Answer::Refused(refusal));
        Box::new(refusal)
    }

    #[inline]
    pub(super) fn record(&mut self, at: At, rule: &'static str, clause: Clause, answer: Answer) {
        if self.decisions.is_on() {
            self.decisions.push(Decision { at, rule, clause, answer, budget: self.budget });
        }
    }
}
