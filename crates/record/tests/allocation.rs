//! No record of application data costs an allocation, and buffers at rest cost no memory.

#![cfg(test)]

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Opened, Receive, RecordKeys, Transmit};

struct Line {
    transmit: Transmit,
    receive: Receive,
}

impl Line {
    fn new() -> Self {
        Self::with(|| RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, &Secret::from_slice(&[7; 32])))
    }

    fn tls12() -> Self {
        let secret = |length| Secret::from_slice(&[7; 16][..length]);
        Self::with(|| RecordKeys::tls12(Aead::Aes128Gcm, &secret(16), &secret(4)))
    }

    fn with(keys: impl Fn() -> RecordKeys) -> Self {
        let (mut transmit, mut receive) = (Transmit::new(), Receive::new());
        transmit.install(keys()).unwrap();
        receive.install(keys()).unwrap();
        Self { transmit, receive }
    }

    /// Sends `data` over the line, as sockets would, and returns how many bytes came out.
    fn carry(&mut self, data: &[u8]) -> usize {
        assert_eq!(self.transmit.data(data), Ok(data.len()));
        let mut carried = 0;
        while !self.transmit.outgoing().is_empty() {
            let n = self.receive.receive(self.transmit.outgoing());
            self.transmit.sent(n);
            while self.receive.open_next() == Ok(Opened::ApplicationData) {
                let n = self.receive.plaintext().len();
                self.receive.consume(n);
                carried += n;
            }
        }
        carried
    }

    fn memory(&self) -> usize {
        self.transmit.memory() + self.receive.memory()
    }
}

/// Less than a record, one record, and more than a buffer.
const SIZES: &[usize] = &[1, 1000, 1 << 14, 100_000];

#[test]
fn no_allocation_per_record() {
    for (size, mut line) in SIZES.iter().flat_map(|size| [(size, Line::new()), (size, Line::tls12())]) {
        let data = vec![7; *size];
        for _ in 0..50 {
            line.carry(&data);
        }
        let mut carried = 0;
        let info = allocation_counter::measure(|| {
            for _ in 0..200 {
                carried += line.carry(&data);
            }
        });
        assert_eq!((carried, info.count_total), (200 * size, 0), "{size}");
    }
}

/// What rustls 0.23 holds after traffic is 36 KiB; one record each way is less.
#[test]
fn memory_after_traffic() {
    let mut line = Line::new();
    for _ in 0..100 {
        line.carry(&[7; 1 << 14]);
    }
    assert!(line.memory() < 34 * 1024, "{}", line.memory());
}

#[test]
fn no_memory_at_rest() {
    for size in SIZES {
        let mut line = Line::new();
        line.carry(&vec![7; *size]);
        line.transmit.release();
        line.receive.release();
        assert_eq!(line.memory(), 0);
        assert_eq!(line.carry(b"again"), 5);
    }
}

/// A burst does not leave its buffers to a connection that then says little.
#[test]
fn a_quiet_connection_shrinks() {
    let mut line = Line::new();
    for _ in 0..10 {
        line.carry(&[7; 200_000]);
    }
    let busy = line.memory();
    for _ in 0..100 {
        line.carry(b"ping");
    }
    assert!(line.memory() < 24 * 1024 && busy > 200_000, "{busy} -> {}", line.memory());
}
