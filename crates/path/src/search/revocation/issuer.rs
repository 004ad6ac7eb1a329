//! Who signed a CRL, and may (RFC 5280 §6.3.3 (f), (g)).

use handfast_crypto::public_key::PublicKey;

use super::lists::crl_unusable;
use super::{DEEPEST, Pending, Search, Subject};
use crate::cert::Cert;
use crate::decision::Fit;
use crate::name::same;
use crate::node::Node;
use crate::refusal::{At, Refusal, Source};
use crate::revocation::scope::Place;
use crate::revocation::verifier::Useless;
use crate::revocation::{CrlFault, Listed, Witness};
use crate::rules::Step;

/// A certificate of the name of the CRL's issuer.
#[derive(Clone, Copy)]
struct Candidate<'q> {
    step: Step<'q, 'q>,
    /// It is in the path above the certificate in question, so that nothing needs to be asked about it any more.
    is_trusted: bool,
}

impl Search<'_> {
    /// The key that signed the CRL. Its holder bears the name of the CRL's issuer, may sign CRLs, and is part of the
    /// path, or has a valid path of its own to the same trust anchor: an authority may sign certificates with one key and
    /// CRLs with another.
    pub(super) fn signer_of(
        &mut self,
        listed: &Listed<'_>,
        place: &Place<'_>,
        subject: &Subject<'_>,
    ) -> Result<PublicKey, Useless<Refusal>> {
        let mut fault = CrlFault::UnknownIssuer;
        let candidates = candidates(listed, subject);
        for fit in Fit::ORDER {
            for candidate in candidates.iter().filter(|candidate| fit_of(listed, candidate) == fit) {
                match self.judge_signer(listed, candidate, place, subject) {
                    Ok(key) => return Ok(key),
                    Err(Useless::Fault(this)) => fault = more_telling(fault, this),
                    Err(Useless::Spent(spent)) => return Err(Useless::Spent(spent)),
                }
            }
        }
        Err(Useless::Fault(crl_unusable(listed, subject, fault)))
    }

    fn judge_signer(
        &mut self,
        listed: &Listed<'_>,
        candidate: &Candidate<'_>,
        place: &Place<'_>,
        subject: &Subject<'_>,
    ) -> Result<PublicKey, Useless<CrlFault>> {
        let cert = candidate.step.cert;
        self.budget.candidate().map_err(Useless::Spent)?;
        if cert.extensions.key_usage.is_some_and(|usage| !usage.crl_sign()) {
            return Err(Useless::Fault(CrlFault::MayNotSign));
        }
        let key =
            self.strong_key_of(&candidate.step).map_err(|_| Useless::Fault(CrlFault::UntrustedIssuer))?;
        self.verify_list(listed, &key)?;
        if !candidate.is_trusted {
            self.trust_signer(listed, &candidate.step, place, subject)?;
        }
        Ok(key.to_owned())
    }

    /// The signer has a valid path to the trust anchor of the certificate in question, unrevoked.
    ///
    /// Whether it is revoked may be on the very CRL it signs. Where the certificate in question names it as the issuer of
    /// its CRLs, the authority above has put it so; otherwise nobody vouches for himself.
    fn trust_signer(
        &mut self,
        listed: &Listed<'_>,
        signer: &Step<'_, '_>,
        place: &Place<'_>,
        subject: &Subject<'_>,
    ) -> Result<(), Useless<CrlFault>> {
        let untrusted = Useless::Fault(CrlFault::UntrustedIssuer);
        let witness = Witness::Crl(listed.place);
        let is_named = matches!(place, Place::Point(point) if point.crl_issuer.is_some());
        if self.pending().any(|other| other.witness == witness && other.signer == signer.cert.spki) {
            return if is_named { Ok(()) } else { Err(untrusted) };
        }
        let is_subject = signer.cert.der == subject.cert.der;
        if self.pending().count() >= DEEPEST || (is_subject && !is_named) {
            return Err(untrusted);
        }
        let pending = Pending { witness, signer: signer.cert.spki, outer: self.pending };
        self.find_path(signer.cert, signer.at, subject, &pending)
            .map_err(|useless| useless.map(|_| CrlFault::UntrustedIssuer))
    }

    /// Searches a path for a certificate that signs CRLs.
    fn find_path(
        &mut self,
        cert: &Cert<'_>,
        at: At,
        subject: &Subject<'_>,
        pending: &Pending<'_>,
    ) -> Result<(), Useless<Refusal>> {
        let Some(Source::Anchor(anchor)) = subject.above.first().map(|step| step.at.source) else {
            return Err(Useless::Fault(Refusal::UnknownIssuer { at }));
        };
        let policy = self.policy.clone().of_any_certificate_policy();
        let mut inner = self.within(pending, &policy, Some(anchor));
        let start = Node::leaf(cert, at);
        let outcome = inner.path_to_signer(&start, subject.presented);
        let (budget, validity) = (inner.budget, inner.found.evidence_validity);
        self.budget = budget;
        self.rely_on(validity);
        outcome.map_err(|refusal| match refusal {
            spent @ Refusal::BudgetSpent { .. } => Useless::Spent(spent),
            refusal => Useless::Fault(refusal),
        })
    }
}

/// Those above the certificate in question, the nearest first, and those that were handed in.
fn candidates<'q>(listed: &Listed<'_>, subject: &Subject<'q>) -> Vec<Candidate<'q>> {
    let above = subject.above.iter().rev().map(|step| Candidate { step: *step, is_trusted: true });
    let is_above = |cert: &Cert<'_>| subject.above.iter().any(|step| step.cert.der == cert.der);
    let others = subject.presented.iter().filter(|other| !is_above(&other.cert)).map(|other| {
        let at = At { depth: 0, source: Source::Intermediate(other.index) };
        Candidate { step: Step { at, cert: &other.cert }, is_trusted: false }
    });
    above.chain(others).filter(|candidate| same(candidate.step.cert.subject, listed.list.issuer)).collect()
}

fn fit_of(listed: &Listed<'_>, candidate: &Candidate<'_>) -> Fit {
    let key_id = candidate.step.cert.extensions.subject_key_id;
    Fit::of(listed.list.extensions.authority_key_id, key_id)
}

/// That nobody of the name signed it tells less than what is wrong with one who did; the first one met is the likeliest.
const fn more_telling(old: CrlFault, new: CrlFault) -> CrlFault {
    match (old, new) {
        (CrlFault::UnknownIssuer, new) | (CrlFault::BadSignature, new) => new,
        (old, _) => old,
    }
}
