//! WAIT_EE (RFC 9846 §A.1): EncryptedExtensions (§4.4.1).

use handfast_wire::Kind;
use handfast_wire::code_points::ExtensionType;
use handfast_wire::handshake::EncryptedExtensions;

use super::wait_cert_cr::WaitCertCr;
use super::wait_finished::WaitFinished;
use crate::certificate_type::{agreed, must_be_said};
use crate::client::offer::Known;
use crate::context::Fact;
use crate::keys13::HandshakeKeys;
use crate::negotiate::{chosen_protocol, only};
use crate::{Config, Cx, Error, RecordLimits, Version};

/// ServerHello came; all that follows is protected.
#[derive(Debug)]
pub(crate) struct WaitEe {
    pub(crate) keys: HandshakeKeys,
    pub(crate) server_name: Option<String>,
    /// The server of the session that is gone on from, if one is.
    pub(crate) resumed: Option<Known>,
}

/// Where EncryptedExtensions leads.
#[derive(Debug)]
pub(crate) enum AfterEe {
    Certificate(WaitCertCr),
    Psk(WaitFinished),
}

impl WaitEe {
    pub(crate) fn encrypted_extensions(
        mut self,
        m: &EncryptedExtensions<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<AfterEe, Error> {
        only(Kind::EncryptedExtensions, &m.extensions, |extension| self.asked_for(extension, cx.config))?;
        self.keys.certificate_types = agreed(&m.extensions, self.resumed.is_some(), cx.config)?;
        let protocol = chosen_protocol(&m.extensions, &cx.config.alpn)?.map(<[u8]>::to_vec);
        if let Some(draft) = &mut self.keys.draft {
            draft.alpn.clone_from(&protocol);
        }
        if let Some(protocol) = protocol {
            cx.learned(Fact::Alpn(protocol));
        }
        if let Some(limits) = RecordLimits::of_answer(&m.extensions, cx.config, Version::Tls13)? {
            limits.agreed(cx);
        }
        let Self { keys, server_name, resumed } = self;
        Ok(match resumed {
            None => AfterEe::Certificate(WaitCertCr { keys, server_name }),
            Some(Known(peer)) => AfterEe::Psk(WaitFinished { keys, request: None, peer }),
        })
    }

    fn asked_for(&self, extension: ExtensionType, config: &Config) -> bool {
        match extension {
            ExtensionType::SERVER_NAME => self.server_name.is_some(),
            ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => !config.alpn.is_empty(),
            ExtensionType::SUPPORTED_GROUPS => true,
            ExtensionType::RECORD_SIZE_LIMIT => config.record_size_limit.is_some(),
            ExtensionType::MAX_FRAGMENT_LENGTH => config.max_fragment_length.is_some(),
            ExtensionType::CLIENT_CERTIFICATE_TYPE => must_be_said(&config.own_certificate_types),
            ExtensionType::SERVER_CERTIFICATE_TYPE => must_be_said(&config.server_certificate_types),
            other => config.also_offered.contains(&other),
        }
    }
}
