//! RECVD_CH (RFC 9846 §A.2), when the ClientHello brought no share that serves: HelloRetryRequest (§4.2.4) is due.

use handfast_wire::Message;
use handfast_wire::code_points::ProtocolVersion;
use handfast_wire::ext::{Extension, KeyShare, SupportedVersions};
use handfast_wire::handshake::HelloRetryRequest;

use super::hello::{Retry, Start};
use crate::context::{Effect, Fact};
use crate::group::named_group;
use crate::{Cx, Error};

/// A group is common to both, but its share is not here.
#[derive(Debug)]
pub(crate) struct RecvdCh {
    pub(crate) retry: Retry,
    pub(crate) session_id: Vec<u8>,
}

impl RecvdCh {
    /// The dummy ChangeCipherSpec follows the server's first message, and must if the client sent a session id (§E.4).
    pub(crate) fn retry(self, cx: &mut Cx<'_>) -> Result<Start, Error> {
        cx.learned(Fact::Retried);
        cx.effects.push_back(Effect::RestartTranscript(self.retry.suite.hash));
        let mut extensions = vec![Extension::KeyShare(KeyShare::Retry(named_group(self.retry.group)))];
        extensions.extend(cx.config.retry_cookie.as_deref().map(Extension::Cookie));
        extensions.push(Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion::TLS1_3)));
        cx.send(&Message::HelloRetryRequest(HelloRetryRequest {
            legacy_version: ProtocolVersion::TLS1_2,
            legacy_session_id_echo: &self.session_id,
            cipher_suite: self.retry.suite.code,
            legacy_compression_method: 0,
            extensions: extensions.into(),
        }))?;
        if cx.config.compatibility || !self.session_id.is_empty() {
            cx.change_cipher_spec();
        }
        Ok(Start::again(self.retry))
    }
}
