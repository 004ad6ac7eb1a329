//! What is known to fail, and why: `vectors/exceptions/SUITE`, a case and its reason per line, `#` for remarks.

use std::collections::BTreeMap;
use std::path::Path;

/// Each failure is an exception and each exception a failure: what starts to succeed is to be struck off. A failure
/// that is no exception is told with its own words.
pub(crate) fn compare(suite: &str, cases: usize, failed: &BTreeMap<String, String>) {
    let known = read(suite);
    let new: Vec<_> = failed.iter().filter(|(case, _)| !known.contains_key(*case)).collect();
    let mended: Vec<_> = known.keys().filter(|case| !failed.contains_key(*case)).collect();
    println!("{suite}: {} of {cases} as expected", cases - failed.len());
    for (case, words) in &new {
        println!("{case}: {words}");
    }
    assert!(new.is_empty(), "{suite}: {} of {cases} cases fail", new.len());
    assert!(mended.is_empty(), "{suite}: these succeed and are no exceptions any longer: {mended:?}");
}

fn read(suite: &str) -> BTreeMap<String, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/exceptions").join(suite);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(exception).collect()
}

fn exception(line: &str) -> (String, String) {
    let (case, reason) = line.split_once(": ").unwrap_or_else(|| panic!("no reason is given: {line}"));
    (case.to_owned(), reason.to_owned())
}
