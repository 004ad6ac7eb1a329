//! Full mutual handshakes: the CPU time of each side apart.

use std::time::{Duration, Instant};

use criterion::Criterion;
use handfast::Version;

use crate::endpoint::{Endpoint, Stack};
use crate::floor::Floor;
use crate::ours::Ours;
use crate::people::People;
use crate::ratio;
use crate::theirs::Theirs;

#[derive(Default, Clone, Copy)]
struct Sides {
    client: Duration,
    server: Duration,
}

/// One handshake, everything from the creation of the connections to the last byte.
fn handshake<S: Stack>(stack: &S, wire: &mut Vec<u8>) -> Sides {
    let mut sides = Sides::default();
    let mut client = timed(&mut sides.client, || stack.client());
    let mut server = timed(&mut sides.server, || stack.server());
    while !(client.is_connected() && server.is_connected()) {
        timed(&mut sides.client, || client.give(wire));
        timed(&mut sides.server, || server.take(wire));
        wire.clear();
        timed(&mut sides.server, || server.give(wire));
        timed(&mut sides.client, || client.take(wire));
        wire.clear();
    }
    sides
}

fn timed<R>(total: &mut Duration, work: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = work();
    *total += start.elapsed();
    result
}

/// Several in a row, so that one interruption does not decide.
const BATCH: u32 = 4;

fn batch<S: Stack>(stack: &S) -> Sides {
    let mut wire = Vec::with_capacity(1 << 16);
    (0..BATCH).map(|_| handshake(stack, &mut wire)).fold(Sides::default(), |sum, one| Sides {
        client: sum.client + one.client,
        server: sum.server + one.server,
    })
}

/// Whoever comes after the floor finds less of its own in the caches than who comes last: each is first in every other
/// round.
fn in_either_order<R>(round: usize, ours: impl FnOnce() -> R, theirs: impl FnOnce() -> R) -> (R, R) {
    if round.is_multiple_of(2) {
        let ours = ours();
        return (ours, theirs());
    }
    let theirs = theirs();
    (ours(), theirs)
}

/// Both versions; the floor is what both have to do for TLS 1.3, and TLS 1.2 has the same signatures and agreement.
const VERSIONS: [Version; 2] = [Version::Tls13, Version::Tls12];

pub(crate) fn ratios(people: &People, rounds: usize) {
    VERSIONS.iter().for_each(|version| ratios_of(*version, people, rounds));
}

fn name(version: Version, people: &People) -> String {
    match version {
        Version::Tls12 => format!("{} TLS 1.2", people.name),
        Version::Tls13 => people.name.to_string(),
    }
}

fn ratios_of(version: Version, people: &People, rounds: usize) {
    let (ours, theirs) = (Ours::new(people, version), Theirs::new(people, version));
    let floor = Floor::new(people);
    let mut measured: Vec<(Sides, Sides, Duration)> = Vec::new();
    for round in 0..rounds {
        let floor = ratio::time(|| (0..BATCH).for_each(|_| floor.one_side()));
        let (ours, theirs) = in_either_order(round, || batch(&ours), || batch(&theirs));
        measured.push((ours, theirs, floor));
    }
    let column =
        |pick: fn(&(Sides, Sides, Duration)) -> Duration| measured.iter().map(pick).collect::<Vec<_>>();
    let floor = column(|(_, _, floor)| *floor);
    let clients = (column(|(ours, ..)| ours.client), column(|(_, theirs, _)| theirs.client));
    let servers = (column(|(ours, ..)| ours.server), column(|(_, theirs, _)| theirs.server));
    ratio::line(&format!("handshake {} client", name(version, people)), &clients.0, &clients.1, &floor);
    ratio::line(&format!("handshake {} server", name(version, people)), &servers.0, &servers.1, &floor);
}

pub(crate) fn criterion(people: &People, criterion: &mut Criterion) {
    VERSIONS.iter().for_each(|version| criterion_of(*version, people, criterion));
}

fn criterion_of(version: Version, people: &People, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group(format!("handshake/{}", name(version, people)));
    both(&mut group, &Ours::new(people, version));
    both(&mut group, &Theirs::new(people, version));
    let floor = Floor::new(people);
    group.bench_function("floor/one side", |bench| bench.iter(|| floor.one_side()));
    group.finish();
}

fn both<S: Stack>(group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>, stack: &S) {
    let mut wire = Vec::with_capacity(1 << 16);
    let mut run =
        |pick: fn(Sides) -> Duration, n: u64| (0..n).map(|_| pick(handshake(stack, &mut wire))).sum();
    group.bench_function(format!("{}/client", S::NAME), |bench| {
        bench.iter_custom(|n| run(|sides| sides.client, n));
    });
    group.bench_function(format!("{}/server", S::NAME), |bench| {
        bench.iter_custom(|n| run(|sides| sides.server, n));
    });
}
