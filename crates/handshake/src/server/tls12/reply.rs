//! REPLYING (ours, TLS 1.2): the server's last flight (RFC 5246 §7.3), message by message.

use crate::connected12::Connected12;
use crate::context::{Effect, Side};
use crate::keys12::Session;
use crate::{Cx, Error, Peer, Role};

/// What is due next.
#[derive(Debug)]
pub(crate) enum Reply {
    ChangeCipherSpec(SendChangeCipherSpec),
    Finished(SendFinished),
}

impl Reply {
    pub(crate) const fn session(&self) -> &Session {
        match self {
            Self::ChangeCipherSpec(s) => &s.session,
            Self::Finished(s) => &s.session,
        }
    }
}

/// ChangeCipherSpec is due (§7.1).
#[derive(Debug)]
pub(crate) struct SendChangeCipherSpec {
    pub(crate) session: Session,
    pub(crate) peer: Option<Peer>,
}

impl SendChangeCipherSpec {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Reply {
        let Self { session, peer } = self;
        cx.change_cipher_spec();
        session.install(Side::Write, Role::Server, cx);
        Reply::Finished(SendFinished { session, peer })
    }
}

/// Finished is due (§7.4.9).
#[derive(Debug)]
pub(crate) struct SendFinished {
    session: Session,
    peer: Option<Peer>,
}

impl SendFinished {
    pub(crate) fn proceed(self, cx: &mut Cx<'_>) -> Result<Connected12, Error> {
        let Self { session, peer } = self;
        session.send_finished(Role::Server, cx)?;
        cx.effects.push(Effect::Complete);
        Ok(Connected12::new(session, peer))
    }
}
