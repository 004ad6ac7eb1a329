//! The hash functions of the cipher suites and signature schemes: SHA-2 (FIPS 180-4).

use core::fmt;

use crate::backend::digest;

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Every hash function, shortest output first.
    pub const ALL: &'static [Self] = &[Self::Sha256, Self::Sha384, Self::Sha512];

    /// The longest output of any, in bytes.
    pub const MAX_OUTPUT_LEN: usize = 64;

    /// The length of the output in bytes: `Hash.length` of RFC 9846 §7.1.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash of the concatenated parts.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Digest {
        let mut context = digest::Context::new(self.algorithm());
        for part in parts {
            context.update(part);
        }
        Digest::from_backend(context.finish().as_ref())
    }

    /// A hash that grows as its input arrives.
    #[must_use]
    pub fn start(self) -> Running {
        Running { hash: self, context: digest::Context::new(self.algorithm()) }
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

/// The output of a hash function or of an HMAC. Public bytes: compare received authenticators with
/// [`hmac::verify`](crate::hmac::verify), not with `==`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest {
    bytes: [u8; Hash::MAX_OUTPUT_LEN],
    len: usize,
}

impl Digest {
    /// Copies an output of the backend.
    pub(crate) fn from_backend(output: &[u8]) -> Self {
        let mut bytes = [0; Hash::MAX_OUTPUT_LEN];
        for (to, from) in bytes.iter_mut().zip(output) {
            *to = *from;
        }
        Self { bytes, len: output.len() }
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&self.bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A hash whose input is still arriving: the transcript hash of RFC 9846 §4.1.
#[derive(Clone)]
pub struct Running {
    hash: Hash,
    context: digest::Context,
}

impl Running {
    /// The function that runs.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// Takes more input.
    pub fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
    }

    /// The hash of the input so far; more may follow.
    #[must_use]
    pub fn current(&self) -> Digest {
        Digest::from_backend(self.context.clone().finish().as_ref())
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Running({:?}, {:?} so far)", self.hash, self.current())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::Digest as _;

    use super::Hash;
    use crate::vectors::hex;

    /// FIPS 180-4, example "abc".
    #[test]
    fn abc() {
        let expected = [
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd\
             454d4423643ce80e2a9ac94fa54ca49f",
        ];
        for (&hash, expected) in Hash::ALL.iter().zip(expected) {
            let digest = hash.digest(&[b"a", b"", b"bc"]);
            assert_eq!(digest.as_ref(), hex(expected));
            assert_eq!(format!("{digest:?}"), expected);
            assert_eq!(digest.as_ref().len(), hash.output_len());
        }
    }

    #[test]
    fn runs_on_after_a_look() {
        let mut running = Hash::Sha256.start();
        running.update(b"Client");
        assert_eq!(running.current(), Hash::Sha256.digest(&[b"Client"]));
        let fork = running.clone();
        running.update(b"Hello");
        assert_eq!(running.current(), Hash::Sha256.digest(&[b"ClientHello"]));
        assert_eq!(fork.current(), Hash::Sha256.digest(&[b"Client"]));
        assert_eq!(running.hash(), Hash::Sha256);
    }

    proptest! {
        /// Two implementations that share nothing.
        #[test]
        fn agrees_with_the_second_source(message: Vec<u8>, cut in 0_usize..64) {
            let (first, rest) = message.split_at(cut.min(message.len()));
            for &hash in Hash::ALL {
                let expected = match hash {
                    Hash::Sha256 => sha2::Sha256::digest(&message).to_vec(),
                    Hash::Sha384 => sha2::Sha384::digest(&message).to_vec(),
                    Hash::Sha512 => sha2::Sha512::digest(&message).to_vec(),
                };
                prop_assert_eq!(hash.digest(&[first, rest]).as_ref().to_vec(), expected);
            }
        }
    }
}
