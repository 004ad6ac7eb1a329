//! x509-limbo, and in it BetterTLS: 5,868 paths with the verdict that is due.
//!
//! Two are right for another reason, `webpki::san::public-suffix-multi-label-wildcard-san` and
//! `…::public-suffix-private-namespace-wildcard-san`: their common name repeats none of their names. The list of public
//! suffixes is not consulted: it changes weekly, and binds those who issue.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde_json::Value;
use xtask::limbo::{Case, Verdict, judge};

use crate::{exceptions, suite};

/// The verdict is found before what is expected is looked at. To skip a case is to fail it.
#[test]
fn all_of_them() {
    let Some(limbo) = suite::load("limbo/limbo-dev.json.gz") else { return };
    let cases = limbo["testcases"].as_array().unwrap();
    let failed: BTreeMap<String, String> = cases.iter().filter_map(failure).collect();
    exceptions::compare("limbo", cases.len(), &failed);
    assert_eq!(cases.len(), 5868);
}

fn failure(value: &Value) -> Option<(String, String)> {
    let case = Case::deserialize(value).unwrap();
    let verdict = judge(&case);
    let wrong = match (&verdict, value["expected_result"].as_str().unwrap()) {
        (Verdict::Success, "SUCCESS") | (Verdict::Failure(_), "FAILURE") => return None,
        (Verdict::Success, _) => "accepted".to_owned(),
        (Verdict::Failure(reason), _) => format!("refused: {reason}"),
        (Verdict::Skipped(reason), _) => format!("skipped: {reason}"),
    };
    Some((case.id, wrong))
}
