//! Asking about the certificates of a path, one after the other (RFC 5280 §6.3, RFC 6960).

mod issuer;
mod lists;
mod reason;
mod responders;

use handfast_crypto::public_key::PublicKeyRef;
use handfast_rule::{Clause, rfc5280};
use rustls_pki_types::UnixTime;

use super::{Found, Presented, Search};
use crate::anchors::Anchors;
use crate::budget::Budget;
use crate::cert::{Cert, Time, Validity};
use crate::decision::{Answer, Decisions, NotRevoked};
use crate::node::Node;
use crate::policy::Policy;
use crate::refusal::{At, Refusal, Source, Warning};
use crate::revocation::responder::{self, Authority};
use crate::revocation::verifier::{Useless, Verifier};
use crate::revocation::{BasicResponse, CertId, Evidence, Missing, OcspFault, Scope, Witness};
use crate::rules::{self, Role, Step};
use reason::Reasons;

const CLAUSE: Clause = rfc5280("6.3");

/// A certificate that is asked about.
#[derive(Clone, Copy)]
struct Subject<'q> {
    cert: &'q Cert<'q>,
    at: At,
    /// The one above it.
    issuer: Step<'q, 'q>,
    /// Those above it, from the trust anchor down to its issuer.
    above: &'q [Step<'q, 'q>],
    /// Where the issuers of CRLs may be found.
    presented: &'q [Presented<'q>],
}

impl<'q> Subject<'q> {
    /// The last certificate of a path that starts at the trust anchor; `None` if that is the anchor.
    fn last_of(path: &'q [Step<'q, 'q>], presented: &'q [Presented<'q>]) -> Option<Self> {
        let (last, above) = path.split_last()?;
        Some(Self { cert: last.cert, at: last.at, issuer: *above.last()?, above, presented })
    }
}

/// Evidence that is being judged, while others are asked whether its signer may sign it: asking it itself would lead in
/// a circle.
pub(super) struct Pending<'p> {
    witness: Witness,
    /// The key of its signer, as SubjectPublicKeyInfo.
    signer: &'p [u8],
    outer: Option<&'p Self>,
}

/// Questions within questions within questions: an indirect CRL needs two, and nothing honest more than three.
const DEEPEST: usize = 4;

/// What the CRLs and OCSP responses say of one certificate. `path` holds it, its issuer, the issuer of that, and so on;
/// the last one is trusted, and so is every step of the path: who does not know that asks [`validate`](crate::validate).
/// The scope of the policy does not matter.
///
/// # Errors
/// It is revoked, or nobody can say; then also under [`Missing::Soft`].
pub fn status(
    path: &[Cert<'_>],
    evidence: &Evidence<'_>,
    policy: &Policy,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<NotRevoked, Refusal> {
    let anchors = &Anchors::new();
    let mut search = Search::new(anchors, evidence, policy, now.into(), decisions);
    let place = |depth: usize| match depth.checked_sub(1) {
        Some(index) => Source::Intermediate(index),
        None => Source::Leaf,
    };
    let step = |(depth, cert)| {
        let at = At { depth: u8::try_from(depth).unwrap_or(u8::MAX), source: place(depth) };
        Step { at, cert }
    };
    let steps: Vec<Step<'_, '_>> = path.iter().enumerate().rev().map(step).collect();
    let subject = Subject::last_of(&steps, &[]);
    let subject = subject.ok_or(Refusal::NoRevocationInformation { at: At::LEAF })?;
    let answer = search.standing(&subject);
    search.record(subject.at, "revocation", CLAUSE, answer.map_or_else(Answer::Refused, Answer::NotRevoked));
    answer
}

/// The authority `issuer` signed an OCSP response, or a responder that it delegated to did, and the response speaks of its
/// certificates alone. The authority has a path over `intermediates` to one of `anchors`. What the response says, and
/// whether it is of today, are other questions, and [`validate`](crate::validate) asks them all.
///
/// # Errors
/// Why it is not so; what is wrong with the response is said of the response with the index 0.
pub fn verify_response<'a>(
    response: &BasicResponse<'_>,
    issuer: &'a [u8],
    intermediates: impl IntoIterator<Item = &'a [u8]>,
    anchors: &Anchors,
    policy: &Policy,
    now: UnixTime,
    decisions: &mut Decisions,
) -> Result<(), Refusal> {
    let evidence = &Evidence::none();
    let policy = &policy.clone().revocation(policy.revocation.without_scope());
    let mut search = Search::new(anchors, evidence, policy, now.into(), decisions);
    search.role = Role::EvidenceSigner;
    let issuer = Cert::parse(issuer).map_err(|malformed| search.unreadable(At::LEAF, malformed))?;
    let presented = search.read_all(intermediates);
    search.path_to_signer(&Node::leaf(&issuer, At::LEAF), &presented)?;
    search.judge_response(response, &issuer)
}

impl<'s> Search<'s> {
    /// All that can be said of a response without a certificate in question.
    fn judge_response(&mut self, response: &BasicResponse<'_>, issuer: &Cert<'_>) -> Result<(), Refusal> {
        let (at, by) = (At::LEAF, Witness::Ocsp(0));
        let key = self.strong_key_of(&Step { at, cert: issuer })?;
        let authority = Authority { name: issuer.subject, key };
        let is_its = |id: &CertId<'_>| id.names_issuer(authority.name, key.key_bytes());
        let speaks = response.responses().next().is_some();
        let judged = match response.unknown_critical {
            Some(extension) => Err(Useless::Fault(OcspFault::UnknownCriticalExtension { extension })),
            None if !speaks || !response.responses().all(|single| is_its(&single.cert_id)) => {
                Err(Useless::Fault(OcspFault::OtherAuthority))
            }
            None => responder::of(response, &authority, &[], &mut self.verifier()).map(|_| ()),
        };
        judged.map_err(|useless| match useless {
            Useless::Fault(fault) => Refusal::OcspUnusable { at, by, fault },
            Useless::Spent(spent) => spent,
        })
    }

    /// Searches a path for somebody who signs evidence.
    fn path_to_signer(&mut self, start: &Node<'_, '_>, presented: &[Presented<'_>]) -> Result<(), Refusal> {
        self.judge_leaf(start)?;
        if self.only_anchor.is_none() && self.anchors.position(start.cert).is_some() {
            return Ok(());
        }
        self.find_chain(start, presented)?;
        let chain = self.found.chain.intermediates();
        let others = presented.iter().filter(|other| chain.contains(&other.index));
        let validity = others.fold(start.cert.validity, |all, other| all.and(other.cert.validity));
        self.rely_on(validity);
        Ok(())
    }

    /// Asks about the certificates of a path that the policy wants asked about, from the top: what a revoked authority
    /// says of those below it is worth nothing.
    pub(super) fn judge_revocation<'c>(
        &mut self,
        path: impl Iterator<Item = Step<'c, 'c>>,
        presented: &[Presented<'_>],
    ) -> Result<(), Refusal> {
        if self.policy.revocation.scope == Scope::Off {
            return Ok(());
        }
        self.judge_revoked(&path.collect::<Vec<_>>(), presented)
    }

    fn judge_revoked(&mut self, path: &[Step<'_, '_>], presented: &[Presented<'_>]) -> Result<(), Refusal> {
        let demand = self.policy.revocation;
        for length in 2..=path.len() {
            let subject = path.get(..length).and_then(|path| Subject::last_of(path, presented));
            if let Some(subject) = subject.filter(|subject| demand.covers(subject.at.depth)) {
                self.ask(&subject)?;
            }
        }
        Ok(())
    }

    fn ask(&mut self, subject: &Subject<'_>) -> Result<(), Refusal> {
        let soft = self.policy.revocation.missing == Missing::Soft;
        match self.standing(subject) {
            Ok(proof) => {
                self.rely_on(Validity { not_before: proof.this_update, not_after: proof.until });
                self.record(subject.at, "revocation", CLAUSE, Answer::NotRevoked(proof));
            }
            Err(refusal) if soft && reason::is_ignorance(&refusal) => {
                self.rely_on(Validity { not_before: self.now, not_after: self.now });
                self.warn(subject.at, "revocation", CLAUSE, Warning::RevocationNotKnown);
            }
            Err(refusal) => return Err(*self.refuse(subject.at, "revocation", CLAUSE, refusal)),
        }
        Ok(())
    }

    /// What is found out holds no longer than this.
    fn rely_on(&mut self, validity: Validity) {
        self.found.evidence_validity = self.found.evidence_validity.and(validity);
    }

    /// Of evidence that is not yet to be asked: it may say something else.
    fn await_evidence(&mut self, from: Time) {
        self.rely_on(Validity { not_before: Time(i64::MIN), not_after: Time(from.0.saturating_sub(1)) });
    }

    /// What is known of a certificate. One that anybody says is revoked is revoked, whoever else says otherwise.
    fn standing(&mut self, subject: &Subject<'_>) -> Result<NotRevoked, Refusal> {
        let mut reasons = Reasons::none(subject.at);
        let by_ocsp = self.ask_responders(subject, &mut reasons)?;
        let by_crl = self.ask_lists(subject, &mut reasons)?;
        let known = by_ocsp.or(by_crl).filter(|_| !reasons.are_a_bad_staple());
        known.ok_or_else(|| reasons.most_telling())
    }

    /// Records why something does not serve, and goes on; unless the budget is spent.
    fn set_aside(&mut self, at: At, reasons: &mut Reasons, useless: Useless<Refusal>) -> Result<(), Refusal> {
        match useless {
            Useless::Spent(refusal) => Err(refusal),
            Useless::Fault(refusal) => {
                self.record_evidence(at, refusal);
                reasons.add(refusal);
                Ok(())
            }
        }
    }

    /// Records why one piece of evidence does not serve.
    fn record_evidence(&mut self, at: At, refusal: Refusal) {
        let clause = handfast_rule::Refusal::rule(&refusal).clause;
        self.record(at, "evidence", clause, Answer::Refused(refusal));
    }

    /// The key of who may have signed evidence.
    fn strong_key_of<'k>(&self, step: &Step<'_, 'k>) -> Result<PublicKeyRef<'k>, Refusal>
    where
        's: 'k,
    {
        let key = self.key_of(step)?;
        rules::public_key::strong_enough(key.kind(), step.at, self.policy).map(|()| key)
    }

    const fn verifier(&mut self) -> Verifier<'_> {
        Verifier { policy: self.policy, now: self.now, budget: &mut self.budget }
    }

    /// A search on behalf of this one, which knows what is pending.
    fn within<'n>(
        &'n mut self,
        pending: &'n Pending<'n>,
        policy: &'n Policy,
        anchor: Option<usize>,
    ) -> Search<'n> {
        let mut inner = Search::new(self.anchors, self.evidence, policy, self.now, self.decisions);
        inner.budget = self.budget;
        inner.role = Role::EvidenceSigner;
        inner.only_anchor = anchor;
        inner.pending = Some(pending);
        inner
    }

    fn pending(&self) -> impl Iterator<Item = &Pending<'_>> {
        core::iter::successors(self.pending, |pending| pending.outer)
    }
}

impl<'s> Search<'s> {
    pub(super) fn new(
        anchors: &'s Anchors,
        evidence: &'s Evidence<'s>,
        policy: &'s Policy,
        now: Time,
        decisions: &'s mut Decisions,
    ) -> Self {
        Self {
            anchors,
            evidence,
            policy,
            role: Role::Peer,
            only_anchor: None,
            pending: None,
            now,
            budget: Budget::new(&policy.limits),
            decisions,
            found: Found::NOTHING,
            reason: None,
        }
    }
}
