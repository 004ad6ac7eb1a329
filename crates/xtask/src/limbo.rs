//! `cargo xtask limbo < limbo.json > results.json`: speaks the harness format of x509-limbo (C2SP), version 1.

mod case;
mod judge;

use std::error::Error;
use std::io::{Read, Write};

pub use case::Case;
pub use judge::{Verdict, judge};
use serde::{Deserialize, Serialize};

/// `limbo.json`. What is expected of a case is no field here: nobody can look.
#[derive(Debug, Deserialize)]
struct Suite {
    version: u8,
    testcases: Vec<Case>,
}

/// `results.json`.
#[derive(Debug, Serialize)]
struct Results<'a> {
    version: u8,
    harness: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Debug, Serialize)]
struct Outcome<'a> {
    id: &'a str,
    actual_result: &'static str,
    context: Option<String>,
}

/// Judges every case of a suite.
///
/// # Errors
/// The input is no suite of version 1, or the output fails.
pub fn run(input: impl Read, output: impl Write) -> Result<(), Box<dyn Error>> {
    let suite: Suite = serde_json::from_reader(input)?;
    if suite.version != 1 {
        return Err(format!("version {} of the suite is not known", suite.version).into());
    }
    let results = suite.testcases.iter().map(Outcome::of).collect();
    serde_json::to_writer(output, &Results { version: 1, harness: "handfast", results })?;
    Ok(())
}

impl<'a> Outcome<'a> {
    fn of(case: &'a Case) -> Self {
        let (actual_result, context) = match judge(case) {
            Verdict::Success => ("SUCCESS", None),
            Verdict::Failure(reason) => ("FAILURE", Some(reason)),
            Verdict::Skipped(reason) => ("SKIPPED", Some(reason)),
        };
        Self { id: &case.id, actual_result, context }
    }
}
