//! WAIT_CCS (ours, TLS 1.2): the server's ChangeCipherSpec (RFC 5246 §7.1).

use super::wait_finished::WaitFinished;
use crate::context::Side;
use crate::keys12::Session;
use crate::{Cx, Peer, Role};

/// Our flight is out.
#[derive(Debug)]
pub(crate) struct WaitCcs {
    pub(crate) session: Session,
    pub(crate) peer: Peer,
}

impl WaitCcs {
    pub(crate) fn change_cipher_spec(self, cx: &mut Cx<'_>) -> WaitFinished {
        self.session.install(Side::Read, Role::Server, cx);
        WaitFinished { session: self.session, peer: self.peer }
    }
}
