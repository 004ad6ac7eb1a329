//! WAIT_FINISHED (RFC 9846 §A.2): the client's Finished (§4.5.3).

use handfast_wire::handshake::Finished;

use super::issuing_tickets::{Afterwards, IssuingTickets};
use crate::connected::Connected;
use crate::context::{Effect, Side};
use crate::keys13::Ending;
use crate::{Cx, Error, Peer, Role};

/// Only Finished is missing.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) ending: Ending,
    pub(crate) peer: Option<Peer>,
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<Afterwards, Error> {
        self.ending.check_finished(m, cx)?;
        self.ending.install(Side::Read, Role::Client, cx);
        cx.effects.push_back(Effect::Complete);
        let connected = Connected::new(Role::Server, self.ending.established, self.peer);
        Ok(IssuingTickets::after_handshake(connected, cx))
    }
}
