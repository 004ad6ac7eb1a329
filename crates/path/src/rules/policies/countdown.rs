//! How many more certificates may follow without a policy, with a mapping, under anyPolicy (RFC 5280 §6.1.2 (d)–(f)).

use super::InitialPolicies;
use crate::refusal::At;
use crate::rules::Step;

/// The state variables of RFC 5280 §6.1.2. Where they start at n + 1 there, to be out of reach of n certificates, they
/// start at the largest number here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Countdown {
    /// At 0 a policy must be valid.
    pub(super) explicit_policy: u32,
    /// At 0 mapped policies are lost.
    pub(super) policy_mapping: u32,
    /// At 0 anyPolicy says nothing.
    pub(super) inhibit_any_policy: u32,
    /// Who set explicit_policy, if not the caller.
    pub(super) required_by: Option<At>,
}

impl Countdown {
    pub(super) const fn new(initial: &InitialPolicies) -> Self {
        const fn start(now: bool) -> u32 {
            if now { 0 } else { u32::MAX }
        }
        Self {
            explicit_policy: start(initial.require_explicit),
            policy_mapping: start(initial.inhibit_mapping),
            inhibit_any_policy: start(initial.inhibit_any),
            required_by: None,
        }
    }

    /// Behind this certificate: §6.1.4 (h)–(j), or, at the end of the path, §6.1.5 (a) and (b).
    pub(super) fn after(self, step: &Step<'_, '_>) -> Self {
        match step.at.depth {
            0 => self.at_the_end(step),
            _ if step.is_anchor() || step.cert.is_self_issued() => self.constrained(step),
            _ => self.one_less().constrained(step),
        }
    }

    const fn one_less(mut self) -> Self {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        self.policy_mapping = self.policy_mapping.saturating_sub(1);
        self.inhibit_any_policy = self.inhibit_any_policy.saturating_sub(1);
        self
    }

    fn constrained(mut self, step: &Step<'_, '_>) -> Self {
        let constraints = step.cert.extensions.policy_constraints;
        if let Some(skip) = constraints.and_then(|constraints| constraints.require_explicit_policy) {
            self.require(step.at, skip);
        }
        if let Some(skip) = constraints.and_then(|constraints| constraints.inhibit_policy_mapping) {
            self.policy_mapping = self.policy_mapping.min(skip);
        }
        if let Some(skip) = step.cert.extensions.inhibit_any_policy {
            self.inhibit_any_policy = self.inhibit_any_policy.min(skip);
        }
        self
    }

    fn at_the_end(self, step: &Step<'_, '_>) -> Self {
        let mut end = self.one_less();
        let constraints = step.cert.extensions.policy_constraints;
        if constraints.and_then(|constraints| constraints.require_explicit_policy) == Some(0) {
            end.require(step.at, 0);
        }
        end
    }

    const fn require(&mut self, at: At, skip: u32) {
        if skip < self.explicit_policy {
            self.explicit_policy = skip;
            self.required_by = Some(at);
        }
    }
}
