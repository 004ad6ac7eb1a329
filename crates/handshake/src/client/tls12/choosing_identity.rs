//! CHOOSING_IDENTITY (ours, before the client's flight): who shall we be?

use super::flight::{Flight, SendCertificate};
use super::wait_cr_shd::Server;
use crate::accepts::RequestFacts;
use crate::client::identity::presented;
use crate::question::{Identity, NoIdentity};
use crate::{Cx, Error, Question};

/// The server asked for a certificate; the question is open.
#[derive(Debug)]
pub(crate) struct ChoosingIdentity {
    pub(crate) server: Server,
    pub(crate) request: Box<RequestFacts>,
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
        Ok(Flight::Certificate(SendCertificate { server: self.server, chosen }))
    }
}
