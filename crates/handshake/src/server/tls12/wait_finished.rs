//! WAIT_FINISHED (ours, TLS 1.2): the client's Finished (RFC 5246 §7.4.9).

use handfast_wire::handshake::Finished;

use super::reply::{Reply, SendChangeCipherSpec};
use crate::keys12::Session;
use crate::{Cx, Error, Peer, Role};

/// ChangeCipherSpec came.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) session: Session,
    pub(crate) peer: Option<Peer>,
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &Cx<'_>) -> Result<Reply, Error> {
        let Self { session, peer } = self;
        session.check_finished(Role::Client, m, cx)?;
        Ok(Reply::ChangeCipherSpec(SendChangeCipherSpec { session, peer }))
    }
}
