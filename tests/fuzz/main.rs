//! The fuzz targets without a fuzzer: every file of `vectors/corpus`, and thousands of changed ones.
//!
//! `HANDFAST_WRITE_CORPUS=1 cargo test -p handfast-tests --test fuzz` first writes the seeds anew.
//! `HANDFAST_FUZZ_ROUNDS=1000000 cargo test --release …` changes that many inputs for each target.

#![cfg(test)]

mod reach;
mod seeds;

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};

use handfast_tests::fuzz::TARGETS;
use handfast_tests::fuzz::seeds::{Mutator, corpus};

/// Replays the corpus of a target, then so many changed inputs.
fn fuzz(target: &str, rounds: usize) {
    let (_, body) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    if env::var_os("HANDFAST_WRITE_CORPUS").is_some() {
        seeds::write(target);
    }
    let seeds = corpus(target);
    assert!(!seeds.is_empty(), "a target starts somewhere");
    body(&[]);
    seeds.iter().for_each(|(name, bytes)| run(*body, bytes, name));
    let rounds = env::var("HANDFAST_FUZZ_ROUNDS").map_or(rounds, |rounds| rounds.parse().unwrap());
    let start = env::var("HANDFAST_FUZZ_START").map_or(0, |start| start.parse().unwrap());
    let mut mutator = Mutator::new(start);
    for round in 0..rounds {
        run(*body, &mutator.change(&seeds), &format!("round {round} of {target}"));
    }
}

/// A find is printed as hexadecimal, ready to become a file of the corpus.
fn run(body: fn(&[u8]), bytes: &[u8], name: &str) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(bytes))) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("{name}: {hex}");
        std::panic::resume_unwind(panic);
    }
}

macro_rules! targets {
    ($($target:ident: $rounds:literal;)*) => {
        $(#[test]
        fn $target() {
            fuzz(stringify!($target), $rounds);
        })*

        #[test]
        fn every_target_is_here() {
            let here = [$(stringify!($target)),*];
            assert!(TARGETS.iter().map(|(name, _)| *name).eq(here));
        }
    };
}

// How many changed inputs an unoptimised build does in about a second.
targets! {
    wire_message: 30_000;
    wire_alert_and_record_header: 20_000;
    deframer: 10_000;
    capture: 200;
    certificate: 500;
    certificate_compression: 2_000;
    name: 20_000;
    constraints: 200;
    crl: 500;
    ocsp: 500;
    path_webpki: 300;
    private_key: 1_000;
    client: 200;
    server: 200;
    pair: 200;
}

/// The lines of the fuzz workspace are these bodies, and none is missing.
#[test]
fn every_target_has_its_line() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz");
    let manifest = std::fs::read_to_string(format!("{root}/Cargo.toml")).unwrap();
    let readme = std::fs::read_to_string(format!("{root}/README.md")).unwrap();
    for (name, _) in TARGETS {
        assert!(readme.contains(&format!("`{name}`")), "{name} in fuzz/README.md");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} in fuzz/Cargo.toml");
        let target = std::fs::read_to_string(format!("{root}/targets/{name}.rs")).unwrap();
        assert!(target.contains(&format!("handfast_tests::fuzz::{name}(data)")), "{name}");
    }
}
