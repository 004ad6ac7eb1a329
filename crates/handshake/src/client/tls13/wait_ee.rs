//! WAIT_EE (RFC 9846 §A.1): EncryptedExtensions (§4.4.1).

use handfast_wire::Kind;
use handfast_wire::code_points::ExtensionType;
use handfast_wire::handshake::EncryptedExtensions;

use super::wait_cert_cr::WaitCertCr;
use crate::context::Fact;
use crate::keys13::HandshakeKeys;
use crate::negotiate::{chosen_protocol, only};
use crate::{Config, Cx, Error};

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
        if let Some(protocol) = chosen_protocol(&m.extensions, &cx.config.alpn)? {
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
