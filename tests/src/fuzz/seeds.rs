//! Where a campaign starts: inputs that reach far by themselves, and a way to change them.

use std::path::PathBuf;

/// The corpus of a target: `vectors/corpus/<target>`.
#[must_use]
pub fn folder(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vectors/corpus").join(target)
}

/// The files of the corpus, in the order of their names.
///
/// # Panics
/// If they cannot be read.
#[must_use]
pub fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder(target))
        .expect("a corpus")
        .map(|entry| entry.expect("a file").path())
        .map(|path| (path.display().to_string(), std::fs::read(path).expect("a file")))
        .collect();
    files.sort();
    files
}

/// Changes inputs like a fuzzer that sees no coverage; the same start makes the same changes.
#[derive(Debug)]
pub struct Mutator(u64);

impl Mutator {
    /// From this start.
    #[must_use]
    pub const fn new(start: u64) -> Self {
        Self(start)
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`, or 0.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).ok().and_then(|n| n.checked_rem(end)).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        let [byte, ..] = self.next().to_le_bytes();
        byte
    }

    /// One of these, changed in one to eight places.
    pub fn change(&mut self, seeds: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = self.one_of(seeds).to_vec();
        for _ in 0..=self.below(8) {
            self.change_once(&mut bytes, seeds);
        }
        bytes
    }

    fn one_of<'s>(&mut self, seeds: &'s [(String, Vec<u8>)]) -> &'s [u8] {
        let at = self.below(seeds.len());
        seeds.get(at).map_or(&[], |(_, bytes)| bytes)
    }

    fn change_once(&mut self, bytes: &mut Vec<u8>, seeds: &[(String, Vec<u8>)]) {
        let at = self.below(bytes.len() + 1);
        let end = (at + self.below(16)).min(bytes.len());
        let byte = self.byte();
        match (self.below(7), bytes.get_mut(at)) {
            (0, Some(old)) => *old = byte,
            (1, Some(old)) => *old ^= 1 << (byte & 7),
            (2, Some(old)) => *old = old.wrapping_add(byte & 3).wrapping_sub(1),
            (3, Some(_)) => drop(bytes.drain(at..end)),
            (4, Some(_)) => {
                let again = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, again);
            }
            (5, _) => {
                let other = self.one_of(seeds);
                let from = self.below(other.len());
                bytes.truncate(at);
                bytes.extend(other.get(from..).unwrap_or_default());
            }
            _ => bytes.insert(at, byte),
        }
    }
}
