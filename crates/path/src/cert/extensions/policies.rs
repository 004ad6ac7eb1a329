//! The values of the extensions that speak of policies.

use super::object_identifier;
use super::values::{number, optional_number};
use crate::cert::oid::Oid;
use crate::cert::reader::{Element, Fault, Read, Reader, Tag};

/// anyPolicy, 2.5.29.32.0, which stands for every policy (RFC 5280 §4.2.1.4): the content bytes of its identifier.
pub(crate) const ANY_POLICY: &[u8] = &[0x55, 0x1D, 0x20, 0x00];

/// The policies that one certificate can name, and the pairs it can map. The bridges between governments, which have
/// the most, name some dozens.
const MOST_POLICIES: usize = 256;

/// certificatePolicies (RFC 5280 §4.2.1.4): not empty, every identifier well formed, none twice. Qualifiers are passed
/// over: no decision depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificatePolicies<'a>(pub(super) &'a [u8]);

/// policyMappings (RFC 5280 §4.2.1.5): not empty, every identifier well formed, none of them anyPolicy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyMappings<'a>(pub(super) &'a [u8]);

/// policyConstraints (RFC 5280 §4.2.1.11), each field in certificates that may still follow; one of them is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyConstraints {
    /// After so many more certificates a valid policy is needed.
    pub require_explicit_policy: Option<u32>,
    /// After so many more certificates no policy is mapped.
    pub inhibit_policy_mapping: Option<u32>,
}

impl<'a> CertificatePolicies<'a> {
    /// The policies in their order, each as the content bytes of its object identifier.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        Reader::new(self.0, 0).each(policy_information)
    }

    /// What [`content_of`](Self::content_of) made.
    pub(crate) const fn of_content(content: &'a [u8]) -> Self {
        Self(content)
    }

    /// The content of the extension that names these policies, none or more; those not kept whole are left out.
    pub(crate) fn content_of(policies: &[Oid]) -> Vec<u8> {
        let mut content = Vec::new();
        for identifier in policies.iter().filter_map(Oid::content) {
            let len = u8::try_from(identifier.len()).unwrap_or_default(); // 31 at most
            content.extend([Tag::SEQUENCE.0, len + 2, Tag::OBJECT_IDENTIFIER.0, len]);
            content.extend(identifier);
        }
        content
    }

    /// `certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation`
    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let list = r.expect(Tag::SEQUENCE, "certificatePolicies")?;
        let policies = Self(list.value);
        read_each(&list, |fields, count| {
            let identifier = policy_information(fields)?;
            match policies.iter().take(count).any(|earlier| earlier == identifier) {
                true => Err(fields.fault_in(identifier, "policyIdentifier", Fault::Repeated)),
                false => Ok(()),
            }
        })?;
        Ok(policies)
    }
}

impl<'a> PolicyMappings<'a> {
    /// The pairs in their order, issuerDomainPolicy first, each as the content bytes of its object identifier.
    pub fn iter(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        Reader::new(self.0, 0).each(pair)
    }

    /// `PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
    pub(super) fn decode(r: &mut Reader<'a>) -> Read<Self> {
        let list = r.expect(Tag::SEQUENCE, "policyMappings")?;
        read_each(&list, |fields, _| pair(fields).map(|_| ()))?;
        Ok(Self(list.value))
    }
}

/// Reads the elements of a list of at least one; each is told how many came before.
fn read_each<'a>(
    list: &Element<'a>,
    mut element: impl FnMut(&mut Reader<'a>, usize) -> Read<()>,
) -> Read<()> {
    if list.value.is_empty() {
        return Err(list.fault(Fault::Value));
    }
    list.read(|r| {
        let mut count = 0;
        while !r.is_empty() {
            if count == MOST_POLICIES {
                return Err(list.fault(Fault::TooMany));
            }
            element(r, count)?;
            count += 1;
        }
        Ok(())
    })
}

/// `PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE SIZE (1..MAX) OPTIONAL }`
fn policy_information<'a>(r: &mut Reader<'a>) -> Read<&'a [u8]> {
    r.nested(Tag::SEQUENCE, "PolicyInformation", |fields| {
        let identifier = object_identifier(fields, "policyIdentifier")?;
        match fields.optional(Tag::SEQUENCE, "policyQualifiers")? {
            Some(qualifiers) if qualifiers.value.is_empty() => Err(qualifiers.fault(Fault::Value)),
            Some(_) | None => Ok(identifier),
        }
    })
}

/// Policies are never mapped to or from anyPolicy (RFC 5280 §4.2.1.5; §6.1.4 (a)).
fn pair<'a>(r: &mut Reader<'a>) -> Read<(&'a [u8], &'a [u8])> {
    r.nested(Tag::SEQUENCE, "policyMappings", |fields| {
        Ok((particular(fields, "issuerDomainPolicy")?, particular(fields, "subjectDomainPolicy")?))
    })
}

fn particular<'a>(fields: &mut Reader<'a>, field: &'static str) -> Read<&'a [u8]> {
    let identifier = object_identifier(fields, field)?;
    if identifier == ANY_POLICY {
        Err(fields.fault_in(identifier, field, Fault::Value))
    } else {
        Ok(identifier)
    }
}

/// `PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] … }`
pub(super) fn policy_constraints(r: &mut Reader<'_>) -> Read<PolicyConstraints> {
    let sequence = r.expect(Tag::SEQUENCE, "policyConstraints")?;
    sequence.read(|fields| match (skip_certs(fields, 0)?, skip_certs(fields, 1)?) {
        (None, None) => Err(sequence.fault(Fault::Value)),
        (require_explicit_policy, inhibit_policy_mapping) => {
            Ok(PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
        }
    })
}

/// `SkipCerts ::= INTEGER (0..MAX)`, under an implicit tag.
fn skip_certs(fields: &mut Reader<'_>, tag: u8) -> Read<Option<u32>> {
    optional_number(fields, Tag::implicit(tag), "SkipCerts")
}

/// `InhibitAnyPolicy ::= SkipCerts`
pub(super) fn inhibit_any_policy(r: &mut Reader<'_>) -> Read<u32> {
    number(r, Tag::INTEGER, "inhibitAnyPolicy")
}
