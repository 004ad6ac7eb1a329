//! How many cases must have run per peer: `floor.txt`, a line each. In CI fewer is a failure, so that a test that
//! silently runs nothing is noticed.

use std::io::Write;

const FLOOR: &str = include_str!("floor.txt");

/// Reports how many cases ran with a peer.
pub(crate) fn report(peer: &str, ran: usize) {
    say(&format!("{peer}: {ran} cases ran"));
    let line = FLOOR.lines().find_map(|line| line.strip_prefix(peer)?.trim().parse::<usize>().ok());
    let least = line.unwrap_or_else(|| panic!("floor.txt has no line for {peer}"));
    assert!(ran >= least, "{peer}: {ran} cases ran, {least} must");
}

/// Says it also where the output of tests that succeed is kept back.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
