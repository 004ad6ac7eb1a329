//! What openssl and webpki say of every specimen. Where openssl accepts what we refuse, a line says why.

use handfast_pki::zoo::{Answer, Exhibit, Revocation, Role, Specimen, Zoo};
use rustls_pki_types::UnixTime;

use crate::openssl::{Bench, crl_pem};
use crate::webpki_verdict;

/// Words of `openssl verify`.
const REFUSED_BY_OPENSSL: &[(&str, &str)] = &[
    ("unknown-authority", "1 depth lookup: unable to get local issuer certificate"),
    ("impostor-authority", "1 depth lookup: unable to get local issuer certificate"),
    ("self-signed", "0 depth lookup: self-signed certificate"),
    ("missing-intermediate", "0 depth lookup: unable to get local issuer certificate"),
    ("expired", "0 depth lookup: certificate has expired"),
    ("expired-intermediate", "1 depth lookup: certificate has expired"),
    ("expired-root", "2 depth lookup: certificate has expired"),
    ("not-yet-valid", "0 depth lookup: certificate is not yet valid"),
    ("not-yet-valid-intermediate", "1 depth lookup: certificate is not yet valid"),
    ("not-yet-valid-root", "2 depth lookup: certificate is not yet valid"),
    ("wrong-purpose", "0 depth lookup: unsuitable certificate purpose"),
    ("no-digital-signature", "0 depth lookup: unsuitable certificate purpose"),
    ("issuer-purpose", "1 depth lookup: unsuitable certificate purpose"),
    ("issuer-not-authority", "1 depth lookup: invalid CA certificate"),
    ("issuer-may-not-sign", "1 depth lookup: key usage does not include certificate signing"),
    ("key-cert-sign-without-authority", "0 depth lookup: "),
    ("path-len-exceeded", "2 depth lookup: path length constraint exceeded"),
    ("sha1-signature", "0 depth lookup: CA signature digest algorithm too weak"),
    ("md5-signature", "0 depth lookup: CA signature digest algorithm too weak"),
    ("sha1-intermediate", "1 depth lookup: CA signature digest algorithm too weak"),
    ("small-rsa-key", "0 depth lookup: EE certificate key too weak"),
    ("small-rsa-intermediate", "1 depth lookup: CA certificate key too weak"),
    ("name-mismatch", "hostname mismatch"),
    ("address-as-host", "IP address mismatch"),
    ("wildcard-for-two-labels", "hostname mismatch"),
    ("wildcard-for-a-top-level-domain", "hostname mismatch"),
    ("nul-in-name", "hostname mismatch"),
    ("name-constraint-violated", "0 depth lookup: permitted subtree violation"),
    ("name-constraint-excluded", "0 depth lookup: excluded subtree violation"),
    ("name-constraint-address", "0 depth lookup: permitted subtree violation"),
    ("name-constraint-email", "0 depth lookup: permitted subtree violation"),
    ("name-constraint-uri", "0 depth lookup: permitted subtree violation"),
    ("name-constraint-directory", "0 depth lookup: permitted subtree violation"),
    ("other-policy", "no explicit policy"),
    ("no-policy", "no explicit policy"),
    ("mapping-inhibited", "no explicit policy"),
    ("any-policy-inhibited", "no explicit policy"),
    ("version-1-root", "2 depth lookup: invalid CA certificate"),
    ("version-1-with-extensions", "0 depth lookup: Using cert extension requires at least X509v3"),
    ("unknown-critical-extension", "0 depth lookup: unhandled critical extension"),
    ("unknown-critical-extension-above", "1 depth lookup: unhandled critical extension"),
    ("duplicate-extension", "invalid certificate"),
    ("algorithm-mismatch", "cert info signature and signature algorithm mismatch"),
    ("broken-signature", "0 depth lookup: certificate signature failure"),
    ("truncated", "Unable to load certificate"),
    ("empty-issuer", "0 depth lookup: "),
    ("revoked", "0 depth lookup: certificate revoked"),
    ("on-hold", "0 depth lookup: certificate revoked"),
    ("revoked-intermediate", "1 depth lookup: certificate revoked"),
    ("crl-expired", "0 depth lookup: CRL has expired"),
    ("crl-not-yet-valid", "0 depth lookup: CRL is not yet valid"),
    ("crl-missing", "1 depth lookup: unable to get certificate CRL"),
    ("crl-of-another-key", "0 depth lookup: "),
    ("crl-for-authorities-only", "0 depth lookup: "),
    ("crl-issuer-may-not-sign", "0 depth lookup: key usage does not include CRL signing"),
    ("delta-crl-without-base", "0 depth lookup: "),
    ("delta-crl-revokes", "0 depth lookup: certificate revoked"),
    ("indirect-crl-revokes", "0 depth lookup: certificate revoked"),
];

/// What openssl 3.0 takes, and why.
const ACCEPTED_BY_OPENSSL: &[&str] = &[
    // It falls back to the common name.
    "common-name-only",
    // It knows a wildcard in a part of a label.
    "wildcard-in-a-label",
    // It has no profile of the CA/Browser Forum, and compares names without judging them.
    "authority-as-server",
    "any-purpose",
    "malformed-host-name",
    // It knows nothing of SPIFFE.
    "spiffe-other-id",
    "spiffe-two-uris",
    "spiffe-authority",
    // It knows version 1.
    "version-1",
    // It reads more than DER, and dates and serial numbers as they come.
    "trailing-byte",
    "non-minimal-length",
    "negative-serial",
    "zero-serial",
    "long-serial",
    "wrong-time-type",
];

/// What webpki takes that we do not. It leaves to others: the size of keys, keyUsage, policies, the names of clients,
/// and the anchor; serial numbers and times are read as they come.
const ACCEPTED_BY_WEBPKI: &[&str] = &[
    "spiffe-other-id",
    "spiffe-two-uris",
    "other-policy",
    "any-purpose",
    "malformed-host-name",
    "negative-serial",
    "zero-serial",
    "long-serial",
    "wrong-time-type",
    "no-digital-signature",
    "key-cert-sign-without-authority",
    "issuer-may-not-sign",
    "small-rsa-key",
    "expired-root",
    "not-yet-valid-root",
    "version-1-root",
];

/// As the peer would ask.
fn options(exhibit: &Exhibit, role: Role, bench: &Bench) -> Vec<String> {
    let mut options = vec!["-auth_level".to_owned(), "2".to_owned()];
    let mut push = |words: &[&str]| options.extend(words.iter().map(|word| (*word).to_owned()));
    // Openssl looks for the host in the certificate of a list's issuer too.
    let is_indirect = exhibit.issued.chain.len() == 3 && exhibit.revocation() == Revocation::Chain;
    match exhibit.demand.name.filter(|_| role == Role::Server && !is_indirect) {
        Some(name) if name.parse::<core::net::IpAddr>().is_ok() => push(&["-verify_ip", name]),
        Some(name) => push(&["-verify_hostname", name]),
        None => {}
    }
    for policy in exhibit.demand.policies {
        push(&["-policy", policy, "-explicit_policy"]);
    }
    push(&["-policy_check"]);
    if exhibit.revocation() == Revocation::Chain {
        let lists = bench.file("lists.pem", crl_pem(&exhibit.lists));
        push(&["-crl_check_all", "-extended_crl", "-use_deltas", "-CRLfile", &lists]);
    }
    options
}

#[test]
fn openssl_refuses_for_the_same_reason() {
    let Some(bench) = Bench::new() else { return };
    let zoo = Zoo::open(UnixTime::now()).unwrap();
    let mut wrong = Vec::new();
    for role in Role::ALL {
        for specimen in Specimen::all().filter(|specimen| specimen.exists_for(role)) {
            let exhibit = zoo.show(specimen, role).unwrap();
            let options = options(&exhibit, role, &bench);
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let verdict = bench.verify(&exhibit, role, &options);
            let agrees = match words_for(specimen, &exhibit) {
                Some(words) => verdict.as_ref().is_err_and(|text| text.contains(words)),
                None => verdict.is_ok(),
            };
            if !agrees {
                wrong.push(format!("{role:?} {}: {verdict:?}", specimen.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `None` where it accepts: what is good, what is wrong with files or a response alone, and what it lets pass.
fn words_for(specimen: &Specimen, exhibit: &Exhibit) -> Option<&'static str> {
    let found = REFUSED_BY_OPENSSL.iter().find(|(name, _)| *name == specimen.name).map(|(_, words)| *words);
    let expected = matches!(specimen.answer, Answer::Refused { .. })
        && exhibit.revocation() != Revocation::Leaf
        && !ACCEPTED_BY_OPENSSL.contains(&specimen.name);
    assert_eq!(found.is_some(), expected, "{}: both or neither", specimen.name);
    found
}

#[test]
fn webpki_refuses_too() {
    let zoo = Zoo::open(UnixTime::now()).unwrap();
    let mut wrong = Vec::new();
    for role in Role::ALL {
        for specimen in Specimen::all().filter(|specimen| specimen.exists_for(role)) {
            let exhibit = zoo.show(specimen, role).unwrap();
            let verdict = webpki_verdict(&exhibit, role);
            if verdict.is_ok() != webpki_accepts(specimen, &exhibit) {
                wrong.push(format!("{role:?} {}: {verdict:?}", specimen.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What webpki refuses and we do not: it knows no policies, and has no profile for what is old.
const REFUSED_BY_WEBPKI: &[&str] =
    &["good-policy-mapping", "version-1-under-legacy", "common-name-only-under-legacy"];

fn webpki_accepts(specimen: &Specimen, exhibit: &Exhibit) -> bool {
    !matches!(specimen.answer, Answer::Refused { .. }) && !REFUSED_BY_WEBPKI.contains(&specimen.name)
        || exhibit.revocation() != Revocation::Off
        || ACCEPTED_BY_WEBPKI.contains(&specimen.name)
}

/// What `openssl ocsp` says of a response: for whose certificate, and whether it is to be believed.
#[test]
fn openssl_judges_responses_alike() {
    let Some(bench) = Bench::new() else { return };
    let zoo = Zoo::open(UnixTime::now()).unwrap();
    for (name, words) in [
        ("good-ocsp", "leaf.pem: good"),
        ("good-ocsp-by-key", "leaf.pem: good"),
        ("good-ocsp-delegate", "leaf.pem: good"),
        ("ocsp-revoked", "leaf.pem: revoked"),
        ("ocsp-unknown", "leaf.pem: unknown"),
        ("ocsp-stale", "WARNING: Status times invalid"),
        ("ocsp-not-yet-valid", "WARNING: Status times invalid"),
        ("ocsp-wrong-responder", "Response Verify Failure"),
        ("ocsp-delegate-without-purpose", "Response Verify Failure"),
        ("ocsp-try-later", "Responder Error: trylater (3)"),
        ("ocsp-other-certificate", "No Status found"),
        ("ocsp-broken-signature", "Response Verify Failure"),
    ] {
        let exhibit = zoo.show(Specimen::named(name).unwrap(), Role::Client).unwrap();
        let text = bench.ocsp(&exhibit.anchor, &exhibit.issued.chain, exhibit.response.as_ref().unwrap());
        assert!(text.contains(words), "{name}: {text}");
    }
}
