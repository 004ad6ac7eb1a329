//! ASKED (ours, after CONNECTED of RFC 9846 §A.1): a CertificateRequest came after the handshake (§4.7.2). The connection
//! goes on while somebody chooses an identity.

use handfast_wire::handshake::{CertificateRequest, KeyUpdate, NewSessionTicket};

use super::answering::{AfterAnswer, Answering, Due, SendCertificate};
use crate::client::identity::presented;
use crate::connected::Connected;
use crate::context::Effect;
use crate::post_handshake::{MOST_REQUESTS, Received};
use crate::question::{Ask, Identity, NoIdentity};
use crate::{Cx, Error, Question, compression};

/// The question is open, about the oldest request.
#[derive(Debug)]
pub(crate) struct Asked {
    request: Received,
    pub(crate) behind: Behind,
}

/// The connection, and the requests that wait behind the one that is being answered.
#[derive(Debug)]
pub(crate) struct Behind {
    pub(crate) connected: Box<Connected>,
    requests: Vec<Received>,
}

impl Asked {
    /// The first request that waits.
    pub(crate) fn first(
        m: &CertificateRequest<'_>,
        mut connected: Connected,
        cx: &mut Cx<'_>,
    ) -> Result<Self, Error> {
        let request = Received::new(m, &mut connected, cx)?;
        cx.ask(Ask::Identity);
        let connected = Box::new(connected);
        Ok(Self { request, behind: Behind { connected, requests: Vec::new() } })
    }

    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ClientIdentity(&self.request.facts)
    }

    /// With a message that came meanwhile, or a command.
    pub(crate) fn meanwhile(
        self,
        happens: impl FnOnce(Behind) -> Result<Behind, Error>,
    ) -> Result<Self, Error> {
        Ok(Self { behind: happens(self.behind)?, ..self })
    }

    pub(crate) fn identity(
        self,
        identity: Result<Option<Identity>, NoIdentity>,
        cx: &mut Cx<'_>,
    ) -> Result<Answering, Error> {
        let Received { message, context, facts } = self.request;
        let chosen = presented(identity, &facts, cx)?;
        let compression = compression::common(&facts.compression, cx.config);
        cx.effects.push_back(Effect::ForkTranscript(message));
        let due = Due::Certificate(SendCertificate { context, chosen, compression });
        Ok(Answering { behind: self.behind, due })
    }
}

impl Behind {
    /// Whether no further request could be kept.
    pub(crate) const fn is_full(&self) -> bool {
        self.requests.len() + 1 >= MOST_REQUESTS
    }

    pub(crate) fn certificate_request(
        mut self,
        m: &CertificateRequest<'_>,
        cx: &mut Cx<'_>,
    ) -> Result<Self, Error> {
        self.requests.push(Received::new(m, &mut self.connected, cx)?);
        Ok(self)
    }

    pub(crate) fn key_update(self, m: &KeyUpdate, cx: &mut Cx<'_>) -> Self {
        Self { connected: Box::new(self.connected.key_update(m, cx)), ..self }
    }

    pub(crate) fn update_keys(self, ask_peer: bool, cx: &mut Cx<'_>) -> Result<Self, Error> {
        Ok(Self { connected: Box::new(self.connected.update_keys(ask_peer, cx)?), ..self })
    }

    pub(crate) fn ticket(self, m: &NewSessionTicket<'_>, cx: &mut Cx<'_>) -> Self {
        Self { connected: Box::new(self.connected.ticket(m, cx)), ..self }
    }

    /// The request was answered: now to the next one, if there is one.
    pub(crate) fn next(mut self, cx: &mut Cx<'_>) -> AfterAnswer {
        if self.requests.is_empty() {
            return AfterAnswer::Connected(*self.connected);
        }
        cx.ask(Ask::Identity);
        AfterAnswer::Asked(Asked { request: self.requests.remove(0), behind: self })
    }
}
