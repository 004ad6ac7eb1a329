//! WAIT_FINISHED (RFC 9846 §A.1): the server's Finished (§4.5.3). With it the application secrets are known.

use handfast_wire::handshake::Finished;

use super::choosing_identity::ChoosingIdentity;
use super::flight::{Flight, SendEndOfEarlyData, SendFinished};
use crate::accepts::RequestFacts;
use crate::context::Side;
use crate::keys13::HandshakeKeys;
use crate::question::Ask;
use crate::{Cx, Error, Peer, Role};

/// The server proved that it holds the key of its certificate.
#[derive(Debug)]
pub(crate) struct WaitFinished {
    pub(crate) keys: Box<HandshakeKeys>,
    pub(crate) request: Option<Box<RequestFacts>>,
    pub(crate) peer: Option<Peer>,
    /// Whether early data is sent until now.
    pub(crate) early_data: bool,
}

/// Where the server's Finished leads.
#[derive(Debug)]
pub(crate) enum AfterFinished {
    Asked(ChoosingIdentity),
    NotAsked(Flight),
}

impl WaitFinished {
    pub(crate) fn finished(self, m: &Finished<'_>, cx: &mut Cx<'_>) -> Result<AfterFinished, Error> {
        self.keys.check_finished(Role::Server, m, cx)?;
        let transcript = cx.transcript.including(self.keys.suite.hash);
        let ending = self.keys.establish(&transcript, cx);
        ending.install(Side::Read, Role::Server, cx);
        let peer = self.peer;
        if self.early_data {
            let end = SendEndOfEarlyData { ending, peer };
            return Ok(AfterFinished::NotAsked(Flight::EndOfEarlyData(end)));
        }
        Ok(match self.request {
            Some(request) => {
                cx.ask(Ask::Identity);
                AfterFinished::Asked(ChoosingIdentity { ending, request, peer })
            }
            None => AfterFinished::NotAsked(Flight::Finished(SendFinished { ending, peer, asked: false })),
        })
    }
}
