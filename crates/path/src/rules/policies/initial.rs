//! The inputs of RFC 5280 §6.1.1 (c), (e), (f) and (g).

use crate::cert::{ANY_POLICY, CertificatePolicies, Oid};

/// What the caller wants of policies. The default: any, none required, mapping and anyPolicy as the certificates say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct InitialPolicies {
    /// user-initial-policy-set; `None` is any-policy.
    pub(crate) set: Option<Vec<Oid>>,
    /// initial-explicit-policy.
    pub(crate) require_explicit: bool,
    /// initial-policy-mapping-inhibit.
    pub(crate) inhibit_mapping: bool,
    /// initial-any-policy-inhibit.
    pub(crate) inhibit_any: bool,
}

impl InitialPolicies {
    pub(crate) const DEFAULT: Self =
        Self { set: None, require_explicit: false, inhibit_mapping: false, inhibit_any: false };

    /// user-initial-policy-set, one of which may be anyPolicy.
    pub(crate) fn set_of(policies: impl IntoIterator<Item = Oid>) -> Option<Vec<Oid>> {
        let policies: Vec<_> = policies.into_iter().collect();
        (!policies.iter().any(|policy| policy.content() == Some(ANY_POLICY))).then_some(policies)
    }

    /// Those of the valid policies that are wanted (§6.1.5 (g)) and that the anchor is trusted for.
    pub(super) fn constrain<'p>(
        &'p self,
        anchor: Option<CertificatePolicies<'p>>,
        valid: Vec<&'p [u8]>,
    ) -> Vec<&'p [u8]> {
        let trusted =
            |policy: &[u8]| anchor.is_none_or(|anchor| anchor.iter().any(|trusted| trusted == policy));
        let any = valid.contains(&ANY_POLICY);
        match (&self.set, anchor) {
            (Some(wanted), _) => {
                let wanted = wanted.iter().filter_map(Oid::content);
                wanted.filter(|policy| (any || valid.contains(policy)) && trusted(policy)).collect()
            }
            (None, Some(anchor)) => anchor.iter().filter(|policy| any || valid.contains(policy)).collect(),
            (None, None) => valid,
        }
    }
}
