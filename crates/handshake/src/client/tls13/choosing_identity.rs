//! CHOOSING_IDENTITY (ours, before the client's last flight): who shall we be?

use super::flight::{Flight, SendCertificate};
use crate::accepts::RequestFacts;
use crate::client::identity::presented;
use crate::keys13::Ending;
use crate::question::{Identity, NoIdentity};
use crate::{Cx, Error, Peer, Question, compression};

/// The server asked for a certificate; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) ending: Ending,
    pub(crate) request: Box<RequestFacts>,
    pub(crate) peer: Option<Peer>,
}

impl ChoosingIdentity {
    pub(crate) const fn question(&self) -> Question<'_> {
        Question::ClientIdentity(&self.request)
    }

    pub(crate) fn identity(
        self,
        identity: Result<Option<Identity>, NoIdentity>,
        cx: &mut Cx<'_>,
    ) -> Result<Flight, Error> {
        let chosen = presented(identity, &self.request, cx)?;
        let compression = compression::common(&self.request.compression, cx.config);
        Ok(Flight::Certificate(SendCertificate { ending: self.ending, peer: self.peer, chosen, compression }))
    }
}
