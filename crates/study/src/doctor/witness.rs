//! Who speaks against a certificate, beside the rule that refuses it: the CRL, the OCSP response, the rules on identities.

use handfast::path::name::text;
use handfast::path::revocation::Witness;
use handfast::path::revocation::{OcspResponse, ResponderId};
use handfast::path::{Allow, Evidence as Known, Identity, Refusal};

use super::Evidence;
use crate::hex;

/// Of a chain whose end entity is this.
pub(super) fn evidence(refusal: &Refusal, known: &Known<'_>, allow: &Allow, leaf: &[u8]) -> Vec<Evidence> {
    let said = match *refusal {
        Refusal::CrlExpired { crl, .. } | Refusal::CrlUnusable { crl, .. } => list(known, crl),
        Refusal::Revoked { by, .. }
        | Refusal::OcspStale { by, .. }
        | Refusal::OcspUnknown { by, .. }
        | Refusal::OcspUnusable { by, .. } => match by {
            Witness::Crl(crl) => list(known, crl),
            Witness::Ocsp(response) | Witness::Stapled(response) => answer(known, response),
        },
        Refusal::NoRevocationInformation { .. } => Some(at_hand(known)),
        Refusal::NotAllowed { .. } => return against(allow, leaf),
        _ => None,
    };
    said.into_iter().collect()
}

fn list(known: &Known<'_>, place: usize) -> Option<Evidence> {
    let list = known.crls().nth(place)?;
    let next = list.next_update.map(|next| format!(", the next one due by {next}")).unwrap_or_default();
    let says = format!("CRL {place} of {}, made {}{next}", text(list.issuer), list.this_update);
    Some(Evidence { what: "the list", says })
}

fn answer(known: &Known<'_>, place: usize) -> Option<Evidence> {
    let OcspResponse::Basic(response) = known.ocsp_responses().nth(place)? else { return None };
    let responder = match response.responder {
        ResponderId::ByName(name) => text(name),
        ResponderId::ByKey(sha1) => format!("the key with SHA-1 {}", hex::text(sha1)),
    };
    let says = format!("OCSP response {place} of {responder}, made {}", response.produced_at);
    Some(Evidence { what: "the response", says })
}

/// One list is needed for each authority: which there are shows which one is missing.
fn at_hand(known: &Known<'_>) -> Evidence {
    let lists: Vec<_> = known.crls().map(|list| format!("a CRL of {}", text(list.issuer))).collect();
    let has_responses = known.ocsp_responses().next().is_some();
    let responses = has_responses.then(|| "OCSP responses, and none about it".into());
    let all: Vec<_> = lists.into_iter().chain(responses).collect();
    let says = if all.is_empty() { "no CRL, and no OCSP response".into() } else { all.join("\n") };
    Evidence { what: "at hand", says }
}

/// What stands against each rule that could have let it in.
fn against(allow: &Allow, leaf: &[u8]) -> Vec<Evidence> {
    let Some(Err(refused)) = Identity::read(leaf).ok().map(|identity| allow.judge(&identity).map(|_| ()))
    else {
        return Vec::new();
    };
    let each = |(rule, against): &(String, String)| format!("{rule}, but {against}");
    let says = refused.rules.iter().map(each).collect::<Vec<_>>().join("\n");
    vec![Evidence { what: "who is let in", says }]
}
