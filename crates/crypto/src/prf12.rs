//! The pseudorandom function of TLS 1.2 (RFC 5246 §5), over the hash of the cipher suite.
//!
//! ```text
//! PRF(secret, label, seed) = P_hash(secret, label + seed)
//!
//! P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) + HMAC_hash(secret, A(2) + seed) + ...
//! A(0) = seed
//! A(i) = HMAC_hash(secret, A(i-1))
//! ```

use core::fmt;

use crate::backend::hmac::{Key, Tag};
use crate::hash::Hash;
use crate::hmac;
use crate::secret::Secret;

/// A secret made ready for the PRF, from which any number of values can be expanded at the cost of one key set-up.
pub struct Prf {
    hash: Hash,
    key: Key,
}

impl Prf {
    /// Makes the secret ready.
    #[must_use]
    pub fn new(hash: Hash, secret: &Secret) -> Self {
        Self { hash, key: hmac::key(hash, secret.bytes()) }
    }

    /// The first `len` bytes of `PRF(self, label, seed)`; the parts of the seed are taken as one.
    ///
    /// # Panics
    /// If `len` is over [`Secret::CAPACITY`]: a length that the program chose. For more, or for a length that a user
    /// chose, there is [`Prf::expand_into`].
    #[must_use]
    pub fn expand(&self, label: &str, seed: &[&[u8]], len: usize) -> Secret {
        Secret::filled(len, |out| self.expand_into(label, seed, out))
    }

    /// `PRF(self, label, seed)`, as much of it as fills `out`.
    pub fn expand_into(&self, label: &str, seed: &[&[u8]], out: &mut [u8]) {
        let mut a = self.tag(&[label.as_bytes()], seed);
        let mut blocks = out.chunks_mut(self.hash.output_len()).peekable();
        while let Some(block) = blocks.next() {
            hmac::store(&self.tag(&[a.as_ref(), label.as_bytes()], seed), block);
            if blocks.peek().is_some() {
                a = self.tag(&[a.as_ref()], &[]);
            }
        }
    }

    /// The HMAC of all these parts. Once in the program, not once for each A(i) and each block.
    #[inline(never)]
    fn tag(&self, first: &[&[u8]], rest: &[&[u8]]) -> Tag {
        hmac::tag(&self.key, first.iter().chain(rest))
    }
}

impl fmt::Debug for Prf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prf({:?})", self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::Prf;
    use crate::hash::Hash;
    use crate::secret::Secret;
    use crate::vectors::hex;

    fn prf(hash: Hash, secret: &str) -> Prf {
        Prf::new(hash, &Secret::from_slice(&hex(secret)))
    }

    /// RFC 5246 has no vectors. These are the ones that Alfred Hoenes and Pasi Eronen gave on the TLS working group's
    /// list (ietf.org/mail-archive/web/tls, "TLS 1.2 PRF test vectors"), which other implementations check too.
    #[test]
    fn working_group_vectors() {
        let cases = [
            (
                Hash::Sha256,
                "9bbe436ba940f017b17652849a71db35",
                "a0ba9f936cda311827a6f796ffd5198c",
                "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af\
                 0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701\
                 87347b66",
            ),
            (
                Hash::Sha384,
                "b80b733d6ceefcdc71566ea48e5567df",
                "cd665cf6a8447dd6ff8b27555edb7465",
                "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0\
                 e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425\
                 9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070\
                 3d73e56f",
            ),
        ];
        for (hash, secret, seed, expected) in cases {
            let (prf, seed, expected) = (prf(hash, secret), hex(seed), hex(expected));
            let mut out = vec![0; expected.len()];
            prf.expand_into("test label", &[&seed], &mut out);
            assert_eq!(out, expected);
            let (start, end) = seed.split_at(5);
            let first = Secret::from_slice(&expected[..48]);
            assert_eq!(prf.expand("test label", &[start, &[], end], 48), first);
        }
    }

    #[test]
    fn shows_no_secret() {
        assert_eq!(format!("{:?}", prf(Hash::Sha256, "4142")), "Prf(Sha256)");
    }
}
