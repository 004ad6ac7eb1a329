//! The zoo of broken certificates, each refused for its own reason; and the sound ones of rcgen's making.

#![expect(clippy::unwrap_used, reason = "the specimens are there, or the test fails")]

use handfast_path::cert::{Cert, Fault};
use handfast_path::{Anchors, Decisions, Identity, Policy, Refusal, validate};
use handfast_pki::zoo::{self, Exhibit, Role, SERVER_NAME, Specimen};
use handfast_rule::Refusal as _;
use rustls_pki_types::{ServerName, UnixTime};

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_800_000_000))
}

/// As a peer would judge it: the path, and the name of a server.
fn judge(exhibit: &Exhibit, role: Role) -> Result<usize, Refusal> {
    let policy = match role {
        Role::Server => Policy::tls_server(),
        Role::Client => Policy::tls_client(),
    };
    let anchors = Anchors::from_certificates([exhibit.anchor.as_ref()]).unwrap();
    let mut sent = exhibit.issued.chain.iter().map(AsRef::as_ref);
    let leaf = sent.next().unwrap();
    let mut path = validate(leaf, sent, &anchors, &policy, now(), &mut Decisions::off())?;
    if role == Role::Server {
        let name = ServerName::try_from(SERVER_NAME).unwrap();
        path.verify_server_name(&name, &policy, &mut Decisions::off())?;
    }
    Ok(path.depth())
}

#[test]
fn sound_ones_pass() {
    for role in [Role::Server, Role::Client] {
        assert_eq!(judge(&zoo::healthy(role, now()).unwrap(), role), Ok(1));
    }
}

/// The alert, and what of the reason can be said without a reference to the specimen.
#[test]
fn each_specimen_is_refused_for_its_reason() {
    for specimen in Specimen::ALL.iter().copied() {
        for role in [Role::Server, Role::Client].into_iter().filter(|role| specimen.exists_for(*role)) {
            let exhibit = specimen.make(role, now()).unwrap();
            let verdict = judge(&exhibit, role);
            if specimen == Specimen::WrongKey {
                assert!(verdict.is_ok(), "the certificate is sound; its owner cannot sign");
                continue;
            }
            let refusal = verdict.unwrap_err();
            assert_eq!(expected(specimen, &refusal), Some(refusal.rule().alert.0), "{specimen:?}: {refusal}");
        }
    }
}

/// The alert if the reason is the right one.
fn expected(specimen: Specimen, refusal: &Refusal) -> Option<u8> {
    let depth = refusal.at().map(|at| at.depth);
    let alert = match (specimen, refusal) {
        (Specimen::UnknownAuthority | Specimen::MissingIntermediate, Refusal::UnknownIssuer { .. }) => 48,
        (Specimen::ImpostorAuthority, Refusal::NamesakeIssuer { .. }) => 48,
        (Specimen::SelfSigned, Refusal::SelfSigned { .. }) => 48,
        (Specimen::Expired, Refusal::Expired { .. }) if depth == Some(0) => 45,
        (Specimen::ExpiredIntermediate, Refusal::Expired { .. }) if depth == Some(1) => 45,
        (Specimen::NotYetValid, Refusal::NotYetValid { .. }) => 45,
        (Specimen::WrongPurpose, Refusal::WrongPurpose { .. }) if depth == Some(0) => 43,
        (Specimen::IssuerPurpose, Refusal::WrongPurpose { .. }) if depth == Some(1) => 43,
        (Specimen::NoDigitalSignature, Refusal::MayNotSignHandshakes { .. }) => 43,
        (Specimen::Sha1Signature, Refusal::WeakSignature { .. }) => 42,
        (Specimen::SmallRsaKey, Refusal::KeySize { bits: 1024, .. }) => 42,
        (Specimen::NameMismatch, Refusal::NameMismatch { presented: 1 }) => 42,
        (Specimen::AddressAsHost, Refusal::NameMismatch { .. }) => 42,
        (Specimen::CommonNameOnly, Refusal::NoSubjectAltName) => 42,
        (
            Specimen::IssuerNotAuthority,
            Refusal::NotAuthority { .. } | Refusal::KeyCertSignWithoutAuthority { .. },
        ) => 42,
        (Specimen::IssuerMayNotSign, Refusal::MayNotSignCertificates { .. }) => 42,
        (Specimen::PathLenExceeded, Refusal::PathLength { limit: 0, below: 1, .. }) => 42,
        (
            Specimen::NameConstraintViolated,
            Refusal::NameNotPermitted { .. } | Refusal::NameExcluded { .. },
        ) => 42,
        (Specimen::Version1, Refusal::NotVersion3 { version: 1, .. }) => 43,
        (Specimen::UnknownCriticalExtension, Refusal::UnknownCriticalExtension { .. }) => 43,
        (Specimen::DuplicateExtension, Refusal::Malformed { malformed, .. }) => {
            (malformed.fault == Fault::Repeated).then_some(42)?
        }
        (Specimen::AlgorithmMismatch, Refusal::SignatureAlgorithmsDiffer { .. }) => 42,
        (Specimen::BrokenSignature, Refusal::BadSignature { .. }) => 42,
        (Specimen::Truncated | Specimen::TrailingByte, Refusal::Malformed { .. }) => 42,
        _ => return None,
    };
    Some(alert)
}

#[test]
fn identities_of_sound_ones() {
    let exhibit = zoo::healthy(Role::Client, now()).unwrap();
    let cert = Cert::parse(exhibit.issued.chain[0].as_ref()).unwrap();
    let identity = Identity::of(&cert);
    assert!(identity.subject.contains("CN=alice"), "{}", identity.subject);
    assert!(identity.issuer.contains("CN=zoo intermediate"), "{}", identity.issuer);
}
