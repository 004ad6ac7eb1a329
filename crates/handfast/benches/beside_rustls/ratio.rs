//! Measurements in turns, and the median of their ratios.

use std::time::{Duration, Instant};

pub(crate) fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The middle of many numbers.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The median over rounds of `of / by`, round by round.
pub(crate) fn median_ratio(of: &[Duration], by: &[Duration]) -> f64 {
    median(of.iter().zip(by).map(|(of, by)| of.as_secs_f64() / by.as_secs_f64()).collect())
}

/// One line of the report.
pub(crate) fn line(what: &str, ours: &[Duration], theirs: &[Duration], floor: &[Duration]) {
    println!(
        "{what:<28} {:>5.2} x floor   rustls {:>5.2} x floor   handfast / rustls {:>6.3}   floor {:>8.1} us",
        median_ratio(ours, floor),
        median_ratio(theirs, floor),
        median_ratio(ours, theirs),
        median(floor.iter().map(|time| time.as_secs_f64() * 1e6).collect()),
    );
}
