//! What a report costs.

use handfast_study::Report;
use rustix::time::{ClockId, clock_gettime};

use crate::mutual;

/// In milliseconds, also as it is built for tests; as it is built for use it takes a fraction of that.
const BUDGET: i64 = 100;

/// In milliseconds of processor time of this thread, which a busy machine does not change much.
fn spent() -> i64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

#[test]
fn a_page_of_a_mutual_handshake_takes_less_than_a_tenth_of_a_second() {
    let timeline = mutual(|_| ());
    let start = spent();
    let page = Report::of(&timeline).page();
    let took = spent() - start;
    println!("{} octets of page in {took} ms", page.len());
    assert!(took < BUDGET, "{took} ms");
}
