//! A case judged.

use handfast_path::revocation::{Scope, Unreadable};
use handfast_path::{Anchors, Decisions, Evidence, Revocation, validate};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer};

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

/// Where lists are handed in, nobody in the path may be on one, and the end entity must be known not to be. A case brings
/// lists of the authorities it is about, and not of every one.
const WITH_LISTS: [Revocation; 2] = [Revocation::soft(Scope::Chain), Revocation::hard(Scope::Leaf)];

/// Judges a case by its inputs.
#[must_use]
pub fn judge(case: &Case) -> Verdict {
    let (policy, now) = match (case.policy(), case.time()) {
        (Ok(policy), Ok(now)) => (policy, now),
        (Err(reason), _) | (_, Err(reason)) => return Verdict::Skipped(reason),
    };
    let intermediates = ders(&case.untrusted_intermediates);
    let leaf = ders(std::slice::from_ref(&case.peer_certificate));
    let Some(leaf) = leaf.first() else { return Verdict::Skipped("no certificate".to_owned()) };
    let intermediates = intermediates.iter().map(AsRef::as_ref);
    let anchors = anchors(case);
    let decisions = &mut Decisions::off();
    let evidence = match evidence(case) {
        Ok(evidence) => evidence,
        Err(unreadable) => return Verdict::Failure(unreadable.to_string()),
    };
    let demands = if evidence.is_empty() { &[Revocation::OFF][..] } else { &WITH_LISTS };
    let mut path = Err(String::new());
    for demand in demands {
        let policy = policy.clone().revocation(*demand);
        path = validate(leaf, intermediates.clone(), &anchors, &evidence, &policy, now, decisions)
            .map_err(|refusal| refusal.to_string());
        if path.is_err() {
            break;
        }
    }
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

/// The lists, in PEM.
fn evidence(case: &Case) -> Result<Evidence<'static>, Unreadable> {
    let lists = case.crls.iter();
    let lists = lists.filter_map(|pem| CertificateRevocationListDer::from_pem_slice(pem.as_bytes()).ok());
    lists.into_iter().try_fold(Evidence::none(), |evidence, list| evidence.with_crl(list.as_ref().to_vec()))
}

/// Certificates in PEM.
fn ders(pems: &[String]) -> Vec<CertificateDer<'static>> {
    pems.iter().filter_map(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).ok()).collect()
}
