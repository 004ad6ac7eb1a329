//! Runs BoringSSL's TLS test runner against our shim, where there is one: `HANDFAST_BOGO` names the folder of the runner's
//! sources, in which the built runner lies as `runner.test`. It is no part of CI, nor of what is counted there: without a
//! harness nothing passes that was not run.
//!
//! `config.json` holds what is not run and why, and our names for the errors of BoringSSL; `figures.txt` how many tests
//! must pass at least, and how many may fail at most. What the shim does not implement counts as neither.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FIGURES: &str = include_str!("figures.txt");

fn main() {
    let Some(folder) = std::env::var_os("HANDFAST_BOGO").map(PathBuf::from) else {
        println!("BoringSSL's runner was not run: HANDFAST_BOGO names no folder");
        return;
    };
    let results = run(&folder);
    let count = |kind: &str| results["num_failures_by_type"][kind].as_u64().unwrap_or_default();
    let (passed, failed, unimplemented) = (count("PASS"), count("FAIL"), count("SKIP"));
    println!("BoringSSL's runner: {passed} passed, {failed} failed, {unimplemented} are not implemented");
    assert!(failed <= figure("failed"), "tests of the runner fail: {:?}", failures(&results));
    assert!(passed >= figure("passed"), "fewer tests of the runner pass than before");
}

/// What the runner reports, as it writes it for machines.
fn run(folder: &Path) -> serde_json::Value {
    let report = tempfile::NamedTempFile::new().expect("a place for the report");
    let status = Command::new(folder.join("runner.test"))
        .current_dir(folder)
        .args(["-allow-unimplemented", "-shim-path", env!("CARGO_BIN_EXE_bogo_shim")])
        .args(["-shim-config", concat!(env!("CARGO_MANIFEST_DIR"), "/bogo/config.json")])
        .arg("-json-output")
        .arg(report.path())
        .stdout(Stdio::null())
        .status();
    status.expect("the runner runs");
    let report = std::fs::read(report.path()).expect("a report");
    serde_json::from_slice(&report).expect("a report in JSON")
}

fn figure(name: &str) -> u64 {
    let line = FIGURES.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or_else(|| panic!("no figure for {name}"))
}

fn failures(results: &serde_json::Value) -> Vec<&String> {
    let tests = results["tests"].as_object().into_iter().flatten();
    tests.filter(|(_, test)| test["actual"] == "FAIL").map(|(name, _)| name).collect()
}
