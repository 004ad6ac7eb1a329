//! What a CertificateVerify signs (RFC 9846 §4.5.2; in TLS 1.2 ServerKeyExchange, too), and how it is checked.

use handfast_crypto::hash::Digest;
use handfast_crypto::public_key::PublicKey;
use handfast_wire::Kind;
use handfast_wire::code_points::SignatureScheme;
use handfast_wire::handshake::CertificateVerify;

use crate::schedule12::Randoms;
use crate::scheme::{algorithm_in, is_tls13};
use crate::{Config, Refusal, Refusal12, Role, Version};

const PAD: [u8; 64] = [0x20; 64];

/// The octets under the signature: 64 spaces, the context string of the signer's role, a zero, the transcript hash.
#[must_use]
pub fn content(signer: Role, transcript: &Digest) -> Vec<u8> {
    [&PAD, context_string(signer), &[0], transcript.as_ref()].concat()
}

/// The context string that keeps the signatures of both roles apart.
#[must_use]
pub const fn context_string(signer: Role) -> &'static [u8] {
    match signer {
        Role::Client => b"TLS 1.3, client CertificateVerify",
        Role::Server => b"TLS 1.3, server CertificateVerify",
    }
}

/// Checks the peer's signature: the scheme was offered, goes with the key of its certificate, and verifies.
pub(crate) fn check(
    signer: Role,
    config: &Config,
    key: &PublicKey,
    transcript: &Digest,
    message: &CertificateVerify<'_>,
) -> Result<(), Refusal> {
    let scheme = message.algorithm;
    if !config.schemes.contains(&scheme) || !is_tls13(scheme) {
        return Err(Refusal::SchemeNotOffered { scheme });
    }
    let algorithm =
        algorithm_in(Version::Tls13, scheme, key).ok_or(Refusal::SchemeDoesNotFitKey { scheme })?;
    (config.verifier)(algorithm, key, &content(signer, transcript), message.signature)
        .map_err(|_| Refusal::BadSignature { scheme })
}

/// What ServerKeyExchange of TLS 1.2 signs: both random values and its parameters (RFC 5246 §7.4.3).
#[must_use]
pub fn content12(randoms: &Randoms, params: &[u8]) -> Vec<u8> {
    [&randoms.client[..], &randoms.server, params].concat()
}

/// Checks the signature of this message of TLS 1.2: ServerKeyExchange or CertificateVerify, which have the same rules.
pub(crate) fn check12(
    message: Kind,
    config: &Config,
    key: &PublicKey,
    content: &[u8],
    (scheme, signature): (SignatureScheme, &[u8]),
) -> Result<(), Refusal12> {
    if !config.schemes.contains(&scheme) {
        return Err(Refusal12::SchemeNotOffered { message, scheme });
    }
    let algorithm = algorithm_in(Version::Tls12, scheme, key)
        .ok_or(Refusal12::SchemeDoesNotFitKey { message, scheme })?;
    (config.verifier)(algorithm, key, content, signature)
        .map_err(|_| Refusal12::BadSignature { message, scheme })
}

#[cfg(test)]
mod tests {
    use super::{Role, content, context_string};
    use handfast_crypto::hash::Hash;

    #[test]
    fn looks_as_the_rfc_draws_it() {
        let hash = Hash::Sha256.digest(&[b"x"]);
        let content = content(Role::Server, &hash);
        assert_eq!(content.len(), 64 + 33 + 1 + 32);
        assert_eq!(&content[60..70], b"    TLS 1.");
        assert_eq!(content[97], 0);
        assert_eq!(&content[98..], hash.as_ref());
    }

    /// RFC 9846 §4.5.2; what one side signs is of no use to the other.
    #[test]
    fn names_the_side_that_signs() {
        assert_eq!(context_string(Role::Server), b"TLS 1.3, server CertificateVerify");
        assert_eq!(context_string(Role::Client), b"TLS 1.3, client CertificateVerify");
    }
}
