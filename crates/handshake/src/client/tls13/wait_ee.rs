//! WAIT_EE (RFC 9846 §A.1): EncryptedExtensions (§4.4.1).

use handfast_wire::Kind;
use handfast_wire::code_points::ExtensionType;
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::EncryptedExtensions;

use super::wait_cert_cr::WaitCertCr;
use crate::context::Fact;
use crate::keys13::HandshakeKeys;
use crate::negotiate::only;
use crate::{Config, Cx, Error, Refusal};

/// ServerHello came; all that follows is protected.
#[derive(Debug)]
pub(crate) struct WaitEe {
    pub(crate) keys: HandshakeKeys,
    pub(crate) server_name: Option<String>,
}

impl WaitEe {
    pub(crate) fn encrypted_extensions(
        self,
        m: &EncryptedExtensions<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<WaitCertCr, Error> {
        only(Kind::EncryptedExtensions, &m.extensions, |extension| self.asked_for(extension, cx.config))?;
        if let Some(protocol) = protocol(&m.extensions, cx.config)? {
            cx.learned(Fact::Alpn(protocol.to_vec()));
        }
        Ok(WaitCertCr { keys: self.keys, server_name: self.server_name })
    }

    fn asked_for(&self, extension: ExtensionType, config: &Config) -> bool {
        match extension {
            ExtensionType::SERVER_NAME => self.server_name.is_some(),
            ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => !config.alpn.is_empty(),
            ExtensionType::SUPPORTED_GROUPS => true,
            other => config.also_offered.contains(&other),
        }
    }
}

/// RFC 7301 §3.1: exactly one protocol, out of those that were offered.
fn protocol<'m>(extensions: &Extensions<'m>, config: &Config) -> Result<Option<&'m [u8]>, Refusal> {
    let Some(list) = extensions.application_layer_protocol_negotiation() else { return Ok(None) };
    let mut protocols = list.iter().map(|protocol| protocol.0);
    match (protocols.next(), protocols.next()) {
        (Some(one), None) if config.alpn.iter().any(|offered| offered == one) => Ok(Some(one)),
        _ => Err(Refusal::ProtocolNotOffered),
    }
}
