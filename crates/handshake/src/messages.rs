//! Messages that both roles compose or take alike.

use handfast_wire::code_points::SignatureScheme;
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::{Asn1Cert, Certificate, Certificate12, CertificateEntry, CertificateVerify};
use handfast_wire::{Kind, Message};

use crate::context::Fact;
use crate::negotiate::only;
use crate::question::{Ask, Identity};
use crate::{Chain, Cx, Error, Refusal};

/// Certificate (RFC 9846 §4.5.1); without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate(identity: Option<&Identity>, cx: &mut Cx<'_>) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    let entry = |der| CertificateEntry { cert_data: der, extensions: Extensions::default() };
    cx.send(&Message::Certificate(Certificate {
        certificate_request_context: &[],
        certificate_list: chain.iter().map(|der| entry(&der[..])).collect(),
    }))
}

/// The peer's Certificate, and the question whether it is the peer: no context, since it belongs to the handshake, and
/// no extension, since none was asked for (RFC 9846 §4.5.1). `None` if it is empty.
pub(crate) fn take_certificate(m: &Certificate<'_>, cx: &mut Cx<'_>) -> Result<Option<Chain>, Error> {
    if !m.certificate_request_context.is_empty() {
        return Err(Refusal::RequestContext { message: Kind::Certificate }.into());
    }
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
