//! A certificate that was taken back, or of which nobody can tell whether it was.

use handfast::Role;
use handfast::path::name::text;
use handfast::path::{Cert, Time};
use handfast::rule::AlertDescription as Alert;

use super::super::chain::issuers;
use super::super::offer::Asked;
use super::super::show::certificate;
use super::super::{Certainty, Failure};
use super::chains::{SKEW, flawed, shown};
use super::{Exam, Finding};

/// F10. Who is refused often does not know.
pub(super) fn revoked(exam: &Exam<'_>) -> Option<Finding> {
    if exam.alert() != Some(Alert::CERTIFICATE_REVOKED) {
        return flawed(exam, Failure::F10);
    }
    let ours = exam.patient.chart.ours.as_ref()?;
    let says = format!("the peer knows our certificate, {}, as revoked", certificate(ours.first()?));
    let remedy =
        "have a new certificate issued for a new key; or ask its issuer since when and why it is revoked";
    Some(shown(exam, Finding::new(Certainty::Certain, says, remedy)))
}

/// F11, as a client sees it: certificate_unknown is said of a certificate whose issuer is known.
pub(super) fn status_unknown(exam: &Exam<'_>) -> Option<Finding> {
    if exam.alert() != Some(Alert::CERTIFICATE_UNKNOWN) || exam.flaw.is_some() {
        return flawed(exam, Failure::F11);
    }
    let issuer = named_issuer(exam)?;
    let says = format!(
        "the server names {issuer}, to whom our certificate leads, among its authorities, nothing is wrong with it by \
         itself, and the alert says no more: the server may lack word of its revocation [RFC 5280 §6.3]"
    );
    let remedy = "look on the server for a CRL of every authority of our chain that is not past its nextUpdate, or for \
                  its OCSP responder; some servers (Java) answer so to any certificate";
    let finding = Finding::new(Certainty::Possible, says, remedy);
    Some(shown(exam, finding).command("openssl crl -in FILE -noout -issuer -lastupdate -nextupdate"))
}

/// Of our chain, the name that the server names, too.
pub(super) fn named_issuer(exam: &Exam<'_>) -> Option<String> {
    let chart = exam.patient.chart;
    let asked = Asked::of(chart).filter(|_| chart.role == Role::Client)?;
    let named = issuers(chart.ours.as_ref()?).rev().find(|issuer| asked.authorities.contains(issuer))?;
    Some(text(&named))
}

/// F12, as OpenSSL answers it: certificate_expired, and it is not the certificate.
pub(super) fn list_expired(exam: &Exam<'_>) -> Option<Finding> {
    if exam.alert() != Some(Alert::CERTIFICATE_EXPIRED) || exam.flaw.is_some() {
        return flawed(exam, Failure::F12);
    }
    let ours = exam.patient.chart.ours.as_ref().filter(|ours| !ours.is_empty())?;
    let now = Time::from(exam.patient.now);
    let lasts = |der: &Vec<u8>| Cert::parse(der).is_ok_and(|cert| cert.validity.not_after.0 > now.0 + SKEW);
    if !ours.iter().all(lasts) {
        return None;
    }
    let says = "no certificate of ours expires soon; OpenSSL answers so, too, if the CRL by which it judges is past \
                its nextUpdate, and then to everybody from one minute to the next [RFC 5280 §5.1.2.5]";
    let remedy = "have the peer fetch its CRLs again; if others are let in, look at its clock and at the root that it \
                  trusts";
    let finding = Finding::new(Certainty::Possible, says, remedy).with("our clock", now.to_string());
    Some(shown(exam, finding).command("openssl crl -in FILE -noout -issuer -lastupdate -nextupdate"))
}

/// F13. A response that we send along is ours to renew.
pub(super) fn response_refused(exam: &Exam<'_>) -> Option<Finding> {
    if exam.alert() != Some(Alert::BAD_CERTIFICATE_STATUS_RESPONSE) {
        return flawed(exam, Failure::F13);
    }
    let says = "the peer does not take the OCSP response that it got with our certificate [RFC 6066 §8]";
    let remedy = "fetch a new one from the responder, and send that; a certificate with the TLS feature status_request \
                  must come with one";
    let finding = shown(exam, Finding::new(Certainty::Certain, says, remedy));
    Some(finding.command("openssl ocsp -respin FILE -noverify -text"))
}
