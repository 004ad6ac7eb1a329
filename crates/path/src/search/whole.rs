//! A path that reaches an anchor, judged as a whole.

use super::{Presented, Search};
use crate::node::Node;
use crate::refusal::{At, Refusal};
use crate::rules::{Step, name_constraints, policies};

/// The certificates of a path from the trust anchor down to the end entity: the order of RFC 5280 §6.1. One within the
/// default limits costs no allocation.
struct Steps<'n, 'c> {
    few: [Step<'n, 'c>; FEW],
    many: Vec<Step<'n, 'c>>,
    len: usize,
}

/// Six intermediates and both ends.
const FEW: usize = 8;

impl<'n, 'c> Steps<'n, 'c> {
    fn of(anchor: &'n Node<'n, 'c>) -> Self {
        let first = Step { at: At::LEAF, cert: anchor.cert };
        let mut steps = Self { few: [first; FEW], many: Vec::new(), len: anchor.downwards().count() };
        if steps.len > FEW {
            steps.many = anchor.downwards().collect();
        } else {
            steps.few.iter_mut().zip(anchor.downwards()).for_each(|(to, step)| *to = step);
        }
        steps
    }

    fn as_slice(&self) -> &[Step<'n, 'c>] {
        self.few.get(..self.len).unwrap_or(&self.many)
    }
}

impl Search<'_> {
    /// The rules that read a whole path. The first that does not hold is the reason against this path, and the search
    /// goes on with the next.
    pub(super) fn judge_path(
        &mut self,
        anchor: &Node<'_, '_>,
        presented: &[Presented<'_>],
    ) -> Result<(), Refusal> {
        let steps = Steps::of(anchor);
        let path = steps.as_slice();
        let names = name_constraints::check(path, &mut self.budget);
        self.note(anchor.at, "nameConstraints", name_constraints::CLAUSE, names)?;
        let valid = policies::judge(path, &self.policy.initial_policies);
        self.policies = self.note(anchor.at, "certificatePolicies", policies::CLAUSE, valid)?;
        self.judge_revocation(path, presented)
    }
}
