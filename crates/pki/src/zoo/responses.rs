//! Certificates of which an OCSP response says something, or nothing that counts (RFC 6960 §3.2).

use super::answer::{ACCEPTED, CERTIFICATE_REVOKED, CERTIFICATE_UNKNOWN, at};
use super::plan::{DAY, Plan, Town, after, before};
use super::{Answer, BOTH, Exhibit, Specimen};
use crate::revocation::{CertificateStatus, OcspResponse, Reason, Responder, ResponderName, ocsp_try_later};
use crate::{Authority, Error};

const ACCEPTABLE: &str = "RFC 6960 §3.2";
const AUTHORISED: &str = "RFC 6960 §4.2.2.2";

/// There is a response, and it does not count.
const fn unusable(sentence: &'static str) -> Answer {
    at(0, CERTIFICATE_UNKNOWN, "OcspUnusable", sentence)
}

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good-ocsp",
        what: "Nothing is wrong: the issuer says that the certificate is good.",
        clause: ACCEPTABLE,
        answer: ACCEPTED,
        make: |plan| told(plan, |_| ()),
        ..BOTH
    },
    Specimen {
        name: "good-ocsp-by-key",
        what: "Nothing is wrong: the same, and the response names its signer by the key.",
        clause: ACCEPTABLE,
        answer: ACCEPTED,
        make: |plan| told(plan, |response| response.named_by = ResponderName::Key),
        ..BOTH
    },
    Specimen {
        name: "good-ocsp-delegate",
        what: "Nothing is wrong: one whom the issuer authorised says that the certificate is good.",
        clause: AUTHORISED,
        answer: ACCEPTED,
        make: |plan| told_by_delegate(plan, |_| ()),
        ..BOTH
    },
    Specimen {
        name: "ocsp-revoked",
        what: "The issuer says that the certificate is revoked: it is no longer needed.",
        failure: "F10",
        clause: "RFC 6960 §2.2",
        answer: at(0, CERTIFICATE_REVOKED, "Revoked", "the certificate is revoked"),
        make: |plan| {
            let at = before(plan.now, DAY);
            let reason = Some(Reason::CessationOfOperation);
            told(plan, |response| response.status = CertificateStatus::Revoked { at, reason })
        },
        ..BOTH
    },
    Specimen {
        name: "ocsp-unknown",
        what: "The issuer says that it does not know the certificate.",
        failure: "F13",
        clause: "RFC 6960 §2.2",
        answer: at(0, CERTIFICATE_UNKNOWN, "OcspUnknown", "the OCSP responder does not know the certificate"),
        make: |plan| told(plan, |response| response.status = CertificateStatus::Unknown),
        ..BOTH
    },
    Specimen {
        name: "ocsp-stale",
        what: "The response should have been renewed a day ago.",
        failure: "F13",
        clause: ACCEPTABLE,
        answer: at(0, CERTIFICATE_UNKNOWN, "OcspStale", "the OCSP response is out of date"),
        make: |plan| {
            let (from, until) = (before(plan.now, 8 * DAY), before(plan.now, DAY));
            told(plan, |response| (response.this_update, response.next_update) = (from, Some(until)))
        },
        ..BOTH
    },
    Specimen {
        name: "ocsp-not-yet-valid",
        what: "The response is from tomorrow.",
        failure: "F13",
        clause: ACCEPTABLE,
        answer: unusable("the OCSP response is from the future"),
        make: |plan| {
            let from = after(plan.now, DAY);
            told(plan, |response| response.this_update = from)
        },
        ..BOTH
    },
    Specimen {
        name: "ocsp-wrong-responder",
        what: "The response was signed by one who has nothing to do with the issuer.",
        failure: "F13",
        clause: AUTHORISED,
        answer: unusable("signed by somebody whom the issuer did not ask to"),
        make: |plan| {
            let stranger = Authority::root(&Authority::ocsp_delegate("stranger", plan.now))?;
            told_by(plan, |_| Ok(stranger))
        },
        ..BOTH
    },
    Specimen {
        name: "ocsp-delegate-without-purpose",
        what: "The response was signed by one to whom the issuer gave a certificate, but not for this.",
        failure: "F13",
        clause: AUTHORISED,
        answer: unusable("signed by somebody whom the issuer did not ask to"),
        make: |plan| told_by_delegate(plan, |delegate| delegate.purposes.clear()),
        ..BOTH
    },
    Specimen {
        name: "ocsp-other-certificate",
        what: "The response is about another certificate of the same issuer.",
        failure: "F13",
        clause: ACCEPTABLE,
        answer: at(0, CERTIFICATE_UNKNOWN, "NoRevocationInformation", "one is needed for each authority"),
        make: about_another,
        ..BOTH
    },
    Specimen {
        name: "ocsp-try-later",
        what: "The responder could not answer.",
        failure: "F13",
        clause: "RFC 6960 §4.2.1",
        answer: unusable("the OCSP responder did not answer"),
        make: |plan| Ok(Exhibit { response: Some(ocsp_try_later()?), ..plan.build()? }),
        ..BOTH
    },
    Specimen {
        name: "ocsp-broken-signature",
        what: "One bit of the response's signature is wrong.",
        failure: "F13",
        clause: ACCEPTABLE,
        answer: unusable("the signature on the OCSP response is wrong"),
        make: |plan| {
            let mut exhibit = told(plan, |_| ())?;
            exhibit.response.iter_mut().for_each(|response| crate::surgery::flip_last_bit(response));
            Ok(exhibit)
        },
        ..BOTH
    },
];

/// Good, looked up an hour ago, for a week.
fn fresh(plan: &Plan<'_>) -> OcspResponse {
    OcspResponse {
        status: CertificateStatus::Good,
        this_update: before(plan.now, 3600),
        next_update: Some(after(plan.now, 7 * DAY)),
        named_by: ResponderName::Name,
    }
}

/// By the issuer itself.
fn told(plan: Plan<'_>, say: impl FnOnce(&mut OcspResponse)) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let mut response = fresh(&plan);
    say(&mut response);
    let issuer = town.middle()?;
    let response = issuer.ocsp_response(town.leaf(), &response, &Responder::Authority(issuer))?;
    Ok(exhibit(plan, town, response))
}

/// By one whom the issuer authorised, or nearly.
fn told_by_delegate(plan: Plan<'_>, spoil: impl FnOnce(&mut crate::Request)) -> Result<Exhibit, Error> {
    let mut request = Authority::ocsp_delegate("zoo responder", plan.now);
    spoil(&mut request);
    told_by(plan, |town| town.middle()?.intermediate(&request))
}

fn told_by(plan: Plan<'_>, who: impl FnOnce(&Town) -> Result<Authority, Error>) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let delegate = who(&town)?;
    let responder = Responder::Delegate(&delegate);
    let response = town.middle()?.ocsp_response(town.leaf(), &fresh(&plan), &responder)?;
    Ok(exhibit(plan, town, response))
}

fn about_another(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let town = plan.town()?;
    let issuer = town.middle()?;
    let another = issuer.issue(plan.leaf_request())?;
    let another = another.chain.first().ok_or(Error::UnreadableCertificate)?;
    let response = issuer.ocsp_response(another, &fresh(&plan), &Responder::Authority(issuer))?;
    Ok(exhibit(plan, town, response))
}

fn exhibit(plan: Plan<'_>, town: Town, response: Vec<u8>) -> Exhibit {
    Exhibit { response: Some(response), ..plan.exhibit(town.issued) }
}
