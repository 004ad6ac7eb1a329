//! Paths, judged beside rustls-webpki. Where the two differ, a rule that only one of them has says why.

use handfast::path::{Anchors, Cert, Decisions, Evidence, Policy, Refusal, validate};
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

use super::script::Script;

/// The bytes are a script of damage, then certificates one behind the other: the end entity, those between, and last the
/// one that is trusted.
pub fn path_webpki(data: &[u8]) {
    let mut script = Script::new(data);
    let (place, bit) = (script.byte(), script.byte());
    let mut certificates = certificates(data.get(2..).unwrap_or_default());
    let Some(anchor) = certificates.last_mut() else { return };
    // Only the anchor can be changed without breaking a signature.
    let at = usize::from(place) * 4;
    if let Some(byte) = anchor.get_mut(at).filter(|_| bit > 0) {
        *byte ^= bit;
    }
    let Some((anchor, others)) = certificates.split_last() else { return };
    let Some((leaf, between)) = others.split_first() else { return };
    // webpki reads no more of an anchor than its name, its key and its name constraints.
    let Ok(anchors) = Anchors::from_certificates([&anchor[..]]) else { return };
    for (policy, usage) in [
        (Policy::tls_server().any_purpose(false), KeyUsage::server_auth()),
        (Policy::tls_client().any_purpose(false), KeyUsage::client_auth()),
    ] {
        match (ours(leaf, between, &anchors, &policy), theirs(leaf, between, anchor, usage)) {
            (Ok(()), Ok(())) | (Err(_), Err(_)) => {}
            (Ok(()), Err(why)) => {
                let is_known = is_theirs_alone(&why) || is_spelled_otherwise(others, anchor);
                assert!(is_known, "we accept what webpki refuses: {why:?}");
            }
            (Err(why), Ok(())) => assert!(is_ours_alone(&why), "webpki accepts what we refuse: {why}"),
        }
    }
}

/// 2027-01-15, when the zoo is alive.
const NOW: UnixTime = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000));

/// Each SEQUENCE at the start of what is left.
fn certificates(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let [0x30, 0x82, high, low, ..] = *rest {
        let Some((one, left)) = rest.split_at_checked(4 + usize::from(u16::from_be_bytes([high, low])))
        else {
            break;
        };
        found.push(one.to_vec());
        rest = left;
    }
    found
}

fn ours(leaf: &[u8], between: &[Vec<u8>], anchors: &Anchors, policy: &Policy) -> Result<(), Refusal> {
    let between = between.iter().map(Vec::as_slice);
    validate(leaf, between, anchors, &Evidence::none(), policy, NOW, &mut Decisions::off()).map(|_| ())
}

fn theirs(leaf: &[u8], between: &[Vec<u8>], anchor: &[u8], usage: KeyUsage) -> Result<(), Error> {
    let anchor = CertificateDer::from(anchor);
    let anchors = anchor_from_trusted_cert(&anchor).ok();
    let between: Vec<_> = between.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let leaf = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&leaf)?;
    let anchors = anchors.as_slice();
    leaf.verify_for_usage(ALL_VERIFICATION_ALGS, anchors, &between, NOW, usage, None, None).map(|_| ())
}

/// webpki compares names by their bytes, and RFC 5280 §7.1 by their text. Then it knows of no issuer, or says what was wrong
/// with the certificates that it tried instead.
fn is_spelled_otherwise(below: &[Vec<u8>], anchor: &[u8]) -> bool {
    let Ok(anchor) = Cert::parse(anchor) else { return false };
    !below.iter().any(|der| Cert::parse(der).is_ok_and(|cert| cert.issuer == anchor.subject))
}

/// Rules that webpki has and RFC 5280 has not.
const fn is_theirs_alone(why: &Error) -> bool {
    matches!(
        why,
        // The one self-signed certificate of a small installation is authority and end entity.
        Error::CaUsedAsEndEntity
        // P-521 with hashes that ring does not verify, and RSA keys of id-RSASSA-PSS.
        | Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
        // Critical extensions that it does not read: policies, and where CRLs are to be had.
        | Error::UnsupportedCriticalExtension
    )
}

/// Rules that we have and webpki has not.
const fn is_ours_alone(why: &Refusal) -> bool {
    matches!(
        why,
        // We judge an anchor like any authority.
        Refusal::NotVersion3 { .. }
            | Refusal::Expired { .. }
            | Refusal::NotYetValid { .. }
            | Refusal::NotAuthority { .. }
            | Refusal::PathLength { .. }
            | Refusal::MayNotSignCertificates { .. }
            | Refusal::WrongPurpose { .. }
            // It reads no keyUsage, no policies, and does not ask whether an extension may be critical.
            | Refusal::KeyCertSignWithoutAuthority { .. }
            | Refusal::MayNotSignHandshakes { .. }
            | Refusal::MayNotDecrypt { .. }
            | Refusal::NoValidPolicy { .. }
            | Refusal::OtherPolicies { .. }
            | Refusal::WronglyCritical { .. }
            | Refusal::UnhandledExtension { .. }
            | Refusal::UnknownCriticalExtension { .. }
            // Nor the key of the end entity.
            | Refusal::KeySize { .. }
            | Refusal::MalformedKey { .. }
            | Refusal::UnsupportedKey { .. }
            // It reads no more of a certificate than it needs.
            | Refusal::Malformed { .. }
            | Refusal::EmptySubjectAltName { .. }
            | Refusal::EmptyIssuer { .. }
            | Refusal::LongSerialNumber { .. }
            | Refusal::SerialNumberNotPositive { .. }
            | Refusal::SignatureAlgorithmsDiffer { .. }
            | Refusal::EmptyNameConstraints { .. }
            | Refusal::ConstraintDistance { .. }
            | Refusal::MalformedConstraint { .. }
            | Refusal::UnsupportedConstraint { .. }
            | Refusal::NameNotPlaced { .. }
    )
}
