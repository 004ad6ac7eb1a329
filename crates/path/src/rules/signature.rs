//! signatureValue (RFC 5280 §4.1.1.3, §6.1.3 (a) (1)).

use handfast_crypto::public_key::{KeyKind, PublicKey};
use handfast_crypto::sha1;
use handfast_crypto::verify::{VerifyFailed, verify, verify_weak_rsa};

use super::Position;
use crate::algorithm::{self, Scheme};
use crate::cert::Cert;
use crate::decision::Fit;
use crate::refusal::{Refusal, Source, WeakHash};

/// Who may have signed a certificate.
pub(crate) struct Issuer<'k> {
    pub(crate) source: Source,
    pub(crate) key: &'k PublicKey,
    /// What the key identifiers say.
    pub(crate) fit: Fit,
}

/// The key of `issuer` signed `cert`, with an algorithm that is good enough.
///
/// A wrong signature alone does not tell a damaged certificate from one whose issuer is another authority of the same
/// name, such as yesterday's throw-away CA. Where the key identifiers match, the issuer is certain and the certificate
/// is bad; otherwise its issuer is not known.
pub(crate) fn check(cert: &Cert<'_>, position: &Position<'_>, issuer: &Issuer<'_>) -> Result<(), Refusal> {
    let at = position.at;
    let algorithm = cert.signature_algorithm;
    let unsupported = || Refusal::UnsupportedSignature { at, algorithm: algorithm::identifier(algorithm) };
    let scheme = Scheme::of(algorithm).ok_or_else(unsupported)?;
    let key = issuer.key;
    let is_rsa = matches!(key.kind(), KeyKind::Rsa { .. });
    let verified = match (scheme, scheme.with(key.kind())) {
        (Scheme::Weak(WeakHash::Sha1), _) if position.accepts_sha1() && is_rsa => {
            sha1::verify_rsa(key, cert.tbs, cert.signature)
        }
        (Scheme::Weak(hash), _) => return Err(Refusal::WeakSignature { at, hash }),
        (_, Some(algorithm)) if is_weak(key) => verify_weak_rsa(algorithm, key, cert.tbs, cert.signature),
        (_, Some(algorithm)) => verify(algorithm, key, cert.tbs, cert.signature),
        (_, None) => Err(VerifyFailed::KeyMismatch),
    };
    verified.map_err(|_| match issuer.fit {
        Fit::KeyIdsMatch => Refusal::BadSignature { at },
        Fit::NoKeyIds | Fit::KeyIdsDiffer => Refusal::NamesakeIssuer { at, namesake: issuer.source },
    })
}

/// Reached only under a policy for test vectors.
fn is_weak(key: &PublicKey) -> bool {
    matches!(key.kind(), KeyKind::Rsa { bits: ..2048 } | KeyKind::RsaPss { bits: ..2048 })
}
