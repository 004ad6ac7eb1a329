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
    len: u8,
}

impl Digest {
    /// Copies an output of the backend; what is longer than any hash is cut off, which no backend produces.
    pub(crate) fn from_backend(output: &[u8]) -> Self {
        let mut digest = Self { bytes: [0; Hash::MAX_OUTPUT_LEN], len: 0 };
        for (to, from) in digest.bytes.iter_mut().zip(output) {
            *to = *from;
            digest.len += 1;
        }
        digest
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&self.bytes)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A hash whose input is still arriving: the transcript hash of RFC 9846 §4.4.1.
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
