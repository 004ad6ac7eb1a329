//! This stack beside rustls and beside the bare primitives, in one run and on the same certificates.
//!
//! Machines are noisy, so what counts is the ratio of measurements that are taken in turns; its median over many
//! rounds is printed first. Criterion's own figures follow for those who want the distribution.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on may stop")]

mod bulk;
mod endpoint;
mod floor;
mod handshake;
mod memory;
mod ours;
mod people;
mod ratio;
mod theirs;

use criterion::Criterion;

use self::people::People;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    // `cargo test --benches` only asks whether it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 200 } else { 2 };
    for people in [People::p256(), People::rsa2048()] {
        handshake::ratios(&people, rounds);
        handshake::criterion(&people, &mut criterion);
    }
    let people = People::p256();
    bulk::ratios(&people, rounds);
    bulk::criterion(&people, &mut criterion);
    memory::report(&people);
    criterion.final_summary();
}
