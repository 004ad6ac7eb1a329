//! What a session rests on that began without a certificate: a key that was shared beforehand.

use handfast_crypto::hash::Hash;
use handfast_crypto::hkdf;
use handfast_crypto::secret::Secret;

use super::Session;
use crate::Psk;

/// Which key it was: its identity, and a mark of its secret, so that no other secret under the same identity takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Basis {
    pub(crate) identity: Vec<u8>,
    pub(super) mark: Secret,
}

impl Basis {
    pub(crate) fn new(identity: &[u8], secret: &Secret, hash: Hash) -> Self {
        Self { identity: identity.to_vec(), mark: mark(identity, secret, hash) }
    }

    /// Whether it is this key. The mark is compared in constant time.
    fn is(&self, key: &Psk) -> bool {
        self.identity == key.identity() && self.mark == mark(key.identity(), key.secret(), key.hash())
    }
}

/// Derived from the Early Secret of the key under a label of its own (RFC 9846 §7.1), so that nothing that the key protects
/// follows from it, nor the key. Under a key that can be guessed it tells whether a guess is right; so does the binder in
/// every ClientHello that offers the key, to whoever sees it pass (RFC 9257 §4.2). The mark goes nowhere but where the
/// secret of its session goes: into a ticket, which is sealed, or into the keeping of one of the two that have the key.
fn mark(identity: &[u8], secret: &Secret, hash: Hash) -> Secret {
    let early = hkdf::extract(hash, &hkdf::zeros(hash), secret);
    hkdf::expand_label(hash, &early, "session mark", hash.digest(&[identity]).as_ref(), hash.output_len())
}

impl Session {
    /// Whether it began with no key that was shared beforehand, or with one of these: by identity, and by secret. Whoever
    /// keeps those keys and finds sessions goes on from no other, so that a key that is taken back or exchanged takes its
    /// sessions along.
    #[must_use]
    pub fn rests_on(&self, keys: &[Psk]) -> bool {
        self.basis().is_none_or(|basis| keys.iter().any(|key| basis.is(key)))
    }
}

#[cfg(test)]
mod tests {
    use handfast_crypto::hash::Hash;
    use handfast_crypto::secret::Secret;

    use crate::Psk;
    use crate::session::Session;
    use crate::session::fits::tests::{remembered, sharing};

    fn key(identity: &[u8], secret: &[u8], hash: Hash) -> Psk {
        Psk::new(identity, secret, hash).unwrap()
    }

    #[test]
    fn is_one_key_and_no_other() {
        let ours = key(b"sensor 7", b"a secret", Hash::Sha256);
        let others = [
            key(b"sensor 8", b"a secret", Hash::Sha256),
            key(b"sensor 7", b"another secret", Hash::Sha256),
            key(b"sensor 7", b"a secret", Hash::Sha384),
        ];
        for session in [Session::from(ours.clone()), sharing()] {
            assert!(session.rests_on(&[others[1].clone(), ours.clone()]));
            assert!(!session.rests_on(&[]) && !session.rests_on(&others));
        }
        assert!(remembered().rests_on(&[]), "a certificate needs no key");
    }

    /// Servers that share ticket keys agree on it, of whatever release they are: HMAC-SHA-256 twice, by hand.
    #[test]
    fn has_a_mark_that_is_the_same_everywhere_and_not_printed() {
        let basis = sharing().basis.unwrap();
        let mark = [
            [0x89, 0xd3, 0x69, 0x17, 0x59, 0xe2, 0xc0, 0x44],
            [0xdc, 0x36, 0x02, 0x1a, 0xae, 0xaf, 0x8e, 0x6f],
            [0xef, 0xb9, 0xb4, 0x7a, 0xe2, 0x86, 0x1d, 0x9f],
            [0xb8, 0x13, 0xd5, 0xbe, 0x0b, 0x72, 0xa3, 0x34],
        ];
        assert_eq!(basis.mark, Secret::from_slice(mark.as_flattened()));
        assert!(format!("{basis:?}").contains("Secret(32 bytes)"));
    }
}
