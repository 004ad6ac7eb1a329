//! Messages that both roles compose alike.

use handfast_wire::Message;
use handfast_wire::code_points::SignatureScheme;
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::{Certificate, CertificateEntry, CertificateVerify};

use crate::context::Fact;
use crate::question::Identity;
use crate::{Cx, Error};

/// Certificate (RFC 9846 §4.5.1); without an identity it is empty, as only a client may send it.
pub(crate) fn send_certificate(identity: Option<&Identity>, cx: &mut Cx<'_>) -> Result<(), Error> {
    let chain = identity.map_or(&[][..], |identity| &identity.chain);
    let entry = |der| CertificateEntry { cert_data: der, extensions: Extensions::default() };
    cx.send(&Message::Certificate(Certificate {
        certificate_request_context: &[],
        certificate_list: chain.iter().map(|der| entry(&der[..])).collect(),
    }))
}

/// CertificateVerify (RFC 9846 §4.5.2).
pub(crate) fn send_certificate_verify(
    algorithm: SignatureScheme,
    signature: &[u8],
    cx: &mut Cx<'_>,
) -> Result<(), Error> {
    cx.learned(Fact::OurScheme(algorithm));
    cx.send(&Message::CertificateVerify(CertificateVerify { algorithm, signature }))
}
