//! How a connection stands: whom it is with, what was agreed, and whether we were accepted.

use handfast_handshake::{Peer, Role, State, Version};
use handfast_path::{At, Decisions, Warning};
use handfast_rule::AlertDescription;

use super::Connection;
use crate::{Error, Local, Negotiated};

/// Whether a client knows that it was accepted. In TLS 1.3 its handshake is complete before the server has judged its
/// certificate; a refusal comes later, as an alert, or as silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// The handshake is not complete on our side.
    Handshaking,
    /// It is, and nothing was heard from the server since.
    Pending,
    /// The server sent something that it sends only to those it accepts: a ticket, data, a KeyUpdate, a request for a
    /// certificate, a close_notify. A server has the client's Finished before it is connected, so it knows at once, and so does a client of TLS 1.2.
    Accepted,
    /// The peer refused us with this alert.
    Refused(AlertDescription),
}

impl Connection {
    /// Whether the handshake is complete on this side.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.engine.machine.is_complete()
    }

    /// Whether the peer sent close_notify.
    #[must_use]
    pub const fn peer_has_closed(&self) -> bool {
        self.peer_closed
    }

    /// Whether we sent close_notify.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Where the handshake stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.engine.machine.state()
    }

    /// Which side we are.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.engine.role
    }

    /// What was agreed on so far.
    #[must_use]
    pub const fn negotiated(&self) -> &Negotiated {
        &self.negotiated
    }

    /// Whether the peer is known to have accepted us.
    #[must_use]
    pub fn acceptance(&self) -> Acceptance {
        match self.failure {
            Some(Error::RefusedByPeer(alert)) => Acceptance::Refused(alert),
            _ if !self.is_connected() => Acceptance::Handshaking,
            _ if self.heard || self.knows_at_once() => Acceptance::Accepted,
            _ => Acceptance::Pending,
        }
    }

    /// Whoever has the other's Finished last: a server of TLS 1.3 and a client of TLS 1.2; and a server of TLS 1.2 has had
    /// the client's certificate before it sent its own.
    fn knows_at_once(&self) -> bool {
        self.is_server() || self.speaks(Version::Tls12)
    }

    /// Who the peer proved to be, once the handshake is complete; `None` also for a client that presented nothing.
    #[must_use]
    pub const fn peer(&self) -> Option<&Peer> {
        self.engine.machine.peer()
    }

    /// Why the peer's chain was not accepted, whether it was refused for that or goes unverified.
    #[must_use]
    pub const fn path_refusal(&self) -> Option<handfast_path::Refusal> {
        self.path_refusal
    }

    /// What of the peer's chain was accepted only because the profile is lenient, and where.
    #[must_use]
    pub fn path_warnings(&self) -> &[(At, Warning)] {
        &self.path_warnings
    }

    /// Every decision that was made about a chain that was not accepted.
    #[must_use]
    pub const fn decisions(&self) -> Option<&Decisions> {
        self.decisions.as_ref()
    }

    /// What the connection failed of.
    #[must_use]
    pub const fn failure(&self) -> Option<Error> {
        self.failure
    }

    /// Keying material for the application (RFC 9846 §7.5, RFC 5705), written into `out`. In TLS 1.2 no context is not the
    /// same as an empty one; in TLS 1.3 it is. A server that takes early data need not wait until the handshake is complete;
    /// until then nothing shows that its client is there.
    ///
    /// # Errors
    /// The handshake is not complete, the label is one of TLS's own, or label, context or `out` is longer than the version
    /// has room for; in TLS 1.2, the main secret is not bound to its handshake (RFC 7627 §5.4).
    pub fn export(&self, label: &str, context: Option<&[u8]>, out: &mut [u8]) -> Result<(), Local> {
        self.engine.machine.export(label, context, out).map_err(Local::Handshake)
    }

    pub(super) fn is_server(&self) -> bool {
        self.engine.role == Role::Server
    }

    pub(super) fn speaks(&self, version: Version) -> bool {
        self.engine.machine.version() == Some(version)
    }
}
