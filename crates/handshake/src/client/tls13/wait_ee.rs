//! WAIT_EE (RFC 9846 §A.1): EncryptedExtensions (§4.4.1).

use handfast_wire::Kind;
use handfast_wire::code_points::ExtensionType;
use handfast_wire::ext::Extensions;
use handfast_wire::handshake::EncryptedExtensions;

use super::wait_cert_cr::WaitCertCr;
use super::wait_finished::WaitFinished;
use crate::certificate_type::{agreed, must_be_said};
use crate::client::offer::{BegunEarlyData, Known};
use crate::context::{Fact, Side};
use crate::early_data::{EarlyData, NoEarlyData};
use crate::keys13::HandshakeKeys;
use crate::negotiate::{chosen_protocol, only};
use crate::schedule13::ExporterSecret;
use crate::{Config, Cx, Error, RecordLimits, Refusal, Role, Version};

/// ServerHello came; all that follows is protected.
#[derive(Debug)]
pub(crate) struct WaitEe {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) server_name: Option<String>,
    /// The server of the session that is gone on from, if one is.
    pub(crate) resumed: Option<Known>,
    /// The early data that may be on its way.
    pub(crate) early_data: Option<BegunEarlyData>,
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
        let early_data = self.take_early_data(&m.extensions, protocol.as_deref(), cx)?;
        if let Some(protocol) = protocol {
            cx.learned(Fact::Alpn(protocol));
        }
        if let Some(limits) = RecordLimits::of_answer(&m.extensions, cx.config, Version::Tls13)? {
            limits.agreed(cx);
        }
        let Self { keys, server_name, resumed, .. } = self;
        Ok(match resumed {
            None => AfterEe::Certificate(WaitCertCr { keys, server_name }),
            Some(Known { peer, .. }) => AfterEe::Psk(WaitFinished { keys, request: None, peer, early_data }),
        })
    }

    /// Whether the server takes early data. If it does not, nothing more of it is sent, and nothing is sent again.
    fn take_early_data(
        &mut self,
        extensions: &Extensions<'_>,
        protocol: Option<&[u8]>,
        cx: &mut Cx<'_>,
    ) -> Result<bool, Refusal> {
        let Some((begun, known)) = self.early_data.take().zip(self.resumed.as_ref()) else {
            return Ok(false);
        };
        let accepted = extensions.early_data().is_some();
        if accepted {
            self.keys.early_exporter = Some(begun.accepted(known.index, self.keys.suite, protocol)?);
            cx.learned(Fact::EarlyData(EarlyData::Accepted));
        } else {
            cx.learned(Fact::EarlyData(EarlyData::Rejected(NoEarlyData::Declined)));
            self.keys.install(Side::Write, Role::Client, cx);
        }
        Ok(accepted)
    }

    pub(super) fn early_exporter(&self) -> Option<&ExporterSecret> {
        Some(self.early_data.as_ref()?.exporter())
    }

    fn asked_for(&self, extension: ExtensionType, config: &Config) -> bool {
        let by_us = match extension {
            ExtensionType::SERVER_NAME => self.server_name.is_some(),
            ExtensionType::APPLICATION_LAYER_PROTOCOL_NEGOTIATION => !config.alpn.is_empty(),
            ExtensionType::SUPPORTED_GROUPS => true,
            ExtensionType::RECORD_SIZE_LIMIT => config.record_size_limit.is_some(),
            ExtensionType::MAX_FRAGMENT_LENGTH => config.max_fragment_length.is_some(),
            ExtensionType::CLIENT_CERTIFICATE_TYPE => must_be_said(&config.own_certificate_types),
            ExtensionType::SERVER_CERTIFICATE_TYPE => must_be_said(&config.server_certificate_types),
            ExtensionType::EARLY_DATA => self.early_data.is_some(),
            _ => false,
        };
        by_us || config.also_offered.contains(&extension)
    }
}
