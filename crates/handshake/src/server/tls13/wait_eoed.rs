//! WAIT_EOED (RFC 9846 §A.2): early data comes, until EndOfEarlyData (§4.6) says that it is all.

use super::wait_finished::WaitFinished;
use crate::context::Side;
use crate::keys13::Ending;
use crate::{Cx, Peer, State};

/// Early data is taken.
#[derive(Debug)]
pub(crate) struct WaitEoed {
    pub(crate) ending: Ending,
    pub(crate) peer: Option<Peer>,
}

impl WaitEoed {
    /// The client goes on under its handshake keys. Who goes on from a session is not asked for a certificate.
    pub(crate) fn end_of_early_data(self, cx: &mut Cx<'_>) -> WaitFinished {
        self.ending.install_handshake(Side::Read, cx);
        cx.passed(State::WaitFlight2);
        WaitFinished { ending: self.ending, peer: self.peer }
    }
}
