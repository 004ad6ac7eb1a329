//! What is wrong with a chain: the peer's, as it was judged, or our own, as the peer probably judges it.

use handfast::Role;
use handfast::path::cert::Cert;
use handfast::path::{Anchors, Policy, Reference, Refusal};
use rustls_pki_types::ServerName;

use super::{Evidence, Failure, Patient, fault, witness};
use crate::verdict::{Case, Verdict};

/// A reason to refuse a chain.
#[derive(Debug, Clone)]
pub(super) struct Flaw {
    pub(super) refusal: Refusal,
    pub(super) failure: Option<Failure>,
    /// Which certificate, what is wrong with it, and the clause.
    pub(super) says: String,
    pub(super) remedy: String,
    pub(super) commands: Vec<String>,
    /// Who speaks against it.
    pub(super) evidence: Vec<Evidence>,
}

impl Flaw {
    fn of(verdict: &Verdict<'_>, refusal: Refusal, holder: Role) -> Self {
        Self {
            refusal,
            failure: fault::failure(&refusal, holder),
            says: verdict.complaint(&refusal),
            remedy: verdict.remedy(&refusal),
            commands: verdict.commands(&refusal),
            evidence: Vec::new(),
        }
    }

    fn with(self, evidence: Vec<Evidence>) -> Self {
        Self { evidence, ..self }
    }

    /// Who judges a chain, and not the chain itself.
    const fn is_a_matter_of_trust(refusal: &Refusal) -> bool {
        matches!(
            refusal,
            Refusal::UnknownIssuer { .. } | Refusal::SelfSigned { .. } | Refusal::NamesakeIssuer { .. }
        )
    }
}

/// Why we refused the peer's chain.
pub(super) fn theirs(patient: &Patient<'_>) -> Option<Flaw> {
    let (decisions, refusal) = patient.chart.judged.as_ref()?;
    let (leaf, intermediates) = patient.chart.theirs.as_ref()?.split_first()?;
    let peer = patient.chart.role.peer();
    let evidence = patient.config.evidence.current();
    let case = Case {
        leaf,
        intermediates: intermediates.iter().map(Vec::as_slice).collect(),
        anchors: patient.config.anchors(),
        evidence: &evidence,
        policy: if peer == Role::Server {
            &patient.config.server_policy
        } else {
            &patient.config.client_policy
        },
        wanted: patient.wanted.clone().map(Reference::Server),
        now: patient.now,
    };
    let witnesses = witness::evidence(refusal, &evidence, &patient.config.allow, leaf);
    Some(Flaw::of(&case.recorded(decisions.clone(), *refusal), *refusal, peer).with(witnesses))
}

/// Why the peer may have refused ours. It judges by itself whom it trusts: here the end of our chain is taken for it.
pub(super) fn ours(patient: &Patient<'_>) -> Option<Flaw> {
    let (leaf, intermediates) = patient.chart.ours.as_ref()?.split_first()?;
    let role = patient.chart.role;
    let anchors = generous(patient, intermediates.last().unwrap_or(leaf));
    let evidence = patient.config.evidence.current();
    let case = Case {
        leaf,
        intermediates: intermediates.iter().map(Vec::as_slice).collect(),
        anchors: &anchors,
        evidence: &evidence,
        policy: &if role == Role::Server { Policy::tls_server() } else { Policy::tls_client() },
        wanted: asked_for(patient).map(Reference::Server),
        now: patient.now,
    };
    let verdict = case.judge();
    let refusal = *verdict.refusal()?;
    (!Flaw::is_a_matter_of_trust(&refusal)).then(|| Flaw::of(&verdict, refusal, role))
}

/// The name by which the client called us, the server.
fn asked_for(patient: &Patient<'_>) -> Option<ServerName<'static>> {
    let name = patient.negotiated.server_name.clone().filter(|_| patient.chart.role == Role::Server)?;
    ServerName::try_from(name).ok()
}

/// Our own anchors and the end of the chain. One that cannot be an anchor is left out: then it is refused for that.
fn generous(patient: &Patient<'_>, last: &[u8]) -> Anchors {
    let mut anchors = patient.config.anchors().clone();
    let _ = anchors.add(last);
    anchors
}

/// The name of the issuer of the last certificate of a chain, and of those before it, in DER.
pub(super) fn issuers(chain: &[Vec<u8>]) -> impl DoubleEndedIterator<Item = Vec<u8>> {
    chain.iter().filter_map(|der| Cert::parse(der).ok()).map(|cert| cert.issuer.to_vec())
}

/// Whether a chain has an issuer that is missing from it: the last certificate is not its own issuer, and the end of it
/// is an issuer that another chain shows to be an intermediate, or that is said to be found elsewhere.
pub(super) fn lacks_intermediate(chain: &[Vec<u8>], other: &[Vec<u8>]) -> bool {
    let Some(Ok(last)) = chain.last().map(|der| Cert::parse(der)) else { return false };
    if last.issuer == last.subject {
        return false;
    }
    let is_shown = |der: &Vec<u8>| {
        Cert::parse(der).is_ok_and(|cert| cert.subject == last.issuer && cert.issuer != cert.subject)
    };
    other.iter().any(is_shown) || (is_alone(chain) && last.extensions.authority_information_access.is_some())
}

/// Whether there is one certificate; some servers send it twice, once as their own and once as the first of the chain.
pub(super) fn is_alone(chain: &[Vec<u8>]) -> bool {
    chain.split_first().is_some_and(|(first, others)| others.iter().all(|other| other == first))
}
