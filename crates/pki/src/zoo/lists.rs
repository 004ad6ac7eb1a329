//! Certificates that were taken back by a list, and lists that say nothing (RFC 5280 §5, §6.3).
//!
//! Whoever judges by lists needs one of every authority in the path.

use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, UnixTime};

use super::answer::{ACCEPTED, CERTIFICATE_REVOKED, CERTIFICATE_UNKNOWN, at};
use super::extension::list_issued_by;
use super::plan::{DAY, Plan, Town, after, before};
use super::{Answer, BOTH, Exhibit, Specimen};
use crate::revocation::{Entry, List, Reason, Scope};
use crate::{Authority, Error, KeyUsage, Request};

const REVOKED: &str = "RFC 5280 §6.3.3";

const TAKEN_BACK: Answer = at(0, CERTIFICATE_REVOKED, "Revoked", "the certificate is revoked");

/// There is a list, and it does not count.
const fn unusable(sentence: &'static str) -> Answer {
    at(0, CERTIFICATE_UNKNOWN, "CrlUnusable", sentence)
}

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good-crl",
        what: "Nothing is wrong: a list of every authority, and neither names the certificate.",
        clause: REVOKED,
        answer: ACCEPTED,
        make: |plan| listed(plan, |_, _| Ok(())),
        ..BOTH
    },
    Specimen {
        name: "revoked",
        what: "Revoked: the key is in other hands.",
        failure: "F10",
        clause: REVOKED,
        answer: TAKEN_BACK,
        make: |plan| listed(plan, |lists, town| lists.revoke(town.leaf(), Some(Reason::KeyCompromise))),
        ..BOTH
    },
    Specimen {
        name: "on-hold",
        what: "Revoked for the time being.",
        failure: "F10",
        clause: REVOKED,
        answer: TAKEN_BACK,
        make: |plan| listed(plan, |lists, town| lists.revoke(town.leaf(), Some(Reason::CertificateHold))),
        ..BOTH
    },
    Specimen {
        name: "revoked-intermediate",
        what: "Below an intermediate that the root revoked.",
        failure: "F10",
        clause: REVOKED,
        answer: at(1, CERTIFICATE_REVOKED, "Revoked", "the certificate is revoked"),
        make: |plan| {
            listed(plan, |lists, town| {
                let entry = Entry::of(town.middle()?.certificate(), lists.now, Some(Reason::CaCompromise))?;
                lists.root.entries.push(entry);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "crl-expired",
        what: "The list of the certificate's issuer should have been renewed a day ago.",
        failure: "F12",
        clause: "RFC 5280 §5.1.2.5",
        answer: at(0, CERTIFICATE_UNKNOWN, "CrlExpired", "the CRL of its issuer is out of date"),
        make: |plan| {
            listed(plan, |lists, _| {
                lists.middle.this_update = before(lists.now, 30 * DAY);
                lists.middle.next_update = before(lists.now, DAY);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "crl-not-yet-valid",
        what: "The list of the certificate's issuer is from tomorrow.",
        failure: "F12",
        clause: "RFC 5280 §5.1.2.4",
        answer: unusable("the CRL of its issuer is from the future"),
        make: |plan| {
            listed(plan, |lists, _| {
                lists.middle.this_update = after(lists.now, DAY);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "crl-missing",
        what: "There is a list of the certificate's issuer, and none of the root, which could have revoked that.",
        failure: "F11",
        clause: REVOKED,
        answer: at(1, CERTIFICATE_UNKNOWN, "NoRevocationInformation", "one is needed for each authority"),
        make: |plan| {
            let mut exhibit = listed(plan, |_, _| Ok(()))?;
            exhibit.lists.remove(0);
            Ok(exhibit)
        },
        ..BOTH
    },
    Specimen {
        name: "crl-of-another-key",
        what: "The list has the name of the certificate's issuer and was signed by somebody else.",
        failure: "F11",
        clause: REVOKED,
        answer: unusable("the signature on the CRL of its issuer is wrong"),
        make: list_of_a_namesake,
        ..BOTH
    },
    Specimen {
        name: "crl-for-authorities-only",
        what: "The list of the certificate's issuer speaks of authorities only.",
        failure: "F11",
        clause: "RFC 5280 §6.3.3 (b)",
        answer: unusable("the CRL of its issuer speaks of other certificates"),
        make: |plan| {
            listed(plan, |lists, _| {
                lists.middle.scope = Some(Scope::AuthorityCertificates);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "crl-issuer-may-not-sign",
        what: "The certificate's issuer signed a list, and its keyUsage lacks cRLSign.",
        failure: "F11",
        clause: "RFC 5280 §6.3.3 (f)",
        answer: unusable("keyUsage lacks cRLSign"),
        make: |plan| {
            let plan = plan.middle(|middle| middle.key_usages = vec![KeyUsage::KeyCertSign]);
            listed(plan, |_, _| Ok(()))
        },
        ..BOTH
    },
    Specimen {
        name: "delta-crl-revokes",
        what: "The complete list does not name the certificate, the delta list does.",
        failure: "F10",
        clause: "RFC 5280 §5.2.4",
        answer: TAKEN_BACK,
        make: |plan| {
            with_delta(plan, |_, delta, leaf, now| {
                delta.entries.push(Entry::of(leaf, now, Some(Reason::KeyCompromise))?);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "delta-crl-without-base",
        what: "A delta list of the certificate's issuer, and not the complete list that it adds to.",
        failure: "F11",
        clause: "RFC 5280 §5.2.4",
        answer: unusable("there is a delta CRL, and not the complete CRL it builds on"),
        make: |plan| {
            let mut exhibit = with_delta(plan, |_, _, _, _| Ok(()))?;
            exhibit.lists.remove(1);
            Ok(exhibit)
        },
        ..BOTH
    },
    Specimen {
        name: "good-removed-by-delta-crl",
        what: "Nothing is wrong any more: the complete list has it on hold, the delta list takes that back.",
        clause: "RFC 5280 §5.2.4",
        answer: ACCEPTED,
        make: |plan| {
            with_delta(plan, |complete, delta, leaf, now| {
                complete.entries.push(Entry::of(leaf, now, Some(Reason::CertificateHold))?);
                delta.entries.push(Entry::of(leaf, now, Some(Reason::RemoveFromCrl))?);
                Ok(())
            })
        },
        ..BOTH
    },
    Specimen {
        name: "indirect-crl-revokes",
        what: "Revoked by the list of another authority that the certificate names for this.",
        failure: "F10",
        clause: "RFC 5280 §5.3.3",
        answer: TAKEN_BACK,
        make: |plan| indirect(plan, true),
        ..BOTH
    },
    Specimen {
        name: "good-indirect-crl",
        what: "Nothing is wrong: the list of the other authority does not name it.",
        clause: "RFC 5280 §5.3.3",
        answer: ACCEPTED,
        make: |plan| indirect(plan, false),
        ..BOTH
    },
];

/// What the lists of the two authorities will say.
struct Lists {
    now: UnixTime,
    root: List,
    middle: List,
}

impl Lists {
    fn revoke(&mut self, leaf: &CertificateDer<'_>, reason: Option<Reason>) -> Result<(), Error> {
        self.middle.entries.push(Entry::of(leaf, self.now, reason)?);
        Ok(())
    }
}

impl Town {
    pub(super) fn leaf(&self) -> &CertificateDer<'static> {
        self.issued.chain.first().unwrap_or(&EMPTY)
    }

    pub(super) fn middle(&self) -> Result<&Authority, Error> {
        self.middles.first().ok_or(Error::UnreadableCertificate)
    }
}

/// Nobody issues it, so nobody can read it.
static EMPTY: CertificateDer<'static> = CertificateDer::from_slice(&[]);

/// Made an hour ago, for a week.
fn fresh(now: UnixTime) -> List {
    List::complete(1, before(now, 3600), after(now, 7 * DAY))
}

/// With a list of the root and one of the intermediate.
fn listed(
    plan: Plan<'_>,
    say: impl FnOnce(&mut Lists, &Town) -> Result<(), Error>,
) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let mut lists = Lists { now: plan.now, root: fresh(plan.now), middle: fresh(plan.now) };
    say(&mut lists, &town)?;
    let signed = [sign(plan.root, &lists.root)?, sign(town.middle()?, &lists.middle)?];
    Ok(Exhibit { lists: signed.into(), ..plan.exhibit(town.issued) })
}

/// By this authority, also if its certificate does not allow it.
fn sign(authority: &Authority, list: &List) -> Result<CertificateRevocationListDer<'static>, Error> {
    authority.revocation_list(list)
}

fn list_of_a_namesake(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let namesake = plan.root.intermediate(&Request::authority("zoo intermediate", plan.now))?;
    let list = namesake.revocation_list(&fresh(plan.now))?;
    let mut exhibit = listed(plan, |_, _| Ok(()))?;
    exhibit.lists.pop();
    exhibit.lists.push(list);
    Ok(exhibit)
}

/// With a delta list of the intermediate, numbered 2, that adds to its complete list, numbered 1.
fn with_delta(
    plan: Plan<'_>,
    say: impl FnOnce(&mut List, &mut List, &CertificateDer<'_>, UnixTime) -> Result<(), Error>,
) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let freshest = Some("http://zoo.example/delta.crl".to_owned());
    let mut complete = List { freshest, ..fresh(plan.now) };
    let mut delta = List { number: 2, base: Some(1), ..fresh(plan.now) };
    say(&mut complete, &mut delta, town.leaf(), plan.now)?;
    let middle = town.middle()?;
    let lists = vec![sign(plan.root, &fresh(plan.now))?, sign(middle, &complete)?, sign(middle, &delta)?];
    Ok(Exhibit { lists, ..plan.exhibit(town.issued) })
}

/// The clerk, another authority below the root, keeps the list of the intermediate. Its certificate is sent along.
fn indirect(plan: Plan<'_>, revoked: bool) -> Result<Exhibit, Error> {
    let clerk = plan.root.intermediate(&Request::authority("zoo clerk", plan.now))?;
    let plan = plan.leaf_extension(list_issued_by(clerk.certificate()))?;
    let mut town = plan.town()?;
    let mut list = List { scope: Some(Scope::Indirect), ..fresh(plan.now) };
    if revoked {
        let issuer = Some(town.middle()?.certificate().clone());
        let entry = Entry::of(town.leaf(), plan.now, Some(Reason::Superseded))?;
        list.entries.push(Entry { issuer, ..entry });
    }
    let lists = vec![sign(plan.root, &fresh(plan.now))?, sign(&clerk, &list)?];
    town.issued.chain.push(clerk.certificate().clone());
    Ok(Exhibit { lists, ..plan.exhibit(town.issued) })
}
