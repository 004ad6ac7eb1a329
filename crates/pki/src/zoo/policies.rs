//! Certificates that were not issued under the policy that is wanted (RFC 5280 §6.1.5, RFC 9618).

use super::answer::{ACCEPTED, UNSUPPORTED_CERTIFICATE, at};
use super::extension::{inhibit_any_policy, mapping, policies, policy_constraints};
use super::plan::Plan;
use super::{Answer, BOTH, Exhibit, Specimen};
use crate::{Error, Extension};

/// Below the private enterprise number that RFC 5612 sets aside for documentation.
const WANTED: &str = "1.3.6.1.4.1.32473.1.1";
const OTHER: &str = "1.3.6.1.4.1.32473.1.2";
const ANY: &str = "2.5.29.32.0";

const CLAUSE: &str = "RFC 5280 §6.1.5 (g)";

const NONE: Answer = at(0, UNSUPPORTED_CERTIFICATE, "NoValidPolicy", "none is valid along the path");
const OTHERS: Answer =
    at(0, UNSUPPORTED_CERTIFICATE, "OtherPolicies", "none of those valid along the path is wanted");

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "good-policy",
        what: "Nothing is wrong: the policy that is wanted, all the way down.",
        clause: CLAUSE,
        answer: ACCEPTED,
        make: |plan| asserting(plan, &[policies(&[WANTED])], &[WANTED]),
        ..BOTH
    },
    Specimen {
        name: "good-policy-mapping",
        what: "Nothing is wrong: the intermediate says that its subjects' policy is as good as the one that is wanted.",
        clause: "RFC 5280 §4.2.1.5",
        answer: ACCEPTED,
        make: |plan| asserting(plan, &[policies(&[WANTED]), mapping(WANTED, OTHER)], &[OTHER]),
        ..BOTH
    },
    Specimen {
        name: "other-policy",
        what: "Issued under another policy than the one that is wanted.",
        clause: CLAUSE,
        answer: OTHERS,
        make: |plan| asserting(plan, &[policies(&[WANTED, OTHER])], &[OTHER]),
        ..BOTH
    },
    Specimen {
        name: "no-policy",
        what: "The intermediate demands an explicit policy, and the certificate has none.",
        clause: "RFC 5280 §4.2.1.11",
        answer: NONE,
        make: |plan| {
            let plan = plan.middle_extension(policies(&[WANTED]))?;
            plan.middle_extension(policy_constraints(Some(0), None))?.build()
        },
        ..BOTH
    },
    Specimen {
        name: "mapping-inhibited",
        what: "The upper intermediate forbids mappings, and the policy that is wanted is only there by one.",
        clause: "RFC 5280 §4.2.1.11",
        answer: NONE,
        make: mapping_inhibited,
        ..BOTH
    },
    Specimen {
        name: "any-policy-inhibited",
        what: "The intermediate does not take anyPolicy for a policy, and the certificate has nothing else.",
        clause: "RFC 5280 §4.2.1.14",
        answer: NONE,
        make: |plan| asserting(plan, &[policies(&[WANTED]), inhibit_any_policy()], &[ANY]),
        ..BOTH
    },
];

/// With these extensions in the intermediate, these policies in the leaf, and one that is wanted.
fn asserting(plan: Plan<'_>, above: &[Result<Extension, Error>], leaf: &[&str]) -> Result<Exhibit, Error> {
    let plan = above.iter().cloned().try_fold(plan, Plan::middle_extension)?;
    plan.leaf_extension(policies(leaf))?.asked(|demand| demand.policies = &[WANTED]).build()
}

fn mapping_inhibited(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let [of_lower, mapping] = [policies(&[WANTED])?, mapping(WANTED, OTHER)?];
    let plan = plan.lower(|lower| lower.extensions.extend([of_lower, mapping]));
    asserting(plan, &[policies(&[WANTED]), policy_constraints(None, Some(0))], &[OTHER])
}
