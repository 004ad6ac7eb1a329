//! A case judged.

use handfast_path::{Anchors, Decisions, validate};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::case::Case;

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The path holds, and the names are the peer's.
    Success,
    /// The refusal.
    Failure(String),
    /// What the case asks for that we do not judge.
    Skipped(String),
}

/// Judges a case by its inputs.
#[must_use]
pub fn judge(case: &Case) -> Verdict {
    let (policy, now) = match (case.policy(), case.time()) {
        (Ok(policy), Ok(now)) => (policy, now),
        (Err(reason), _) | (_, Err(reason)) => return Verdict::Skipped(reason),
    };
    if !case.crls.is_empty() {
        return Verdict::Skipped("revocation lists are not judged here".to_owned());
    }
    let intermediates = ders(&case.untrusted_intermediates);
    let leaf = ders(std::slice::from_ref(&case.peer_certificate));
    let Some(leaf) = leaf.first() else { return Verdict::Skipped("no certificate".to_owned()) };
    let intermediates = intermediates.iter().map(AsRef::as_ref);
    let anchors = anchors(case);
    let decisions = &mut Decisions::off();
    let path = validate(leaf, intermediates, &anchors, &policy, now, decisions)
        .map_err(|refusal| refusal.to_string());
    let named = path.and_then(|mut path| {
        case.names().try_for_each(|name| {
            let verified = path.verify_name(&name.reference()?, &policy, decisions);
            verified.map_err(|refusal| format!("{}: {refusal}", name.value))
        })
    });
    named.map_or_else(Verdict::Failure, |()| Verdict::Success)
}

/// The certificates that can be anchors. One that cannot is passed over, as it would be in a store of many.
fn anchors(case: &Case) -> Anchors {
    let mut anchors = Anchors::new();
    for der in ders(&case.trusted_certs) {
        let _ = anchors.add(&der);
    }
    anchors
}

/// Certificates in PEM.
fn ders(pems: &[String]) -> Vec<CertificateDer<'static>> {
    pems.iter().filter_map(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).ok()).collect()
}
