//! SHA-1 (FIPS 180-4), which is broken: two messages with one hash can be made. Not among the [`hash`](crate::hash)
//! functions, so that nothing takes it by accident.

use crate::backend::{digest, signature};
use crate::public_key::{KeyKind, PublicKeyRef};
use crate::verify::VerifyFailed;

/// The hash of a message, to find something by its name. OCSP names authorities and responders so (RFC 6960 §4.1.1); a
/// collision there wins nothing, for what is found is then verified.
#[must_use]
pub fn digest(message: &[u8]) -> [u8; 20] {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, message);
    digest.as_ref().first_chunk().copied().unwrap_or_default()
}

/// Checks that an RSA `key` signed `message` with RSASSA-PKCS1-v1_5 (RFC 8017 §8.2) over SHA-1. Whoever may choose part
/// of what is signed so can have something else signed too: an answer of `Ok` is worth little.
///
/// # Errors
/// [`VerifyFailed`].
pub fn verify_rsa<'k>(
    key: impl Into<PublicKeyRef<'k>>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailed> {
    let key = key.into();
    match key.kind() {
        KeyKind::Rsa { bits: 2048..=8192 } => signature::UnparsedPublicKey::new(
            &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            key.key_bytes(),
        )
        .verify(message, signature)
        .map_err(|_| VerifyFailed::BadSignature),
        KeyKind::Rsa { .. } => Err(VerifyFailed::Unsupported),
        _ => Err(VerifyFailed::KeyMismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::{digest, verify_rsa};
    use crate::vectors::{file, public_key};
    use crate::verify::VerifyFailed;

    /// FIPS 180-4, example "abc".
    #[test]
    fn of_the_standard() {
        let expected = [
            0xA9, 0x99, 0x3E, 0x36, 0x47, 0x06, 0x81, 0x6A, 0xBA, 0x3E, 0x25, 0x71, 0x78, 0x50, 0xC2, 0x6C,
            0x9C, 0xD0, 0xD8, 0x9D,
        ];
        assert_eq!(digest(b"abc"), expected);
    }

    #[test]
    fn verifies_what_openssl_signed() {
        let (message, signature) = (file("keys/message"), file("keys/RsaPkcs1Sha1.sig"));
        let verify = |key, message: &[u8]| verify_rsa(&public_key(key), message, &signature);
        assert_eq!(verify("rsa2048", &message), Ok(()));
        assert_eq!(verify("rsa2048", b"another"), Err(VerifyFailed::BadSignature));
        assert_eq!(verify("rsa1024", &message), Err(VerifyFailed::Unsupported));
        assert_eq!(verify("rsapss2048", &message), Err(VerifyFailed::KeyMismatch));
        assert_eq!(verify("p256", &message), Err(VerifyFailed::KeyMismatch));
    }
}
