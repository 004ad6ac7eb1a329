//! CONNECTED of TLS 1.2, for both roles: exporters, and renegotiations that are refused.

use handfast_rule::AlertDescription;

use crate::context::Fact;
use crate::keys12::Session;
use crate::{Cx, Error, Local, Peer, Refusal12};

/// The handshake is complete on this side.
#[derive(Debug)]
pub(crate) struct Connected12 {
    session: Session,
    peer: Option<Peer>,
    requests: Requests,
}

/// How often the peer asked for a renegotiation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Requests(u8);

impl Requests {
    /// A server that wants a certificate for one path asks once a request, and does not ask on when it is refused.
    const MOST: u8 = 16;

    /// Not once.
    pub(crate) const NONE: Self = Self(0);

    /// One more.
    pub(crate) fn count(&mut self) -> Result<(), Refusal12> {
        self.0 = self.0.saturating_add(1);
        if self.0 > Self::MOST { Err(Refusal12::TooManyRenegotiations) } else { Ok(()) }
    }
}

impl Connected12 {
    pub(crate) fn new(session: Session, peer: Option<Peer>) -> Self {
        Self { session, peer, requests: Requests::NONE }
    }

    /// A HelloRequest, or a second ClientHello: the connection goes on as it is (RFC 5246 §7.2.2, RFC 5746 §4.5).
    pub(crate) fn refuse_renegotiation(mut self, cx: &mut Cx<'_>) -> Result<Self, Error> {
        self.requests.count()?;
        cx.warn(AlertDescription::NO_RENEGOTIATION);
        cx.learned(Fact::Renegotiation);
        Ok(self)
    }

    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) const fn peer(&self) -> Option<&Peer> {
        self.peer.as_ref()
    }

    pub(crate) fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        self.session.export(label, context, out)
    }
}
