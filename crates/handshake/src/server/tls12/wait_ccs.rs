//! WAIT_CCS (ours, TLS 1.2): the client's ChangeCipherSpec (RFC 5246 §7.1).

use super::wait_finished::WaitFinished;
use crate::context::{Effect, Side};
use crate::keys12::Session;
use crate::tickets12::Course;
use crate::{Cx, Peer, Role};

/// The client has proved what it has to prove, but for Finished.
#[derive(Debug)]
pub(crate) struct WaitCcs {
    pub(crate) session: Session,
    pub(crate) peer: Option<Peer>,
    pub(crate) course: Course,
}

impl WaitCcs {
    /// No signature follows: the messages themselves are needed no longer.
    pub(crate) fn change_cipher_spec(self, cx: &mut Cx<'_>) -> WaitFinished {
        cx.effects.push_back(Effect::SettleTranscript(self.session.hellos.suite.suite.hash));
        self.session.install(Side::Read, Role::Client, cx);
        WaitFinished { session: self.session, peer: self.peer, course: self.course }
    }
}
