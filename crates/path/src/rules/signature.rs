//! signatureValue (RFC 5280 §4.1.1.3, §6.1.3 (a) (1)).

use handfast_crypto::public_key::PublicKeyRef;

use super::Position;
use crate::algorithm;
use crate::cert::Cert;
use crate::decision::Fit;
use crate::refusal::{Refusal, Source};
use crate::signature::{SignatureFault, Signed};

/// Who may have signed a certificate.
pub(crate) struct Issuer<'k> {
    pub(crate) source: Source,
    pub(crate) key: &'k PublicKeyRef<'k>,
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
    let signed = Signed { algorithm, message: cert.tbs, signature: cert.signature };
    signed.verify(issuer.key, position.accepts_sha1()).map_err(|fault| match (fault, issuer.fit) {
        (SignatureFault::Unsupported, _) => {
            Refusal::UnsupportedSignature { at, algorithm: algorithm::identifier(algorithm) }
        }
        (SignatureFault::Weak(hash), _) => Refusal::WeakSignature { at, hash },
        (SignatureFault::Wrong, Fit::KeyIdsMatch) => Refusal::BadSignature { at },
        (SignatureFault::Wrong, Fit::NoKeyIds | Fit::KeyIdsDiffer) => {
            Refusal::NamesakeIssuer { at, namesake: issuer.source }
        }
    })
}
