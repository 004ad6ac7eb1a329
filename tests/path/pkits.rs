//! NIST's Public Key Interoperability Test Suite: 249 paths with the inputs of RFC 5280 §6.1.1 and, of those that hold,
//! the user-constrained-policy-set.

use std::collections::BTreeSet;
use std::time::Duration;

use handfast_path::cert::Oid;
use handfast_path::revocation::Scope;
use handfast_path::{Anchors, Decisions, Evidence, Policy, Revocation, validate};
use rustls_pki_types::UnixTime;
use serde_json::Value;

use crate::exceptions;
use crate::suite::{self, decode, strings};

/// 2011-04-15 00:00:00 UTC, as the file says.
const TIME: u64 = 1_302_825_600;

#[test]
fn all_of_them() {
    let Some(pkits) = suite::load("pkits/pkits.json.gz") else { return };
    assert_eq!(pkits["time"], "2011-04-15T00:00:00+00:00");
    let cases = pkits["tests"].as_array().unwrap();
    let failed = cases.iter().filter_map(|case| {
        let wrong = judge(&pkits, case).compare(&pkits, case).err()?;
        Some((case["name"].as_str().unwrap().to_owned(), wrong))
    });
    exceptions::compare("pkits", cases.len(), &failed.collect());
    assert_eq!(cases.len(), 249);
}

/// The policies of a path, or why there is none.
#[derive(Debug, PartialEq)]
struct Verdict(Result<BTreeSet<String>, String>);

fn judge(pkits: &Value, case: &Value) -> Verdict {
    let certificates: Vec<Vec<u8>> =
        strings(&case["certs"]).iter().map(|name| decode(&pkits["certs"][name])).collect();
    let (anchor, others) = certificates.split_first().unwrap();
    let (leaf, intermediates) = others.split_last().unwrap();
    let anchors = Anchors::from_certificates([&anchor[..]]).unwrap();
    let mut evidence = Evidence::none();
    for name in strings(&case["crls"]) {
        // What cannot be read says nothing.
        let _ = evidence.add_crl(decode(&pkits["crls"][name]));
    }
    let now = UnixTime::since_unix_epoch(Duration::from_secs(TIME));
    let policy = policy(pkits, case);
    let judge = |decisions: &mut Decisions| {
        let intermediates = intermediates.iter().map(Vec::as_slice);
        let path = validate(leaf, intermediates, &anchors, &evidence, &policy, now, decisions);
        Verdict(match path {
            Ok(path) => Ok(path.policies().iter().map(Oid::to_string).collect()),
            Err(refusal) => Err(refusal.to_string()),
        })
    };
    let verdict = judge(&mut Decisions::off());
    assert_eq!(judge(&mut Decisions::on()), verdict, "whether or not it is recorded: {case}");
    verdict
}

fn policy(pkits: &Value, case: &Value) -> Policy {
    let flag = |name: &str| case[name].as_bool().unwrap();
    let initial = oids(pkits, &case["initial_policy_set"]);
    Policy::tls_server()
        .revocation(Revocation::hard(Scope::Chain))
        .initial_policies(initial.iter().map(|oid| oid.parse().unwrap()))
        .require_explicit_policy(flag("initial_explicit_policy"))
        .inhibit_policy_mapping(flag("initial_policy_mapping_inhibit"))
        .inhibit_any_policy(flag("initial_inhibit_any_policy"))
}

fn oids(pkits: &Value, names: &Value) -> BTreeSet<String> {
    strings(names).iter().map(|name| pkits["policy_oids"][name].as_str().unwrap().to_owned()).collect()
}

impl Verdict {
    /// What is expected is looked at only here.
    fn compare(&self, pkits: &Value, case: &Value) -> Result<(), String> {
        let expected = oids(pkits, &case["expected_user_constrained_policy_set"]);
        match (&self.0, case["should_validate"].as_bool().unwrap()) {
            (Ok(policies), true) if *policies == expected => Ok(()),
            (Ok(policies), true) => Err(format!("policies {policies:?} instead of {expected:?}")),
            (Err(_), false) => Ok(()),
            (Ok(_), false) => Err("accepted".to_owned()),
            (Err(refusal), true) => Err(refusal.clone()),
        }
    }
}
