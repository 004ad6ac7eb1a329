//! WAIT_FINISHED (ours, TLS 1.2): the server's Finished (RFC 5246 §7.4.9).

use handfast_wire::handshake::Finished;

use crate::connected12::Connected12;
use crate::context::Effect;
use crate::keys12::Session;
use crate::{Cx, Error, Peer, Role};

/// Only Finished is missing.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) session: Session,
    pub(crate) peer: Peer,
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<Connected12, Error> {
        self.session.check_finished(Role::Server, m, cx)?;
        cx.effects.push(Effect::Complete);
        Ok(Connected12::new(self.session, Some(self.peer)))
    }
}
