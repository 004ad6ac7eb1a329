//! CRLs (RFC 5280 §6.3.3).

use handfast_crypto::public_key::PublicKeyRef;

use super::reason::Reasons as Why;
use super::{Search, Subject};
use crate::cert::{Cert, Read, Time};
use crate::decision::NotRevoked;
use crate::refusal::Refusal;
use crate::revocation::currency::{Period, Untimely};
use crate::revocation::points::distribution_points;
use crate::revocation::scope::{self, Place};
use crate::revocation::verifier::Useless;
use crate::revocation::{CrlFault, Listed, Reason, Reasons, RevokedCertificate, Witness, delta};
use crate::signature::Signed;

/// What is known so far.
struct Coverage {
    /// The reasons for which the certificate is not revoked.
    reasons: Reasons,
    /// By the CRL that was asked first.
    proof: Option<NotRevoked>,
}

/// A CRL that serves, and the delta CRL that brings it up to date, if there is one that serves.
struct Served<'q> {
    complete: Listed<'q>,
    delta: Option<Listed<'q>>,
    period: Period,
}

type Judged<T> = Result<T, Useless<Refusal>>;

impl Search<'_> {
    /// Asks the CRLs at each place until every reason for revocation is ruled out. Fails if the certificate is revoked.
    pub(super) fn ask_lists(
        &mut self,
        subject: &Subject<'_>,
        why: &mut Why,
    ) -> Result<Option<NotRevoked>, Refusal> {
        let places = match places(subject.cert) {
            Ok(places) => places,
            Err(malformed) => {
                why.add(Refusal::Malformed { at: subject.at, malformed: *malformed });
                return Ok(None);
            }
        };
        let mut coverage = Coverage { reasons: Reasons::NONE, proof: None };
        for place in &places {
            self.ask_at(place, subject, &mut coverage, why)?;
        }
        if coverage.reasons == Reasons::ALL {
            return Ok(coverage.proof);
        }
        if let Some(NotRevoked { by: Witness::Crl(crl), .. }) = coverage.proof {
            let fault = CrlFault::SomeReasonsOnly;
            why.add(Refusal::CrlUnusable { at: subject.at, crl, fault });
        }
        Ok(None)
    }

    /// Asks the CRLs of one place, the newest first: "any good one serves".
    fn ask_at(
        &mut self,
        place: &Place<'_>,
        subject: &Subject<'_>,
        coverage: &mut Coverage,
        why: &mut Why,
    ) -> Result<(), Refusal> {
        let evidence = self.evidence;
        let mut lists: Vec<Listed<'_>> =
            evidence.lists().filter(|l| scope::is_issued_for(&l.list, place, subject.cert)).collect();
        lists.sort_by_key(|listed| core::cmp::Reverse(listed.list.this_update));
        for listed in lists.iter().filter(|listed| !listed.list.is_delta()) {
            if coverage.reasons == Reasons::ALL {
                return Ok(());
            }
            if let Err(useless) = self.ask_list(listed, &lists, place, subject, coverage) {
                match useless {
                    Useless::Fault(revoked @ Refusal::Revoked { .. }) => return Err(revoked),
                    useless => self.set_aside(subject.at, why, useless)?,
                }
            }
        }
        self.note_lonely_deltas(&lists, subject, why)
    }

    /// A delta CRL without the complete one it builds on says nothing.
    fn note_lonely_deltas(
        &mut self,
        lists: &[Listed<'_>],
        subject: &Subject<'_>,
        why: &mut Why,
    ) -> Result<(), Refusal> {
        let has_base =
            |delta: &Listed<'_>| lists.iter().any(|other| delta::builds_on(&delta.list, &other.list));
        for lonely in lists.iter().filter(|listed| listed.list.is_delta() && !has_base(listed)) {
            let useless = unusable(lonely, subject, CrlFault::DeltaWithoutBase);
            self.set_aside(subject.at, why, useless)?;
        }
        Ok(())
    }

    /// Asks one complete CRL, with its delta; `lists` are those of its issuer.
    fn ask_list<'q>(
        &mut self,
        listed: &Listed<'q>,
        lists: &[Listed<'q>],
        place: &Place<'_>,
        subject: &Subject<'_>,
        coverage: &mut Coverage,
    ) -> Judged<()> {
        let unusable = |fault| unusable(listed, subject, fault);
        let reasons = scope::covered(&listed.list, place, subject.cert).map_err(unusable)?;
        if !reasons.adds_to(coverage.reasons) {
            return Ok(());
        }
        let served = self.serve(listed, lists, place, subject)?;
        if let Some((by, entry)) = served.find(subject.cert) {
            let RevokedCertificate { revocation_date: since, reason, .. } = entry;
            return Err(Useless::Fault(Refusal::Revoked { at: subject.at, since, reason, by }));
        }
        coverage.reasons = coverage.reasons.or(reasons);
        coverage.proof.get_or_insert_with(|| served.proof());
        Ok(())
    }

    /// The CRL is well made, of today, and signed by who may sign it.
    fn serve<'q>(
        &mut self,
        listed: &Listed<'q>,
        lists: &[Listed<'q>],
        place: &Place<'_>,
        subject: &Subject<'_>,
    ) -> Judged<Served<'q>> {
        let unusable = |fault| unusable(listed, subject, fault);
        self.well_made(listed).map_err(unusable)?;
        let demand = &self.policy.revocation;
        let period = Period::of(listed.list.this_update, listed.list.next_update, demand);
        if period.includes(self.now) == Err(Untimely::Early) {
            self.await_evidence(listed.list.this_update);
            return Err(unusable(CrlFault::NotYetValid { this_update: listed.list.this_update }));
        }
        let late = period.includes(self.now) == Err(Untimely::Late);
        let mut deltas = lists.iter().filter(|other| delta::builds_on(&other.list, &listed.list)).peekable();
        if late && deltas.peek().is_none() {
            return Err(expired(listed, &period, subject, self.now));
        }
        let signer = self.signer_of(listed, place, subject)?;
        for newer in deltas {
            match self.delta_period(newer, &signer.as_ref(), subject) {
                Ok(period) => return Ok(Served { complete: *listed, delta: Some(*newer), period }),
                Err(Useless::Fault(refusal)) => self.record_evidence(subject.at, refusal),
                Err(spent) => return Err(spent),
            }
        }
        if late {
            Err(expired(listed, &period, subject, self.now))
        } else {
            Ok(Served { complete: *listed, delta: None, period })
        }
    }

    /// "If a CRL contains a critical extension that the application cannot process, then the application MUST NOT use that
    /// CRL to determine the status of certificates" (§5.2; §5.3 says the same of its entries).
    fn well_made(&self, listed: &Listed<'_>) -> Result<(), CrlFault> {
        let list = &listed.list;
        if let Some(extension) = list.extensions.unknown_critical.or(listed.held.unknown_critical()) {
            return Err(CrlFault::UnknownCriticalExtension { extension });
        }
        let numbered = self.policy.table().numbered_lists;
        match list.extensions.number {
            None if numbered => Err(CrlFault::NoNumber),
            Some(_) if numbered && list.extensions.number_is_critical => Err(CrlFault::CriticalNumber),
            _ if list.signature_inside != list.signature_algorithm => Err(CrlFault::AlgorithmsDiffer),
            _ => Ok(()),
        }
    }

    /// The delta CRL is well made, of today, and signed with the key of the complete one (h).
    fn delta_period(
        &mut self,
        newer: &Listed<'_>,
        signer: &PublicKeyRef<'_>,
        subject: &Subject<'_>,
    ) -> Judged<Period> {
        let unusable = |fault| unusable(newer, subject, fault);
        self.well_made(newer).map_err(unusable)?;
        let list = &newer.list;
        let period = Period::of(list.this_update, list.next_update, &self.policy.revocation);
        match period.includes(self.now) {
            Err(Untimely::Early) => {
                self.await_evidence(list.this_update);
                Err(unusable(CrlFault::NotYetValid { this_update: list.this_update }))
            }
            Err(Untimely::Late) => Err(expired(newer, &period, subject, self.now)),
            Ok(()) => self
                .verify_list(newer, signer)
                .map_err(|useless| useless.map(|fault| crl_unusable(newer, subject, fault)))
                .map(|()| period),
        }
    }

    /// This key signed the CRL, in a way that the policy takes; verified once for all questions.
    pub(super) fn verify_list(
        &mut self,
        listed: &Listed<'_>,
        key: &PublicKeyRef<'_>,
    ) -> Result<(), Useless<CrlFault>> {
        let list = &listed.list;
        let signed =
            Signed { algorithm: list.signature_algorithm, message: list.tbs, signature: list.signature };
        self.verifier().accepts(&signed).map_err(|fault| Useless::Fault(fault.into()))?;
        if listed.held.is_verified_by(key.spki()) {
            return Ok(());
        }
        self.verifier().verify(key, &signed)?;
        listed.held.remember_signer(key.spki());
        Ok(())
    }
}

impl Served<'_> {
    /// The entry of a certificate that is revoked: the delta CRL knows better (i), (j), (k).
    fn find(&self, cert: &Cert<'_>) -> Option<(Witness, RevokedCertificate<'_>)> {
        let lists = self.delta.iter().chain([&self.complete]);
        let mut entries = lists.filter_map(|listed| {
            let entry = listed.held.find(&listed.list, cert.serial, cert.issuer);
            entry.map(|entry| (Witness::Crl(listed.place), entry))
        });
        entries.next().filter(|(_, entry)| entry.reason != Reason::RemoveFromCrl)
    }

    fn proof(&self) -> NotRevoked {
        let by = Witness::Crl(self.delta.as_ref().unwrap_or(&self.complete).place);
        NotRevoked { by, this_update: self.period.this_update, until: self.period.until }
    }
}

/// Every point that the certificate names, and then its issuer (§6.3.3, last paragraph): but not if one of the points
/// says that somebody else lists its certificates, for then its own list need not.
fn places<'a>(cert: &Cert<'a>) -> Read<Vec<Place<'a>>> {
    let points = cert.extensions.crl_distribution_points.map(distribution_points).transpose()?;
    let points = points.unwrap_or_default();
    let elsewhere = points.iter().any(|point| point.crl_issuer.is_some());
    let mut places: Vec<_> = points.into_iter().map(Place::Point).collect();
    if !elsewhere {
        places.push(Place::Issuer);
    }
    Ok(places)
}

pub(super) const fn crl_unusable(listed: &Listed<'_>, subject: &Subject<'_>, fault: CrlFault) -> Refusal {
    Refusal::CrlUnusable { at: subject.at, crl: listed.place, fault }
}

const fn unusable(listed: &Listed<'_>, subject: &Subject<'_>, fault: CrlFault) -> Useless<Refusal> {
    Useless::Fault(crl_unusable(listed, subject, fault))
}

const fn expired(listed: &Listed<'_>, period: &Period, subject: &Subject<'_>, now: Time) -> Useless<Refusal> {
    let (at, crl, until) = (subject.at, listed.place, period.until);
    Useless::Fault(Refusal::CrlExpired { at, crl, until, now })
}
