//! Path validation beside rustls-webpki and beside the bare signatures, in one run and on the same certificates.
//!
//! Machines are noisy, so what counts is what is measured in turns; the median over many rounds is printed first: what
//! each takes above the two signatures that none can do without. Criterion's own figures follow for those who want the
//! distribution.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on may stop")]

mod chain;
mod turns;

use std::hint::black_box;

use criterion::Criterion;
use handfast_path::{Anchors, Decisions, PathCache, validate};

use self::chain::Chain;
use self::turns::Turns;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let asked = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    // `cargo test --benches` only asks whether it runs, and a profile is of one thing alone.
    let rounds = if asked("--bench") && !asked("--profile-time") { 2000 } else { 2 };
    for chain in [Chain::p256(), Chain::rsa2048()] {
        in_turns(&chain, rounds);
        distributions(&chain, &mut criterion);
    }
    criterion.final_summary();
}

fn in_turns(chain: &Chain, rounds: usize) {
    let cache = PathCache::new(64);
    let mut turns = Turns::default();
    for _ in 0..rounds {
        turns.floor(|| chain.signatures());
        turns.measure("handfast", || ours(chain, &chain.anchors));
        turns.measure("rustls-webpki", || chain.webpki());
        turns.measure("handfast, 150 anchors", || ours(chain, &chain.many_anchors));
        turns.measure("rustls-webpki, 150 anchors", || chain.webpki_with_many());
        turns.measure("handfast, from the cache", || cached(chain, &cache));
    }
    turns.report(chain.name);
}

fn distributions(chain: &Chain, criterion: &mut Criterion) {
    let cache = PathCache::new(64);
    let mut group = criterion.benchmark_group(format!("path/{}", chain.name));
    group.bench_function("two signatures", |bencher| bencher.iter(|| chain.signatures()));
    group.bench_function("handfast", |bencher| bencher.iter(|| ours(chain, &chain.anchors)));
    group.bench_function("rustls-webpki", |bencher| bencher.iter(|| chain.webpki()));
    group.bench_function("handfast, from the cache", |bencher| bencher.iter(|| cached(chain, &cache)));
    group.finish();
}

fn ours(chain: &Chain, anchors: &Anchors) {
    let (sent, mut off) = (chain.intermediates(), Decisions::off());
    let Chain { evidence, policy, now, .. } = chain;
    black_box(validate(chain.leaf(), sent, anchors, evidence, policy, *now, &mut off).unwrap());
}

fn cached(chain: &Chain, cache: &PathCache) {
    let (sent, mut off) = (chain.intermediates(), Decisions::off());
    let Chain { anchors, evidence, policy, now, .. } = chain;
    black_box(cache.validate(chain.leaf(), sent, anchors, evidence, policy, *now, &mut off).unwrap());
}
