//! The CRLs of BoringSSL, each with a certificate and its issuer, and the OCSP responses of OpenSSL, each with the
//! authorities that may have signed it.

use std::time::Duration;

use handfast_path::cert::Cert;
use handfast_path::revocation::{OcspResponse, Scope, status, verify_response};
use handfast_path::{Anchors, Decisions, Evidence, Policy, Refusal, Revocation};
use rustls_pki_types::UnixTime;
use serde_json::Value;

use crate::exceptions;
use crate::suite::{self, decode};

#[test]
fn lists() {
    let Some(suite) = suite::load("revocation/boringssl-crl.json.gz") else { return };
    let cases = suite.as_array().unwrap();
    compare("boringssl-crl", cases, |case| {
        let (expected, found) = (case["expected_status"].as_str().unwrap(), by_list(case));
        if found.0 == expected {
            Ok(())
        } else {
            Err(format!("{} instead of {expected}: {}", found.0, found.1))
        }
    });
    assert_eq!(cases.len(), 66);
}

/// GOOD, REVOKED or UNKNOWN, and why. The keys are of 1024 bits.
fn by_list(case: &Value) -> (&'static str, String) {
    let ders: Vec<Vec<u8>> =
        ["certificate", "issuer", "issuer2"].iter().filter_map(|name| optional(&case[*name])).collect();
    let path: Vec<Cert<'_>> = ders.iter().map(|der| Cert::parse(der).unwrap()).collect();
    let max_age = Duration::from_secs(case["max_age_s"].as_u64().unwrap());
    let policy = Policy::tls_server()
        .revocation(Revocation::hard(Scope::Leaf).max_age(max_age))
        .accepting_rsa_1024_for_test_vectors();
    let evidence = match Evidence::none().with_crl(decode(&case["crl"])) {
        Ok(evidence) => evidence,
        Err(unreadable) => return ("UNKNOWN", unreadable.to_string()),
    };
    match status(&path, &evidence, &policy, time(case), &mut Decisions::off()) {
        Ok(_) => ("GOOD", String::new()),
        Err(refusal @ Refusal::Revoked { .. }) => ("REVOKED", refusal.to_string()),
        Err(refusal) => ("UNKNOWN", refusal.to_string()),
    }
}

#[test]
fn responses() {
    let Some(suite) = suite::load("revocation/openssl-ocsp.json.gz") else { return };
    let cases = suite.as_array().unwrap();
    compare("openssl-ocsp", cases, |case| {
        let (expected, found) = (case["verify_ok"].as_bool().unwrap(), by_response(case));
        if found.is_ok() == expected { Ok(()) } else { Err(format!("{found:?} instead of {expected}")) }
    });
    assert_eq!(cases.len(), 59);
}

/// One of the authorities at hand, with a path to a trusted one, signed the response or asked the responder to. They
/// signed with SHA-1 then.
fn by_response(case: &Value) -> Result<(), String> {
    let bytes = decode(&case["ocsp_response"]);
    let response = OcspResponse::parse(&bytes).map_err(|malformed| malformed.to_string())?;
    let OcspResponse::Basic(response) = response else { return Err(format!("{response:?}")) };
    let trusted = certificates(&case["trusted_certs"]);
    let anchors = Anchors::from_certificates(trusted.iter().map(Vec::as_slice)).unwrap();
    let others = certificates(&case["other_certs"]);
    let policy = Policy::tls_server().revocation(Revocation::hard(Scope::Leaf).accepting_sha1(true));
    let mut answer = Err("there is no authority".to_owned());
    for authority in &others {
        let intermediates = others.iter().map(Vec::as_slice);
        let (now, decisions) = (time(case), &mut Decisions::off());
        match verify_response(&response, authority, intermediates, &anchors, &policy, now, decisions) {
            Ok(()) => return Ok(()),
            Err(refusal) => answer = Err(refusal.to_string()),
        }
    }
    answer
}

/// Judges every case.
fn compare(suite: &str, cases: &[Value], judge: impl Fn(&Value) -> Result<(), String>) {
    let failed = cases
        .iter()
        .filter_map(|case| judge(case).err().map(|wrong| (case["id"].as_str().unwrap().to_owned(), wrong)));
    exceptions::compare(suite, cases.len(), &failed.collect());
}

fn optional(base64: &Value) -> Option<Vec<u8>> {
    (!base64.is_null()).then(|| decode(base64))
}

fn certificates(list: &Value) -> Vec<Vec<u8>> {
    list.as_array().unwrap().iter().map(decode).collect()
}

/// All of a suite are of one day.
fn time(case: &Value) -> UnixTime {
    let seconds = match case["time"].as_str().unwrap() {
        "2017-03-09T00:00:00+00:00" => 1_489_017_600,
        "2012-12-18T00:00:00+00:00" => 1_355_788_800,
        other => panic!("{other}"),
    };
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}
