//! An anchor without a certificate: a name and a key (RFC 5280 §6.1.1 (d)), and what binds them.

use crate::cert::{BasicConstraints, Cert, CertificatePolicies, Extensions, Oid, PolicyConstraints};

/// What a trust anchor that is given as a name and a key may vouch for (RFC 5937 §3.2; CertPathControls of RFC 5914).
/// The default is whatever the certificates below it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AnchorConstraints<'a> {
    /// The most authorities that are not self-issued between the anchor and the end entity.
    pub path_len: Option<u32>,
    /// The DER of NameConstraints: the names it may vouch for (RFC 5280 §4.2.1.10).
    pub name_constraints: Option<&'a [u8]>,
    /// The certificate policies it is trusted for; `None` is all of them.
    pub policies: Option<&'a [Oid]>,
    /// A path must be valid for some policy.
    pub require_explicit_policy: bool,
    /// No policy is mapped.
    pub inhibit_policy_mapping: bool,
    /// anyPolicy is passed over.
    pub inhibit_any_policy: bool,
}

/// Name, key and constraints, kept. What would be the content of an extension is kept in that form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Bare {
    name: Vec<u8>,
    spki: Vec<u8>,
    path_len: Option<u32>,
    name_constraints: Option<Vec<u8>>,
    policies: Option<Vec<u8>>,
    policy_constraints: Option<PolicyConstraints>,
    inhibit_any_policy: Option<u32>,
}

impl Bare {
    pub(super) fn new(name: &[u8], spki: &[u8], constraints: &AnchorConstraints<'_>) -> Self {
        let at_once = |wanted: bool| wanted.then_some(0);
        let policy_constraints = PolicyConstraints {
            require_explicit_policy: at_once(constraints.require_explicit_policy),
            inhibit_policy_mapping: at_once(constraints.inhibit_policy_mapping),
        };
        Self {
            name: name.to_vec(),
            spki: spki.to_vec(),
            path_len: constraints.path_len,
            name_constraints: constraints.name_constraints.map(<[u8]>::to_vec),
            policies: constraints.policies.map(CertificatePolicies::content_of),
            policy_constraints: Some(policy_constraints),
            inhibit_any_policy: at_once(constraints.inhibit_any_policy),
        }
    }

    /// The certificate that it stands for, so that every rule treats both kinds of anchor alike.
    pub(super) fn certificate(&self) -> Cert<'_> {
        Cert {
            version: 3,
            serial: &[0],
            issuer: &self.name,
            subject: &self.name,
            spki: &self.spki,
            extensions: self.extensions(),
            ..Cert::unread(&[])
        }
    }

    fn extensions(&self) -> Extensions<'_> {
        Extensions {
            basic_constraints: Some(BasicConstraints { ca: true, path_len: self.path_len }),
            name_constraints: self.name_constraints.as_deref(),
            certificate_policies: self.policies.as_deref().map(CertificatePolicies::of_content),
            policy_constraints: self.policy_constraints,
            inhibit_any_policy: self.inhibit_any_policy,
            ..Extensions::default()
        }
    }
}
