//! Bulk transfer in records of 16 KiB.

use handfast::Version;
use std::io;
use std::time::Duration;

use criterion::{Criterion, Throughput};

use crate::endpoint::{Endpoint, Stack};
use crate::floor::Records;
use crate::ours::Ours;
use crate::people::People;
use crate::ratio;
use crate::theirs::Theirs;

const RECORD: usize = 1 << 14;

/// Records a round: as many as two writes of 64 KiB.
const RECORDS: usize = 8;

/// A sender whose records go nowhere, and a connected pair with what lies on the wire between them.
struct Line<S: Stack> {
    sender: S::Client,
    client: S::Client,
    server: S::Server,
    wire: Vec<u8>,
    data: Vec<u8>,
}

impl<S: Stack> Line<S> {
    fn new(stack: &S) -> Self {
        let (sender, _) = stack.pair();
        let (client, server) = stack.pair();
        Self {
            sender,
            client,
            server,
            wire: Vec::with_capacity(RECORDS * (RECORD + 64)),
            data: vec![7; RECORD * 4],
        }
    }

    /// Until the records are ready for a socket.
    fn send(&mut self) -> Duration {
        warm(|| {
            for _ in 0..RECORDS / 4 {
                self.sender.write(&self.data);
                self.sender.give(&mut io::sink());
            }
        })
    }

    fn receive(&mut self) -> Duration {
        self.round();
        self.round()
    }

    fn round(&mut self) -> Duration {
        self.wire.clear();
        for _ in 0..RECORDS / 4 {
            self.client.write(&self.data);
            self.client.give(&mut self.wire);
        }
        let mut received = 0;
        let time = ratio::time(|| received = self.server.take(&self.wire));
        assert_eq!(received, RECORDS * RECORD);
        time
    }
}

/// In the midst of a transfer: whoever comes first after another's turn would pay for the caches that the other filled.
fn warm(mut work: impl FnMut()) -> Duration {
    work();
    ratio::time(work)
}

/// The same amount through the bare AEAD.
struct Bare {
    records: Records,
    sealed: Vec<Room>,
    data: Vec<u8>,
}

/// Where a record lies: content, its type, tag. Aligned, for then the AEAD is at its best.
struct Room(Vec<u8>);

/// What the AEAD protects in a record of TLS 1.3 (RFC 9846 §5.2), and with its tag.
const INNER_PLAINTEXT: usize = RECORD + 1;
const SEALED: usize = INNER_PLAINTEXT + 16;

const ALIGNMENT: usize = 64;

impl Room {
    fn sealed(&mut self) -> &mut [u8] {
        let start = self.0.as_ptr().align_offset(ALIGNMENT);
        &mut self.0[start..start + SEALED]
    }

    fn parts(&mut self) -> (&mut [u8], &mut [u8]) {
        self.sealed().split_at_mut(INNER_PLAINTEXT)
    }
}

impl Bare {
    fn new() -> Self {
        let sealed = (0..RECORDS).map(|_| Room(vec![7; SEALED + ALIGNMENT])).collect();
        Self { records: Records::new(), sealed, data: vec![7; RECORD * 4] }
    }

    fn send(&mut self) -> Duration {
        warm(|| {
            for record in &mut self.sealed {
                let (inner, tag) = record.parts();
                tag.copy_from_slice(&self.records.seal(inner));
            }
        })
    }

    /// What no sender can go below that leaves the application's bytes as they are.
    fn copy_and_send(&mut self) -> Duration {
        warm(|| {
            for (record, content) in self.sealed.iter_mut().zip(self.data.chunks(RECORD).cycle()) {
                let (inner, tag) = record.parts();
                inner[..RECORD].copy_from_slice(content);
                tag.copy_from_slice(&self.records.seal(inner));
            }
        })
    }

    /// Of what was sent last.
    fn receive(&mut self) -> Duration {
        self.send();
        ratio::time(|| self.sealed.iter_mut().for_each(|record| self.records.open(record.sealed())))
    }
}

pub(crate) fn ratios(people: &People, rounds: usize) {
    let (mut ours, mut theirs) =
        (Line::new(&Ours::new(people, Version::Tls13)), Line::new(&Theirs::new(people, Version::Tls13)));
    let mut bare = Bare::new();
    let (mut sent, mut received) = ([const { Vec::new() }; 3], [const { Vec::new() }; 3]);
    let mut copied = Vec::new();
    for _ in 0..rounds {
        copied.push(bare.copy_and_send());
        for (column, time) in sent.iter_mut().zip([ours.send(), theirs.send(), bare.send()]) {
            column.push(time);
        }
        for (column, time) in received.iter_mut().zip([ours.receive(), theirs.receive(), bare.receive()]) {
            column.push(time);
        }
    }
    let [ours, theirs, floor] = &sent;
    ratio::line("bulk send, AES-128-GCM", ours, theirs, floor);
    ratio::line("bulk send, floor with a copy", ours, theirs, &copied);
    let [ours, theirs, floor] = &received;
    ratio::line("bulk receive, AES-128-GCM", ours, theirs, floor);
}

pub(crate) fn criterion(people: &People, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bulk");
    group.throughput(Throughput::Bytes((RECORDS * RECORD) as u64));
    both(&mut group, &Ours::new(people, Version::Tls13));
    both(&mut group, &Theirs::new(people, Version::Tls13));
    let mut bare = Bare::new();
    group.bench_function("floor/send", |bench| bench.iter(|| bare.send()));
    group.bench_function("floor/receive", |bench| {
        bench.iter_custom(|n| (0..n).map(|_| bare.receive()).sum());
    });
    group.finish();
}

fn both<S: Stack>(group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>, stack: &S) {
    let mut line = Line::new(stack);
    let mut run = |receives: bool, n: u64| {
        let mut total = Duration::ZERO;
        for _ in 0..n {
            total += if receives { line.receive() } else { line.send() };
        }
        total
    };
    group.bench_function(format!("{}/send", S::NAME), |bench| bench.iter_custom(|n| run(false, n)));
    group.bench_function(format!("{}/receive", S::NAME), |bench| bench.iter_custom(|n| run(true, n)));
}
