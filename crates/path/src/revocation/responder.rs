//! Who may answer for an authority, and who did (RFC 6960 §4.2.2.2).

use handfast_crypto::public_key::PublicKeyRef;
use handfast_crypto::sha1;

use super::verifier::{Useless, Verifier};
use super::{BasicResponse, OcspFault, ResponderId};
use crate::cert::Cert;
use crate::name::same;
use crate::signature::Signed;

/// The authority that issued the certificate in question.
#[derive(Clone, Copy)]
pub(crate) struct Authority<'q> {
    /// The DER of its name.
    pub(crate) name: &'q [u8],
    pub(crate) key: PublicKeyRef<'q>,
}

/// Who signed a response.
pub(crate) enum Responder<'a> {
    /// The authority itself, with the key that signed the certificate in question.
    Authority,
    /// One that it delegated to. Its certificate is good but for its revocation, which is not known yet.
    Delegate(Box<Cert<'a>>),
}

/// Who signed the response. `others` may hold the certificate of the responder if it did not come along.
pub(crate) fn of<'a>(
    response: &BasicResponse<'a>,
    authority: &Authority<'_>,
    others: &[&Cert<'a>],
    verifier: &mut Verifier<'_>,
) -> Result<Responder<'a>, Useless<OcspFault>> {
    let signed = Signed {
        algorithm: response.signature_algorithm,
        message: response.tbs,
        signature: response.signature,
    };
    if is_named(response.responder, authority.name, &authority.key) {
        verifier.verify(&authority.key, &signed)?;
        return Ok(Responder::Authority);
    }
    let came_along = response.certificates().filter_map(|der| Cert::parse(der).ok());
    let mut fault = OcspFault::UnknownResponder;
    for cert in came_along.chain(others.iter().map(|cert| (*cert).clone())) {
        verifier.budget.candidate().map_err(Useless::Spent)?;
        match delegate(&cert, response.responder, authority, &signed, verifier) {
            Ok(()) => return Ok(Responder::Delegate(Box::new(cert))),
            Err(Useless::Fault(OcspFault::UnknownResponder)) => {}
            Err(Useless::Fault(this)) => fault = this,
            Err(spent) => return Err(spent),
        }
    }
    Err(Useless::Fault(fault))
}

/// This certificate is the responder's, the authority issued it for this, and its key signed the response.
fn delegate(
    cert: &Cert<'_>,
    responder: ResponderId<'_>,
    authority: &Authority<'_>,
    signed: &Signed<'_>,
    verifier: &mut Verifier<'_>,
) -> Result<(), Useless<OcspFault>> {
    let key = cert.public_key().map_err(|_| Useless::Fault(OcspFault::UnknownResponder))?;
    if !is_named(responder, cert.subject, &key) {
        return Err(Useless::Fault(OcspFault::UnknownResponder));
    }
    is_delegated(cert, authority, verifier)?;
    if !is_good(cert, &key, verifier) {
        return Err(Useless::Fault(OcspFault::BadResponder));
    }
    verifier.verify(&key, signed)
}

/// "This certificate MUST be issued directly by the CA that is identified in the request", with id-kp-OCSPSigning.
fn is_delegated(
    cert: &Cert<'_>,
    authority: &Authority<'_>,
    verifier: &mut Verifier<'_>,
) -> Result<(), Useless<OcspFault>> {
    let purposes = cert.extensions.extended_key_usage;
    let for_this = purposes.is_some_and(|usage| usage.purposes().any(|purpose| purpose == OCSP_SIGNING));
    let issued = Signed { algorithm: cert.signature_algorithm, message: cert.tbs, signature: cert.signature };
    let by_it = same(cert.issuer, authority.name) && cert.signature_inside == cert.signature_algorithm;
    if !for_this || !by_it {
        return Err(Useless::Fault(OcspFault::NotDelegated));
    }
    match verifier.verify(&authority.key, &issued) {
        Err(Useless::Fault(OcspFault::BadSignature)) => Err(Useless::Fault(OcspFault::NotDelegated)),
        verified => verified,
    }
}

/// id-kp-OCSPSigning: 1.3.6.1.5.5.7.3.9. anyExtendedKeyUsage is no delegation.
const OCSP_SIGNING: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x09];

/// Valid now, with a strong key that may sign, and without anything unknown.
fn is_good(cert: &Cert<'_>, key: &PublicKeyRef<'_>, verifier: &Verifier<'_>) -> bool {
    let may_sign = |usage: crate::cert::KeyUsage| usage.digital_signature() || usage.non_repudiation();
    cert.validity.contains(verifier.now)
        && cert.extensions.key_usage.is_none_or(may_sign)
        && cert.extensions.unknown_critical.is_none()
        && verifier.is_strong(key)
}

fn is_named(responder: ResponderId<'_>, name: &[u8], key: &PublicKeyRef<'_>) -> bool {
    match responder {
        ResponderId::ByName(named) => same(named, name),
        ResponderId::ByKey(hash) => sha1::digest(key.key_bytes()) == hash,
    }
}
