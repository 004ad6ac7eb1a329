//! Certificate policies along a whole path (RFC 5280 §6.1 as updated by RFC 9618).
//!
//! What RFC 5280 asks after every certificate (§6.1.3 (f)) is asked once, at the end: explicit_policy never grows and
//! what is lost stays lost, so that the last answer holds every earlier one.

mod countdown;
mod graph;
mod initial;

use handfast_rule::{Clause, rfc5280};

use super::Step;
use crate::cert::{ANY_POLICY, CertificatePolicies, Oid};
use crate::refusal::{At, Refusal};
use countdown::Countdown;
use graph::Graph;
pub(crate) use initial::InitialPolicies;

pub(crate) const CLAUSE: Clause = rfc5280("6.1.5");

/// The user-constrained-policy-set of a path. Its anchor is no certificate of it, but what the anchor says of policies
/// constrains it (RFC 5937 §3.2); an end entity that is itself an anchor stands alone.
///
/// Allocates only if every certificate names policies, or if one may be required.
pub(crate) fn judge<'c>(
    path: impl Iterator<Item = Step<'c, 'c>> + Clone,
    initial: &InitialPolicies,
) -> Result<Vec<Oid>, Refusal> {
    if !may_be_required(path.clone(), initial) && !path.clone().all(names_some) {
        return Ok(Vec::new());
    }
    judge_some(path, initial)
}

/// Policies may be required, or each certificate names some.
#[inline(never)]
fn judge_some<'c>(
    path: impl Iterator<Item = Step<'c, 'c>> + Clone,
    initial: &InitialPolicies,
) -> Result<Vec<Oid>, Refusal> {
    let end = path.clone().fold(Countdown::new(initial), |countdown, step| countdown.after(&step));
    let valid = follow(path.clone(), initial);
    let set = valid.map(|valid| initial.constrain(anchor_policies(path), valid));
    match set {
        Ok(set) if end.explicit_policy > 0 || !set.is_empty() => Ok(owned(set)),
        Ok(_) => Err(Refusal::OtherPolicies { at: At::LEAF, by: end.required_by }),
        Err(_) if end.explicit_policy > 0 => Ok(Vec::new()),
        Err(at) => Err(Refusal::NoValidPolicy { at, by: end.required_by }),
    }
}

fn may_be_required<'c>(mut path: impl Iterator<Item = Step<'c, 'c>>, initial: &InitialPolicies) -> bool {
    let constrains = |step: Step<'_, '_>| step.cert.extensions.policy_constraints.is_some();
    initial.require_explicit || path.any(constrains)
}

const fn names_some(step: Step<'_, '_>) -> bool {
    step.is_anchor() || step.cert.extensions.certificate_policies.is_some()
}

/// The policies that are valid in the domain of the anchor: what the graph says when all is read. If there are none,
/// the certificate at which the last was lost.
fn follow<'c>(
    path: impl Iterator<Item = Step<'c, 'c>>,
    initial: &InitialPolicies,
) -> Result<Vec<&'c [u8]>, At> {
    let mut countdown = Countdown::new(initial);
    let mut graph = Graph::new();
    for step in path {
        if !step.is_anchor() {
            graph.read(&step, &countdown)?;
        }
        countdown = countdown.after(&step);
    }
    Ok(graph.valid_policies())
}

/// The policies that the anchor is trusted for, unless it is trusted for all.
fn anchor_policies<'c>(mut path: impl Iterator<Item = Step<'c, 'c>>) -> Option<CertificatePolicies<'c>> {
    let anchor = path.next().filter(|step| step.is_anchor())?;
    let policies = anchor.cert.extensions.certificate_policies?;
    (!policies.iter().any(|policy| policy == ANY_POLICY)).then_some(policies)
}

/// Those that can be kept; nobody has seen a policy with a longer identifier.
fn owned(policies: Vec<&[u8]>) -> Vec<Oid> {
    policies.into_iter().filter_map(Oid::whole).collect()
}
