//! OCSP responses (RFC 6960 §3.2).

use super::reason::Reasons;
use super::{DEEPEST, Pending, Search, Subject};
use crate::cert::{Cert, Kind, Validity};
use crate::decision::NotRevoked;
use crate::refusal::{At, Refusal, Source};
use crate::revocation::currency::{Period, Untimely};
use crate::revocation::responder::{self, Authority, Responder};
use crate::revocation::verifier::Useless;
use crate::revocation::{
    BasicResponse, CertStatus, OcspFault, OcspResponse, SingleResponse, Unsuccessful, Witness,
};

type Judged<T> = Result<T, Useless<Refusal>>;

impl Search<'_> {
    /// Asks every response that speaks of the certificate. Fails if it is revoked.
    pub(super) fn ask_responders(
        &mut self,
        subject: &Subject<'_>,
        reasons: &mut Reasons,
    ) -> Result<Option<NotRevoked>, Refusal> {
        let evidence = self.evidence;
        let mut newest: Option<NotRevoked> = None;
        for (by, response) in evidence.responses() {
            let answer = match &response {
                OcspResponse::Unsuccessful(status) => Err(unsuccessful(*status, by, subject)),
                OcspResponse::Basic(response) => self.ask_response(by, response, subject),
            };
            match answer {
                Ok(Some(proof)) => {
                    newest = newest.filter(|known| known.this_update >= proof.this_update).or(Some(proof));
                }
                Ok(None) => {}
                Err(Useless::Fault(revoked @ Refusal::Revoked { .. })) => return Err(revoked),
                Err(useless) => self.set_aside(subject.at, reasons, useless)?,
            }
        }
        Ok(newest)
    }

    /// `None` if it speaks of other certificates.
    fn ask_response(
        &mut self,
        by: Witness,
        response: &BasicResponse<'_>,
        subject: &Subject<'_>,
    ) -> Judged<Option<NotRevoked>> {
        let key = self.strong_key_of(&subject.issuer).map_err(Useless::Fault)?;
        let authority = Authority { name: subject.issuer.cert.subject, key };
        let speaks_of_it = |single: &SingleResponse<'_>| {
            let id = &single.cert_id;
            let names_issuer = |name| id.names_issuer(name, key.key_bytes());
            id.serial == subject.cert.serial
                && (names_issuer(subject.cert.issuer) || names_issuer(authority.name))
        };
        let mut answers = response.responses().filter(speaks_of_it).peekable();
        if answers.peek().is_none() {
            return Ok(None);
        }
        let (single, period) = self.strictest(by, response, answers, subject)?;
        self.trust_responder(by, response, &authority, subject)?;
        let at = subject.at;
        match single.status {
            CertStatus::Good => {
                Ok(Some(NotRevoked { by, this_update: period.this_update, until: period.until }))
            }
            CertStatus::Revoked { at: since, reason } => {
                Err(Useless::Fault(Refusal::Revoked { at, since, reason, by }))
            }
            CertStatus::Unknown => Err(Useless::Fault(Refusal::OcspUnknown { at, by })),
        }
    }

    /// Of the answers about one certificate that are of today, the one that says the worst of it.
    fn strictest<'r>(
        &mut self,
        by: Witness,
        response: &BasicResponse<'r>,
        answers: impl Iterator<Item = SingleResponse<'r>>,
        subject: &Subject<'_>,
    ) -> Judged<(SingleResponse<'r>, Period)> {
        let mut worst: Option<(SingleResponse<'_>, Period)> = None;
        let mut why = Refusal::NoRevocationInformation { at: subject.at };
        for single in answers {
            match self.usable(by, response, &single, subject) {
                Ok(period) if worst.is_none_or(|(old, _)| harshness(&single) > harshness(&old)) => {
                    worst = Some((single, period));
                }
                Ok(_) => {}
                Err(refusal) => why = refusal,
            }
        }
        worst.ok_or(Useless::Fault(why))
    }

    /// The answer is of today, and has nothing unknown about it.
    fn usable(
        &mut self,
        by: Witness,
        response: &BasicResponse<'_>,
        single: &SingleResponse<'_>,
        subject: &Subject<'_>,
    ) -> Result<Period, Refusal> {
        let (at, now) = (subject.at, self.now);
        if let Some(extension) = response.unknown_critical.or(single.unknown_critical) {
            return Err(Refusal::OcspUnusable {
                at,
                by,
                fault: OcspFault::UnknownCriticalExtension { extension },
            });
        }
        let period = Period::of(single.this_update, single.next_update, &self.policy.revocation);
        let from = response.produced_at.max(single.this_update);
        match period.includes(now) {
            Err(Untimely::Late) => Err(Refusal::OcspStale { at, by, until: period.until, now }),
            Ok(()) if response.produced_at <= now => Ok(period),
            Ok(()) | Err(Untimely::Early) => {
                self.await_evidence(from);
                Err(Refusal::OcspUnusable { at, by, fault: OcspFault::NotYetValid { from } })
            }
        }
    }

    /// The authority signed the response, or one whom it asked to and has not taken back.
    fn trust_responder(
        &mut self,
        by: Witness,
        response: &BasicResponse<'_>,
        authority: &Authority<'_>,
        subject: &Subject<'_>,
    ) -> Judged<()> {
        let unusable = |fault| Refusal::OcspUnusable { at: subject.at, by, fault };
        let others: Vec<&Cert<'_>> = subject.presented.iter().map(|other| &other.cert).collect();
        let responder = responder::of(response, authority, &others, &mut self.verifier());
        match responder.map_err(|useless| useless.map(unusable))? {
            Responder::Authority => Ok(()),
            Responder::Delegate(cert) => {
                self.ask_about_delegate(by, &cert, subject).map_err(|useless| useless.map(unusable))
            }
        }
    }

    /// id-pkix-ocsp-nocheck says that a responder is not asked about. Without it, one whose certificate says where to ask
    /// must be known not to be revoked; of one whose certificate says nothing, it is enough that nobody knows it to be
    /// (RFC 6960 §4.2.2.2.1 leaves that to local policy).
    fn ask_about_delegate(
        &mut self,
        by: Witness,
        cert: &Cert<'_>,
        subject: &Subject<'_>,
    ) -> Result<(), Useless<OcspFault>> {
        let has = |kind| cert.extensions.present.contains(kind);
        self.rely_on(cert.validity);
        if has(Kind::OcspNoCheck) {
            return Ok(());
        }
        let unchecked = Useless::Fault(OcspFault::UncheckedResponder);
        let is_pending = self.pending().any(|other| other.signer == cert.spki);
        if is_pending || self.pending().count() >= DEEPEST {
            return Err(unchecked);
        }
        let at = At { depth: subject.at.depth, source: Source::Responder(place(by)) };
        let pending = Pending { witness: by, signer: cert.spki, outer: self.pending };
        let mut inner = self.within(&pending, self.policy, None);
        let standing = inner.standing(&Subject { cert, at, ..*subject });
        let (budget, validity) = (inner.budget, inner.found.evidence_validity);
        self.budget = budget;
        self.rely_on(validity);
        match standing {
            Ok(proof) => {
                self.rely_on(Validity { not_before: proof.this_update, not_after: proof.until });
                Ok(())
            }
            Err(spent @ Refusal::BudgetSpent { .. }) => Err(Useless::Spent(spent)),
            Err(Refusal::Revoked { .. }) => Err(Useless::Fault(OcspFault::RevokedResponder)),
            Err(_) if has(Kind::CrlDistributionPoints) || has(Kind::AuthorityInformationAccess) => {
                Err(unchecked)
            }
            Err(_) => Ok(()),
        }
    }
}

const fn unsuccessful(status: Unsuccessful, by: Witness, subject: &Subject<'_>) -> Useless<Refusal> {
    let fault = OcspFault::Unsuccessful { status };
    Useless::Fault(Refusal::OcspUnusable { at: subject.at, by, fault })
}

const fn harshness(single: &SingleResponse<'_>) -> u8 {
    match single.status {
        CertStatus::Good => 0,
        CertStatus::Unknown => 1,
        CertStatus::Revoked { .. } => 2,
    }
}

const fn place(by: Witness) -> usize {
    match by {
        Witness::Crl(place) | Witness::Ocsp(place) | Witness::Stapled(place) => place,
    }
}
