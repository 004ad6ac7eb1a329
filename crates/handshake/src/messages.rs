//! Messages that both roles compose or take alike.

use handfast_wire::code_points::{ExtensionType, SignatureScheme};
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::{
    Asn1Cert, Certificate, Certificate12, CertificateEntry, CertificateRequest, CertificateVerify,
};
use handfast_wire::{Kind, Message};

use crate::context::Fact;
use crate::negotiate::{only, required};
use crate::offer::RequestFacts;
use crate::question::{Ask, Identity};
use crate::{Chain, ClientAuth, Cx, Error, Refusal};

/// Certificate (RFC 9846 §4.5.1) with the context of the request, which in the handshake is empty; without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate(
    context: &[u8],
    identity: Option<&Identity>,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    let entry = |der| CertificateEntry { cert_data: der, extensions: Extensions::default() };
    cx.send(&Message::Certificate(Certificate {
        certificate_request_context: context,
        certificate_list: chain.iter().map(|der| entry(&der[..])).collect(),
    }))
}

/// What a CertificateRequest asks for. Unknown extensions are ignored (RFC 9846 §4.4.2).
pub(crate) fn requested(m: &CertificateRequest<'_>, cx: &mut Cx<'_>) -> Result<RequestFacts, Error> {
    let schemes = m.extensions.signature_algorithms();
    required(schemes, Kind::CertificateRequest, ExtensionType::SIGNATURE_ALGORITHMS)?;
    // A client cannot tell whether the server would go on without a certificate.
    cx.learned(Fact::ClientAuth(ClientAuth::Optional));
    Ok(RequestFacts::of(&m.extensions))
}

/// The peer's Certificate of the handshake, whose context is empty (RFC 9846 §4.5.1). `None` if it is empty itself.
pub(crate) fn take_certificate(m: &Certificate<'_>, cx: &mut Cx<'_>) -> Result<Option<Chain>, Error> {
    if !m.certificate_request_context.is_empty() {
        return Err(Refusal::RequestContext { message: Kind::Certificate }.into());
    }
    take_chain(m, cx)
}

/// The chain in a Certificate, and the question whether it is the peer: no extension, since none was asked for
/// (RFC 9846 §4.5.1). `None` if it is empty.
pub(crate) fn take_chain(m: &Certificate<'_>, cx: &mut Cx<'_>) -> Result<Option<Chain>, Error> {
    if m.certificate_list.is_empty() {
        return Ok(None);
    }
    for entry in &m.certificate_list {
        only(Kind::Certificate, &entry.extensions, |_| false)?;
    }
    cx.ask(Ask::Judge);
    Ok(Some(Chain::of(m.certificate_list.iter().map(|entry| entry.cert_data))))
}

/// Certificate of TLS 1.2 (RFC 5246 §7.4.2, §7.4.6); without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate12(identity: Option<&Identity>, cx: &mut Cx<'_>) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    let chain: Vec<_> = chain.iter().map(|der| Asn1Cert(der)).collect();
    cx.send(&Message::Certificate12(Certificate12 { certificate_list: (&chain).into() }))
}

/// The peer's Certificate of TLS 1.2, and the question whether it is the peer. `None` if it is empty.
pub(crate) fn take_certificate12(m: &Certificate12<'_>, cx: &mut Cx<'_>) -> Option<Chain> {
    if m.certificate_list.is_empty() {
        return None;
    }
    cx.ask(Ask::Judge);
    Some(Chain::of(m.certificate_list.iter().map(|certificate| certificate.0)))
}

/// CertificateVerify (RFC 9846 §4.5.2, RFC 5246 §7.4.8).
pub(crate) fn send_certificate_verify(
    algorithm: SignatureScheme,
    signature: &[u8],
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    cx.learned(Fact::OurScheme(algorithm));
    cx.send(&Message::CertificateVerify(CertificateVerify { algorithm, signature }))
}
