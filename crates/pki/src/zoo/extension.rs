//! Extensions that the certificate library has no words for, by those of another.

use der::asn1::{Ia5String, ObjectIdentifier, OctetString};
use der::oid::AssociatedOid;
use der::{Decode, Encode};
use rustls_pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::constraints::name::GeneralSubtree;
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    CertificatePolicies, CrlDistributionPoints, InhibitAnyPolicy, NameConstraints, PolicyConstraints,
    PolicyMapping, PolicyMappings,
};

use crate::{Error, Extension};

/// The extension in our words.
fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> Result<Extension, Error> {
    let oid = T::OID.arcs().map(u64::from).collect();
    Ok(Extension { oid, critical, content: value.to_der()? })
}

/// nameConstraints with one permitted subtree (RFC 5280 §4.2.1.10).
pub(super) fn permitted(base: Result<GeneralName, Error>) -> Result<Extension, Error> {
    let subtrees = Some(vec![subtree(base?)]);
    extension(true, &NameConstraints { permitted_subtrees: subtrees, excluded_subtrees: None })
}

/// nameConstraints with one excluded subtree.
pub(super) fn excluded(base: Result<GeneralName, Error>) -> Result<Extension, Error> {
    let subtrees = Some(vec![subtree(base?)]);
    extension(true, &NameConstraints { permitted_subtrees: None, excluded_subtrees: subtrees })
}

const fn subtree(base: GeneralName) -> GeneralSubtree {
    GeneralSubtree { base, minimum: 0, maximum: None }
}

pub(super) fn dns(text: &str) -> Result<GeneralName, Error> {
    Ok(GeneralName::DnsName(Ia5String::new(text)?))
}

pub(super) fn email(text: &str) -> Result<GeneralName, Error> {
    Ok(GeneralName::Rfc822Name(Ia5String::new(text)?))
}

pub(super) fn uri(text: &str) -> Result<GeneralName, Error> {
    Ok(GeneralName::UniformResourceIdentifier(Ia5String::new(text)?))
}

/// An address and its mask.
pub(super) fn network(address: [u8; 4], mask: [u8; 4]) -> Result<GeneralName, Error> {
    Ok(GeneralName::IpAddress(OctetString::new([address, mask].concat())?))
}

/// A name in the form of RFC 4514.
pub(super) fn directory(text: &str) -> Result<GeneralName, Error> {
    Ok(GeneralName::DirectoryName(text.parse()?))
}

/// certificatePolicies (RFC 5280 §4.2.1.4).
pub(super) fn policies(oids: &[&str]) -> Result<Extension, Error> {
    let policy = |oid: &&str| {
        let policy_identifier = identifier(oid)?;
        Ok::<_, Error>(PolicyInformation { policy_identifier, policy_qualifiers: None })
    };
    extension(false, &CertificatePolicies(oids.iter().map(policy).collect::<Result<_, _>>()?))
}

/// policyMappings with one mapping (RFC 5280 §4.2.1.5).
pub(super) fn mapping(issuer: &str, subject: &str) -> Result<Extension, Error> {
    let mapping = PolicyMapping {
        issuer_domain_policy: identifier(issuer)?,
        subject_domain_policy: identifier(subject)?,
    };
    extension(true, &PolicyMappings(vec![mapping]))
}

/// policyConstraints (RFC 5280 §4.2.1.11).
pub(super) fn policy_constraints(
    require_explicit_policy: Option<u32>,
    inhibit_policy_mapping: Option<u32>,
) -> Result<Extension, Error> {
    extension(true, &PolicyConstraints { require_explicit_policy, inhibit_policy_mapping })
}

/// inhibitAnyPolicy at once (RFC 5280 §4.2.1.14).
pub(super) fn inhibit_any_policy() -> Result<Extension, Error> {
    extension(true, &InhibitAnyPolicy(0))
}

/// cRLDistributionPoints that names another authority as the list's issuer (RFC 5280 §4.2.1.13).
pub(super) fn list_issued_by(issuer: &CertificateDer<'_>) -> Result<Extension, Error> {
    let issuer = Certificate::from_der(issuer).map_err(|_| Error::UnreadableCertificate)?;
    let name = vec![GeneralName::DirectoryName(issuer.tbs_certificate().subject().clone())];
    let point = DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(name.clone())),
        reasons: None,
        crl_issuer: Some(name),
    };
    extension(false, &CrlDistributionPoints(vec![point]))
}

fn identifier(dotted: &str) -> Result<ObjectIdentifier, Error> {
    ObjectIdentifier::new(dotted).map_err(|error| Error::Library(error.to_string()))
}
