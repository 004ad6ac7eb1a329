//! Every specimen is refused for the reason it claims, by every judge that looks for it.

use handfast_pki::zoo::{Role, SERVER_NAME, Specimen};
use rustls_pki_types::UnixTime;

use crate::openssl::Bench;
use crate::webpki_verdict;

/// Words of `openssl verify`, or `None` where it looks elsewhere.
fn openssl_says(specimen: Specimen) -> Option<&'static str> {
    Some(match specimen {
        Specimen::UnknownAuthority | Specimen::ImpostorAuthority => {
            "1 depth lookup: unable to get local issuer certificate"
        }
        Specimen::SelfSigned => "0 depth lookup: self-signed certificate",
        Specimen::MissingIntermediate => "0 depth lookup: unable to get local issuer certificate",
        Specimen::Expired => "0 depth lookup: certificate has expired",
        Specimen::ExpiredIntermediate => "1 depth lookup: certificate has expired",
        Specimen::WrongPurpose | Specimen::NoDigitalSignature => {
            "0 depth lookup: unsuitable certificate purpose"
        }
        Specimen::IssuerPurpose => "1 depth lookup: unsuitable certificate purpose",
        Specimen::NotYetValid => "0 depth lookup: certificate is not yet valid",
        Specimen::Sha1Signature => "0 depth lookup: CA signature digest algorithm too weak",
        Specimen::SmallRsaKey => "0 depth lookup: EE certificate key too weak",
        Specimen::NameMismatch => "hostname mismatch",
        Specimen::AddressAsHost => "IP address mismatch",
        Specimen::IssuerNotAuthority => "1 depth lookup: invalid CA certificate",
        Specimen::IssuerMayNotSign => "1 depth lookup: key usage does not include certificate signing",
        Specimen::PathLenExceeded => "2 depth lookup: path length constraint exceeded",
        Specimen::NameConstraintViolated => "0 depth lookup: permitted subtree violation",
        Specimen::UnknownCriticalExtension => "0 depth lookup: unhandled critical extension",
        Specimen::DuplicateExtension => "invalid certificate",
        Specimen::AlgorithmMismatch => "cert info signature and signature algorithm mismatch",
        Specimen::BrokenSignature => "0 depth lookup: certificate signature failure",
        Specimen::Truncated => "Unable to load certificate",
        // It is not shown the key, falls back to the common name, knows version 1, and reads PEM generously.
        Specimen::WrongKey | Specimen::CommonNameOnly | Specimen::Version1 | Specimen::TrailingByte => {
            return None;
        }
    })
}

/// webpki does not see the key, and leaves keyUsage and key sizes to others.
fn webpki_accepts(specimen: Specimen) -> bool {
    use Specimen::{IssuerMayNotSign, NoDigitalSignature, SmallRsaKey, WrongKey};
    matches!(specimen, NoDigitalSignature | SmallRsaKey | WrongKey | IssuerMayNotSign)
}

/// What a client would check the server's certificate against.
fn options(specimen: Specimen, role: Role) -> Vec<&'static str> {
    let mut options = vec!["-auth_level", "2"];
    match (role, specimen) {
        (Role::Server, Specimen::AddressAsHost) => options.extend(["-verify_ip", "127.0.0.1"]),
        (Role::Server, _) => options.extend(["-verify_hostname", SERVER_NAME]),
        (Role::Client, _) => {}
    }
    options
}

#[test]
fn each_is_refused_for_its_reason() {
    let Some(bench) = Bench::new() else { return };
    for role in [Role::Server, Role::Client] {
        for specimen in Specimen::ALL.iter().copied().filter(|specimen| specimen.exists_for(role)) {
            let exhibit = specimen.make(role, UnixTime::now()).unwrap();
            let verdict = bench.verify(&exhibit, role, &options(specimen, role));
            match openssl_says(specimen) {
                Some(words) => assert!(
                    verdict.as_ref().is_err_and(|text| text.contains(words)),
                    "{specimen:?}: {verdict:?}"
                ),
                None => assert!(verdict.is_ok(), "{specimen:?}: {verdict:?}"),
            }
            let verdict = webpki_verdict(&exhibit, role);
            assert_eq!(verdict.is_ok(), webpki_accepts(specimen), "{specimen:?}: {verdict:?}");
        }
    }
}

#[test]
fn the_wrong_key_is_another_certificates() {
    let Some(bench) = Bench::new() else { return };
    let issued = Specimen::WrongKey.make(Role::Client, UnixTime::now()).unwrap().issued;
    let key = bench.file("key.pem", &*issued.key_pem().unwrap());
    let chain = bench.file("chain.pem", issued.chain_pem().unwrap());
    let of_key = bench.run(&["pkey", "-in", &key, "-pubout"]).unwrap();
    assert_ne!(of_key, bench.run(&["x509", "-in", &chain, "-noout", "-pubkey"]).unwrap());
}

#[test]
fn the_small_key_is_its_certificates() {
    let Some(bench) = Bench::new() else { return };
    let issued = Specimen::SmallRsaKey.make(Role::Client, UnixTime::now()).unwrap().issued;
    let key = bench.file("key.pem", &*issued.key_pem().unwrap());
    let chain = bench.file("chain.pem", issued.chain_pem().unwrap());
    let of_key = bench.run(&["pkey", "-in", &key, "-pubout"]).unwrap();
    assert_eq!(of_key, bench.run(&["x509", "-in", &chain, "-noout", "-pubkey"]).unwrap());
}

#[test]
fn names_are_distinct() {
    let mut names: Vec<_> = Specimen::ALL.iter().map(|specimen| specimen.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Specimen::ALL.len());
}
