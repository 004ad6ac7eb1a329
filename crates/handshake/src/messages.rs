//! Messages that both roles compose or take alike.

use handfast_wire::code_points::{CertificateCompressionAlgorithm, ExtensionType, SignatureScheme};
use handfast_wire::handshake::{
    Asn1Cert, Certificate, Certificate12, CertificateEntry, CertificateRequest, CertificateVerify,
};
use handfast_wire::{Kind, Message};

use crate::accepts::RequestFacts;
use crate::context::Fact;
use crate::negotiate::{only, required};
use crate::question::{Ask, Identity};
use crate::{CertificateType, Chain, ClientAuth, Cx, Error, Refusal, attached, compression};

/// Certificate (RFC 9846 §4.5.1) with the context of the request, which in the handshake is empty; without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate(
    context: &[u8],
    identity: Option<&Identity>,
    compression: Option<CertificateCompressionAlgorithm>,
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    let timestamps = identity.map(|identity| identity.attached.serialized()).unwrap_or_default();
    let mut beside = identity.map(|identity| identity.attached.extensions(&timestamps));
    // What is attached is about the first certificate.
    let mut entry = |der| CertificateEntry { cert_data: der, extensions: beside.take().unwrap_or_default() };
    let certificate = Certificate {
        certificate_request_context: context,
        certificate_list: chain.iter().map(|der| entry(&der[..])).collect(),
    };
    match compression {
        Some(algorithm) => compression::send(certificate, algorithm, cx),
        None => cx.send(&Message::Certificate(certificate)),
    }
}

/// What a CertificateRequest asks for, of the type agreed on. Unknown extensions are ignored (RFC 9846 §4.4.2).
pub(crate) fn requested(
    wanted: CertificateType,
    m: &CertificateRequest<'_>,
    cx: &mut Cx<'_>,
) -> Result<RequestFacts, Error> {
    let schemes = m.extensions.signature_algorithms();
    required(schemes, Kind::CertificateRequest, ExtensionType::SIGNATURE_ALGORITHMS)?;
    // A client cannot tell whether the server would go on without a certificate.
    cx.learned(Fact::ClientAuth(ClientAuth::Optional));
    Ok(RequestFacts::of(vec![wanted], &m.extensions))
}

/// The peer's Certificate of the handshake, whose context is empty (RFC 9846 §4.5.1). `None` if it is empty itself.
pub(crate) fn take_certificate(
    wanted: CertificateType,
    m: &Certificate<'_>,
    cx: &mut Cx<'_>,
) -> Result<Option<Chain>, Error> {
    if !m.certificate_request_context.is_empty() {
        return Err(Refusal::RequestContext { message: Kind::Certificate }.into());
    }
    take_chain(wanted, m, cx)
}

/// The chain in a Certificate, and the question whether it is the peer: beside the certificates only what was asked for
/// (RFC 9846 §4.5.1). `None` if it is empty.
pub(crate) fn take_chain(
    wanted: CertificateType,
    m: &Certificate<'_>,
    cx: &mut Cx<'_>,
) -> Result<Option<Chain>, Error> {
    if m.certificate_list.is_empty() {
        return Ok(None);
    }
    if wanted == CertificateType::RawPublicKey && m.certificate_list.len() > 1 {
        return Err(Refusal::SeveralRawKeys.into());
    }
    let mut chain = Chain::with_room(wanted, cx.transcript.message().len(), m.certificate_list.len());
    for CertificateEntry { cert_data, extensions } in &m.certificate_list {
        only(Kind::Certificate, extensions, |extension| attached::is_asked(extension, cx.config))?;
        let response = attached::ocsp_response(extensions.status_request(), Kind::Certificate)?;
        let timestamps = attached::timestamps(extensions);
        chain.push(cert_data, response, timestamps.iter().map(|timestamp| timestamp.0));
    }
    cx.ask(Ask::Judge);
    Ok(Some(chain))
}

/// Certificate of TLS 1.2 (RFC 5246 §7.4.2, §7.4.6); without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate12(identity: Option<&Identity>, cx: &mut Cx<'_>) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    match (identity.map(|identity| identity.certificate_type), chain) {
        (Some(CertificateType::RawPublicKey), [key]) => {
            cx.send(&Message::Certificate12(Certificate12::RawPublicKey(key)))
        }
        _ => {
            let chain: Vec<_> = chain.iter().map(|der| Asn1Cert(der)).collect();
            cx.send(&Message::Certificate12(Certificate12::X509((&chain).into())))
        }
    }
}

/// What is in the peer's Certificate of TLS 1.2. `None` if it is empty.
pub(crate) fn chain12(wanted: CertificateType, m: &Certificate12<'_>) -> Result<Option<Chain>, Refusal> {
    let chain = match (wanted, *m) {
        (_, Certificate12::X509(list)) if list.is_empty() => return Ok(None),
        (CertificateType::X509, Certificate12::X509(list)) => Chain::of(list.iter().map(|one| one.0)),
        (CertificateType::RawPublicKey, Certificate12::RawPublicKey(key)) => Chain::of_raw_public_key(key),
        _ => return Err(Refusal::OtherCertificateType),
    };
    Ok(Some(chain))
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
